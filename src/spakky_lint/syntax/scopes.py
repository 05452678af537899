"""Which binding a name has at a point of the text.

Statements are read in the order in which they run. A *block* is a run of statements of one scope
with its bindings in order; the branches of an ``if`` or ``try`` are blocks that fork from it and
are merged back into it: where they disagree, the name is opaque from then on.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.framework import framework_name

if TYPE_CHECKING:
    from spakky_lint.syntax.expressions import Reader
    from spakky_lint.syntax.outside import Outside

_END = 2**62
_MANY = 8
"""So many stars are not all asked for each name."""


class ScopeKind(Enum):
    MODULE = auto()
    CLASS = auto()
    FUNCTION = auto()


@dataclass(frozen=True, slots=True)
class Imported:
    """Bound by an import; a leading dot stands for the file's own package."""

    qualified: str
    is_expected: bool = field(default=False, compare=False)
    """Whether it is what a ``try`` hopes for, which has something else if that fails."""
    otherwise: tuple[Binding | None, ...] = field(default=(), compare=False)
    """What it then has."""


@dataclass(frozen=True, slots=True, eq=False)
class Assigned:
    """Bound to an expression, to be read with the names known at ``point``."""

    expression: cst.BaseExpression
    point: Point


@dataclass(frozen=True, slots=True, eq=False)
class Declared:
    """Bound by ``class`` or ``def``; ``body`` is the class's own block."""

    node: cst.ClassDef | cst.FunctionDef
    body: Block | None = None


@dataclass(frozen=True, slots=True)
class Opaque:
    """Bound, but the text does not tell to what."""


OPAQUE = Opaque()
Binding = Imported | Assigned | Declared | Opaque


class Scope:
    """A namespace: a module, a class body or a function body."""

    __slots__ = ("is_one_call", "kind", "outer", "reader", "root")

    def __init__(
        self, kind: ScopeKind, outer: Point | Reader, *, is_one_call: bool = False
    ) -> None:
        """`outer` is the point that it stands at; for a module it is who reads that.

        In a scope of one call, and all that it encloses, parameters are what that call gives.
        """
        self.kind = kind
        self.outer = outer if isinstance(outer, Point) else None
        self.reader: Reader = outer.reader if isinstance(outer, Point) else outer
        self.is_one_call: bool = is_one_call or (
            isinstance(outer, Point) and outer.block.scope.is_one_call
        )
        self.root = Block(self)


class Block:
    """A run of statements of one scope, with the bindings it made in order."""

    __slots__ = ("_bindings", "_brought", "_clock", "_star_modules", "_stars", "fork", "scope")

    def __init__(self, scope: Scope, fork: Point | None = None) -> None:
        self.scope = scope
        self.fork = fork
        self._clock = 0
        self._bindings: dict[str, list[tuple[int, Binding]]] = {}
        self._stars: list[int] = []
        self._star_modules: dict[int, str] = {}
        self._brought: _Brought | None = None
        scope.reader.has_made(self)

    def let_go(self) -> None:
        """Forget all, and be no part of a circle of objects any more."""
        self._bindings.clear()
        self.scope.root = self.fork = None  # type: ignore[assignment]

    def bind(self, name: str, binding: Binding) -> None:
        self._clock += 1
        self._bindings.setdefault(name, []).append((self._clock, binding))

    def bind_star(self, module: str | None = None) -> None:
        """An ``import *`` of a module that is not seen may have bound every name anew."""
        self._clock += 1
        self._stars.append(self._clock)
        if module is not None:
            self._star_modules[self._clock] = module

    def here(self) -> Point:
        return Point(self, self._clock)

    def end(self) -> Point:
        return Point(self, _END)

    def names(self) -> Iterable[str]:
        return self._bindings

    def all_of(self, name: str) -> list[Binding]:
        """Every binding of ``name`` that this block made, in order."""
        return [binding for _, binding in self._bindings.get(name, ())]

    def own(self, name: str, order: int = _END) -> Binding | None:
        """The binding that this block itself made by ``order``, or None."""
        known = self._bindings.get(name)
        if known is not None:  # most blocks have nothing of what they are asked for
            for clock, binding in reversed(known):
                if clock <= order:
                    return (self._stars and self._by_star(name, clock, order)) or binding
        return self._by_star(name, 0, order) if self._stars else None

    def _by_star(self, name: str, after: int, order: int) -> Binding | None:
        """What an ``import *`` between the two bound the name to; None where none did."""
        for star in reversed(self._bringing(name)):
            if after < star <= order:
                module = self._star_modules.get(star)
                exported = None
                if module is not None:
                    exported = self.scope.reader.outside.exports(module, name)
                if exported is None or module is None:
                    return OPAQUE
                if exported:
                    return Imported(joined(module, name))
        return None

    def _bringing(self, name: str) -> Sequence[int]:
        """Those of the stars that may bring the name, in order."""
        if len(self._stars) < _MANY:
            return self._stars
        if self._brought is None:
            self._brought = _Brought()
        brought = self._brought
        if brought.is_growing:  # a module is asked that looks for its names here
            return self._stars
        if brought.number < len(self._stars):
            brought.grow(self._stars, self._star_modules, self.scope.reader.outside)
        return brought.bringing(name)

    def star_modules(self) -> Sequence[str | None]:
        """The modules of every ``import *``, in order; None for one that is not seen."""
        return [self._star_modules.get(star) for star in self._stars]

    def has_star(self, order: int = _END) -> bool:
        """Whether by ``order`` anything may be bound by an ``import *`` of an unseen module."""
        return bool(self._stars) and self._stars[0] <= order


class _Brought:
    """Which of many stars may bring which names."""

    __slots__ = ("_any", "_by_name", "is_growing", "number")

    def __init__(self) -> None:
        self.number = 0
        """Of how many stars that is known."""
        self.is_growing = False
        self._any: list[int] = []
        """Those that may bring any name."""
        self._by_name: dict[str, list[int]] = {}

    def grow(self, stars: Sequence[int], modules: Mapping[int, str], outside: Outside) -> None:
        self.is_growing = True
        try:
            for star in stars[self.number :]:
                module = modules.get(star)
                names = None if module is None else outside.may_export(module)
                if names is None:
                    self._any.append(star)
                for name in names or ():
                    self._by_name.setdefault(name, []).append(star)
                self.number += 1
        finally:
            self.is_growing = False

    def bringing(self, name: str) -> Sequence[int]:
        named = self._by_name.get(name)
        if named is None or not self._any:
            return named or self._any
        return sorted((*named, *self._any))


@dataclass(frozen=True, slots=True)
class Point:
    """A place between two statements of a block."""

    block: Block
    order: int

    @property
    def reader(self) -> Reader:
        """Who reads the file that it is in."""
        return self.block.scope.reader


def joined(owner: str, name: str) -> str:
    """The dotted name; ``.`` stands for the file's own package."""
    return f"{owner}{'' if owner.endswith('.') else '.'}{name}"


def lookup(point: Point, name: str) -> Binding | None:
    """What ``name`` is bound to at ``point``, as Python resolves it; None where it is not bound."""
    at: Point | None = point
    while at is not None:
        binding = lookup_in_scope(at, name)
        if binding is not None:
            return binding
        at = at.block.scope.outer
        while at is not None and at.block.scope.kind is ScopeKind.CLASS:
            at = at.block.scope.outer
    return None


def afterwards(point: Point) -> Point:
    """When all around ``point`` has run, seen from inside a function or a text there.

    Such code does not see the names of the classes that it stands in.
    """
    scope = point.block.scope
    while scope.kind is ScopeKind.CLASS and scope.outer is not None:
        scope = scope.outer.block.scope
    return scope.root.end()


def lookup_in_scope(point: Point, name: str) -> Binding | None:
    """As ``lookup``, without the enclosing scopes."""
    at: Point | None = point
    while at is not None:
        binding = at.block.own(name, at.order)
        if binding is not None:
            return binding
        at = at.block.fork
    return None


def merge(into: Block, branches: Sequence[Block], *, exhaustive: bool) -> None:
    """After alternatives of which one ran (or none, unless ``exhaustive``)."""
    for name in _bound_in(branches):
        before = binding_before(into, name)
        outcomes = [branch.own(name) or before for branch in branches]
        if not exhaustive:
            outcomes.append(before)
        into.bind(name, agreed(outcomes))
    _merge_stars(into, branches)


def merge_preferring(into: Block, preferred: Block, others: Sequence[Block]) -> None:
    """After alternatives of which ``preferred`` is the expected one: its imports win."""
    branches = [preferred, *others]
    for name in _bound_in(branches):
        expected = preferred.own(name)
        before = binding_before(into, name)
        if isinstance(expected, Imported) and expected is not before:
            if others:
                otherwise = tuple(branch.own(name) or before for branch in others)
                expected = replace(expected, is_expected=True, otherwise=otherwise)
            into.bind(name, expected)
            continue
        into.bind(name, agreed([branch.own(name) or before for branch in branches]))
    _merge_stars(into, branches)


def merge_typing(into: Block, typing: Block, otherwise: Block | None) -> None:
    """After ``if TYPE_CHECKING``: at run time the names are what the other branch left."""
    branches = [typing] if otherwise is None else [typing, otherwise]
    for name in _bound_in(branches):
        at_run_time = otherwise.own(name) if otherwise is not None else None
        binding = at_run_time or binding_before(into, name) or typing.own(name)
        if binding is not None:
            into.bind(name, binding)
    _merge_stars(into, branches)


def binding_before(into: Block, name: str) -> Binding | None:
    """What ``name`` means where no branch binds it; None where it then means nothing."""
    if into.scope.kind is ScopeKind.FUNCTION:
        return lookup_in_scope(into.here(), name)  # a local name, never the one around it
    binding = lookup(into.here(), name)
    return OPAQUE if binding is None and hasattr(builtins, name) else binding


def agreed(outcomes: Sequence[Binding | None]) -> Binding:
    """The one binding that all outcomes have; where nothing is bound, nobody asks."""
    bound = [outcome for outcome in outcomes if outcome is not None]
    same = bool(bound) and all(_same(bound[0], other) for other in bound[1:])
    return bound[0] if same else OPAQUE


def _merge_stars(into: Block, branches: Sequence[Block]) -> None:
    if any(branch.has_star() for branch in branches):
        into.bind_star()


def _bound_in(blocks: Sequence[Block]) -> list[str]:
    return list(dict.fromkeys(name for block in blocks for name in block.names()))


def _same(one: Binding, other: Binding) -> bool:
    if isinstance(one, Imported) and isinstance(other, Imported):
        name = framework_name(one.qualified)
        return one == other or (name is not None and name == framework_name(other.qualified))
    return one is other or one == other
