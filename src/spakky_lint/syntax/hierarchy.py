"""What the classes of a program are to each other and to the framework."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from typing import TypeVar

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.declarations import ANY_NAME, ClassDeclaration, Function, Module
from spakky_lint.syntax.framework import STEREOTYPES
from spakky_lint.syntax.linearization import order_below
from spakky_lint.syntax.memo import is_known, once_a_class, once_a_module
from spakky_lint.syntax.names import Target

T = TypeVar("T")

_ABSTRACT_BASES = frozenset({"abc.ABC", "typing.Protocol", "typing_extensions.Protocol"})


@dataclass(frozen=True, slots=True)
class _Families:
    """What rules ask for again and again, worked out once a file."""

    by_key: Mapping[object, ClassDeclaration]
    unclear: Mapping[str, tuple[ClassDeclaration, ...]]
    """Name to the classes that have it in a base that is not understood."""


@once_a_module
def _families_of(module: Module) -> _Families:
    by_key = {declaration.key: declaration for declaration in module.classes}
    unclear: dict[str, tuple[ClassDeclaration, ...]] = {}
    for declaration in module.classes:
        for name in declaration.unclear_bases:
            unclear[name] = (*unclear.get(name, ()), declaration)
    return _Families(by_key, unclear)


@once_a_module
def _subclasses_in(module: Module) -> Mapping[object, Sequence[ClassDeclaration]]:
    """By class, of whatever file, the classes of this one that inherit it."""
    found: dict[object, list[ClassDeclaration]] = {}
    for declaration in module.classes:
        for ancestor in ancestors(declaration, module):
            found.setdefault(ancestor.key, []).append(declaration)
    return found


def class_of(target: Target, module: Module) -> ClassDeclaration | None:
    """The class of the program that ``target`` refers to."""
    if target.declared is None:
        return None
    own = _families_of(module).by_key.get(target.declared)
    return own or module.outside.class_of(target.declared)


def is_handler(declaration: ClassDeclaration, module: Module) -> bool:
    if "TaskHandler" in declaration.marks:
        return True
    made = module.made_handlers
    return bool(made) and declaration.key in made  # most often there are none, and a key is slow


@once_a_class
def ancestors(declaration: ClassDeclaration, module: Module) -> Sequence[ClassDeclaration]:
    """The bases that the program has, each once, in the order in which Python looks."""
    return with_ancestors(declaration, module)[1:]


@once_a_class
def with_ancestors(declaration: ClassDeclaration, module: Module) -> tuple[ClassDeclaration, ...]:
    """The class, and behind it its `ancestors`."""
    return seen_order(declaration, module) or tuple(_family(declaration, module))


@once_a_class
def seen_order(
    declaration: ClassDeclaration, module: Module
) -> tuple[ClassDeclaration, ...] | None:
    """The class and the bases that the program has; None where Python would refuse them."""
    above = _without_order(declaration, module)
    if above is None:
        return None
    for member in above:
        seen_order(member, module)
    bases = direct_bases(declaration, module)
    order = order_below(declaration, bases, [seen_order(base, module) for base in bases])
    return None if order is None else tuple(order)


def _without_order(
    declaration: ClassDeclaration, module: Module
) -> Sequence[ClassDeclaration] | None:
    """Those above it that nobody has asked for their order, each below its bases, so that no long
    line of classes is gone up by recursion. None where a class inherits itself.
    """
    found: list[ClassDeclaration] = []
    begun: dict[ClassDeclaration, bool] = {}
    """Whether what is above the class is all found."""
    waiting = [declaration]
    while waiting:
        member = waiting[-1]
        if begun.get(member) is not None:
            waiting.pop()
            if not begun[member]:
                begun[member] = True
                found.append(member)
            continue
        begun[member] = False
        for base in direct_bases(member, module):
            if begun.get(base) is False:
                return None
            if base not in begun and not is_known(seen_order, base):
                waiting.append(base)
    return found[:-1]


@once_a_class
def direct_bases(declaration: ClassDeclaration, module: Module) -> tuple[ClassDeclaration, ...]:
    """Those bases that the program has."""
    found = (class_of(base, module) for base in declaration.bases)
    return tuple([base for base in found if base is not None])


def bases_elsewhere(family: Iterable[ClassDeclaration], module: Module) -> Iterator[Target]:
    """Those of the classes that the program does not have."""
    bases = (base for member in family for base in member.bases)
    return (base for base in bases if class_of(base, module) is None)


def once_a_class_from_above(
    function: Callable[[ClassDeclaration, Module], T],
) -> Callable[[ClassDeclaration, Module], T]:
    """As `once_a_class`, for what asks the same of the bases: all of these are asked before."""
    remembered = once_a_class(function)

    @wraps(function)
    def asked(declaration: ClassDeclaration, module: Module) -> T:
        # With a base, all that is above it is known.
        if not is_known(function, declaration) and not all(
            is_known(function, base) for base in direct_bases(declaration, module)
        ):
            for member in reversed((seen_order(declaration, module) or ())[1:]):
                if not is_known(function, member):
                    remembered(member, module)
        return remembered(declaration, module)

    return asked


def anywhere_above(
    predicate: Callable[[ClassDeclaration, Module], bool],
) -> Callable[[ClassDeclaration, Module], bool]:
    """Whether ``predicate`` is true of a class or of one that it inherits, each asked once.

    Only for what is the same whichever module of the program asks.
    """

    @wraps(predicate)
    def found(declaration: ClassDeclaration, module: Module) -> bool:
        if predicate(declaration, module):
            return True
        if seen_order(declaration, module) is None:
            return any(predicate(base, module) for base in ancestors(declaration, module))
        return any(asked(base, module) for base in direct_bases(declaration, module))

    asked = once_a_class_from_above(found)
    return asked


def _family(declaration: ClassDeclaration, module: Module) -> Iterable[ClassDeclaration]:
    """The class and its bases, where Python would refuse them."""
    family = {declaration: None}
    queue = deque([declaration])
    while queue:
        for base in direct_bases(queue.popleft(), module):
            if base not in family:
                family[base] = None
                queue.append(base)
    return family


def subclasses_of(declaration: ClassDeclaration, module: Module) -> Sequence[ClassDeclaration]:
    """The classes of the program that inherit ``declaration``."""
    return (*subclasses_here(declaration, module), *module.outside.subclasses(declaration))


def with_subclasses(declaration: ClassDeclaration, module: Module) -> Iterator[ClassDeclaration]:
    """The class, and then those that inherit it, for whom the whole program is looked through."""
    yield declaration
    yield from subclasses_of(declaration, module)


def subclasses_here(declaration: ClassDeclaration, module: Module) -> Sequence[ClassDeclaration]:
    """Those of its own file."""
    return _subclasses_in(declaration.reader.home).get(declaration.key, ())


def subclasses_in(module: Module, declaration: ClassDeclaration) -> Sequence[ClassDeclaration]:
    """Those of some file."""
    return _subclasses_in(module).get(declaration.key, ())


def may_have_unseen_subclasses(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether a class of this file has a base that may be ``declaration``."""
    unclear = _families_of(module).unclear
    return any(
        other is not declaration
        for name in (declaration.name, ANY_NAME)
        for other in unclear.get(name, ())
    )


@anywhere_above
def has_unseen_bases(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether the class may inherit something that does not stand in this file."""
    return any(
        class_of(base, module) is None and base.qualified not in _PLAIN_BASES
        for base in declaration.bases
    )


_PLAIN_BASES = _ABSTRACT_BASES | {"builtins.object", "typing.Generic"}


def has_type_parameters(declaration: ClassDeclaration) -> bool:
    """Whether it is ``class Name[T]``."""
    key = declaration.key
    return isinstance(key, cst.ClassDef) and key.type_parameters is not None


def pods(declaration: ClassDeclaration, module: Module) -> Iterator[ClassDeclaration]:
    """The class, and those of this file that inherit it, that the container is known to hold."""
    for member in (declaration, *subclasses_of(declaration, module)):
        if member.key in module.made_handlers or any(
            decorator.name in STEREOTYPES for decorator in member.decorators
        ):
            yield member


@once_a_class
def is_pod(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether the container is known to hold the class, or one of this file that inherits it."""
    return any(True for _ in pods(declaration, module))


@once_a_class_from_above
def effective_methods(
    declaration: ClassDeclaration, module: Module
) -> Sequence[tuple[ClassDeclaration, Function]]:
    """The methods of the class with the class that each stands in, inherited ones too.

    One that is overridden may still be there by another name.
    """
    found = [(declaration, each) for each in declaration.functions]
    base = _only_base(declaration, module)
    if base is not None and declaration.names.isdisjoint(_names_of_methods(base, module)):
        return (*found, *effective_methods(base, module))  # it overrides nothing
    taken = {*declaration.names}
    for member in ancestors(declaration, module):
        found += [(member, each) for each in member.functions if not taken.issuperset(each.names)]
        taken |= member.names
    return tuple(found)


@once_a_class_from_above
def _names_of_methods(declaration: ClassDeclaration, module: Module) -> frozenset[str]:
    """What the bodies of the class and its bases call their methods."""
    base = _only_base(declaration, module)
    family = with_ancestors(declaration, module) if base is None else (declaration,)
    names = frozenset(name for each in family for one in each.functions for name in one.names)
    return names if base is None else names | _names_of_methods(base, module)


def _only_base(declaration: ClassDeclaration, module: Module) -> ClassDeclaration | None:
    """The base that it has everything from which it inherits."""
    bases = direct_bases(declaration, module)
    has_one = len(bases) == 1 and seen_order(declaration, module) is not None
    return bases[0] if has_one else None


@once_a_class
def derived_methods(
    declaration: ClassDeclaration, module: Module
) -> Sequence[tuple[ClassDeclaration, Function]]:
    """As `effective_methods`, what the bodies make of methods under other names."""
    found: list[tuple[ClassDeclaration, Function]] = []
    taken: set[str] = set()
    for member in with_ancestors(declaration, module):
        found += [(member, each) for each in member.derived if each.name not in taken]
        taken |= member.names
    return tuple(found)


@once_a_class
def _effective_functions(declaration: ClassDeclaration, module: Module) -> frozenset[Function]:
    both = (*effective_methods(declaration, module), *derived_methods(declaration, module))
    return frozenset(function for _, function in both)


def is_effective(function: Function, declaration: ClassDeclaration, module: Module) -> bool:
    """Whether instances of ``declaration`` have this very function, not one that overrides it."""
    return function in _effective_functions(declaration, module)
