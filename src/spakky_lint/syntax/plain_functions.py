"""Functions that do nothing but put together what they return, and what one call of them gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeGuard

from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import is_text, statements_in
from spakky_lint.syntax.calls import parameters_by_kind
from spakky_lint.syntax.declarations import Function, FunctionDeclaration, Parameter
from spakky_lint.syntax.decorating import definition
from spakky_lint.syntax.expressions import Argument, Call, Expression, Found, read_call
from spakky_lint.syntax.fitting import misfits, names_by_keyword, names_in_order
from spakky_lint.syntax.parameter_kinds import ParameterKind
from spakky_lint.syntax.scopes import Assigned, Point, Scope, ScopeKind, afterwards
from spakky_lint.syntax.uses import Flow

_BINDING = (cst.AnnAssign, cst.Import, cst.ImportFrom)
_FOR_TYPE_CHECKERS = frozenset(
    f"{module}.{name}"
    for module in ("typing", "typing_extensions")
    for name in ("dataclass_transform", "no_type_check")
)
CACHES = frozenset({"functools.cache", "functools.lru_cache"})
"""What gives the same as the function below it."""


def result_of(node: cst.Call, point: Point) -> Found | None:
    """What a call of a function of the program returns, read with the arguments of this call.

    None where that function does anything else, or may return one of several things.
    """
    module = point.reader.module
    call = read_call(node, point).completed
    declared = call.target.declared
    if module is None:
        return None
    if not isinstance(declared, cst.FunctionDef):
        return _result_of_lambda(call)
    value = only_result(declared)
    found = None if value is None else definition(declared, module)
    if value is None or not isinstance(found, FunctionDeclaration):
        return None
    arguments = _arguments_of(found, call)
    return None if arguments is None else (value, Flow(found.function.body, arguments).point)


def _arguments_of(declaration: FunctionDeclaration, call: Call) -> Mapping[str, Expression] | None:
    """What its parameters are in a call of it; None where anything else may run."""
    function, owner = declaration.function, call.called.node
    parameters = parameters_of_call(declaration)
    if parameters is None and _is_cached(declaration):
        parameters = function.parameters
    arguments = None if parameters is None else given(parameters, call)
    # Of a class method, the class is given as its first.
    is_short = parameters is not None and len(parameters) < len(function.parameters)
    if arguments is None or not is_short or not isinstance(owner, cst.Attribute):
        return arguments
    of_class = Expression(owner.value, call.called.point)
    return {**arguments, function.parameters[0].name: of_class}


def _is_cached(declaration: FunctionDeclaration) -> bool:
    """Whether it is a function that gives what it gave for the same before."""
    function = declaration.function
    made = {each.target.qualified for each in function.decorators}
    return declaration.owner is None and not function.is_async and bool(made) and made <= CACHES


def parameters_of_call(declaration: FunctionDeclaration) -> Sequence[Parameter] | None:
    """What a call gives, of a function or of what a class has without an object; else None."""
    parameters, node = declaration.function.parameters, declaration.function.body.node
    assert isinstance(node, cst.FunctionDef)
    if declaration.owner is None:
        is_called = node.asynchronous is None and runs_as_written(declaration.function)
        return parameters if is_called else None
    made = [each.target.qualified for each in declaration.function.decorators]
    if node.asynchronous is not None or len(made) != 1:
        return None
    if made == ["builtins.staticmethod"]:
        return parameters
    return parameters[1:] if made == ["builtins.classmethod"] else None


def _result_of_lambda(call: Call) -> Found | None:
    """What ``daily(3)`` gives where ``daily = lambda hour: Crontab(hour=hour)``."""
    found = call.called.followed
    if not isinstance(found.node, cst.Lambda):
        return None
    parameters = [*_parameters_of(found.node.params, found.point)]
    arguments = given(parameters, call)
    if arguments is None:
        return None
    scope = Scope(ScopeKind.FUNCTION, afterwards(found.point), is_one_call=True)
    for name, value in arguments.items():
        scope.root.bind(name, Assigned(value.node, value.point))
    return found.node.body, scope.root.end()


def _parameters_of(node: cst.Parameters, point: Point) -> Iterator[Parameter]:
    for each, kind in parameters_by_kind(node):
        default = None if each.default is None else Expression(each.default, point)
        yield Parameter(each.name.value, kind, None, default, point.reader.place(each.name))


def completed(node: cst.Call, point: Point) -> Call | None:
    """The call that the call of a ``partial`` stands for; None where it is none of one."""
    call = read_call(node, point)
    found = call.completed
    return None if found.called is call.called else found


def only_result(node: cst.FunctionDef) -> cst.BaseExpression | None:
    """What is returned in the end, where nothing but imports and names for parts comes before."""
    for statement in statements(node):
        if isinstance(statement, cst.Return):
            return statement.value
        is_name = isinstance(statement, cst.Assign) and all(
            isinstance(each.target, cst.Name) for each in statement.targets
        )
        if not is_name and not isinstance(statement, _BINDING):
            return None
    return None


def statements(node: cst.FunctionDef) -> Iterator[cst.CSTNode]:
    """The statements one after the other, without strings that stand alone."""
    for statement in statements_in(node.body.body):
        if not is_text(statement):
            yield statement


def is_plain(node: cst.CSTNode | None) -> TypeGuard[cst.FunctionDef]:
    """Whether it is a function, and a call of it runs its statements and nothing else."""
    return isinstance(node, cst.FunctionDef) and node.asynchronous is None and not node.decorators


def runs_as_written(function: Function) -> bool:
    """Whether a call runs its statements: what stands above it is for type checkers alone."""
    return all(each.target.qualified in _FOR_TYPE_CHECKERS for each in function.written)


def given(parameters: Sequence[Parameter], call: Call) -> Mapping[str, Expression] | None:
    """What the parameters are in the call; None where it does not fit them as far as is seen."""
    if call.is_open or any(misfits(call, parameters)):
        return None
    found = {each.name: each.default for each in parameters if each.default is not None}
    placed = (each.expression for each in call.arguments if each.keyword is None)
    found.update(zip(names_in_order(parameters), placed, strict=False))
    named = names_by_keyword(parameters)
    found.update(
        (each.keyword, each.expression) for each in call.arguments if each.keyword in named
    )
    for each in parameters:
        if each.kind is ParameterKind.VARIADIC:
            rest = [other for other in call.arguments if other.keyword is None]
            rest = rest[len(names_in_order(parameters)) :]
            parts = [cst.Element(_name(number)) for number in range(len(rest))]
            found[each.name] = _collected(cst.Tuple(parts), rest, call)
        elif each.kind is ParameterKind.KEYWORDS:
            others = [other for other in call.arguments if other.keyword not in (None, *named)]
            items = [_item(*numbered) for numbered in enumerate(others)]
            found[each.name] = _collected(cst.Dict(items), others, call)
    return found


def _collected(node: cst.Tuple | cst.Dict, arguments: Sequence[Argument], call: Call) -> Expression:
    """What a star collects, which is written nowhere as such: the whole call stands for it.

    Its parts are names for the arguments, each of which means what it does where it stands.
    """
    document, written = call.place.document, call.place.node
    scope = Scope(ScopeKind.FUNCTION, afterwards(call.called.point), is_one_call=True)
    document.put_at(written, node)
    for each, argument in zip(node.elements, arguments, strict=True):
        given = argument.expression
        name = each.value
        assert isinstance(name, cst.Name)
        scope.root.bind(name.value, Assigned(given.node, given.point))
        document.put_at(written, name)
        if isinstance(each, cst.DictElement):
            document.put_at(written, each.key)
    return Expression(node, scope.root.end())


def _name(number: int) -> cst.Name:
    return cst.Name(f"_{number}")


def _item(number: int, argument: Argument) -> cst.DictElement:
    return cst.DictElement(cst.SimpleString(repr(argument.keyword)), _name(number))
