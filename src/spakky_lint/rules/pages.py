"""The pages of all rules: told by the rules, or by an earlier run, which loads none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.rules.rule_page import RulePage

_told: dict[str, RulePage] = {}
_later: list[Callable[[], Iterable[RulePage]]] = []


def know_later(told: Callable[[], Iterable[RulePage]]) -> None:
    """Ask `told`, once somebody needs a page, for what an earlier run of this version has read."""
    _later.append(told)


def page_of(code: str) -> RulePage | None:
    found = _known().get(code)
    if found is not None:
        return found
    from spakky_lint.rules.page import page
    from spakky_lint.rules.registry import RULES

    rule = RULES.get(code)
    return None if rule is None else page(rule)


def page_about(failure: FailureKind) -> RulePage:
    """That of the rule that tells more about what fails."""
    told = next((each for each in _known().values() if each.failure is failure), None)
    if told is not None:
        return told
    from spakky_lint.rules.page import page
    from spakky_lint.rules.registry import RULES

    return page(next(rule for rule in RULES.values() if rule.failure is failure))


def _known() -> Mapping[str, RulePage]:
    while _later:
        _told.update((each.code, each) for each in _later.pop()())
    return _told
