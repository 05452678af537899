"""What a source file says about handlers, tasks, schedules and auth, each with its place.

A rule takes one of these kinds; the visitor makes them, `rules` judges them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex
from spakky_lint.syntax import cst
from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.calls import calls_in, names_in
from spakky_lint.syntax.decorators import Decorator, LateDecoration, by_name, composed
from spakky_lint.syntax.expressions import Call, Expression, Reader
from spakky_lint.syntax.names import NOWHERE, Target
from spakky_lint.syntax.outside import Outside
from spakky_lint.syntax.parameter_kinds import ParameterKind
from spakky_lint.syntax.places import Document, Place
from spakky_lint.syntax.scopes import Point, ScopeKind

ANY_NAME = "*"
_INVOCATION = "DirectTaskInvocation"
_HANDLER = "TaskHandler"
# It says only where no result of a call is called.
_CALLED_RESULT = regex(r"\)(?:\s|\\|\#[^\r\n]*+)*+\(")


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    name: str
    kind: ParameterKind
    annotation: Expression | None
    default: Expression | None
    place: Place
    """The name, without stars, annotation and default."""

    @property
    def has_default(self) -> bool:
        return self.default is not None

    @property
    def is_required(self) -> bool:
        return not self.has_default and not self.kind.stars


class Decorated:
    """What a function and a class have in common."""

    @property
    @abstractmethod
    def decorators(self) -> tuple[Decorator, ...]:
        """All that are applied to it, from the top."""

    @cached_property
    def _by_name(self) -> Mapping[str | None, tuple[Decorator, ...]]:
        return by_name(self.decorators)

    def decorated(self, name: str) -> tuple[Decorator, ...]:
        """The decorators of that framework name, from the top."""
        return self._by_name.get(name, ())

    @property
    def requirements(self) -> tuple[Decorator, ...]:
        return tuple(decorator for decorator in self.decorators if decorator.is_requirement)


@dataclass(frozen=True, eq=False)
class Function(Decorated):
    name: str
    written: tuple[Decorator, ...]
    """The decorators above it, from the top."""
    parameters: tuple[Parameter, ...]
    is_async: bool
    enclosure: ScopeKind
    """What it stands directly in."""
    place: Place
    """The name in ``def name``."""
    key: object
    """Equal to ``Target.declared`` of whatever refers to it."""
    returns: Expression | None
    body: Body
    late: tuple[LateDecoration, ...] = ()
    defined_as: str = ""
    """The name in ``def``, where the class body made it of that: ``other = task(logged(run))``."""

    @property
    def name_in_def(self) -> str:
        """What `__qualname__` ends in."""
        return self.defined_as or self.name

    @cached_property
    def decorators(self) -> tuple[Decorator, ...]:
        """All that are applied to it, the last one first: those in the class body come last.

        In place of one of the program that applies the framework's stand those.
        """
        late = [found for each in self.late for found in each.applied(self.name)]
        return composed((*reversed(late), *self.written))

    @property
    def receiver(self) -> Parameter | None:
        """What a method gets its object as: its first parameter, if that is given by its place."""
        first = next(iter(self.parameters), None)
        return first if first is not None and first.kind.is_by_place else None

    @property
    def takes_by_place(self) -> bool:
        """Whether it takes anything that is given by its place, be it by ``*args``."""
        return any(
            each.kind.is_by_place or each.kind is ParameterKind.VARIADIC for each in self.parameters
        )

    @property
    def names(self) -> frozenset[str]:
        """What the class body calls it."""
        others = (each.names for each in self.late if each.is_the_method(self.name))
        return frozenset((self.name,)).union(*others)

    @property
    def statement(self) -> Place:
        """From the ``def``, or the ``async`` in front of it."""
        return self.body.reader.place(self.body.node)

    @property
    def is_generator(self) -> bool:
        return self.body.is_generator


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """``name = expression`` in a class body."""

    name: str
    expression: Expression


@dataclass(frozen=True, slots=True, eq=False)
class FieldDeclaration:
    """``name: annotation`` or ``name: annotation = value`` in a class body."""

    name: str
    annotation: Expression
    value: Expression | None
    place: Place
    """The name."""


@dataclass(frozen=True, eq=False)
class ClassDeclaration(Decorated):
    name: str
    base_expressions: tuple[Expression | None, ...]
    """None for what is unpacked."""
    metaclass_expression: Expression | None
    written_above: tuple[Decorator, ...]
    """The decorators above it, from the top."""
    functions: tuple[Function, ...]
    assignments: tuple[Assignment, ...]
    fields: tuple[FieldDeclaration, ...]
    names: frozenset[str]
    """Everything the class body binds."""
    enclosure: ScopeKind
    """What it stands directly in."""
    place: Place
    """The name in ``class Name``."""
    header: Place
    """The ``class`` statement, without its decorators."""
    key: object
    reader: Reader
    """Who reads the file that it stands in."""
    derived: tuple[Function, ...] = ()
    """What the body makes of its methods under other names: ``other = task(logged(run))``."""

    @property
    def written(self) -> str:
        """Its text, with its decorators."""
        node = self.header.node
        return self.reader.document.code_of(node)

    @cached_property
    def reassigned(self) -> frozenset[str]:
        """The names that the body assigns what is not known to be made of their methods."""
        known = Counter(
            function.name
            for function in self.functions
            for late in function.late
            if function.name in late.names and late.is_the_method(function.name)
        )
        known += Counter(function.name for function in self.derived)
        assigned = Counter(assignment.name for assignment in self.assignments)
        return frozenset(assigned - known)

    @cached_property
    def decorators(self) -> tuple[Decorator, ...]:
        """All that are applied to it, from the top, as those of a function."""
        return composed(self.written_above)

    @cached_property
    def marks(self) -> frozenset[str | None]:
        """The names that the framework has for these; None among them for any other decorator."""
        return frozenset(found.name for found in self.decorators)

    @cached_property
    def bases(self) -> tuple[Target, ...]:
        return tuple(NOWHERE if base is None else base.target for base in self.base_expressions)

    @cached_property
    def metaclass(self) -> Target | None:
        found = self.metaclass_expression
        return None if found is None else found.target

    @cached_property
    def unclear_bases(self) -> frozenset[str]:
        """The names in bases that are not understood: any class called so may be inherited.

        ANY_NAME stands for every class of the file."""
        names: set[str] = set()
        for base, target in zip(self.base_expressions, self.bases, strict=True):
            if base is None:
                names.add(ANY_NAME)
            elif target == NOWHERE:
                expression = base.followed
                if expression.is_opaque:
                    names.add(ANY_NAME)
                names.update(names_in(expression.node))
        return frozenset(names)


@dataclass(frozen=True, slots=True, eq=False)
class FunctionDeclaration:
    """A function together with the class whose body it stands in, if any."""

    function: Function
    owner: ClassDeclaration | None


class MethodDeclaration(FunctionDeclaration):
    """One that stands in the body of a class."""

    __slots__ = ()
    owner: ClassDeclaration


@dataclass(frozen=True, slots=True, eq=False)
class DecoratorDeclaration:
    """One of the framework's decorators on a function, or on a class (``function`` is None)."""

    decorator: Decorator
    function: Function | None
    owner: ClassDeclaration | None

    @property
    def on(self) -> Function | ClassDeclaration:
        """What it stands on."""
        found = self.function or self.owner
        assert found is not None, "it stands on something"
        return found


@dataclass(frozen=True, slots=True, eq=False)
class FromImport:
    """A top-level ``from module import ..., last``."""

    module: str
    last: Place


@dataclass(frozen=True, slots=True, eq=False)
class ImportSite:
    """Where one more import can go."""

    statements: tuple[Place, ...]
    """The top-level import statements, whole lines."""
    froms: tuple[FromImport, ...]


@dataclass(frozen=True, eq=False)
class Module:
    """All declarations of one file; a class inside a class comes before the one around it.

    What needs to know what names mean is worked out when somebody asks: other modules may be read
    for it.
    """

    text: str
    classes: tuple[ClassDeclaration, ...]
    functions: tuple[FunctionDeclaration, ...]
    imports: ImportSite
    body: Body
    """The statements of the module itself."""
    entry: Place | None
    """The test of ``if __name__ == "__main__":`` at the top level."""
    written: tuple[tuple[Sequence[cst.CSTNode], Point], ...]
    """The expressions and small statements that run, with what names mean there; for this layer."""
    statements: tuple[Expression, ...]
    """The calls that are whole statements, returned or assigned."""
    assigned_calls: tuple[tuple[Expression, tuple[str, ...]], ...]
    """The calls that are assigned, with the names that they are assigned to."""

    @property
    def document(self) -> Document:
        return self.body.reader.document

    @property
    def root(self) -> cst.Module:
        """The tree of the file; for this layer only."""
        return self.document.module

    @property
    def outside(self) -> Outside:
        """The other modules of its program."""
        return self.body.reader.outside

    @property
    def own_functions(self) -> Iterator[Function]:
        """Those that stand in no class."""
        return (each.function for each in self.functions if each.owner is None)

    @property
    def bodies(self) -> Iterator[tuple[Body, FunctionDeclaration | None]]:
        """Its own, and those of its functions."""
        yield self.body, None
        for declaration in self.functions:
            yield declaration.function.body, declaration

    @cached_property
    def all_calls(self) -> tuple[Expression, ...]:
        """Every call in the file, those inside of others too."""
        return tuple(
            Expression(call, at)
            for nodes, point in self.written
            for call, at in calls_in(nodes, point)
        )

    @cached_property
    def calls(self) -> tuple[Expression, ...]:
        """All calls, where one that is not a whole statement may make a handler, or be direct."""
        # Few files hold one.
        has_any = _INVOCATION in self.text or _CALLED_RESULT.search(self.text) is not None
        return self.all_calls if has_any else ()

    @cached_property
    def invocations(self) -> tuple[Call, ...]:
        """Every ``DirectTaskInvocation(...)``."""
        read = (found.call for found in self.calls if found.may_bring_tasks)
        return tuple(
            call for call in read if call is not None and call.target.framework == _INVOCATION
        )

    @cached_property
    def made_handlers(self) -> frozenset[object]:
        """Keys of the classes that are made handlers by a call: ``TaskHandler()(Orders)``."""
        return frozenset(made for made in self._made if made is not None)

    @property
    def makes_unseen_handlers(self) -> bool:
        """Whether ``TaskHandler()`` is applied to what is not seen: a parameter, a loop's."""
        return None in self._made

    @cached_property
    def maybe_handlers(self) -> frozenset[object]:
        """Keys of the classes that a call replaces: ``Orders = registered(Orders)``."""
        return frozenset(
            target.declared
            for call, names in self.assigned_calls
            for target in (argument.target for argument in call.written_arguments)
            if isinstance(target.declared, cst.ClassDef) and target.declared.name.value in names
        )

    @cached_property
    def _made(self) -> frozenset[object]:
        found: set[object] = set()
        for call in (*self.statements, *self.calls):
            maker = call.maker if call.has_arguments and call.may_bring_tasks else None
            if maker is not None and maker.target.framework == _HANDLER:
                found.add(call.written_arguments[0].target.declared)
        return frozenset(found)
