"""What a module imports, wherever the statement stands; found without its expressions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import lru_cache

from spakky_lint.syntax import cst
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.framework import framework_name
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.outside import ALONE
from spakky_lint.syntax.scopes import joined
from spakky_lint.syntax.spelled import package_of

_PARTS = ("body", "orelse", "handlers", "finalbody", "cases")
"""Where nodes have statements, or what has some."""


@once_a_module
def imported_names(module: Module) -> Sequence[tuple[str, str | None]]:
    """Modules, each with a name in it; None for the module, or all of its names."""
    return tuple(found for node in _statements(module.root) for found in _imported(node))


@once_a_module
def dotted_imports(module: Module) -> frozenset[str]:
    """The same by their whole names: ``celery``, ``spakky.task.task``."""
    return frozenset(
        dotted
        for owner, name in imported_names(module)
        for dotted in ((owner,) if name is None else (owner, joined(owner, name)))
    )


@once_a_module
def may_have_tasks(module: Module) -> bool:
    """Whether anything in the module can have to do with tasks or auth, by what it imports.

    Where it cannot, none of its classes has tasks, is made a handler, or holds one that is: whoever
    asks needs to read no other module for it.
    """
    return (
        module.outside is ALONE
        or may_have_tasks_of_others(module)
        or any(module.outside.may_bring_tasks(*each) for each in imported_names(module))
    )


@once_a_module
def may_have_tasks_of_others(module: Module) -> bool:
    """Whether any of that can stand in another module of the program."""
    return module.outside is not ALONE and any(
        module.outside.may_lead_to_tasks(owner, name)
        for owner, name in imported_names(module)
        if not _is_of_framework(owner, name)
    )


@once_a_module
def names_with_tasks(module: Module) -> Sequence[tuple[str, str | None]]:
    """The imported names of the program that may bring tasks; the framework's own are none."""
    if module.outside is ALONE:
        return ()
    return tuple(
        (owner, name)
        for owner, name in imported_names(module)
        if not _is_of_framework(owner, name) and module.outside.may_bring_tasks(owner, name)
    )


def _is_of_framework(owner: str, name: str | None) -> bool:
    return name is not None and framework_name(joined(owner, name)) is not None


def _statements(root: cst.Module) -> Iterator[cst.Import | cst.ImportFrom]:
    waiting: list[cst.CSTNode] = [root]
    while waiting:
        node = waiting.pop()
        # Most nodes are none of these, and isinstance is slow for them.
        kind = type(node)
        if kind is cst.SimpleStatementLine or kind is cst.SimpleStatementSuite:
            for statement in node.body:  # type: ignore[attr-defined]  # one of the two
                if type(statement) is cst.Import or type(statement) is cst.ImportFrom:
                    yield statement
            continue
        for name in _parts_of(kind):
            part = getattr(node, name)
            if isinstance(part, (list, tuple)):
                waiting += reversed(part)
            elif part is not None:
                waiting.append(part)


@lru_cache(maxsize=256)
def _parts_of(kind: type[cst.CSTNode]) -> Sequence[str]:
    """What the kind has of them; most kinds have none."""
    had = {each.name for each in fields(kind)}
    return [name for name in _PARTS if name in had and kind is not cst.Lambda]


def _imported(node: cst.Import | cst.ImportFrom) -> Iterator[tuple[str, str | None]]:
    if isinstance(node, cst.Import):
        for alias in node.names:
            yield alias.evaluated_name, None
        return
    owner = package_of(node)
    if isinstance(node.names, cst.ImportStar):
        yield owner, None
        return
    for alias in node.names:
        yield owner, alias.evaluated_name
