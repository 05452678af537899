"""Where methods of the program's classes are called, and on what.

Only methods that carry one of the framework's decorators, or whose class does, are looked for, and
only in the functions whose text has their names: most files call none of them.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from enum import Enum, auto

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex
from spakky_lint.syntax import cst
from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Function,
    FunctionDeclaration,
    Module,
)
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.hierarchy import (
    class_of,
    derived_methods,
    effective_methods,
    has_unseen_bases,
    subclasses_of,
    with_ancestors,
    with_subclasses,
)
from spakky_lint.syntax.imported_names import (
    may_have_tasks,
    may_have_tasks_of_others,
    names_with_tasks,
)
from spakky_lint.syntax.instances import Instances, Origin, attributes_of
from spakky_lint.syntax.memo import once_a_class, once_a_module
from spakky_lint.syntax.names import resolve
from spakky_lint.syntax.outside import Found
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.scopes import Declared, ScopeKind, joined
from spakky_lint.syntax.tree import tree_of
from spakky_lint.syntax.uses import Flow, ResultUse
from spakky_lint.syntax.words import is_special

_ATTRIBUTE = regex(r"\.(?:\s|\\|\#[^\r\n]*+)*+(\w+)")
_DEFINITION = regex(r"^[ \t]*+(?:async[ \t]++)?def[ \t]++(\w+)", re.MULTILINE)
_HARD_TO_READ = ("\\\n", "\r", "\f")
"""The signs by which a definition may be written otherwise."""


class Receiver(Enum):
    """What a method is called on."""

    SELF = auto()
    INSTANCE = auto()
    """Injected, annotated, or got from a container: a proxy, where the application is running."""
    BUILT = auto()
    """An instance that the text makes itself: ``Orders()``."""
    CLASS = auto()
    """The class: ``Orders.confirm(...)``."""
    SUPER = auto()
    """``super()``: the same object, past its proxy and what its class says of the method."""


_RECEIVERS = {
    Origin.SELF: Receiver.SELF,
    Origin.GIVEN: Receiver.INSTANCE,
    Origin.BUILT: Receiver.BUILT,
}

_Typed = tuple[ClassDeclaration, Receiver]


@dataclass(frozen=True, slots=True, eq=False)
class MethodUse:
    """``receiver.method``, called or not."""

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
    """What becomes of it: of the result, of what awaiting that gives, or of the method itself."""
    within: FunctionDeclaration | None
    """The function that it stands in, None at the top level."""
    call: Call | None = None
    is_awaited: bool = False


class MethodReference(MethodUse):
    """It is not called itself: ``self.confirm.delay(...)``."""

    __slots__ = ()


class MethodCall(MethodUse):
    """``receiver.method(...)``."""

    __slots__ = ()
    call: Call


@once_a_module
def method_uses(module: Module) -> Sequence[MethodCall | MethodReference]:
    """Every call of, and reference to, a method that the framework has to do with."""
    return tuple(_method_uses(module))


def _method_uses(module: Module) -> Iterator[MethodCall | MethodReference]:
    if not _attribute_names(module) or not may_have_tasks(module):
        return
    names = _names_of_interest(module)
    if not names:
        return
    around = _functions_with(names, module)
    if around is None:
        return
    for declaration in module.functions:
        if declaration.function.key in around:
            yield from _BodyReader(declaration.function.body, declaration, module).read(names)
    yield from _BodyReader(module.body, None, module).read(names)


def _names_of_interest(module: Module) -> set[str]:
    classes = _held((*module.classes, *_imported_classes(module)), module)
    family = dict.fromkeys(
        member for class_ in classes for member in with_ancestors(class_, module)
    )
    names = {name for class_ in family for name in _names_in(class_, module)}
    return {name for name in names if not is_special(name)}


def _held(classes: Iterable[ClassDeclaration], module: Module) -> Mapping[ClassDeclaration, object]:
    """These classes, and those of what they hold, by attributes that the module asks for.

    There may be more: of a file that has no tasks of others, all classes are.
    """
    found = dict.fromkeys(classes)
    waiting = [*found]
    asked = _attribute_names(module)
    taken_whole: set[Module] = set()
    while waiting:
        class_ = waiting.pop()
        home = class_.reader.home
        if home in taken_whole:
            continue
        held: Iterable[ClassDeclaration] = ()
        if may_have_tasks_of_others(home):
            held = _held_by(class_, home, asked)
        elif may_have_tasks(home):
            taken_whole.add(home)
            held = home.classes
        fresh = [each for each in held if each not in found]
        found.update(dict.fromkeys(fresh))
        waiting += fresh
    return found


def _held_by(
    class_: ClassDeclaration, home: Module, asked: frozenset[str]
) -> Iterator[ClassDeclaration]:
    for instance in attributes_of(class_, home).leading_to_tasks(asked):
        held = class_of(instance.type, home)
        if held is not None:
            yield held


@once_a_class
def _names_in(class_: ClassDeclaration, module: Module) -> frozenset[str]:
    above = with_ancestors(class_, module)
    guarded = any(decorator.is_auth for member in above for decorator in member.decorators)
    return frozenset(
        function.name
        for function in (*class_.functions, *class_.derived)
        if guarded or any(decorator.name is not None for decorator in function.decorators)
    )


def _imported_classes(module: Module) -> Iterator[ClassDeclaration]:
    """The classes of other modules that the module has names for, in whatever scope."""
    for owner, name in names_with_tasks(module):
        dotted = owner if name is None else joined(owner, name)
        found = None if name is None else module.outside.find(dotted)
        if isinstance(found, Found):
            if isinstance(found.binding, Declared) and not found.rest:
                class_ = module.outside.class_of(found.binding.node)
                if class_ is not None:
                    yield class_
        else:
            yield from module.outside.classes_of(dotted)


def _functions_with(names: set[str], module: Module) -> frozenset[object] | None:
    """The keys of the functions that may have attributes of these names; None where nothing has."""
    if names.isdisjoint(_attribute_names(module)):
        return None
    called = _called_around(names, module)
    if called is not None:
        functions = (each.function for each in module.functions)
        return frozenset(each.key for each in functions if each.name_in_def in called)
    tree = tree_of(module.document)
    found = [node for name in names for node in tree.attributes.get(name, ())]
    if not found:
        return None
    return frozenset(around for node in found for around in tree.functions_around(node))


def _called_around(names: set[str], module: Module) -> Set[str] | None:
    """What the functions are called that have such attributes, by the text alone.

    None where the text does not tell: a function stands in another one, or what looks like a
    definition is none.
    """
    starts = _starts_of_functions(module)
    if starts is None:
        return None
    places = [start for start, _ in starts]
    called: set[str] = set()
    for attribute in _ATTRIBUTE.finditer(module.text):
        if attribute[1] in names:
            number = bisect(places, attribute.start())
            called.update(name for _, name in starts[number - 1 : number])
    return called


def _starts_of_functions(module: Module) -> Sequence[tuple[int, str]] | None:
    """Where the definition of each function begins, and its name; None where that is not plain."""
    functions = [each.function for each in module.functions]
    enclosures = {each.enclosure for each in functions}
    enclosures.update(each.enclosure for each in module.classes)
    if ScopeKind.FUNCTION in enclosures or any(sign in module.text for sign in _HARD_TO_READ):
        return None
    found = [(each.start(), each[1]) for each in _DEFINITION.finditer(module.text)]
    # All that is one is among them, so that as many are the same.
    is_plain = len(found) == len(functions) == len({id(each.key) for each in functions})
    return found if is_plain else None


@once_a_module
def _attribute_names(module: Module) -> frozenset[str]:
    """What stands behind a dot; it only tells that there is nothing to look for."""
    return frozenset(_ATTRIBUTE.findall(module.text))


class _BodyReader:
    """Finds the methods in one body."""

    def __init__(self, body: Body, declaration: FunctionDeclaration | None, module: Module) -> None:
        self._flow = Flow(body)
        self._declaration = declaration
        self._module = module
        self._instances = Instances(self._flow, declaration, module)
        self._likely = Instances(self._flow, declaration, module, is_certain=False)
        self._reader = body.reader

    def read(self, names: set[str]) -> Iterator[MethodCall | MethodReference]:
        called = {id(call.func): call for call in self._flow.calls()}
        for node in self._flow.nodes:
            if type(node) is not cst.Attribute or node.attr.value not in names:
                continue
            typed = self._typed(node.value, self._likely)
            if typed is None:
                continue
            receiver_class, receiver = typed
            found = _method(receiver_class, receiver, node.attr.value, self._module)
            # Last, for most names are those of other methods.
            if found is None or self._typed(node.value, self._instances) is None:
                continue
            owner, method = found
            place, target = self._reader.place(node.attr), self._reader.place(node.value)
            call = called.get(id(node))
            uses = self._flow.uses(node if call is None else call)
            use = (method, owner, receiver, receiver_class, place, target, uses, self._declaration)
            if call is None:
                yield MethodReference(*use)
            else:
                yield MethodCall(*use, self._flow.read(call), self._flow.is_awaited(call))

    def _typed(self, node: cst.BaseExpression, instances: Instances) -> _Typed | None:
        """The class of the program that `node` is an instance of, or is itself."""
        if isinstance(node, (cst.Attribute, cst.Name)):
            named = class_of(resolve(node, self._flow.point), self._module)
            if named is not None:
                return named, Receiver.CLASS
        elif self._is_super(node) and self._declaration and self._declaration.owner:
            return self._declaration.owner, Receiver.SUPER
        instance = instances.of(node)
        class_ = None if instance is None else class_of(instance.type, self._module)
        return None if instance is None or class_ is None else (class_, _RECEIVERS[instance.origin])

    def _is_super(self, node: cst.BaseExpression) -> bool:
        if not isinstance(node, cst.Call) or node.args or self._instances.self_name is None:
            return False
        return resolve(node.func, self._flow.point).qualified == "builtins.super"


def _method(
    class_: ClassDeclaration, receiver: Receiver, name: str, module: Module
) -> tuple[ClassDeclaration, Function] | None:
    """The method that is certainly meant: no subclass and no base that is not seen has another."""
    if receiver is Receiver.SUPER:
        return _inherited(class_, name, module)
    methods = (*effective_methods(class_, module), *derived_methods(class_, module))
    found = next((pair for pair in methods if pair[1].name == name), None)
    if found is None:
        return None
    owner, method = found
    if [function.name for function in (*owner.functions, *owner.derived)].count(name) != 1:
        return None  # overloads, setters, branches: which one it is depends
    if owner is not class_ and has_unseen_bases(class_, module):
        return None
    if receiver in (Receiver.SELF, Receiver.INSTANCE) and any(
        name in subclass.names for subclass in subclasses_of(class_, module)
    ):
        return None
    return owner, method


def _inherited(
    class_: ClassDeclaration, name: str, module: Module
) -> tuple[ClassDeclaration, Function] | None:
    """What ``super()`` of the class finds, of whichever class of the program the object is."""
    if any(has_unseen_bases(each, module) for each in with_ancestors(class_, module)):
        return None
    owners = {
        _first_behind(class_, name, with_ancestors(each, module))
        for each in with_subclasses(class_, module)
    }
    owner = owners.pop()
    if owner is None or owners:
        return None
    named = [each for each in owner.functions if each.name == name]
    return (owner, named[0]) if len(named) == 1 else None


def _first_behind(
    class_: ClassDeclaration, name: str, order: Sequence[ClassDeclaration]
) -> ClassDeclaration | None:
    behind = order[order.index(class_) + 1 :]
    return next((each for each in behind if name in each.names), None)
