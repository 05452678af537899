"""Code by what it says, however it is laid out: two texts that say the same are equal here."""

from __future__ import annotations

import ast
from textwrap import dedent

from spakky_lint.syntax.python_trees import python_tree


def same_code(text: str) -> str:
    """The syntax tree of statements as a text; the text itself where Python cannot read it."""
    tree = python_tree(dedent(text))
    try:
        return text if tree is None else ast.dump(tree)
    except RecursionError:
        return text


def same_body(text: str) -> str:
    """As `same_code`, of what stands behind a ``def name():``."""
    return same_code(f"async def _():{text}")


def says_nothing(text: str) -> bool:
    """Whether what stands behind a ``def name():`` is `...`, `pass` or a docstring."""
    tree = python_tree(f"async def _():{text}")
    if tree is None or not isinstance(tree.body[0], ast.AsyncFunctionDef):
        return False
    return all(
        isinstance(statement, ast.Pass)
        or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        for statement in tree.body[0].body
    )
