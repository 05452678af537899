"""Which rules are on, and what becomes of their findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.rules.adjustments import AS_THE_RULES_SAY, Adjustments, longest
from spakky_lint.rules.table import IS_DEFAULT

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
        """Whether ``rule`` is on."""
        return self.takes(rule.code, is_default=rule.default)

    def takes(self, code: str, *, is_default: bool) -> bool:
        """Whether the rule is on: of two matching prefixes the longer wins, else ``ignore``."""
        selectors = (*(self.select or ()), *self.extend_select)
        if not is_default and code not in selectors:
            return False
        chosen = longest(code, selectors)
        if chosen == 0 and self.select is not None:
            return False
        ignored = longest(code, self.ignore)
        return ignored == 0 or chosen > ignored


DEFAULT = Selection()


def unknown_selectors(selectors: Iterable[str]) -> tuple[str, ...]:
    """The selectors that match no rule."""
    return tuple(
        selector
        for selector in selectors
        if not selector or not any(code.startswith(selector) for code in IS_DEFAULT)
    )
