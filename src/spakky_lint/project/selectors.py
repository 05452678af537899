"""What users write to select rules, checked before it is used."""

from __future__ import annotations

from spakky_lint.messages.message import Message
from spakky_lint.rules.registry import find_rule
from spakky_lint.rules.selection import unknown_selectors


def selector_problem(selector: str) -> str | None:
    """What is wrong with a code or prefix, as a sentence; None when it selects something."""
    if not unknown_selectors((selector,)):
        return None
    rule = find_rule(selector) or find_rule(selector.upper())
    if rule is not None:
        return Message(
            '"{selector}" is not a code; the code of {name} is {code}',
            selector=selector,
            name=rule.name,
            code=rule.code,
        )
    return Message(
        '"{selector}" selects no rule; `spakky-lint rule` lists the codes', selector=selector
    )
