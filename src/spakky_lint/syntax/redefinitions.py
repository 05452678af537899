"""Methods that a class body defines twice, so that the first is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from spakky_lint.syntax.calls import children
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.memo import once_a_class, once_a_module

_READ_EVERY_NAME = frozenset({"dir", "eval", "exec", "globals", "locals", "vars"})


@once_a_class
def redefined(
    declaration: ClassDeclaration,
    module: Module,  # the class tells it all
) -> Sequence[tuple[Function, Function]]:
    """Each method that is bound over before anything in the class body mentions it, and by what.

    Only definitions that follow each other unconditionally count: both stand directly in the body.
    """
    names = {function.name for function in declaration.functions}
    if len(names) == len(declaration.functions) or not isinstance(declaration.key, cst.ClassDef):
        return ()
    functions = {function.key: function for function in declaration.functions}
    unused: dict[str, Function] = {}
    found: list[tuple[Function, Function]] = []
    for statement in declaration.key.body.body:
        for name in _mentioned(statement):
            unused.pop(name, None)
            if name in _READ_EVERY_NAME:
                unused.clear()
        function = functions.get(statement)
        if function is not None:
            lost = unused.get(function.name)
            if lost is not None:
                found.append((lost, function))
            unused[function.name] = function
    return tuple(found)


def keeps_method(declaration: ClassDeclaration, function: Function, module: Module) -> bool:
    """Whether the class holds, under its own name, certainly this very function.

    Not what stands in a branch, or is mentioned anywhere else in the class body.
    """
    mentions = _mentions_of(module).get(declaration.key)
    return (
        mentions is not None
        and function.key in mentions.by_statement
        and mentions.counts[function.name] == (function.name in mentions.by_statement[function.key])
    )


@dataclass(frozen=True, slots=True)
class _Mentions:
    """What the statements of a class body mention, and how many of them each name."""

    by_statement: Mapping[object, frozenset[str]]
    counts: Mapping[str, int]


@once_a_module
def _mentions_of(module: Module) -> Mapping[object, _Mentions]:
    return {
        declaration.key: _mentions(declaration.key)
        for declaration in module.classes
        if isinstance(declaration.key, cst.ClassDef)
    }


def _mentions(class_: cst.ClassDef) -> _Mentions:
    found: dict[object, frozenset[str]] = {
        statement: frozenset(_mentioned(statement)) for statement in class_.body.body
    }
    return _Mentions(found, Counter(name for names in found.values() for name in names))


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
