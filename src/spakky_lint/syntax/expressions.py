"""Expressions as rules see them: a place, a value if the text tells it, a call if it is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.changes import names_bound_unseen, volatile_names
from spakky_lint.syntax.framework import framework_name
from spakky_lint.syntax.literals import evaluate
from spakky_lint.syntax.names import (
    NOWHERE,
    Target,
    assigned_member,
    follow,
    is_free,
    is_opaque,
    means,
    resolve,
)
from spakky_lint.syntax.one_line import one_line
from spakky_lint.syntax.outside import ALONE, Outside
from spakky_lint.syntax.places import Document, Place
from spakky_lint.syntax.scopes import Assigned, Block, Declared, Imported, Point, lookup
from spakky_lint.syntax.spelled import elements_of, last_name
from spakky_lint.syntax.unpacking import Unpacked

if TYPE_CHECKING:
    from spakky_lint.syntax.declarations import Module
    from spakky_lint.syntax.decorators import Decorator


_MAX_VALUES = 5
"""How many members have each other's value."""
_NAMES = (cst.Name, cst.Attribute)
_PARTIAL = "functools.partial"
_MAX_ORIGINS = 5
"""So many tell enough."""


Found: TypeAlias = tuple[cst.BaseExpression, Point]
"""What stands for something, and what names mean in it."""
Values: TypeAlias = Callable[[cst.BaseExpression, Point], object]
"""What an expression is worth; UNKNOWN, or an error of the caller's, where that is not known."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """What is asked of modules that build on this one; whoever reads a file hands it in."""

    value: Callable[[Expression], object]
    """What an expression is worth, or UNKNOWN."""
    assigned_value: Callable[[Expression], Expression | None]
    """What is written for a member of an enumeration that has this very value."""
    applied: Callable[[tuple[Decorator, ...]], tuple[Decorator, ...]]
    """The decorators, with those of the framework in place of one of the program."""
    result_of: Callable[[cst.Call, Point], Found | None]
    """What a call of a function of the program returns."""
    element: Callable[[cst.Subscript, Point, Values], Found | None]
    """What ``table[key]`` is, or one part of what is unpacked."""
    rounds: Callable[[cst.CompFor, Point, Values], Sequence[Point] | None]
    """What names mean each time that a comprehension goes through what it is made of."""
    unpacked: Callable[[cst.BaseExpression, Point, Values], Mapping[str, Found] | None]
    """What ``**table`` gives, by its names."""
    attribute: Callable[[cst.Attribute, Point], Found | None]
    """What an object that the text makes holds: ``SETTINGS.hour``."""
    completed: Callable[[cst.Call, Point], Call | None]
    """The call of a class that the call of a ``partial`` stands for."""
    inherited: Callable[[Call], Call | None]
    """The call of the framework's class that a class of the program leaves as it is."""


@dataclass(frozen=True, eq=False)
class Reader:
    """What it takes to read the expressions of one file."""

    document: Document
    meanings: Meanings
    outside: Outside = ALONE
    known: dict[int, object] = field(default_factory=dict)
    """What expressions were found to be worth, by the identity of their nodes."""

    blocks: list[Block] = field(default_factory=list)
    """All that there are in the file, if that stands alone: a program lives to the end of a run."""
    module: Module | None = field(init=False, default=None)
    """What was read; None while it is."""

    @property
    def home(self) -> Module:
        """What was read; for whoever asks when it is."""
        assert self.module is not None, "it is being read"
        return self.module

    def finished(self, module: Module) -> Module:
        object.__setattr__(self, "module", module)
        return module

    def has_made(self, block: Block) -> None:
        if self.outside is ALONE:
            self.blocks.append(block)

    def let_go(self) -> None:
        """Be done with what was read, where the file stands alone.

        It is many thousand objects in circles, and nobody has to search them for garbage then.
        """
        module = self.module
        if module is None or self.outside is not ALONE:
            return
        for block in self.blocks:
            block.let_go()
        functions = (found.function for found in module.functions)
        for each in (*module.classes, *functions, module, self.document, self):
            vars(each).clear()

    @cached_property
    def volatile(self) -> frozenset[str]:
        """Names that are bound where the statements are not read."""
        return volatile_names(self.document)

    @cached_property
    def bound_unseen(self) -> frozenset[str | None]:
        """Names that are bound by no statement: ``globals()["NAME"] = ...``; None for any."""
        return names_bound_unseen(self.document)

    def may_bind_unseen(self, name: str) -> bool:
        """Whether the module may bind a name of its own otherwise than by its statements."""
        return not self.bound_unseen.isdisjoint((None, name))

    def place(self, node: cst.CSTNode) -> Place:
        return Place(self.document, node)


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """An expression where it stands, with the names that are known there."""

    node: cst.BaseExpression
    """For this layer only, like the point: nothing above it knows libcst."""
    point: Point

    @property
    def reader(self) -> Reader:
        return self.point.block.scope.reader

    @property
    def place(self) -> Place:
        return self.reader.place(self.node)

    @property
    def written(self) -> str:
        """Its text on one line, without brackets around it; it costs much less than ``place``."""
        is_empty = isinstance(self.node, cst.Tuple) and not self.node.elements
        is_bracketed = bool(self.node.lpar) and not is_empty  # the brackets of ``()`` are all of it
        node = self.node.with_changes(lpar=(), rpar=()) if is_bracketed else self.node
        return one_line(self.reader.document.code_of(node))

    @property
    def value(self) -> object:
        """Its value, or UNKNOWN; not to be changed, for the next one who asks gets the same.

        A member of an enumeration has one where it is a text or a number itself.
        """
        if self.reader.module is None:
            return evaluate(self.node, self.point)
        return self.reader.meanings.value(self)

    @property
    def target(self) -> Target:
        return resolve(self.node, self.point)

    @property
    def followed(self) -> Expression:
        """Itself, or what was assigned to the name that it is, in whatever file."""
        node, point = _followed(self.node, self.point)
        return self if node is self.node else Expression(node, point)

    @property
    def call(self) -> Call | None:
        """The call that it is, or that the name it consists of was assigned."""
        node, point = _followed(self.node, self.point)
        return read_call(node, point) if isinstance(node, cst.Call) else None

    @property
    def call_here(self) -> Call | None:
        """The call that stands here itself, not behind a name."""
        return read_call(self.node, self.point) if isinstance(self.node, cst.Call) else None

    @property
    def made(self) -> Call | None:
        """The call that its value comes from in the end: as `call`, and through what functions of
        the program return, and tables hold.

        Its arguments stand where they are given.
        """
        node, point = _followed(self.node, self.point)
        first: Place | None = None
        for _ in range(_MAX_VALUES):
            step = _step(node, point)
            if step is None:
                break
            if first is None and isinstance(node, cst.Call):
                first = point.reader.place(node)
            node, point = _followed(*step)
        if not isinstance(node, cst.Call):
            return None
        found = read_call(node, point).completed
        return found if first is None else found.opened(first)

    @property
    def is_computed(self) -> bool:
        """Whether a function of the program, or one of its tables, makes it of something else."""
        node, point = _followed(self.node, self.point)
        is_of_call = point.block.scope.is_one_call and type(node) not in _NAMES
        return is_of_call or _step(node, point) is not None

    @property
    def written_arguments(self) -> tuple[Expression, ...]:
        """The arguments of the call that is written here; empty for what is none."""
        if not isinstance(self.node, cst.Call):
            return ()
        return tuple(Expression(argument.value, self.point) for argument in self.node.args)

    @property
    def has_arguments(self) -> bool:
        """Whether it is a call, written here, that is given any."""
        return type(self.node) is cst.Call and bool(self.node.args)

    @property
    def origins(self) -> tuple[Place, ...]:
        """What was assigned, in other files, to the names in it; each once."""
        found: dict[int, Place] = {}
        waiting = [(self.node, self.point)]
        while waiting and len(found) < _MAX_ORIGINS:
            node, point = waiting.pop()
            last, end = _followed(node, point)
            if end.reader is not self.reader:
                found.setdefault(id(last), end.reader.place(last))
            elif last is not node:
                waiting.append((last, end))
            else:
                inner = [child for child in node.children if isinstance(child, cst.BaseExpression)]
                waiting.extend((child, point) for child in reversed(inner))
        return tuple(found.values())

    @property
    def is_opaque(self) -> bool:
        """Whether it is a name that is bound, but the text does not tell to what."""
        if isinstance(self.node, cst.Name):
            return is_opaque(self.node.value, self.point)
        return isinstance(self.node, Unpacked)

    @property
    def may_bring_tasks(self) -> bool:
        """Whether what is called here may come from the framework, be it through other modules."""
        node: cst.CSTNode = self.node
        attributes = 0
        # By the very class: isinstance is slow on nodes, and none is subclassed.
        while (kind := type(node)) is cst.Call or kind is cst.Attribute:
            if kind is cst.Call:
                node = node.func  # type: ignore[attr-defined]  # it is a call
            else:
                node, attributes = node.value, attributes + 1  # type: ignore[attr-defined]  # as above
        if kind is not cst.Name:
            return True
        binding = lookup(self.point, node.value)  # type: ignore[attr-defined]  # it is a name
        if not isinstance(binding, Imported):
            # A built-in is none, nor is what the text does not tell.
            is_of_class = attributes > 0 and isinstance(binding, Declared)
            return is_of_class or isinstance(binding, Assigned)
        if attributes > 1:
            return True  # of a package, all may be taken that has been imported of it
        if binding.otherwise:
            return True
        if attributes and framework_name(binding.qualified) is not None:
            return False  # what its classes and functions have is nothing of that
        module, dot, name = binding.qualified.rpartition(".")
        outside = self.reader.outside
        if outside is ALONE:
            return binding.qualified.startswith("spakky")
        if not dot:
            return True
        owner = module or dot
        # What a class or a module has may come from elsewhere.
        return outside.may_bring_tasks(owner, name) or (
            attributes > 0 and outside.may_lead_to_tasks(owner, name)
        )

    @property
    def maker(self) -> Call | None:
        """The call whose result is called here: ``schedule(...)`` in ``schedule(...)(run)``."""
        node, point = _followed(self.node, self.point)
        if not isinstance(node, cst.Call):
            return None
        return Expression(node.func, point).call

    @property
    def elements(self) -> tuple[Expression, ...] | None:
        """The elements of a list or set display written here, None for anything else."""
        if not isinstance(self.node, (cst.List, cst.Set)):
            return None
        found = elements_of(self.node)
        return None if found is None else tuple(Expression(each, self.point) for each in found)

    @property
    def tuple_elements(self) -> tuple[Expression, ...] | None:
        """The elements of a tuple written here, unpacked ones left out; None for anything else."""
        if not isinstance(self.node, cst.Tuple):
            return None
        return tuple(
            Expression(element.value, self.point)
            for element in self.node.elements
            if not isinstance(element, cst.StarredElement)
        )

    @property
    def is_number(self) -> bool:
        """Whether a whole number is written here."""
        return isinstance(self.node, cst.Integer)

    @property
    def is_literal(self) -> bool:
        """Whether it says all there is to say by itself: a number, a text, a display of such."""
        return _is_literal(self.node)

    def means(self, spelling: str, qualified: str) -> bool:
        """Whether the dotted name ``spelling``, written here, refers to ``qualified``."""
        return means(spelling, qualified, self.point)

    def is_free(self, name: str) -> bool:
        """Whether ``name`` means nothing at this place."""
        return is_free(name, self.point)


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    keyword: str | None
    star: str
    """``"*"`` or ``"**"`` for unpacked arguments, else empty."""
    expression: Expression
    place: Place
    """From the keyword, if there is one, to the end of the value."""


@dataclass(frozen=True, eq=False)
class Call:
    called: Expression
    arguments: tuple[Argument, ...]
    place: Place
    name: str | None
    """The last name of what is called: ``add`` in ``application.add(...)``."""
    is_written: bool = True
    """Whether the arguments stand in it as they are given here."""

    @cached_property
    def target(self) -> Target:
        return self.called.target

    @property
    def callee(self) -> Place:
        return self.called.place

    @property
    def is_open(self) -> bool:
        """Whether ``*`` or ``**`` may bring in arguments that are not seen."""
        return any(argument.star for argument in self.arguments)

    def keyword(self, name: str) -> Argument | None:
        return next((found for found in self.arguments if found.keyword == name), None)

    @property
    def completed(self) -> Call:
        """The same with what is in ``**table``, and of what a ``partial`` stands for."""
        found = self
        for _ in range(_MAX_VALUES):
            maker = found.called.call if found.target == NOWHERE else None
            if maker is None or maker.target.qualified != _PARTIAL or not maker.arguments:
                break
            first, *before = maker.arguments
            if first.keyword is not None or first.star:
                break
            arguments = (
                *(each for each in before if each.keyword is None),
                *(each for each in found.arguments if each.keyword is None),
                *(each for each in before if each.keyword and not found.keyword(each.keyword)),
                *(each for each in found.arguments if each.keyword is not None),
            )
            name = last_name(first.expression.node)
            found = Call(first.expression, arguments, self.place, name, is_written=False)
        if type(found.target.declared) is cst.ClassDef:
            found = self.called.reader.meanings.inherited(found) or found
        return found.opened(self.place) if found.is_open else found

    def opened(self, place: Place) -> Call:
        """The same, said to stand there, with what is in ``**table`` and ``*PAIR``."""
        given = tuple(chain.from_iterable(map(_given, self.arguments)))
        return Call(self.called, given, place, self.name, is_written=False)


def _followed(node: cst.BaseExpression, point: Point) -> tuple[cst.BaseExpression, Point]:
    """Through names, attributes of classes, and the ``value`` of members of enumerations."""
    for _ in range(_MAX_VALUES):
        module = point.reader.module
        node, point = follow(node, point)
        if type(node) is not cst.Attribute:
            break
        member = assigned_member(node, point)
        if member is not None:
            node, point = member
            continue
        if node.attr.value != "value" or module is None:
            break
        written = point.reader.meanings.assigned_value(Expression(node.value, point))
        if written is None:
            break
        node, point = written.node, written.point
    return node, point


def _step(node: cst.BaseExpression, point: Point) -> Found | None:
    """What a function of the program returns, or a table or an object holds, where it is such."""
    if type(node) is cst.Attribute:
        return point.reader.meanings.attribute(node, point)
    if isinstance(node, cst.Subscript):
        return point.reader.meanings.element(node, point, _value)
    if type(node) is cst.Call:
        return point.reader.meanings.result_of(node, point)
    return None


def _value(node: cst.BaseExpression, point: Point) -> object:
    return Expression(node, point).value


def _given(argument: Argument) -> Iterator[Argument]:
    """The argument as the caller of the function gives it; of ``**table`` and ``*PAIR``, what is in
    that.
    """
    node, point = argument.expression.node, argument.expression.point
    if argument.star == "**":
        found = point.reader.meanings.unpacked(node, point, _value)
        for name, (inner, at) in () if found is None else found.items():
            expression = Expression(inner, at)
            yield from _given(Argument(name, "", expression, expression.place))
        if found is None:
            yield argument
        return
    if argument.star:
        several = argument.expression.followed
        elements = elements_of(several.node) if isinstance(several.node, cst.Tuple) else None
        if elements is None:
            yield argument
            return
        for each in elements:
            expression = Expression(each, several.point)
            yield from _given(Argument(None, "", expression, expression.place))
        return
    while type(node) is cst.Name and point.block.scope.is_one_call:
        binding = point.block.own(node.value)
        if not isinstance(binding, Assigned):
            break
        node, point = binding.expression, binding.point
    if node is argument.expression.node:
        yield argument
    else:
        expression = Expression(node, point)
        yield Argument(argument.keyword, argument.star, expression, expression.place)


def read_call(node: cst.Call, point: Point) -> Call:
    place = point.reader.place
    return Call(
        Expression(node.func, point),
        tuple(
            Argument(
                argument.keyword.value if argument.keyword else None,
                argument.star,
                Expression(argument.value, point),
                place(argument if argument.keyword else argument.value),
            )
            for argument in node.args
        ),
        place(node),
        last_name(node.func),
    )


def _is_literal(node: cst.BaseExpression) -> bool:
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, cst.UnaryOperation):
            waiting.append(part.expression)
        elif isinstance(part, (cst.Tuple, cst.List, cst.Set)):
            waiting.extend(element.value for element in part.elements)
        elif isinstance(part, cst.Name):
            if part.value not in ("None", "True", "False"):
                return False
        elif not isinstance(part, (cst.BaseNumber, cst.BaseString, cst.Dict)):
            return False
    return True
