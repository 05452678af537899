"""What every rule page says in the same words."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.messages.message import Message
from spakky_lint.rules.families import FILES, family_of
from spakky_lint.rules.finding import Applicability, Consequence, Severity
from spakky_lint.rules.rule_page import RulePage

CONSEQUENCES: Mapping[Consequence, str] = {
    Consequence.IMPORT: "the module cannot be imported",
    Consequence.STARTUP: "the application does not start",
    Consequence.RUN: "the task fails when it runs",
    Consequence.SILENT: "something else happens than what is written, and nothing is reported",
    Consequence.SECURITY: "code runs that nobody was allowed to run",
    Consequence.CONVENTION: "nothing at run time; the code differs from the documented style",
}

LEVELS: Mapping[Severity, Message] = {
    Severity.ERROR: Message("error"),
    Severity.WARNING: Message("warning"),
    Severity.CONVENTION: Message("convention"),
}
FIXES: Mapping[Applicability, Message] = {
    Applicability.SAFE: Message("safe fix"),
    Applicability.UNSAFE: Message("unsafe fix"),
}

RUN_ON = "Spakky 6.9.0 and 8.5.0, celery 5.6.3 and 5.7.0"
"""What the evidence is run on."""


def facts(page: RulePage) -> Mapping[str, str]:
    """Label and value, in the order in which they are shown."""
    reported = "by default" if page.default else f"only when {page.code} is selected"
    if page.needs is not None:
        reported = f"{reported}, where {page.needs.value}"
    told = {
        "Level": page.severity.value,
        "If ignored": CONSEQUENCES[page.consequence],
        "Reported": reported,
        "Fix": "none" if page.fix is None else page.fix.value,
        "Since": page.since,
    }
    if family_of(page.code) is not FILES:  # those are about files, whatever runs
        told["Holds for"] = _releases(page)
    return told


def _releases(page: RulePage) -> str:
    if page.holds is None:
        return f"every release that it was run on: {RUN_ON}"
    return f"{page.holds} and later; run on {RUN_ON}"
