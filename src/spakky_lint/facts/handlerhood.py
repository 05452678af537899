"""Whether the methods of a class are registered as tasks."""

from __future__ import annotations

import re
from enum import Enum, auto

from spakky_lint.program.effects import is_abstract, leaves_as_it_is
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.framework import STEREOTYPES
from spakky_lint.syntax.hierarchy import (
    has_type_parameters,
    heirs,
    is_handler,
    may_have_unseen_heirs,
)

_BASES_OF_BASES = frozenset(
    {"abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol"}
)
# BaseReports, AbstractJob, MixinRetry, JobBase, RetryMixin; not Baseline.
_BASE_NAME = re.compile(r"(?:Base|Abstract|Mixin)(?![a-z])|.*(?:Base|Mixins?|ABC)$")


class Handlerhood(Enum):
    """Whether the methods of a class are registered as tasks."""

    HANDLER = auto()
    INHERITED = auto()
    """No handler itself, but a handler of this file inherits it."""
    NONE = auto()
    UNKNOWN = auto()
    """A base, a mixin, or made what it is by something that is not seen."""


def handlerhood(declaration: ClassDeclaration, module: Module) -> Handlerhood:
    if is_handler(declaration, module):
        return Handlerhood.HANDLER
    family = heirs(declaration, module)
    if any(is_handler(heir, module) for heir in family):
        return Handlerhood.INHERITED
    metaclass = declaration.metaclass
    if (
        family
        or is_plainly_base(declaration)
        or (metaclass is not None and metaclass.qualified not in ("abc.ABCMeta", "builtins.type"))
        or module.makes_unseen_handlers
        or declaration.key in module.maybe_handlers
        or may_have_unseen_heirs(declaration, module)
    ):
        return Handlerhood.UNKNOWN
    if all(leaves_as_it_is(decorator, module) for decorator in declaration.decorators):
        return Handlerhood.NONE
    return Handlerhood.UNKNOWN


def is_plainly_base(declaration: ClassDeclaration) -> bool:
    """Whether the class says of itself that others are to inherit it."""
    name = declaration.name.lstrip("_")
    is_pod_itself = any(decorator.name in STEREOTYPES for decorator in declaration.decorators)
    return (
        (_BASE_NAME.match(name) is not None and not is_pod_itself)
        or any(base.qualified in _BASES_OF_BASES for base in declaration.bases)
        or "__init_subclass__" in declaration.names
        or has_type_parameters(declaration)
        or (declaration.metaclass is not None and declaration.metaclass.qualified == "abc.ABCMeta")
        or any(
            is_abstract(decorator)
            for function in declaration.functions
            for decorator in function.decorators
        )
    )
