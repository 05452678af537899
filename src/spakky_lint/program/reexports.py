"""Whether a module only hands on what it imports, as the ``__init__`` of most packages does.

Nothing in it can be wrong with a handler, so that it need not be read.
"""

from __future__ import annotations

import ast

_NEVER_THERE = (b"class", b"def", b"\\")
"""What no such module has; a backslash may make the parser warn."""
_EXPORTS = "__all__"


def only_hands_on(data: bytes) -> bool:
    """Whether there is nothing but imports, texts and ``__all__``."""
    if any(word in data for word in _NEVER_THERE):
        return False
    try:
        return all(_hands_on(statement) for statement in ast.parse(data).body)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False


def _hands_on(statement: ast.stmt) -> bool:
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Expr(ast.Constant(str())):
            return True
        case ast.Assign([ast.Name(name)], ast.List(items) | ast.Tuple(items)):
            return name == _EXPORTS and all(isinstance(each, ast.Constant) for each in items)
        case _:
            return False
