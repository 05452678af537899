"""The rules that a selection and the settings of a project leave on, made as they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache
from typing import Any

from spakky_lint.data import dataclass
from spakky_lint.rules.by_kind import rules_about
from spakky_lint.rules.rule import AnyRule, Rule
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings


@dataclass(frozen=True, slots=True, eq=False)
class RulesInForce:
    selection: Selection
    settings: Settings
    made: dict[AnyRule, Rule[Any]] = field(default_factory=dict)  # Any: of whatever kind
    by_kind: dict[type, Sequence[Rule[Any]]] = field(default_factory=dict)

    def about(self, kind: type) -> Sequence[Rule[Any]]:
        """Those about a kind of declaration."""
        if kind not in self.by_kind:
            found = filter(self._is_on, rules_about(kind))
            self.by_kind[kind] = [self._rule(rule) for rule in found]
        return self.by_kind[kind]

    def __contains__(self, code: object) -> bool:
        """Whether the rule of that code is one of them."""
        from spakky_lint.rules.registry import RULES

        rule = RULES.get(str(code))
        return rule is not None and self._is_on(rule)

    def _is_on(self, rule: AnyRule) -> bool:
        if not self.selection.enables(rule):
            return False  # and nothing has to be known of the project for it
        if rule.needs is not None and not rule.needs.is_met(self.settings):
            return False
        return rule.holds is None or rule.holds.holds(self.settings.environment)

    def _rule(self, rule: AnyRule) -> Rule[Any]:
        if rule not in self.made:
            self.made[rule] = rule(self.settings)
        return self.made[rule]


@lru_cache(maxsize=64)
def rules_in_force(selection: Selection, settings: Settings) -> RulesInForce:
    return RulesInForce(selection, settings)
