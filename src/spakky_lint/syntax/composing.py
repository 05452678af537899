"""Decorators of the program that apply others: ``def nightly(f): return task(schedule(...)(f))``.

Whoever writes one above a method means those that it applies, which is all that Python knows of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from itertools import chain
from typing import TypeAlias

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import assigned_by, target_names
from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.branches import chosen, taken, test_of_name
from spakky_lint.syntax.calls import (
    names_in,
    only_required,
    takes_one,
)
from spakky_lint.syntax.copying import copy_of
from spakky_lint.syntax.declarations import ClassDeclaration, FunctionDeclaration
from spakky_lint.syntax.decorating import definition_of
from spakky_lint.syntax.decorations import Effect
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.expressions import Call, Expression
from spakky_lint.syntax.names import DATACLASS
from spakky_lint.syntax.plain_functions import CACHES, given, parameters_of_call, statements
from spakky_lint.syntax.scopes import Assigned
from spakky_lint.syntax.unknown import UNKNOWN
from spakky_lint.syntax.uses import Flow
from spakky_lint.syntax.wrappers import decoration_by_function

_OF_INTEREST = CACHES | {DATACLASS}
"""What rules are about besides the framework's own."""
_MAX_DEPTH = 5
"""How many of them apply each other."""

_Step: TypeAlias = Expression | None
"""What is applied; None for what the decorator itself does: a wrapper, or something besides."""


def applied(decorators: Iterable[Decorator]) -> tuple[Decorator, ...]:
    """The decorators, from the top; in place of one that applies others of the framework, those."""
    found: list[Decorator] = []
    for decorator in decorators:
        found += _parts(decorator, _MAX_DEPTH) or (decorator,)
    return tuple(found)


def _parts(decorator: Decorator, depth: int) -> Sequence[Decorator]:
    """Those that it applies, the last first; none where that is not seen, or of no interest."""
    module = decorator.expression.reader.module
    if depth == 0 or module is None:
        return ()
    found = definition_of(decorator, module)
    if isinstance(found, ClassDeclaration):
        return _stereotype_behind(found, decorator)
    if found is None or not isinstance(decorator.target.declared, cst.FunctionDef):
        return ()
    steps = _steps(found, decorator)
    parts: list[Decorator] = []
    for step in reversed(steps):
        if step is None:
            parts.append(decorator)
            continue
        part = Decorator(
            decorator.place, step, assigned_to=decorator.assigned_to, through=decorator
        )
        parts += _parts(part, depth - 1) or (part,)
    # What is said of a wrapper is best said of the decorator that is written there.
    return parts if any(map(_is_of_interest, parts)) else ()


def _stereotype_behind(found: ClassDeclaration, decorator: Decorator) -> Sequence[Decorator]:
    """`TaskHandler` for a class that inherits it and has nothing of its own."""
    call = decorator.call
    (base, *others) = found.base_expressions or (None,)
    if base is None or others or found.names or found.written_above:
        return ()
    if found.metaclass_expression is not None or base.target.framework != "TaskHandler":
        return ()
    meant = None
    if call is not None:
        meant = Call(base, call.arguments, call.place, call.name, is_written=False)
    return [
        Decorator(
            decorator.place,
            base,
            assigned_to=decorator.assigned_to,
            through=decorator,
            meant=meant,
        )
    ]


def _is_of_interest(part: Decorator) -> bool:
    return part.name is not None or part.target.qualified in _OF_INTEREST


def _steps(found: FunctionDeclaration, decorator: Decorator) -> Sequence[_Step]:
    """What is applied, in that order."""
    function, call = found.function, decorator.call
    parameters = parameters_of_call(found)
    if parameters is None or function.body.is_generator:
        return ()
    if call is not None:
        arguments = given(parameters, call)
        steps = () if arguments is None else _Run(Flow(function.body, arguments)).steps()
    else:
        defaults = {each.name: each.default for each in parameters if each.default is not None}
        skipped = len(function.parameters) - len(parameters)  # the class of a class method
        steps = _applied_by(function.body, defaults, skipped)
    if None not in steps:
        return steps
    around = decoration_by_function(function, call)
    return () if around.effect is Effect.UNKNOWN else steps


def _applied_by(
    body: Body, defaults: Mapping[str, Expression], skipped: int = 0
) -> Sequence[_Step]:
    """What a decorator applies to the function or class that it is given, in that order."""
    node = body.node
    assert isinstance(node, cst.FunctionDef)
    if node.asynchronous is not None or body.is_generator:
        return ()
    only = only_required(node.params, skipped)
    if only is None or isinstance(node.params.star_kwarg, cst.Param):
        return ()
    first = only.name.value
    others = {name: value for name, value in defaults.items() if name != first}
    return _Run(Flow(body, others), {first: ()}).steps()


@dataclass(slots=True)
class _Run:
    """The statements of a decorator, or of what makes one, as one call runs them."""

    flow: Flow
    applied: dict[str, Sequence[_Step]] = field(default_factory=dict)
    """What was applied to the decorated function, by the names for what came of it."""
    inner: dict[str, cst.FunctionDef] = field(default_factory=dict)
    does_more: bool = False

    def steps(self) -> Sequence[_Step]:
        found = self._all_steps()
        is_told = not self.does_more or not self.applied or None in found
        return found if is_told or not found else [None, *found]

    def _all_steps(self) -> Sequence[_Step]:
        node = self.flow.body.node
        assert isinstance(node, cst.FunctionDef)
        for statement in taken(statements(node), self._truth):
            if isinstance(statement, cst.FunctionDef):
                self.inner[statement.name.value] = statement
            elif isinstance(statement, cst.Return) and statement.value is not None:
                return self._returned(chosen(statement.value, self._truth)) or ()
            elif _has_no_name(statement):
                self.does_more = True
            elif not self._binds(statement):
                return ()
        return ()

    def _binds(self, statement: cst.CSTNode) -> bool:
        """Whether it gives a name to something, and does nothing else."""
        if isinstance(statement, (cst.Import, cst.ImportFrom)):
            return True
        targets, value = assigned_by(statement)
        if value is None:
            return bool(targets)
        found = self._chain(value)
        if found is not None:
            (target, *others) = targets
            if others or not isinstance(target, cst.Name):
                return False
            self.applied[target.value] = found
            return True
        named = chain(names_in(value), *map(target_names, targets))
        return not any(name in self.applied or name in self.inner for name in named)

    def _returned(self, value: cst.BaseExpression) -> Sequence[_Step] | None:
        found = self._chain(value)
        if found is not None or self.applied:
            return found
        if isinstance(value, cst.Name) and value.value in self.inner:
            return self._by(value.value)
        return [Expression(value, self.flow.point)]

    def _by(self, name: str) -> Sequence[_Step]:
        """What an inner function applies to the one that it is given."""
        if self.inner[name].decorators:
            return ()
        return _applied_by(Body(self.inner[name], self.flow.point), {})

    def _chain(self, value: cst.BaseExpression) -> Sequence[_Step] | None:
        """What ``outer(inner(f))`` applies to ``f``, after all that was applied to it before."""
        calls: list[cst.BaseExpression] = []
        while isinstance(value, cst.Call) and takes_one(value):
            calls.append(value.func)
            value = value.args[0].value
        found = self._start(value)
        if found is None:
            return None
        steps = [*found]
        for each in reversed(calls):
            if not isinstance(each, cst.Name) or each.value not in self.inner:
                steps.append(Expression(self._made_here(each), self.flow.point))
                continue
            more = self._by(each.value)
            if not more:
                return None
            steps += more
        return steps

    def _made_here(self, value: cst.BaseExpression) -> cst.BaseExpression:
        """The call that every run of these statements makes anew, in place of the name for it."""
        binding = self.flow.bindings.get(value.value) if isinstance(value, cst.Name) else None
        if isinstance(binding, Assigned) and isinstance(binding.expression, cst.Call):
            return binding.expression
        return value

    def _start(self, value: cst.BaseExpression) -> Sequence[_Step] | None:
        """Of the decorated function what was applied, of a wrapper of it what makes that."""
        if not isinstance(value, cst.Name):
            return None
        if value.value in self.applied:
            return self.applied[value.value]
        inner = self.inner.get(value.value) if self.applied else None
        if inner is None:
            return None
        steps: list[_Step] = [None]
        for each in reversed(inner.decorators):
            if copy_of(each.decorator, self.flow) is None:
                steps.append(Expression(each.decorator, self.flow.point))
            elif len(steps) > 1:
                return None  # it may copy over what was attached
        return steps

    def _truth(self, test: cst.BaseExpression) -> bool | None:
        tested = test_of_name(test)
        if tested is None:
            return None
        if tested.name in self.applied or tested.name in self.inner:
            return tested.if_given
        value = Expression(cst.Name(tested.name), self.flow.point).value
        return None if value is UNKNOWN else tested.of_value(value)


def _has_no_name(statement: cst.CSTNode) -> bool:
    """Whether it calls something, or puts something into an object: `seen.append(function)`."""
    if isinstance(statement, cst.Expr):
        return isinstance(statement.value, cst.Call)
    return isinstance(statement, cst.Assign) and all(
        isinstance(each.target, (cst.Attribute, cst.Subscript)) for each in statement.targets
    )
