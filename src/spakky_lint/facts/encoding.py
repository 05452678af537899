"""Whether values of an annotated type can be encoded for a message to a worker, or from it."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import leaves_as_it_is
from spakky_lint.program.uses import modules_with
from spakky_lint.runtime.serialization import (
    ELEMENTS_ARE_SENT,
    EXCEPTIONS,
    ITEMS_ARE_SENT,
    REFUSED,
    REFUSED_AS_KEYS,
    canonical,
)
from spakky_lint.syntax.annotations import ANNOTATED, Annotation, read_annotation
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.hierarchy import class_of, subclasses_of, with_ancestors
from spakky_lint.syntax.memo import text_mentions
from spakky_lint.syntax.mentions import names_any, texts
from spakky_lint.syntax.metaclasses import has_plain_metaclass
from spakky_lint.syntax.names import Target
from spakky_lint.syntax.places import Place

_ENUMS = frozenset({"enum.Enum", "enum.Flag"})
_MODELS = frozenset({"pydantic.BaseModel", "pydantic.main.BaseModel"})
_DATACLASSES = frozenset(
    {
        *("attr.attrs", "attr.define", "attr.frozen", "attr.mutable", "attr.s"),
        *("attrs.define", "attrs.frozen", "attrs.mutable", "dataclasses.dataclass"),
        "pydantic.dataclasses.dataclass",
    }
)
_NEUTRAL = frozenset({"builtins.object", "typing.Generic", "typing_extensions.Generic"})
# By one of these a type says, or is told, how to be encoded.
_OWN_ENCODING = ("__json__", "register_type", "task_serializer", "result_serializer")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A type, perhaps one of the parts of an annotation, that the encoder refuses."""

    name: str
    remedy: str
    """What can be sent instead, as the object of a verb."""
    is_key: bool
    place: Place

    @property
    def fact(self) -> str:
        if self.is_key:
            return Message("a dict key of type '{type}'", type=self.name)
        return f"'{self.name}'"


def refusal(annotation: Expression, module: Module) -> Refusal | None:
    """What no value of the annotated type gets past the encoder with; None where some may."""
    return refusal_of(read_annotation(annotation), module)


def refusal_of(annotation: Annotation, module: Module) -> Refusal | None:
    """As `refusal`, of a type that was read."""
    if _has_own_encoding(module):
        return None
    found = _Encoder(module).refusal(annotation)
    # Asked last, for all of the program is searched.
    others = (each for word in _OWN_ENCODING for each in modules_with(module, word))
    return None if found is None or any(map(_has_own_encoding, others)) else found


def _has_own_encoding(module: Module) -> bool:
    return text_mentions(_OWN_ENCODING, module) and (
        names_any(_OWN_ENCODING, module) or not texts(module).isdisjoint(_OWN_ENCODING)
    )


class _Encoder:
    def __init__(self, module: Module) -> None:
        self._module = module

    def refusal(self, annotation: Annotation, *, as_key: bool = False) -> Refusal | None:
        if annotation.meant is not None:
            return self.refusal(annotation.meant, as_key=as_key)
        alternatives = [member for member in annotation.members if not member.is_none]
        if len(alternatives) != 1 or alternatives[0] is not annotation:
            # One that can be sent is enough: callers may know which.
            found = [self.refusal(member, as_key=as_key) for member in alternatives]
            return found[0] if found and all(found) else None
        declared = class_of(annotation.target, self._module)
        if declared is not None:
            remedy = self._remedy_for(declared)
            if remedy is None:
                return None
            return Refusal(declared.name, remedy, as_key, annotation.place)
        name = canonical(annotation.target.qualified or "")
        refused: Mapping[str, str] = REFUSED_AS_KEYS if as_key else REFUSED
        if name in refused:
            return Refusal(name.rpartition(".")[2], refused[name], as_key, annotation.place)
        return self._part(name, annotation.arguments, as_key)

    def _part(self, name: str, arguments: tuple[Annotation, ...], as_key: bool) -> Refusal | None:
        if name in ANNOTATED:
            return self.refusal(arguments[0], as_key=as_key) if arguments else None
        if name in ITEMS_ARE_SENT and arguments:
            key, *values = arguments
            parts = [self.refusal(key, as_key=True), *map(self.refusal, values)]
        elif name in ELEMENTS_ARE_SENT:
            parts = [self.refusal(argument) for argument in arguments]
        else:
            return None
        return next((part for part in parts if part is not None), None)

    def _remedy_for(self, declared: ClassDeclaration) -> str | None:
        """What to send instead of instances of a class of this file; None if they may be sent."""
        # Where a subclass is a dict, say, an instance of its base may be one.
        if not all(map(self._is_refused, (declared, *subclasses_of(declared, self._module)))):
            return None
        family = with_ancestors(declared, self._module)
        bases = {base.qualified for member in family for base in member.bases}
        if bases & _ENUMS:
            return Message("its value")
        if bases & _MODELS:
            return Message('its model_dump(mode="json")')
        if bases & EXCEPTIONS:
            return Message("its text")
        is_dataclass = any(
            decorator.target.qualified in _DATACLASSES
            for member in family
            for decorator in member.decorators
        )
        return Message("a dict of its fields") if is_dataclass else Message("an id to find it by")

    def _is_refused(self, declared: ClassDeclaration) -> bool:
        """Whether the class is seen whole, and is none that the encoder knows."""
        return all(
            has_plain_metaclass(member, self._module)
            and "__getattr__" not in member.names  # it may answer to __json__
            and "__getattribute__" not in member.names
            and all(self._is_plain_base(base) for base in member.bases)
            and not member.unclear_bases
            and all(
                decorator.target.qualified in _DATACLASSES
                or leaves_as_it_is(decorator, self._module)
                for decorator in member.decorators
            )
            for member in with_ancestors(declared, self._module)
        )

    def _is_plain_base(self, base: Target) -> bool:
        return (
            class_of(base, self._module) is not None
            or base.qualified in _NEUTRAL | _ENUMS | _MODELS | EXCEPTIONS
        )
