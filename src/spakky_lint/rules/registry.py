"""All rules, by code."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module

from spakky_lint.rules import catalogue
from spakky_lint.rules.rule import AnyRule, Rule


def _load() -> dict[str, AnyRule]:
    for module in pkgutil.walk_packages(catalogue.__path__, f"{catalogue.__name__}."):
        import_module(module.name)
    found: dict[str, AnyRule] = {}
    for rule in sorted(Rule.registered, key=lambda rule: rule.code):
        if rule.code in found:
            raise TypeError(f"{rule.__name__} and {found[rule.code].__name__} are both {rule.code}")
        found[rule.code] = rule
    return found


RULES: Mapping[str, AnyRule] = _load()


def find_rule(code_or_name: str) -> AnyRule | None:
    """The rule of that code, in any case, or of that name."""
    found = RULES.get(code_or_name.upper())
    if found is not None:
        return found
    return next((rule for rule in RULES.values() if rule.name == code_or_name.lower()), None)
