"""Whether the methods of a class are registered as tasks."""

from __future__ import annotations

from enum import Enum, auto

from spakky_lint.patterns import regex
from spakky_lint.program.effects import is_abstract, leaves_as_it_is
from spakky_lint.program.libraries import is_library, package_of
from spakky_lint.program.paths import text_below
from spakky_lint.program.roots import INIT
from spakky_lint.program.view import view_of
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.framework import STEREOTYPES
from spakky_lint.syntax.hierarchy import (
    anywhere_above,
    direct_bases,
    has_type_parameters,
    has_unseen_bases,
    is_handler,
    may_have_unseen_subclasses,
    subclasses_of,
)
from spakky_lint.syntax.memo import once_a_class
from spakky_lint.syntax.metaclasses import has_plain_metaclass, is_named_abstract
from spakky_lint.syntax.subclass_hooks import HOOK
from spakky_lint.syntax.symbol_uses import hands_on_first_parameter

_APPLICATION = "SpakkyApplication"

_BASES_OF_BASES = frozenset(
    {"abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol"}
)
# BaseReports, AbstractJob, MixinRetry, JobBase, RetryMixin; not Baseline.
_BASE_NAME = regex(r"(?:Base|Abstract|Mixin)(?![a-z])|.*(?:Base|Mixins?|ABC)$")
_CONTRACT_NAME = regex(
    r"I[A-Z][a-z]|.*(?:[ai]ble|Aware|Behaviou?r|Contract|Interface|Port|Protocol|Support)$"
)
"""What a class is called that others implement, where nobody can tell who does."""


class Handlerhood(Enum):
    """Whether the methods of a class are registered as tasks."""

    HANDLER = auto()
    INHERITED = auto()
    """No handler itself, but a handler of the program inherits it."""
    NONE = auto()
    UNKNOWN = auto()
    """A base, a mixin, or made what it is by something that is not seen."""


@once_a_class
def handlerhood(declaration: ClassDeclaration, module: Module) -> Handlerhood:
    if is_handler(declaration, module):
        return Handlerhood.HANDLER
    family = subclasses_of(declaration, module)
    if any(is_handler(subclass, subclass.reader.home) for subclass in family):
        return Handlerhood.INHERITED
    if any(_may_become_one(member, module) for member in (declaration, *family)):
        return Handlerhood.UNKNOWN
    if not family and not may_have_unseen_subclasses(declaration, module):
        return Handlerhood.UNKNOWN if is_for_others(declaration, module) else Handlerhood.NONE
    # In one file, a base of what is no handler may still be meant for others.
    is_seen_whole = view_of(module) is not None and not _has_unseen_subclasses(declaration, module)
    is_unknown = not is_seen_whole or _is_of_library(module)
    return Handlerhood.UNKNOWN if is_unknown else Handlerhood.NONE


def is_no_handler(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether it is certain that nothing registers the methods of the class."""
    return handlerhood(declaration, module) is Handlerhood.NONE


def _has_unseen_subclasses(declaration: ClassDeclaration, module: Module) -> bool:
    view = view_of(module)
    return may_have_unseen_subclasses(declaration, module) or (
        view is not None and view.program.subclasses.may_have_unseen(declaration)
    )


@once_a_class
def _may_become_one(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether something that is not seen, or not judged, may make a handler of the class."""
    own = declaration.reader.home
    if own.makes_unseen_handlers or declaration.key in own.maybe_handlers:
        return True
    if not all(leaves_as_it_is(decorator, own) for decorator in declaration.decorators):
        return True
    return (
        _is_below_unseen(declaration, module)
        or not has_plain_metaclass(declaration, module)
        or any(_has_a_say(base, module) for base in direct_bases(declaration, module))
    )


def _is_below_unseen(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether it has a base that the program does not have; in one file, all others are such."""
    return view_of(module) is not None and has_unseen_bases(declaration, module)


@anywhere_above
def _has_a_say(base: ClassDeclaration, module: Module) -> bool:
    """Whether it does with a class that inherits it what nobody sees."""
    if not has_plain_metaclass(base, module):
        return True
    if HOOK not in base.names:
        return False
    hooks = [found for found in base.functions if found.name == HOOK]
    return len(hooks) != 1 or hands_on_first_parameter(hooks[0], base.reader.home)


def is_for_others(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether a class that nothing inherits may be meant for other programs."""
    view = view_of(module)
    if view is not None and view.program.subclasses.may_have_unseen(declaration):
        return True
    if _is_of_library(module):
        return True
    return not is_in_sight(module) and (
        _calls_itself_base(declaration) or is_plainly_base(declaration)
    )


def _is_of_library(module: Module) -> bool:
    view = view_of(module)
    return view is not None and is_library(view.path, view.program, _APPLICATION)


def is_meant_for_others(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether a class is a base or a contract, which others inherit and get from a container."""
    return (
        is_plainly_base(declaration)
        or is_for_others(declaration, module)
        or (not is_in_sight(module) and _CONTRACT_NAME.match(declaration.name) is not None)
    )


def is_in_sight(module: Module) -> bool:
    """Whether the program tells who imports the module.

    Of a text by itself, and of what is in no package, nobody can tell.
    """
    view = view_of(module)
    package = None if view is None else package_of(view.path, view.program)
    return (
        view is not None
        and package is not None
        and view.program.sources.is_file(text_below(package, INIT))
    )


def _calls_itself_base(declaration: ClassDeclaration) -> bool:
    """Whether its name says so: where nobody can tell who inherits it, a name is all there is."""
    name = declaration.name.lstrip("_")
    is_pod_itself = any(decorator.name in STEREOTYPES for decorator in declaration.decorators)
    return _BASE_NAME.match(name) is not None and not is_pod_itself


def is_plainly_base(declaration: ClassDeclaration) -> bool:
    """Whether the class is made for others to inherit it."""
    return (
        any(base.qualified in _BASES_OF_BASES for base in declaration.bases)
        or HOOK in declaration.names
        or has_type_parameters(declaration)
        or is_named_abstract(declaration)
        or any(
            is_abstract(decorator)
            for function in declaration.functions
            for decorator in function.decorators
        )
    )
