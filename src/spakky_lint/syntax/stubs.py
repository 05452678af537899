"""What the body of a function amounts to, without reading it as a program."""

from __future__ import annotations

from collections.abc import Iterator, Set

from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import statements_in
from spakky_lint.syntax.bodies import own_nodes
from spakky_lint.syntax.declarations import Function
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.unknown import UNKNOWN

_UNIMPLEMENTED = frozenset({"NotImplemented", "NotImplementedError"})


def is_stub(function: Function) -> bool:
    """Whether the body is nothing but a docstring, `...`, `pass` or NotImplementedError."""
    return all(_is_empty(statement) for statement in _statements(function))


def is_constant(function: Function) -> bool:
    """Whether the body only returns a literal or the object itself."""
    statements = [found for found in _statements(function) if not _is_empty(found)]
    if len(statements) != 1 or not isinstance(statements[0], cst.Return):
        return False
    value, body = statements[0].value, function.body
    if isinstance(value, cst.Name) and function.parameters:
        return value.value == function.parameters[0].name
    if value is None:
        return True
    returned = Expression(value, body.outer)
    return returned.is_literal and returned.value is not UNKNOWN


def raises(error: str, function: Function) -> bool:
    """Whether a statement of the body raises that built-in error."""
    body = function.body
    if error not in body.reader.document.text:
        return False
    return any(
        isinstance(node, cst.Raise) and _is_one_of({error}, node.exc)
        for node in own_nodes(body.node)
    )


def _is_one_of(errors: Set[str], raised: cst.BaseExpression | None) -> bool:
    named = raised.func if isinstance(raised, cst.Call) else raised
    return isinstance(named, cst.Name) and named.value in errors


def _statements(function: Function) -> Iterator[cst.CSTNode]:
    node = function.body.node
    return statements_in(node.body if isinstance(node, cst.Module) else node.body.body)


def _is_empty(statement: cst.CSTNode) -> bool:
    if isinstance(statement, cst.Expr):
        return isinstance(statement.value, (cst.Ellipsis, cst.SimpleString, cst.ConcatenatedString))
    if isinstance(statement, cst.Raise):
        return _is_one_of(_UNIMPLEMENTED, statement.exc)
    return isinstance(statement, cst.Pass)
