"""What a decorator that is defined in the file does to the function that it decorates.

Metadata travels with a function's attributes: `functools.wraps` copies them to the wrapper, and a
wrapper without it hides them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

import libcst as cst

from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.declarations import Decorator, Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.uses import Flow, UseKind

_WRAPS = "functools.wraps"
_UPDATES = "functools.update_wrapper"


class Wrapping(Enum):
    KEEPS = auto()
    """The function itself comes back, or a wrapper with its metadata."""
    HIDES = auto()
    """A wrapper without the metadata comes back."""
    UNKNOWN = auto()
    """Defined elsewhere, or not understood."""


@dataclass(frozen=True, slots=True, eq=False)
class Wrapper:
    """The inner function that a decorator returns in place of what it decorates."""

    name: str
    is_async: bool
    is_generator: bool
    place: Place
    """The name in its ``def``."""
    statement: Place
    """Its ``def`` statement, decorators included."""
    wrapped: str
    """The parameter that holds the decorated function."""
    is_plain: bool
    """Whether nothing but `functools.wraps` is done to it before it is returned."""
    expression: Expression
    """Its name, with what names mean inside the decorator."""
    body: Body


@dataclass(frozen=True, slots=True, eq=False)
class Wrapped:
    wrapping: Wrapping
    wrapper: Wrapper | None = None
    """The one that comes back; None where it may be one of several, or is not understood."""


_UNKNOWN = Wrapped(Wrapping.UNKNOWN)
_KEEPS = Wrapped(Wrapping.KEEPS)


def wrapping(decorator: Decorator, module: Module) -> Wrapped:
    """What ``decorator`` makes of the function below it."""
    declared = decorator.target.declared
    if not isinstance(declared, cst.FunctionDef):
        return _UNKNOWN
    declaration = next((f for f in module.functions if f.function.key is declared), None)
    if declaration is None or declaration.owner is not None:
        return _UNKNOWN
    body = declaration.function.body
    if decorator.call is None:
        return _applied(body)
    # @retry(times=3): what is called makes the decorator, as an inner function.
    flow = Flow(body)
    made = _returned_function(flow)
    if made is None or _is_altered(made, flow):
        return _UNKNOWN
    return _applied(Body(made, flow.point, body.reader))


def _applied(body: Body) -> Wrapped:
    """What the decorator function ``body`` returns for its one parameter."""
    node = body.node
    if not isinstance(node, cst.FunctionDef) or node.asynchronous is not None or node.decorators:
        return _UNKNOWN
    wrapped = _only_parameter(node)
    if wrapped is None or body.is_generator:
        return _UNKNOWN
    flow = Flow(body)
    results = [_returned(value, wrapped, flow) for value in _returned_values(flow)]
    if not results or any(result.wrapping is not results[0].wrapping for result in results):
        return _UNKNOWN
    names = {None if found.wrapper is None else found.wrapper.name for found in results}
    return results[0] if len(names) == 1 else Wrapped(results[0].wrapping)


def _returned(value: cst.BaseExpression | None, wrapped: str, flow: Flow) -> Wrapped:
    if isinstance(value, cst.Call):
        return _KEEPS if _copies_metadata(value, flow) else _UNKNOWN
    if not isinstance(value, cst.Name):
        return _UNKNOWN
    if value.value == wrapped:
        bound_again = [name for name, _ in flow.all_bindings if name == wrapped]
        return _KEEPS if len(bound_again) == 1 else _UNKNOWN
    inner = _inner_function(value.value, flow)
    if inner is None:
        return _UNKNOWN
    if any(_is_wraps(decorator, flow) for decorator in inner.decorators):
        is_plain = len(inner.decorators) == 1 and not _is_altered(inner, flow)
        return Wrapped(Wrapping.KEEPS, _wrapper(inner, wrapped, flow, is_plain=is_plain))
    if any(_copies_metadata(call, flow) for call in flow.calls()):
        return _KEEPS
    if inner.decorators or _is_altered(inner, flow):
        return _UNKNOWN
    return Wrapped(Wrapping.HIDES, _wrapper(inner, wrapped, flow, is_plain=True))


def _wrapper(inner: cst.FunctionDef, wrapped: str, flow: Flow, *, is_plain: bool) -> Wrapper:
    reader = flow.body.reader
    body = Body(inner, flow.point, reader)
    return Wrapper(
        inner.name.value,
        inner.asynchronous is not None,
        body.is_generator,
        reader.place(inner.name),
        reader.place(inner),
        wrapped,
        is_plain,
        Expression(inner.name, flow.point, reader),
        body,
    )


def hands_on(wrapper: Wrapper) -> bool:
    """Whether what the wrapped function gives is returned or dropped, and nothing else.

    A sync wrapper that does so with a coroutine leaves it to the caller to await it.
    """
    flow = Flow(wrapper.body)
    if any(name == wrapper.wrapped for name, _ in flow.all_bindings):
        return False
    if any(isinstance(node, (cst.FunctionDef, cst.ClassDef, cst.Lambda)) for node in flow.nodes):
        return False
    reads = [node for node in flow.nodes if _is_name(node, wrapper.wrapped)]
    calls = [call for call in flow.calls() if _is_name(call.func, wrapper.wrapped)]
    uses = [use for call in calls for use in flow.uses(call)]
    return (
        len(reads) == len(calls)
        and bool(uses)
        and all(use.kind in (UseKind.RETURNED, UseKind.DISCARDED) for use in uses)
    )


def _is_name(node: cst.CSTNode, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name


def _returned_values(flow: Flow) -> Iterator[cst.BaseExpression | None]:
    for node in flow.nodes:
        if isinstance(node, cst.Return):
            yield node.value


def _returned_function(flow: Flow) -> cst.FunctionDef | None:
    """The inner function that is returned, where nothing else ever is."""
    values = list(_returned_values(flow))
    if len(values) != 1 or not isinstance(values[0], cst.Name):
        return None
    return _inner_function(values[0].value, flow)


def _inner_function(name: str, flow: Flow) -> cst.FunctionDef | None:
    if [bound for bound, _ in flow.all_bindings].count(name) != 1:
        return None
    return next(
        (
            node
            for node in flow.nodes
            if isinstance(node, cst.FunctionDef) and node.name.value == name
        ),
        None,
    )


def _is_altered(inner: cst.FunctionDef, flow: Flow) -> bool:
    """Whether the function is put to any use but that of being returned."""
    name = inner.name.value
    reads = [node for node in flow.nodes if isinstance(node, cst.Name) and node.value == name]
    returned = [value for value in _returned_values(flow) if isinstance(value, cst.Name)]
    return len(reads) != sum(value.value == name for value in returned)


def _is_wraps(decorator: cst.Decorator, flow: Flow) -> bool:
    applied = decorator.decorator
    if not isinstance(applied, cst.Call):
        return False
    return flow.body.reader.resolver.resolve(applied.func, flow.point).qualified == _WRAPS


def _copies_metadata(call: cst.Call, flow: Flow) -> bool:
    """Whether it is `update_wrapper(wrapper, f)`, or `wraps(f)(wrapper)`."""
    resolver = flow.body.reader.resolver
    if isinstance(call.func, cst.Call):
        return resolver.resolve(call.func.func, flow.point).qualified == _WRAPS
    return resolver.resolve(call.func, flow.point).qualified == _UPDATES


def _only_parameter(node: cst.FunctionDef) -> str | None:
    """The parameter that the decorated function is passed as: the first, if it is the only
    one that is required.
    """
    parameters = [*node.params.posonly_params, *node.params.params]
    if not parameters or isinstance(node.params.star_arg, cst.Param):
        return None
    if any(parameter.default is None for parameter in parameters[1:]):
        return None
    first = parameters[0]
    return first.name.value if first.default is None else None
