"""Decorators that a class body applies to a method further down: ``again = task(run)``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.calls import takes_one
from spakky_lint.syntax.declarations import Function
from spakky_lint.syntax.decorators import Decorator, LateDecoration
from spakky_lint.syntax.expressions import Expression, Reader
from spakky_lint.syntax.scopes import Assigned, Declared, Point, lookup_in_scope


@dataclass(slots=True)
class LateDecorations:
    """Those of one class body, as it is read."""

    _by_value: dict[int, tuple[object, LateDecoration]] = field(default_factory=dict)
    """By the identity of the expression the method, by its key, and what is made of it."""

    def note(
        self,
        value: cst.BaseExpression,
        targets: Sequence[cst.BaseExpression],
        point: Point,
        reader: Reader,
    ) -> None:
        """A statement of the class body: an assignment, or an expression without targets."""
        calls: list[cst.Call] = []
        inner = value
        while isinstance(inner, cst.Call) and takes_one(inner):
            calls.append(inner)
            inner = inner.args[0].value
        if not isinstance(inner, cst.Name):
            return
        bound = tuple(target for target in targets if isinstance(target, cst.Name))
        known = self._method(inner.value, point)
        if known is None or len(bound) < len(targets):
            return
        key, through = known
        names = tuple(target.value for target in bound)
        decorators = tuple(
            Decorator(reader.place(call), Expression(call.func, point), names)
            for call in reversed(calls)
        )
        late = LateDecoration(decorators, inner, bound, value, through)
        self._by_value[id(value)] = (key, late)

    def added_to(self, functions: Iterable[Function]) -> tuple[Function, ...]:
        found: dict[object, list[LateDecoration]] = {}
        for key, late in self._by_value.values():
            found.setdefault(key, []).append(late)
        return tuple(
            replace(function, late=tuple(found[function.key]))
            if function.key in found
            else function
            for function in functions
        )

    def derived(self, functions: Iterable[Function], reader: Reader) -> tuple[Function, ...]:
        """What the class holds besides its methods, each made of one of them and wrapped."""
        by_key = {function.key: function for function in functions}
        made: dict[LateDecoration, Function] = {}
        for key, late in self._by_value.values():
            function = by_key.get(key)
            if function is None or late.is_the_method(function.name):
                continue
            source = function if late.through is None else made.get(late.through, function)
            written = (*reversed(late.decorators), *source.decorators)
            if source is not function and all(each.is_attached for each in late.decorators):
                # The very object, which has one more decorator now.
                more = replace(source, written=written)
                made = {each: more if one is source else one for each, one in made.items()}
                made[late] = more
            elif late.targets:
                target = late.targets[0]
                made[late] = replace(
                    function,
                    name=target.value,
                    written=written,
                    place=reader.place(target),
                    key=late.value,
                    late=(),
                    defined_as=function.name_in_def,
                )
        return tuple(dict.fromkeys(made.values()))

    def _method(self, name: str, point: Point) -> tuple[object, LateDecoration | None] | None:
        """The method that the name stands for in the class body, and what gave it the name."""
        binding = lookup_in_scope(point, name)
        if isinstance(binding, Declared):
            is_method = isinstance(binding.node, cst.FunctionDef)
            return (binding.node, None) if is_method else None
        return self._by_value.get(id(binding.expression)) if isinstance(binding, Assigned) else None
