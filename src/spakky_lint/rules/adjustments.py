"""What a project makes of findings: how severe they are, and which of their fixes it trusts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spakky_lint.data import dataclass
from spakky_lint.rules.finding import Applicability, Finding, Fix, Severity


@dataclass(frozen=True, slots=True)
class Adjustments:
    """Codes or prefixes of codes; of two that match a rule the longer counts."""

    fixable: tuple[str, ...] | None = None
    """None for all rules."""
    unfixable: tuple[str, ...] = ()
    safe: tuple[str, ...] = ()
    """The rules whose unsafe fixes are taken for safe."""
    unsafe: tuple[str, ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()

    def adjusted(self, finding: Finding) -> Finding:
        severity = self.severity(finding.code, finding.severity)
        fix = self.fix(finding.code, finding.fix)
        if severity is finding.severity and fix is finding.fix:
            return finding
        return replace(finding, severity=severity, fix=fix)

    def severity(self, code: str, own: Severity) -> Severity:
        matching = (each for each in self.severities if code.startswith(each[0]))
        return max(matching, key=lambda each: len(each[0]), default=("", own))[1]

    def fix(self, code: str, own: Fix | None) -> Fix | None:
        if own is None or not self._may_be_fixed(code):
            return None
        safe, unsafe = longest(code, self.safe), longest(code, self.unsafe)
        if safe == unsafe == 0:
            return own
        wanted = Applicability.SAFE if safe > unsafe else Applicability.UNSAFE
        return own if own.applicability is wanted else replace(own, applicability=wanted)

    def _may_be_fixed(self, code: str) -> bool:
        chosen = 0 if self.fixable is None else longest(code, self.fixable)
        if chosen == 0 and self.fixable is not None:
            return False
        unwanted = longest(code, self.unfixable)
        return unwanted == 0 or chosen > unwanted


AS_THE_RULES_SAY = Adjustments()


def longest(code: str, prefixes: Iterable[str]) -> int:
    """How long the longest of the prefixes is that the code has; 0 where it has none."""
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)
