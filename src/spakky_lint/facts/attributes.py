"""What certainly is, or is not, under a name of a class."""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.facts.handing_on import is_set_as_attribute
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.hierarchy import has_unseen_bases, with_ancestors
from spakky_lint.syntax.metaclasses import has_plain_metaclass
from spakky_lint.syntax.subclass_hooks import HOOK

_MAKERS = frozenset({"__getattr__", "__getattribute__", HOOK})
"""Methods with which any attribute may be there."""


def certainly_lacks(name: str, class_: ClassDeclaration, module: Module) -> bool:
    """Whether no object of the class has an attribute of that name, nor the class itself."""
    family = with_ancestors(class_, module)
    return not (
        hasattr(object, name)
        or any(name in member.names or _MAKERS & member.names for member in family)
        or has_unseen_bases(class_, module)
        or may_be_another(name, family, module)
    )


def may_be_another(name: str, family: Sequence[ClassDeclaration], module: Module) -> bool:
    """Whether the attribute may be another one than the bodies of the class and its bases say."""
    return is_set_as_attribute(name, module, *family) or not all(
        has_plain_metaclass(member, module) and all_leave_as_it_is(member.decorators, module)
        for member in family
    )
