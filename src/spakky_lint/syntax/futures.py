"""What a module asks of the interpreter by ``from __future__ import``."""

from __future__ import annotations

import ast

from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import statements_in
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.spelled import package_of


def defers_annotations(module: Module) -> bool:
    """Whether annotations are kept as texts."""
    return imports_annotations(module.root)


def imports_annotations(module: cst.Module) -> bool:
    """Whether it says so: above every other statement but its docstring."""
    for statement in statements_in(module.body):
        if isinstance(statement, cst.ImportFrom) and package_of(statement) == "__future__":
            if not isinstance(statement.names, cst.ImportStar) and any(
                alias.evaluated_name == "annotations" for alias in statement.names
            ):
                return True
        elif not isinstance(statement, cst.Expr) or not isinstance(statement.value, cst.BaseString):
            return False
    return False


def deferred(annotation: Expression) -> str:
    """The text that Python keeps of an annotation that is deferred: its tree, written anew."""
    try:
        return ast.unparse(ast.parse(annotation.written, mode="eval"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return annotation.written
