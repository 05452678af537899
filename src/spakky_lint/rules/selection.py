"""Which rules are on, and what becomes of their findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.rules.adjustments import AS_THE_RULES_SAY, Adjustments, longest

if TYPE_CHECKING:
    from spakky_lint.rules.rule import AnyRule


@dataclass(frozen=True, slots=True)
class Selection:
    """Codes or prefixes of codes (``SPK``, ``SPK3``, ``SPK301``), in upper case."""

    select: tuple[str, ...] | None = None
    """None selects every rule that is on by default."""
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    adjustments: Adjustments = AS_THE_RULES_SAY

    def enables(self, rule: AnyRule) -> bool:
        """Whether ``rule`` is on: of two matching prefixes the longer wins, else ``ignore``."""
        selectors = (*(self.select or ()), *self.extend_select)
        if not rule.default and rule.code not in selectors:
            return False
        chosen = longest(rule.code, selectors)
        if chosen == 0 and self.select is not None:
            return False
        ignored = longest(rule.code, self.ignore)
        return ignored == 0 or chosen > ignored


DEFAULT = Selection()


def unknown_selectors(selectors: Iterable[str]) -> tuple[str, ...]:
    """The selectors that match no rule."""
    # The rules bring the parser with them, which a run without selectors may never need.
    from spakky_lint.rules.registry import RULES

    return tuple(
        selector
        for selector in selectors
        if not selector or not any(code.startswith(selector) for code in RULES)
    )
