"""Where methods of this file's classes are called, and on what.

Only methods that carry one of the framework's decorators, or whose class does, are looked for, and
only in the functions whose text has their names: most files call none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

import libcst as cst

from spakky_lint.syntax.annotations import Annotation, read_annotation
from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Function,
    FunctionDeclaration,
    Module,
    ParameterKind,
)
from spakky_lint.syntax.expressions import Call, Expression
from spakky_lint.syntax.hierarchy import (
    ancestors,
    class_of,
    effective_methods,
    has_unseen_bases,
    heirs,
)
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.scopes import Assigned, Point
from spakky_lint.syntax.uses import Flow, ResultUse

_MAX_DEPTH = 8
_GETTERS = frozenset({"get", "get_or_none"})
"""How a container is asked for the pod of a class."""
_QUALIFIERS = frozenset({"typing.Annotated", "typing.Final", "typing.ClassVar"})


class Receiver(Enum):
    """What a method is called on."""

    SELF = auto()
    INSTANCE = auto()
    """Injected, annotated, or got from a container: a proxy, where the application is running."""
    BUILT = auto()
    """An instance that the text makes itself: ``Orders()``."""
    CLASS = auto()
    """The class: ``Orders.confirm(...)``."""


_Typed = tuple[ClassDeclaration, Receiver]


@dataclass(frozen=True, slots=True, eq=False)
class MethodReference:
    """``receiver.method``, whatever is done with it; ``self.confirm.delay(...)`` is one."""

    method: Function
    owner: ClassDeclaration
    """The class that the method stands in."""
    receiver: Receiver
    receiver_class: ClassDeclaration
    place: Place
    """The name of the method."""
    target: Place
    """The receiver."""
    uses: tuple[ResultUse, ...]
    """What becomes of the method itself; empty where it is called."""
    within: FunctionDeclaration | None
    """The function that it stands in, None at the top level."""


@dataclass(frozen=True, slots=True, eq=False)
class MethodCall:
    """``receiver.method(...)``."""

    call: Call
    method: Function
    owner: ClassDeclaration
    """The class that the method stands in."""
    receiver: Receiver
    receiver_class: ClassDeclaration
    place: Place
    """The name of the method."""
    target: Place
    """The receiver."""
    is_awaited: bool
    uses: tuple[ResultUse, ...]
    """What becomes of the result, or of what awaiting it gives."""
    within: FunctionDeclaration | None
    """The function that it stands in, None at the top level."""


def method_uses(module: Module) -> Iterator[MethodCall | MethodReference]:
    """Every call of, and reference to, a method that the framework has to do with."""
    names = _names_of_interest(module)
    if not names:
        return
    around = functions_around(re.compile(rf"\.\s*(?:{'|'.join(sorted(names))})\b"), module.text)
    if around is None:
        return
    types = _Attributes(module)
    for declaration in module.functions:
        if declaration.function.name in around:
            yield from _BodyReader(declaration.function.body, declaration, types).read(names)
    if module.body is not None:
        yield from _BodyReader(module.body, None, types).read(names)


def _names_of_interest(module: Module) -> set[str]:
    names: set[str] = set()
    for class_ in module.classes:
        guarded = any(decorator.is_auth for decorator in class_.decorators)
        for function in class_.functions:
            if guarded or any(decorator.name is not None for decorator in function.decorators):
                names.add(function.name)
    return {name for name in names if not (name.startswith("__") and name.endswith("__"))}


_DEFINITION = re.compile(
    r"^(?P<indentation>[ \t]*)(?:(?:async[ \t]+)?def[ \t]+(?P<name>\w+)|class\b)", re.MULTILINE
)


def functions_around(pattern: re.Pattern[str], text: str) -> frozenset[str] | None:
    """The names of all functions that a match may stand in; None where there is no match.

    Read from the text, for the places of nodes cost more than the parse. It may name too many.
    """
    hits = [match.start() for match in pattern.finditer(text)]
    if not hits:
        return None
    definitions = [
        (match.start(), len(match["indentation"].expandtabs()), match["name"])
        for match in _DEFINITION.finditer(text)
    ]
    found: set[str] = set()
    before = 0
    for hit in hits:
        while before < len(definitions) and definitions[before][0] < hit:
            before += 1
        limit: int | None = None
        for _, indentation, name in reversed(definitions[:before]):
            if limit is None or indentation < limit:
                limit = indentation
                if name is not None:
                    found.add(name)
            if limit == 0:
                break
    return frozenset(found)


class _BodyReader:
    """Finds the methods in one body, with the types that its names are known to have."""

    def __init__(
        self, body: Body, declaration: FunctionDeclaration | None, types: _Attributes
    ) -> None:
        self._flow = Flow(body)
        self._declaration = declaration
        self._types = types
        self._module = types.module
        self._reader = body.reader

    def read(self, names: set[str]) -> Iterator[MethodCall | MethodReference]:
        called = {id(call.func): call for call in self._flow.calls()}
        for node in self._flow.nodes:
            if type(node) is not cst.Attribute or node.attr.value not in names:
                continue
            if isinstance(node.value, cst.Attribute):
                typed = self._attribute(node.value)
            else:
                typed = self._type(node.value, self._flow.point, 0)
            if typed is None:
                continue
            receiver_class, receiver = typed
            found = _method(receiver_class, receiver, node.attr.value, self._module)
            if found is None:
                continue
            owner, method = found
            place, target = self._reader.place(node.attr), self._reader.place(node.value)
            call = called.get(id(node))
            if call is None:
                yield MethodReference(
                    method, owner, receiver, receiver_class, place, target,
                    self._flow.uses(node), self._declaration,
                )  # fmt: skip
                continue
            yield MethodCall(
                self._flow.read(call), method, owner, receiver, receiver_class, place, target,
                self._flow.is_awaited(call), self._flow.uses(call), self._declaration,
            )  # fmt: skip

    @cached_property
    def _self_name(self) -> str | None:
        declaration = self._declaration
        if declaration is None or declaration.owner is None:
            return None
        function = declaration.function
        first = next(iter(function.parameters), None)
        is_plain = first is not None and first.kind in (
            ParameterKind.POSITIONAL,
            ParameterKind.POSITIONAL_ONLY,
        )
        by_class = ("builtins.classmethod", "builtins.staticmethod")
        if first is None or not is_plain:
            return None
        if any(decorator.target.qualified in by_class for decorator in function.decorators):
            return None
        # Bound once: as the parameter, and never again.
        return first.name if self._flow.times_bound(first.name) == 1 else None

    def _type(self, node: cst.BaseExpression, point: Point, depth: int) -> _Typed | None:
        """The class of this file that ``node`` is an instance of, or is itself."""
        if depth > _MAX_DEPTH:
            return None
        if isinstance(node, cst.Name):
            return self._named(node, point, depth)
        if isinstance(node, cst.Attribute):
            return self._attribute(node)
        if isinstance(node, cst.Call):
            return self._made(node, point)
        return None

    def _named(self, node: cst.Name, point: Point, depth: int) -> _Typed | None:
        name, declaration = node.value, self._declaration
        if declaration is not None and name == self._self_name and declaration.owner is not None:
            return declaration.owner, Receiver.SELF
        binding = self._flow.bindings.get(name)
        if declaration is not None and binding is not None and not isinstance(binding, Assigned):
            for parameter in declaration.function.parameters:
                if parameter.name == name and self._flow.times_bound(name) == 1:
                    return self._annotated(parameter.annotation)
        if declaration is not None and isinstance(binding, Assigned):
            annotation = self._flow.annotations.get(name)
            if annotation is not None:
                return self._annotated(annotation)
            return self._type(binding.expression, self._flow.point, depth + 1)
        class_ = class_of(self._reader.resolver.resolve(node, point), self._module)
        if class_ is not None:
            return class_, Receiver.CLASS
        followed, at = self._reader.resolver.follow(node, point)
        return None if followed is node else self._type(followed, at, depth + 1)

    def _made(self, node: cst.Call, point: Point) -> _Typed | None:
        resolver = self._reader.resolver
        built = class_of(resolver.resolve(node.func, point), self._module)
        if built is not None:
            return built, Receiver.BUILT
        if isinstance(node.func, cst.Attribute) and node.func.attr.value in _GETTERS and node.args:
            asked = node.args[0]
            got = class_of(resolver.resolve(asked.value, point), self._module)
            if got is not None and not asked.star:
                return got, Receiver.INSTANCE
        return None

    def _annotated(self, annotation: Expression | None) -> _Typed | None:
        if annotation is None:
            return None
        class_ = plain_class(read_annotation(annotation), self._module)
        return None if class_ is None else (class_, Receiver.INSTANCE)

    def _attribute(self, node: cst.Attribute) -> _Typed | None:
        """``self.orders``, by what the class says of its attribute ``orders``."""
        declaration = self._declaration
        if declaration is None or declaration.owner is None:
            return None
        if not isinstance(node.value, cst.Name) or node.value.value != self._self_name:
            return None
        return self._types.of(declaration.owner).get(node.attr.value)

    def stored(self) -> Iterator[tuple[str, _Typed]]:
        """``self.orders = orders``: the attributes that the body stores something typed in."""
        for node in self._flow.nodes:
            if isinstance(node, cst.Assign) and len(node.targets) == 1:
                target = node.targets[0].target
            elif isinstance(node, cst.AnnAssign):
                target = node.target
            else:
                continue
            if (
                isinstance(target, cst.Attribute)
                and isinstance(target.value, cst.Name)
                and target.value.value == self._self_name
                and isinstance(node.value, (cst.Name, cst.Call))
            ):
                typed = self._type(node.value, self._flow.point, 0)
                if typed is not None and typed[1] is not Receiver.CLASS:
                    yield target.attr.value, typed


class _Attributes:
    """The types of the attributes of a file's classes, each class worked out once."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._known: dict[object, Mapping[str, _Typed]] = {}

    def of(self, class_: ClassDeclaration) -> Mapping[str, _Typed]:
        found = self._known.get(class_.key)
        if found is None:
            self._known[class_.key] = {}  # while it is read: `self.a = self.b` asks again
            found = self._known[class_.key] = dict(self._read(class_))
        return found

    def _read(self, class_: ClassDeclaration) -> Iterator[tuple[str, _Typed]]:
        """By annotated fields, and by what ``__init__`` stores."""
        module = self.module
        for member, method in effective_methods(class_, module):
            if method.name == "__init__":
                constructor = FunctionDeclaration(method, member)
                for name, typed in _BodyReader(method.body, constructor, self).stored():
                    if _assignments_to(name, module.text) == 1:
                        yield name, typed
        for member in (*reversed([*ancestors(class_, module)]), class_):
            for field in member.fields:
                inner = plain_class(read_annotation(field.annotation), module)
                if inner is not None and _assignments_to(field.name, module.text) <= 1:
                    yield field.name, (inner, Receiver.INSTANCE)


def plain_class(annotation: Annotation, module: Module) -> ClassDeclaration | None:
    """The class of this file that an annotation names, perhaps beside None."""
    named = [member for member in annotation.members if not member.is_none]
    if len(named) != 1:
        return None
    inner = named[0]
    if inner.target.qualified in _QUALIFIERS:
        return plain_class(inner.arguments[0], module) if inner.arguments else None
    return class_of(inner.target, module)


def _assignments_to(attribute: str, text: str) -> int:
    """How often the file assigns ``something.attribute``."""
    return len(re.findall(rf"\.{attribute}\s*(?::[^=\n]+)?=(?!=)", text))


def _method(
    class_: ClassDeclaration, receiver: Receiver, name: str, module: Module
) -> tuple[ClassDeclaration, Function] | None:
    """The method that is certainly meant: no heir and no base that is not seen has another."""
    found = next((pair for pair in effective_methods(class_, module) if pair[1].name == name), None)
    if found is None:
        return None
    owner, method = found
    if [function.name for function in owner.functions].count(name) != 1:
        return None  # overloads, setters, branches: which one it is depends
    if owner is not class_ and has_unseen_bases(class_, module):
        return None
    if receiver in (Receiver.SELF, Receiver.INSTANCE) and any(
        name in heir.names for heir in heirs(class_, module)
    ):
        return None
    return owner, method
