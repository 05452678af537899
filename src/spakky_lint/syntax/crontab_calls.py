"""Every ``Crontab(...)`` of a file, be it a constant, a default, or in a function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.framework import framework_name
from spakky_lint.syntax.module_changes import imported_names_of
from spakky_lint.syntax.outside import ALONE
from spakky_lint.syntax.scopes import joined
from spakky_lint.syntax.tree import tree_of
from spakky_lint.syntax.trying import is_caught, is_run_on_import

_CRONTAB = "Crontab"
_REFUSALS = frozenset({"TypeError"})


@dataclass(frozen=True, slots=True, eq=False)
class CrontabCall:
    """``Crontab(...)``, wherever it stands; that it fails is not what a `try` around waits for."""

    call: Call
    is_on_import: bool
    """Whether importing the module makes it: it stands in no function."""


def crontab_calls(module: Module) -> Iterator[CrontabCall]:
    """In the order of the text, as far as statements are."""
    if module.body is None or not _may_have_any(module):
        return
    tree = tree_of(module.body.reader.document)
    for expression in module.all_calls:
        call = expression.call if expression.may_bring_tasks else None
        if call is None or call.target.framework != _CRONTAB:
            continue
        if not is_caught(expression.node, _REFUSALS, tree):
            yield CrontabCall(call, is_run_on_import(expression.node, tree))


def _may_have_any(module: Module) -> bool:
    if _CRONTAB in module.text:
        return True
    if module.body is None or module.outside is ALONE:
        return False
    return any(
        name is None or _is_crontab(joined(owner, name), module)
        for owner, name in imported_names_of(tree_of(module.body.reader.document))
        if module.outside.may_bring_tasks(owner, name)
    )


def _is_crontab(qualified: str, module: Module) -> bool:
    """Whether it is the framework's, under whatever name."""
    found = module.outside.find(qualified)
    return isinstance(found, str) and framework_name(found) == _CRONTAB
