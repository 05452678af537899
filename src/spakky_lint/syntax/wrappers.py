"""What a decorator of the program returns for the function that it decorates, by its definition.

Metadata travels with a function's attributes: `functools.wraps` copies them to the wrapper, and a
wrapper without it hides them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import statements_in
from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.branches import (
    Truth,
    chosen,
    nothing_told,
    taken,
    test_of_name,
    truth_of_given,
)
from spakky_lint.syntax.calls import only_required, positional_parameters, takes_one
from spakky_lint.syntax.children import nodes_in, own
from spakky_lint.syntax.copying import Carrying, Copy, copy_of
from spakky_lint.syntax.declarations import ClassDeclaration, Function
from spakky_lint.syntax.decorations import NOT_TOLD, Decoration, Effect, Wrapper
from spakky_lint.syntax.expressions import Call, Expression
from spakky_lint.syntax.framework import ATTACHING, REPLACING_UNLESS_CALLED
from spakky_lint.syntax.name_uses import Use, use_of
from spakky_lint.syntax.names import resolve
from spakky_lint.syntax.plain_functions import runs_as_written
from spakky_lint.syntax.scopes import Assigned, Declared, lookup
from spakky_lint.syntax.spelled import is_name
from spakky_lint.syntax.subclass_hooks import HOOK
from spakky_lint.syntax.uses import Flow, UseKind

_MAX_HOPS = 5
_PARTIAL = "functools.partial"
_INNER = (cst.FunctionDef, cst.ClassDef, cst.Lambda)
_OWN_WAYS = frozenset(
    {
        *("__class__", "__dict__", "__get__", "__getattr__", "__getattribute__", HOOK),
        *("__new__", "__set_name__"),
    }
)
"""Names with which a class has a say in what its instances show."""


def decoration_by_function(definition: Function, call: Call | None) -> Decoration:
    """What the decorator ``@name``, or ``@name(...)``, returns, where ``name`` is a function."""
    body = definition.body
    if not runs_as_written(definition):
        return NOT_TOLD
    if call is None:
        return _applied(body)
    # @retry(times=3): what is called makes the decorator, as an inner function.
    node = body.node
    if not isinstance(node, cst.FunctionDef) or node.asynchronous is not None:
        return NOT_TOLD
    flow = Flow(body)
    values = list(_returned_values(flow, _truth_of_call(node, call)))
    if len(values) != 1 or body.is_generator:
        return NOT_TOLD
    value = values[0]
    if isinstance(value, cst.Call) and _completes(value, flow):
        return _applied(body)
    made = _inner_function(value.value, flow) if isinstance(value, cst.Name) else None
    if made is None or made.decorators or use_of(made.name.value, flow) is not Use.NONE:
        return NOT_TOLD
    return _applied(Body(made, flow.point))


def _truth_of_call(node: cst.FunctionDef, call: Call) -> Truth:
    """What is told where a call makes the decorator, and does not give it the function itself."""
    first = next(iter(positional_parameters(node.params)), None)
    if first is None or first.default is None or call.is_open:
        return nothing_told
    name = first.name.value
    if any(argument.keyword in (None, name) for argument in call.arguments):
        return nothing_told
    return truth_of_given(name, is_given=False)


def _completes(value: cst.Call, flow: Flow) -> bool:
    """Whether it is ``partial(retry, times=times)`` in `retry` itself."""
    point = flow.point
    if resolve(value.func, point).qualified != _PARTIAL or not value.args:
        return False
    first, *options = value.args
    is_only_one = first.keyword is None and all(each.keyword is not None for each in options)
    return is_only_one and resolve(first.value, point).declared is flow.body.node


def decoration_by_class(definition: ClassDeclaration, *, is_called: bool) -> Decoration:
    """What comes back where ``name`` is a class: its instance, or what the instance returns."""
    if (
        any(base.qualified != "builtins.object" for base in definition.bases)
        or definition.unclear_bases
        or definition.metaclass is not None
        or definition.decorators
        or not _OWN_WAYS.isdisjoint(definition.names)
    ):
        return NOT_TOLD
    name = "__call__" if is_called else "__init__"
    found = [function for function in definition.functions if function.name == name]
    if len(found) != 1 or any(other.name == name for other in definition.assignments):
        return NOT_TOLD
    if is_called:
        return NOT_TOLD if found[0].written else _applied(found[0].body, of_instance=True)
    if found[0].decorators or not _keeps_to_attributes(found[0]):
        return NOT_TOLD
    return Decoration(Effect.HIDES, is_function=False)


def _keeps_to_attributes(constructor: Function) -> bool:
    """Whether a constructor does nothing to its object but read and set plain attributes."""
    if not constructor.parameters:
        return False
    own = constructor.parameters[0].name
    flow = Flow(constructor.body)
    copies = [copy_of(call, flow) for call in flow.calls()]
    return (
        use_of(own, flow) is not Use.ANY
        and flow.times_bound(own) == 1
        and not any(copy is not None and copy.is_to(own) for copy in copies)
    )


def _applied(body: Body, *, of_instance: bool = False) -> Decoration:
    """What the decorator function ``body`` returns for its one parameter."""
    node = body.node
    if not isinstance(node, cst.FunctionDef) or node.asynchronous is not None:
        return NOT_TOLD
    flow = Flow(body)
    wrapped = _only_parameter(node, flow, skipped=int(of_instance))
    if wrapped is None or body.is_generator or flow.times_bound(wrapped) != 1:
        return NOT_TOLD
    reading = _Reading(wrapped, flow)
    truth = truth_of_given(wrapped, is_given=True)
    return _alike([reading.value(value) for value in _returned_values(flow, truth)])


def _alike(results: Sequence[Decoration]) -> Decoration:
    """The one result, as far as all of them agree."""
    if not results or any(result.effect is not results[0].effect for result in results):
        return NOT_TOLD
    names = {None if found.wrapper is None else found.wrapper.name for found in results}
    if len(names) == 1:
        return results[0]
    return replace(
        results[0],
        wrapper=None,
        is_plain=all(found.is_plain for found in results),
        may_add=any(found.may_add for found in results),
        is_lambda=any(found.is_lambda for found in results),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """The body of a decorator, read for what its results carry."""

    wrapped: str
    flow: Flow

    def value(self, value: cst.BaseExpression | None, hops: int = 0) -> Decoration:
        if hops > _MAX_HOPS:
            return NOT_TOLD
        if isinstance(value, cst.Lambda):
            return Decoration(Effect.HIDES, is_lambda=True)
        if isinstance(value, cst.IfExp):
            return _alike([self.value(each, hops + 1) for each in (value.body, value.orelse)])
        if isinstance(value, cst.Call):
            return self._call(value, hops)
        return self._name(value.value, hops) if isinstance(value, cst.Name) else NOT_TOLD

    def _call(self, call: cst.Call, hops: int) -> Decoration:
        copy = copy_of(call, self.flow)
        if copy is not None:
            return self._copied(self.value(copy.wrapper, hops + 1), copy)
        if self._attaches(call.func) and takes_one(call):
            return _adding(self.value(call.args[0].value, hops + 1))
        if isinstance(call.func, cst.Name) and takes_one(call):
            inner = _inner_function(call.func.value, self.flow)
            is_it = is_name(call.args[0].value, self.wrapped)
            if inner is not None and is_it and not inner.decorators:
                return _applied(Body(inner, self.flow.point))
        if resolve(call.func, self.flow.point).qualified == _PARTIAL:
            return Decoration(Effect.HIDES, is_function=False)
        return NOT_TOLD

    def _attaches(self, decorator: cst.BaseExpression) -> bool:
        """Whether it is one of the framework's that writes on what it is given."""
        made = isinstance(decorator, cst.Call)
        func = decorator.func if isinstance(decorator, cst.Call) else decorator
        name = resolve(func, self.flow.point).framework
        return name in ATTACHING and (made or name not in REPLACING_UNLESS_CALLED)

    def _name(self, name: str, hops: int) -> Decoration:
        if name == self.wrapped:
            use = use_of(name, self.flow)
            # What is read by an inner function may be put to anything there.
            is_plain = use is Use.NONE and not any(
                isinstance(node, _INNER) for node in self.flow.nodes
            )
            return Decoration(Effect.PASSES, is_plain=is_plain, may_add=use is Use.ANY)
        inner = _inner_function(name, self.flow)
        if inner is not None:
            return self._inner(inner)
        binding = self.flow.bindings.get(name)
        if not isinstance(binding, Assigned) or use_of(name, self.flow) is not Use.NONE:
            return NOT_TOLD
        return self.value(binding.expression, hops + 1)

    def _inner(self, inner: cst.FunctionDef) -> Decoration:
        name = inner.name.value
        made = Decoration(Effect.HIDES)
        for each in reversed(inner.decorators):
            copy = copy_of(each.decorator, self.flow)
            if copy is not None:
                made = self._copied(made, copy)
            else:
                made = _adding(made) if self._attaches(each.decorator) else NOT_TOLD
        use = use_of(name, self.flow)
        settled = [found for found in _at_first(self.flow) if found.is_to(name)]
        if self._times_copied_to(name) != len(settled):
            return NOT_TOLD  # on some of the ways
        for copy in settled:
            made = self._copied(made, copy)
        is_handed_on = use is Use.ANY
        if made.effect is Effect.UNKNOWN or (is_handed_on and made.effect is Effect.HIDES):
            return NOT_TOLD
        is_plain = made.is_plain and use is Use.NONE
        is_copied = bool(inner.decorators or settled)
        wrapper = self._wrapper(inner, is_plain=is_plain, is_copied=is_copied)
        may_add = made.may_add or is_handed_on
        return replace(made, wrapper=wrapper, is_plain=is_plain, may_add=may_add)

    def _times_copied_to(self, name: str) -> int:
        """How often something is copied to what is called so before it is returned."""
        returned = {id(node.value) for node in self.flow.nodes if isinstance(node, cst.Return)}
        copies = [
            copy_of(node, self.flow) for node in self.flow.calls() if id(node) not in returned
        ]
        return sum(copy is not None and copy.is_to(name) for copy in copies)

    def _copied(self, made: Decoration, copy: Copy) -> Decoration:
        """What ``made`` is after the copy."""
        if copy.carrying is Carrying.UNKNOWN or made.effect is Effect.PASSES:
            return NOT_TOLD
        is_original = self._is_original(copy.original)
        if is_original is None or not made.is_function:
            return NOT_TOLD
        if not is_original or copy.carrying is Carrying.NOTHING:
            return made if is_original else replace(made, is_plain=False, may_add=True)
        return replace(made, effect=Effect.WRAPS)

    def _is_original(self, node: cst.BaseExpression) -> bool | None:
        """Whether it is the decorated function; None where the text does not tell."""
        for _ in range(_MAX_HOPS):
            if not isinstance(node, cst.Name):
                return None
            if node.value == self.wrapped:
                return True
            binding = self.flow.bindings.get(node.value)
            if isinstance(binding, Assigned):
                node = binding.expression
                continue
            if binding is None:
                binding = lookup(self.flow.point, node.value)
            is_another = isinstance(binding, Declared) or self._is_parameter(node.value)
            return False if is_another else None
        return None

    def _is_parameter(self, name: str) -> bool:
        node = self.flow.body.node
        return isinstance(node, cst.FunctionDef) and any(
            parameter.name.value == name for parameter in positional_parameters(node.params)
        )

    def _wrapper(self, inner: cst.FunctionDef, *, is_plain: bool, is_copied: bool) -> Wrapper:
        reader, point = self.flow.body.reader, self.flow.point
        body = Body(inner, point)
        return Wrapper(
            inner.name.value,
            inner.asynchronous is not None,
            body.is_generator,
            reader.place(inner.name),
            reader.place(inner),
            self.wrapped,
            is_plain,
            is_copied,
            Expression(inner.name, point),
            body,
        )


def hands_on(wrapper: Wrapper) -> bool:
    """Whether what the wrapped function gives is returned or dropped, and nothing else.

    A sync wrapper that does so with a coroutine leaves it to the caller to await it.
    """
    flow = Flow(wrapper.body)
    if any(name == wrapper.wrapped for name, _ in flow.all_bindings):
        return False
    if any(isinstance(node, _INNER) for node in flow.nodes):
        return False
    reads = [node for node in flow.nodes if is_name(node, wrapper.wrapped)]
    calls = [call for call in flow.calls() if is_name(call.func, wrapper.wrapped)]
    uses = [use for call in calls for use in flow.uses(call)]
    return (
        len(reads) == len(calls)
        and bool(uses)
        and all(use.kind in (UseKind.RETURNED, UseKind.DISCARDED) for use in uses)
    )


def _at_first(flow: Flow) -> Iterator[Copy]:
    """The copies that are made before anything may be returned, whatever happens."""
    node = flow.body.node
    assert isinstance(node, cst.FunctionDef)
    for statement in statements_in(node.body.body):
        if isinstance(statement, (cst.Expr, cst.Assign)):
            copy = copy_of(statement.value, flow)
            if copy is not None:
                yield copy
        if any(isinstance(each, cst.Return) for each in nodes_in(statement, parts=own)):
            return


def _returned_values(flow: Flow, truth: Truth) -> Iterator[cst.BaseExpression | None]:
    node = flow.body.node
    assert isinstance(node, cst.FunctionDef)
    for statement in taken(statements_in(node.body.body), truth):
        for each in nodes_in(statement, parts=own):
            if isinstance(each, cst.Return):
                yield None if each.value is None else chosen(each.value, truth)


def _inner_function(name: str, flow: Flow) -> cst.FunctionDef | None:
    if flow.times_bound(name) != 1:
        return None
    return next(
        (
            node
            for node in flow.nodes
            if isinstance(node, cst.FunctionDef) and node.name.value == name
        ),
        None,
    )


def _adding(made: Decoration) -> Decoration:
    """The same, with metadata of its own that is told elsewhere."""
    return replace(made, is_plain=False, may_add=True)


def _only_parameter(node: cst.FunctionDef, flow: Flow, *, skipped: int = 0) -> str | None:
    """The parameter that the decorated function is passed as: the first, if it is the only
    one that is required, or asked whether it was given.
    """
    first = only_required(node.params, skipped)
    if first is None:
        return None
    is_it = first.default is None or first.name.value in _asked_for(flow)
    return first.name.value if is_it else None


def _asked_for(flow: Flow) -> Iterator[str]:
    """The names of which a test wants to know whether they are there."""
    for node in flow.nodes:
        tested = test_of_name(node.test) if isinstance(node, (cst.If, cst.IfExp)) else None
        if tested is not None:
            yield tested.name
