"""What a run of `--fix` finds before it mends anything."""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.rules.finding import Finding


class Watching:
    """Wants what is found to be fixed, all of it, and keeps what was found first."""

    def __init__(self) -> None:
        self._rounds: list[Sequence[Finding]] = []

    def __call__(self, _: str, findings: Sequence[Finding]) -> Sequence[Finding]:
        self._rounds.append(findings)
        return findings

    @property
    def before(self) -> Sequence[Finding]:
        """The findings of the text as it was."""
        return self._rounds[0]
