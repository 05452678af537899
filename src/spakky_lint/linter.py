"""One text to its findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from spakky_lint.rules.finding import Finding
from spakky_lint.rules.selection import DEFAULT, Selection
from spakky_lint.rules.settings import PLAIN, Settings
from spakky_lint.syntax.gate import passes, passes_text
from spakky_lint.syntax.ranges import Position, Range
from spakky_lint.syntax.source import Source, UnreadableSource, decode, of_text

if TYPE_CHECKING:
    from spakky_lint.rules.rule import Rule
    from spakky_lint.syntax.walk import Declaration


@dataclass(frozen=True, slots=True)
class Linted:
    source: Source | None
    """None where the bytes could not be decoded, or were not because the gate stopped them."""
    findings: tuple[Finding, ...]
    analysed: bool
    """Whether the file was read: False for one that never mentions the framework."""


def lint_bytes(
    data: bytes,
    selection: Selection = DEFAULT,
    *,
    settings: Settings = PLAIN,
    noqa: bool = True,
) -> Linted:
    """The findings of a file. Never raises: what cannot be read is an SPK000 finding."""
    if not passes(data):
        return Linted(None, (), analysed=False)
    try:
        source = decode(data)
    except UnreadableSource as error:
        return Linted(None, _unreadable(error, selection), analysed=True)
    return Linted(
        source, lint_source(source, selection, settings=settings, noqa=noqa), analysed=True
    )


def lint_text(
    text: str,
    selection: Selection = DEFAULT,
    *,
    settings: Settings = PLAIN,
    noqa: bool = True,
) -> tuple[Finding, ...]:
    """The findings of a text that is already decoded, such as an editor's buffer."""
    if not passes_text(text):
        return ()
    return lint_source(of_text(text), selection, settings=settings, noqa=noqa)


def lint_source(
    source: Source,
    selection: Selection = DEFAULT,
    *,
    settings: Settings = PLAIN,
    noqa: bool = True,
) -> tuple[Finding, ...]:
    """The findings of ``source`` in the order of the text, each once. Never raises."""
    try:
        found = _once(sorted(_findings(source.text, selection, settings), key=_order))
    except UnreadableSource as error:
        found = list(_unreadable(error, selection))
    except RecursionError:
        too_deep = UnreadableSource("the file is nested too deeply to be walked safely")
        found = list(_unreadable(too_deep, selection))
    except Exception as error:  # noqa: BLE001  # a bug of ours must not end somebody's whole run
        ours = f"spakky-lint failed on this file, please report it: {type(error).__name__}: {error}"
        found = list(_unreadable(UnreadableSource(ours), selection))
    if not noqa:
        return tuple(found)
    from spakky_lint.suppression import unsuppressed

    return unsuppressed(source.text, found)


def _findings(text: str, selection: Selection, settings: Settings) -> Iterator[Finding]:
    # The parser is heavy and most files never need it.
    from spakky_lint.syntax.parse import read_declarations
    from spakky_lint.syntax.walk import declarations

    module = read_declarations(text)
    rules = _rules_by_kind(selection, settings)
    for declaration in declarations(module):
        for rule in rules.get(type(declaration), ()):
            yield from rule.check(declaration, module)


def _unreadable(error: UnreadableSource, selection: Selection) -> tuple[Finding, ...]:
    from spakky_lint.syntax.declarations import ImportSite, Module, Unreadable

    declaration: Declaration = Unreadable(error.message, error.position)
    empty = Module((), (), (), frozenset(), ImportSite((), ()))
    return tuple(
        finding
        for rule in _rules_by_kind(selection, PLAIN).get(type(declaration), ())
        for finding in rule.check(declaration, empty)
    )


@lru_cache(maxsize=64)
def _rules_by_kind(selection: Selection, settings: Settings) -> dict[type, list[Rule[Any]]]:
    from spakky_lint.rules.registry import RULES

    by_kind: dict[type, list[Rule[Any]]] = {}
    for rule in RULES.values():
        if selection.enables(rule):
            by_kind.setdefault(rule.kind, []).append(rule(settings))
    return by_kind


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding of a rule at one place: a schedule that two methods share is wrong once."""
    first: dict[tuple[str, Range], Finding] = {}
    for finding in findings:
        first.setdefault((finding.code, finding.range), finding)
    return list(first.values())


def _order(finding: Finding) -> tuple[Position, Position, str, str]:
    return finding.range.start, finding.range.end, finding.code, finding.message
