"""What the names of a module stand for when it has been imported."""

from __future__ import annotations

from spakky_lint.syntax import cst
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.memo import once_a_module, once_each
from spakky_lint.syntax.names import resolve


@once_each
def keeps_its_name(declaration: ClassDeclaration | Function, module: Module) -> bool:
    """Whether the module holds, under its own name, certainly this very class or function.

    Not what stands in a branch, is defined anew further down, deleted, or replaced.
    """
    if not _is_unconditional(declaration, module):
        return False
    end = module.body.outer
    return resolve(cst.Name(declaration.name), end).declared is declaration.key


def _is_unconditional(declaration: ClassDeclaration | Function, module: Module) -> bool:
    return id(declaration.key) in _statements(module)


@once_a_module
def _statements(module: Module) -> frozenset[int]:
    """The ids of those that stand directly in the module."""
    return frozenset(map(id, module.root.body))
