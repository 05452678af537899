"""The rules about one kind of declaration: who has none of it need not load them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import get_args

from spakky_lint.rules import catalogue
from spakky_lint.rules.rule import AnyRule, Rule
from spakky_lint.rules.table import MODULES


def kinds_of(rule: AnyRule) -> Sequence[type]:
    """The kinds of declaration that its ``check`` takes: those of a union, or one."""
    return get_args(rule.kind) or (rule.kind,)


@cache
def rules_about(kind: type) -> Sequence[AnyRule]:
    """Those whose ``check`` takes the kind, by code."""
    for module in MODULES.get(kind.__name__, ()):
        import_module(f"{catalogue.__name__}.{module}")
    found = (rule for rule in Rule.registered if kind in kinds_of(rule))
    return sorted(found, key=lambda rule: rule.code)
