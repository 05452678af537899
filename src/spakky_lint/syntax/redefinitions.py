"""Methods that a class body defines twice, so that the first is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import libcst as cst

from spakky_lint.syntax.calls import children
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.memo import once_a_module

_READ_EVERY_NAME = frozenset({"dir", "eval", "exec", "globals", "locals", "vars"})


def redefined(declaration: ClassDeclaration) -> Iterator[tuple[Function, Function]]:
    """Each method that is bound over before anything in the class body mentions it, and by what.

    Only definitions that follow each other unconditionally count: both stand directly in the body.
    """
    names = {function.name for function in declaration.functions}
    if len(names) == len(declaration.functions) or not isinstance(declaration.key, cst.ClassDef):
        return
    functions = {function.key: function for function in declaration.functions}
    unused: dict[str, Function] = {}
    for statement in declaration.key.body.body:
        for name in _mentioned(statement):
            unused.pop(name, None)
            if name in _READ_EVERY_NAME:
                unused.clear()
        function = functions.get(statement)
        if function is not None:
            lost = unused.get(function.name)
            if lost is not None:
                yield lost, function
            unused[function.name] = function


def keeps_method(declaration: ClassDeclaration, function: Function, module: Module) -> bool:
    """Whether the class holds, under its own name, certainly this very function.

    Not what stands in a branch, or is mentioned anywhere else in the class body.
    """
    statements = _mentions_of(module).get(declaration.key)
    return (
        statements is not None
        and function.key in statements
        and not any(
            function.name in names
            for statement, names in statements.items()
            if statement is not function.key
        )
    )


@once_a_module
def _mentions_of(module: Module) -> Mapping[object, Mapping[object, frozenset[str]]]:
    """What the statements of each class body mention."""
    return {
        declaration.key: {
            statement: frozenset(_mentioned(statement)) for statement in declaration.key.body.body
        }
        for declaration in module.classes
        if isinstance(declaration.key, cst.ClassDef)
    }


def _mentioned(statement: cst.CSTNode) -> Iterator[str]:
    """The names that a statement of the class body reads or binds, its methods' bodies left out."""
    waiting: list[cst.CSTNode] = [statement]
    if isinstance(statement, cst.FunctionDef):
        waiting = [*statement.decorators, *_evaluated(statement)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, cst.Name):
            yield node.value
        waiting.extend(children(node))


def _evaluated(function: cst.FunctionDef) -> Iterable[cst.CSTNode]:
    """What of a function's signature is evaluated where it is defined."""
    parameters = function.params
    variadic = (parameters.star_arg, parameters.star_kwarg)
    for parameter in (
        *parameters.posonly_params,
        *parameters.params,
        *parameters.kwonly_params,
        *(found for found in variadic if isinstance(found, cst.Param)),
    ):
        if parameter.default is not None:
            yield parameter.default
        if parameter.annotation is not None:
            yield parameter.annotation
    if function.returns is not None:
        yield function.returns
