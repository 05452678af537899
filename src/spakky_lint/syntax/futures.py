"""What a module asks of the interpreter by ``from __future__ import``."""

from __future__ import annotations

import ast

import libcst as cst

from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Expression


def defers_annotations(module: Module) -> bool:
    """Whether annotations are kept as texts."""
    body = None if module.body is None else module.body.node
    return isinstance(body, cst.Module) and imports_annotations(body)


def imports_annotations(module: cst.Module) -> bool:
    """Whether it says so: above every other statement but its docstring."""
    for line in module.body:
        if not isinstance(line, cst.SimpleStatementLine):
            return False
        for statement in line.body:
            if isinstance(statement, cst.ImportFrom) and _is_future(statement):
                if not isinstance(statement.names, cst.ImportStar) and any(
                    alias.evaluated_name == "annotations" for alias in statement.names
                ):
                    return True
            elif not _is_text(statement):
                return False
    return False


def _is_future(statement: cst.ImportFrom) -> bool:
    module = statement.module
    return not statement.relative and isinstance(module, cst.Name) and module.value == "__future__"


def _is_text(statement: cst.BaseSmallStatement) -> bool:
    return isinstance(statement, cst.Expr) and isinstance(statement.value, cst.BaseString)


def deferred(annotation: Expression) -> str:
    """The text that Python keeps of an annotation that is deferred: its tree, written anew."""
    try:
        return ast.unparse(ast.parse(annotation.written, mode="eval"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return annotation.written
