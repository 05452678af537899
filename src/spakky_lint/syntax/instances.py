"""What the values in one body are instances of, as far as annotations and constructors tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import field
from enum import Enum, auto
from functools import cached_property

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.annotations import Annotation, read_annotation
from spakky_lint.syntax.bindings import is_text, statements_in
from spakky_lint.syntax.changes import changes_of
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Function,
    FunctionDeclaration,
    MethodDeclaration,
    Module,
)
from spakky_lint.syntax.dependencies import remembering
from spakky_lint.syntax.expressions import Call, Expression
from spakky_lint.syntax.framework import GETTERS
from spakky_lint.syntax.hierarchy import ancestors, class_of, effective_methods, subclasses_of
from spakky_lint.syntax.leading import may_lead_to_tasks
from spakky_lint.syntax.memo import once_a_class, once_each
from spakky_lint.syntax.names import PROPERTIES, Target, follow, resolve
from spakky_lint.syntax.scopes import Assigned, Point
from spakky_lint.syntax.spelled import name_taken
from spakky_lint.syntax.tree import tree_of
from spakky_lint.syntax.uses import Flow

_MAX_DEPTH = 8
_QUALIFIERS = frozenset(
    {"typing.Annotated", "typing_extensions.Annotated", "typing.ClassVar", "typing.Final"}
)
_CLASSES = frozenset({"builtins.str", "builtins.int", "builtins.float", "builtins.bytes"})
"""Classes of elsewhere whose call is known to give an instance."""
_CALLED = "()"
_FRAMEWORK = frozenset({"DirectTaskExecutor", "DirectTaskInvocation"})
_WRITTEN = (
    ((cst.SimpleString, cst.FormattedString), "builtins.str"),
    ((cst.Dict, cst.DictComp), "builtins.dict"),
)


class Origin(Enum):
    """Where an instance comes from."""

    SELF = auto()
    """It is the one whose method runs."""
    GIVEN = auto()
    """Injected, annotated, or got from a container."""
    BUILT = auto()
    """The text makes it itself: ``Orders()``."""


@dataclass(frozen=True, slots=True)
class Instance:
    type: Target
    """The class: of this file, or one that an annotation names."""
    origin: Origin


class Instances:
    """The types of the values in one body.

    Where they are not to be certain, it is not asked who else assigns an attribute: that takes the
    whole tree, and what is told then is still all that a value can be known to be.
    """

    def __init__(
        self,
        flow: Flow,
        declaration: FunctionDeclaration | None,
        module: Module,
        *,
        is_certain: bool = True,
    ) -> None:
        self._is_certain = is_certain
        self._flow = flow
        self._declaration = declaration
        self._module = module

    def of(self, node: cst.BaseExpression) -> Instance | None:
        return self._of(node, self._flow.point, 0)

    def of_receiver(self, call: Call) -> Instance | None:
        """What the method that is called is taken from."""
        node = call.called.node
        return self.of(node.value) if isinstance(node, cst.Attribute) else None

    @cached_property
    def self_name(self) -> str | None:
        """What the method calls its own object."""
        declaration = self._declaration
        if declaration is None or declaration.owner is None:
            return None
        function = declaration.function
        first = function.receiver
        if first is None:
            return None
        by_class = ("builtins.classmethod", "builtins.staticmethod")
        if any(found.target.qualified in by_class for found in function.decorators):
            return None
        return first.name if self._flow.times_bound(first.name) == 1 else None

    def _of(self, node: cst.BaseExpression, point: Point, depth: int) -> Instance | None:
        if depth > _MAX_DEPTH:
            return None
        if isinstance(node, cst.Name):
            return self._named(node, point, depth)
        if isinstance(node, cst.Attribute):
            return self._held(node, node.attr.value, point, depth)
        if isinstance(node, cst.Call):
            return self._made(node, point, depth)
        written = next((name for kind, name in _WRITTEN if isinstance(node, kind)), None)
        return None if written is None else Instance(Target(written), Origin.BUILT)

    def _named(self, node: cst.Name, point: Point, depth: int) -> Instance | None:
        declaration = self._declaration
        if declaration is not None and point == self._flow.point:
            if node.value == self.self_name and declaration.owner is not None:
                own = declaration.owner.key
                if not isinstance(own, cst.ClassDef):
                    return None
                return Instance(Target(declared=own), Origin.SELF)
            for parameter in declaration.function.parameters:
                if parameter.name == node.value:
                    is_never_bound_again = self._flow.times_bound(node.value) == 1
                    known = not parameter.kind.stars and is_never_bound_again
                    return _annotated(parameter.annotation) if known else None
            binding = self._flow.bindings.get(node.value)
            if isinstance(binding, Assigned):
                annotation = self._flow.annotations.get(node.value)
                if annotation is not None:
                    return _annotated(annotation)
                return self._of(binding.expression, self._flow.point, depth + 1)
        followed, at = follow(node, point)
        return None if followed is node else self._of(followed, at, depth + 1)

    def _made(self, node: cst.Call, point: Point, depth: int) -> Instance | None:
        built = resolve(node.func, point)
        if (
            class_of(built, self._module) is not None
            or built.framework in _FRAMEWORK
            or built.qualified in _CLASSES
        ):
            return Instance(built, Origin.BUILT)
        if isinstance(node.func, cst.Attribute) and node.func.attr.value in GETTERS and node.args:
            asked = node.args[0]
            got = resolve(asked.value, point)
            is_known = class_of(got, self._module) is not None or got.framework in _FRAMEWORK
            if is_known and not asked.star:
                return Instance(got, Origin.GIVEN)
        if isinstance(node.func, cst.Attribute) and not node.args:
            return self._held(node.func, called(node.func.attr.value), point, depth)
        return None

    def _held(self, node: cst.Attribute, name: str, point: Point, depth: int) -> Instance | None:
        """``self.shop.orders``, by what the class of the shop says of its attribute ``orders``."""
        holder = self._of(node.value, point, depth + 1)
        class_ = None if holder is None else class_of(holder.type, self._module)
        if holder is None or class_ is None or holder.origin is Origin.BUILT:
            return None  # whoever makes the holder may have made what it is given
        home = class_.reader.home
        if self._is_certain and _may_be_another(node.attr.value, class_, self._module):
            return None
        found = attributes_of(class_, home).of(name)
        if found is None or found.origin is not Origin.SELF:
            return found
        return Instance(found.type, holder.origin)

    def stored_values(self) -> Iterator[tuple[str, cst.BaseExpression]]:
        """``self.orders = orders``: the attributes that the body stores something in."""
        return stored_values(self._flow, self.self_name)

    def may_lead_to_tasks(self, node: cst.BaseExpression) -> bool:
        """Whether what a constructor stores may have to do with tasks; no other module is read."""
        if self._declaration is None:
            return True
        annotated = {
            each.name: each.annotation
            for each in self._declaration.function.parameters
            if each.name != self.self_name and self._flow.times_bound(each.name) == 1
        }
        return may_lead_to_tasks(node, self._flow.point, annotated)


def stored_values(flow: Flow, self_name: str | None) -> Iterator[tuple[str, cst.BaseExpression]]:
    """The attributes that a body gives its own object, each with the value."""
    for node in flow.nodes:
        # By the very class: isinstance is slow on nodes, and none is subclassed.
        if type(node) is cst.Assign and len(node.targets) == 1:
            target: cst.BaseExpression = node.targets[0].target
        elif type(node) is cst.AnnAssign:
            target = node.target
        else:
            continue
        name = name_taken(target, self_name)
        if name is not None and node.value is not None:
            yield name, node.value


def _may_be_another(attribute: str, class_: ClassDeclaration, module: Module) -> bool:
    """Whether what is found under the name may not be what its instances have."""
    if assignments_to(attribute, class_, module) > 1:
        return True
    methods = effective_methods(class_, module)
    return any(method.name == attribute for _, method in methods) and any(
        attribute in below.names for below in subclasses_of(class_, module)
    )


def assignments_to(attribute: str, class_: ClassDeclaration, module: Module) -> int:
    """How often this file, or one of the class or its bases, may assign that attribute to it.

    Other classes may well have an attribute of the same name: what they give to their own ``self``
    does not count.
    """
    bases = ancestors(class_, module)
    homes = {module, *(member.reader.home for member in (class_, *bases))}
    givers = [giver for home in homes for giver in _givers(attribute, home)]
    if len(givers) <= 1:
        return len(givers)
    family = {member.key for member in (class_, *bases, *subclasses_of(class_, module))}
    return sum(giver is None or giver in family for giver in givers)


@once_each
def _givers(attribute: str, module: Module) -> Sequence[object]:
    """Who may assign the attribute: the class whose ``self`` it is given to, None for any other."""
    document = module.document
    tree = tree_of(document)
    return [
        None if method is None else next(tree.scopes(method))
        for method in (
            tree.method_of_self(change.owner) for change in changes_of(attribute, document)
        )
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Stored:
    """``self.orders = orders`` in a constructor, or ``return self.orders`` in a property."""

    value: cst.BaseExpression
    instances: Instances

    def instance(self) -> Instance | None:
        return self.instances.of(self.value)

    def may_lead_to_tasks(self) -> bool:
        return self.instances.may_lead_to_tasks(self.value)


@dataclass(frozen=True, slots=True, eq=False)
class _Annotated:
    """``orders: Orders`` in a class."""

    annotation: Expression | None

    def instance(self) -> Instance | None:
        return _annotated(self.annotation)

    def may_lead_to_tasks(self) -> bool:
        said = self.annotation
        return said is not None and may_lead_to_tasks(said.node, said.point, {})


@dataclass(frozen=True, slots=True, eq=False)
class Attributes:
    """What the attributes of the instances of a class are; each is worked out when asked for."""

    said: Mapping[str, Sequence[_Stored | _Annotated]]
    """By name, what the constructor says of it, and then the fields, nearest last; what methods
    give stands there by what `called` makes of their names.
    """
    known: dict[str, Instance | None] = field(default_factory=dict)
    being_read: set[str] = field(default_factory=set)

    def of(self, name: str) -> Instance | None:
        if name in self.being_read or name not in self.said:  # `self.a = self.b` asks again
            return None
        return remembering(self.known, name, self._read, name)

    def leading_to_tasks(self, names: Set[str]) -> Iterator[Instance]:
        """Those of the names that may have to do with tasks; for others no module is read."""
        for name, said in self.said.items():
            is_asked = name.removesuffix(_CALLED) in names
            if is_asked and any(each.may_lead_to_tasks() for each in said):
                instance = self.of(name)
                if instance is not None:
                    yield instance

    def _read(self, name: str) -> Instance | None:
        self.being_read.add(name)
        try:
            found = (each.instance() for each in reversed(self.said[name]))
            return next((each for each in found if each is not None), None)
        finally:
            self.being_read.discard(name)


@once_a_class
def attributes_of(class_: ClassDeclaration, module: Module) -> Attributes:
    """What the attributes of its instances are, as far as its own file tells."""
    said: dict[str, list[_Stored | _Annotated]] = {}
    downwards = (*reversed(ancestors(class_, module)), class_)
    for member in downwards:
        for method in member.functions:
            if method.name == "__init__":
                for name in member.names:
                    said.pop(name, None)  # who does not call the constructor of a base has this
                instances = Instances(Flow(method.body), MethodDeclaration(method, member), module)
                for name, value in instances.stored_values():
                    said.setdefault(name, []).append(_Stored(value, instances))
    for member, method in effective_methods(class_, module):
        if isinstance(method.body.node, cst.FunctionDef):
            given = _handed_out(method.body.node)
            asked = None if given is None else _asked_by(method)
            if given is not None and asked is not None:
                instances = Instances(Flow(method.body), MethodDeclaration(method, member), module)
                said.setdefault(asked, []).append(_Stored(given, instances))
    for member in downwards:
        for each in member.fields:
            said.setdefault(each.name, []).append(_Annotated(each.annotation))
    return Attributes(said)


def called(method: str) -> str:
    """The name by which `Attributes` has what a method gives."""
    return f"{method}{_CALLED}"


def _asked_by(method: Function) -> str | None:
    """How one gets at what the method returns: as an attribute, or by a call without arguments."""
    if method.is_async:
        return None
    if not method.written and not method.late:
        return called(method.name) if len(method.parameters) == 1 else None
    is_attribute = [each.target.qualified for each in method.decorators] in PROPERTIES
    return method.name if is_attribute else None


def _handed_out(node: cst.FunctionDef) -> cst.Attribute | None:
    """``self.orders`` of a method that does nothing but to return it."""
    only = [*statements_in(node.body.body)]
    statement = only[-1] if only and all(map(is_text, only[:-1])) else None
    value = statement.value if isinstance(statement, cst.Return) else None
    return value if isinstance(value, cst.Attribute) else None


def _annotated(annotation: Expression | None) -> Instance | None:
    if annotation is None:
        return None
    target = plain_target(read_annotation(annotation))
    return None if target is None else Instance(target, Origin.GIVEN)


def plain_target(annotation: Annotation) -> Target | None:
    """The one class that an annotation names, perhaps beside None."""
    named = [member for member in annotation.members if not member.is_none]
    if len(named) != 1:
        return None
    inner = named[0]
    if inner.target.qualified in _QUALIFIERS:
        return plain_target(inner.arguments[0]) if inner.arguments else None
    return inner.target
