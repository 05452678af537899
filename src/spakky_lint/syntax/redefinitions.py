"""Methods and classes that are defined twice, so that the first is lost."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.calls import parameters_of
from spakky_lint.syntax.children import nodes_in
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.memo import once_a_class, once_a_module
from spakky_lint.syntax.strings import string_value

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
    under_its_name = _understood(declaration, is_renamed=False)
    unused: dict[str, Function] = {}
    found: list[tuple[Function, Function]] = []
    for statement in declaration.key.body.body:
        for name in _mentioned(statement, under_its_name):
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


def method_behind(expression: Expression, declaration: ClassDeclaration) -> Function | None:
    """The method of the class that an expression in its body stands for, by whatever name."""
    key, value = expression.target.declared, expression.followed.node
    for function in declaration.functions:
        if function.key is key or any(
            late.value is value and late.is_the_method(function.name) for late in function.late
        ):
            return function
    return None


@once_a_class
def is_redefined(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether another class takes the place of this one before anything can have got hold of it.

    Both stand directly in the module. As long as nothing before the end of the second mentions the
    name, neither a function nor an annotation can hold the first.
    """
    numbers = _definitions(module).get(declaration.name, {})
    following = [number for number in numbers.values() if number > numbers.get(declaration.key, -1)]
    if declaration.key not in numbers or not following:  # the last stays
        return False
    second = following[0]
    mentions = _mentioning(module)
    if any(mentions[name][0] <= second for name in _READ_EVERY_NAME if name in mentions):
        return False
    classes = len(numbers) - len(following) + 1
    return bisect_right(mentions[declaration.name], second) == classes


@once_a_module
def _definitions(module: Module) -> Mapping[str, Mapping[object, int]]:
    """By name the classes that stand directly in the module, with the numbers of the statements."""
    found: dict[str, dict[object, int]] = {}
    for number, statement in enumerate(module.root.body):
        if isinstance(statement, cst.ClassDef):
            found.setdefault(statement.name.value, {})[statement] = number
    return found


@once_a_module
def _mentioning(module: Module) -> Mapping[str, Sequence[int]]:
    """By name the numbers of the statements of the module that have it, once for each time."""
    found: dict[str, list[int]] = {}
    for number, statement in enumerate(module.root.body):
        for name in _names(statement):
            found.setdefault(name, []).append(number)
    return found


def _names(node: cst.CSTNode) -> Iterator[str]:
    """All names in it, and those in its strings that may be annotations: that are expressions."""
    for part in nodes_in(node):
        if isinstance(part, cst.Name):
            yield part.value
        elif isinstance(part, cst.SimpleString):
            yield from _names_in_text(part)


def _names_in_text(node: cst.SimpleString) -> Iterator[str]:
    text = string_value(node)
    try:
        expression = ast.parse(text.strip() if isinstance(text, str) else "", mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return
    for found in ast.walk(expression):
        if isinstance(found, ast.Name):
            yield found.id


def keeps_method(declaration: ClassDeclaration, function: Function, module: Module) -> bool:
    """Whether the class holds, under its own name, certainly this very function.

    Not what stands in a branch, or is mentioned anywhere else in the class body.
    """
    mentions = _mentions_of(module).get(declaration.key)
    if function.defined_as:  # made by the one statement that names it
        is_defined = any(each.name == function.name for each in declaration.functions)
        return mentions is not None and mentions.counts[function.name] == 1 and not is_defined
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
        declaration.key: _mentions(declaration.key, _understood(declaration))
        for declaration in module.classes
        if isinstance(declaration.key, cst.ClassDef)
    }


def _understood(declaration: ClassDeclaration, *, is_renamed: bool = True) -> frozenset[cst.Name]:
    """The mentions of methods in what the class body is known to make of them.

    With ``is_renamed`` also where it then has the method by another name, too.
    """
    return frozenset(
        mention
        for function in declaration.functions
        for late in function.late
        if late.is_the_method(function.name)
        if is_renamed or {function.name}.issuperset(late.names)
        for mention in (late.mention, *late.targets)
        if mention is late.mention or mention.value == function.name
    )


def _mentions(class_: cst.ClassDef, understood: frozenset[cst.Name]) -> _Mentions:
    found: dict[object, frozenset[str]] = {
        statement: frozenset(_mentioned(statement, understood)) for statement in class_.body.body
    }
    return _Mentions(found, Counter(name for names in found.values() for name in names))


def _mentioned(
    statement: cst.CSTNode, understood: frozenset[cst.Name] = frozenset()
) -> Iterator[str]:
    """The names that a statement of the class body reads or binds, its methods' bodies left out."""
    evaluated: Iterable[cst.CSTNode] = (statement,)
    if isinstance(statement, cst.FunctionDef):
        evaluated = (*statement.decorators, *_evaluated(statement))
    for node in nodes_in(*evaluated):
        # By the very class: isinstance is slow on nodes, and so is their hash.
        if type(node) is cst.Name and not (understood and node in understood):
            yield node.value


def _evaluated(function: cst.FunctionDef) -> Iterable[cst.CSTNode]:
    """What of a function's signature is evaluated where it is defined."""
    for parameter in parameters_of(function.params):
        if parameter.default is not None:
            yield parameter.default
        if parameter.annotation is not None:
            yield parameter.annotation
    if function.returns is not None:
        yield function.returns
