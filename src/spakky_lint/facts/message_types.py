"""What a value of an annotated type is in a message, and whether what was sent for one type is
what another one stands for.

Messages are JSON as kombu writes it: some types survive, some arrive as another one, some are
refused (`runtime.serialization`). Nothing looks at the annotation when a message is read, so a
value of another type reaches the body as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum

from spakky_lint.facts.encoding import refusal_of
from spakky_lint.facts.signature import Kind, MessageType, MessageTypes
from spakky_lint.facts.written import same_code
from spakky_lint.runtime.serialization import ELEMENTS_ARE_SENT, ITEMS_ARE_SENT, canonical
from spakky_lint.syntax.annotations import ANNOTATED, Annotation, read_annotation
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.hierarchy import class_of, with_ancestors


class Fit(IntEnum):
    """Whether a value that was sent for one type is one of another; from the best on."""

    FITS = 0
    UNKNOWN = 1
    DIFFERS = 2


ANYTHING: MessageTypes = frozenset({MessageType(Kind.ANY)})

_KINDS = {
    "builtins.bool": Kind.TRUTH,
    "builtins.bytes": Kind.BYTES,
    "builtins.float": Kind.FLOAT,
    "builtins.int": Kind.INTEGER,
    "builtins.object": Kind.ANY,
    "builtins.str": Kind.TEXT,
    "datetime.date": Kind.DATE,
    "datetime.datetime": Kind.DATETIME,
    "datetime.time": Kind.TIME,
    "decimal.Decimal": Kind.DECIMAL,
    "enum.IntEnum": Kind.INTEGER,
    "enum.IntFlag": Kind.INTEGER,
    "enum.StrEnum": Kind.TEXT,
    "typing.Any": Kind.ANY,
    "typing_extensions.Any": Kind.ANY,
    "uuid.UUID": Kind.UUID,
}
_LISTS = frozenset({"builtins.list", "builtins.tuple"})
# A bool is an int, an int is taken for a float, and a datetime is a date.
_ALSO = {
    Kind.INTEGER: frozenset({Kind.TRUTH}),
    Kind.FLOAT: frozenset({Kind.TRUTH, Kind.INTEGER}),
    Kind.DATE: frozenset({Kind.DATETIME}),
}
_HAVE_ELEMENTS = frozenset({Kind.TEXT, Kind.BYTES, Kind.DICT})


def message_types(annotation: Expression | None, module: Module) -> MessageTypes:
    """What is handed to the worker for a value of the type; ANYTHING where none is written."""
    if annotation is None:
        return ANYTHING
    return _types(read_annotation(annotation), module)


def fit(before: MessageTypes, after: MessageTypes) -> Fit:
    """Whether every value that was sent for `before` is one of `after`."""
    return max((_fit_of(one, after) for one in before), default=Fit.FITS)


def _fit_of(one: MessageType, after: MessageTypes) -> Fit:
    if one.kind is Kind.REFUSED:
        return Fit.FITS  # none was sent
    return min((_fit(one, other) for other in after), default=Fit.DIFFERS)


def _fit(one: MessageType, other: MessageType) -> Fit:
    if one == other or other.kind is Kind.ANY:
        return Fit.FITS
    if Kind.ANY in (one.kind, other.kind) or Kind.OTHER in (one.kind, other.kind):
        return Fit.UNKNOWN
    if one.kind in _ALSO.get(other.kind, ()):
        return Fit.FITS
    if other.kind is Kind.SEQUENCE and one.kind in _HAVE_ELEMENTS:
        return Fit.UNKNOWN
    if one.kind is Kind.SEQUENCE and other.kind in _HAVE_ELEMENTS:
        return Fit.UNKNOWN
    both = {one.kind, other.kind}
    if both <= {Kind.LIST, Kind.SEQUENCE} or both == {Kind.DICT}:
        return _fit_of_parts(one, other)
    return Fit.FITS if one.kind is other.kind else Fit.DIFFERS


def _fit_of_parts(one: MessageType, other: MessageType) -> Fit:
    if one.is_fixed and other.is_fixed:
        if len(one.parts) != len(other.parts):
            return Fit.DIFFERS
        return max(map(fit, one.parts, other.parts), default=Fit.FITS)
    every = [fit(part, another) for part in one.parts for another in other.parts]
    # How many a list has, nobody knows.
    least = Fit.UNKNOWN if other.is_fixed else Fit.FITS
    return max((least, *every))


def _types(annotation: Annotation, module: Module) -> MessageTypes:
    return frozenset(_alternatives(annotation, module))


def _alternatives(annotation: Annotation, module: Module) -> Iterator[MessageType]:
    for member in annotation.members:
        if member.meant is not None:
            yield from _alternatives(member.meant, module)
        elif member.target.qualified in ANNOTATED and member.arguments:
            yield from _alternatives(member.arguments[0], module)
        else:
            yield _type(member, module)


def _type(member: Annotation, module: Module) -> MessageType:
    if member.is_none:
        return MessageType(Kind.NONE)
    declared = class_of(member.target, module)
    if declared is not None:
        return _of_class(declared, member, module)
    name = canonical(member.target.qualified or "")
    if name in _KINDS:
        return MessageType(_KINDS[name])
    if name in ELEMENTS_ARE_SENT:
        kind = Kind.LIST if name in _LISTS else Kind.SEQUENCE
        return _of_elements(kind, member, module, is_tuple=name == "builtins.tuple")
    if name in ITEMS_ARE_SENT:
        values = [_types(part, module) for part in member.arguments[1:2]]
        return MessageType(Kind.DICT, tuple(values) or (ANYTHING,))
    if refusal_of(Annotation(member.target, (), member.place), module) is not None:
        return MessageType(Kind.REFUSED)
    return MessageType(Kind.OTHER, name=name or member.place.code)


def _of_elements(kind: Kind, member: Annotation, module: Module, *, is_tuple: bool) -> MessageType:
    inner = member.arguments
    if is_tuple and inner and inner[-1].target.qualified == "builtins.Ellipsis":
        inner = inner[:1]
    elif is_tuple and inner:
        return MessageType(kind, tuple(_types(part, module) for part in inner), is_fixed=True)
    return MessageType(kind, tuple(_types(part, module) for part in inner[:1]) or (ANYTHING,))


def _of_class(declared: ClassDeclaration, member: Annotation, module: Module) -> MessageType:
    family = with_ancestors(declared, module)
    bases = [base.qualified or "" for each in family for base in each.bases]
    plain = _first(_KINDS.get(base) for base in bases if base != "builtins.object")
    if plain is not None:
        return MessageType(plain)
    if refusal_of(Annotation(member.target, (), member.place), module) is not None:
        return MessageType(Kind.REFUSED)
    # A dict with these fields, perhaps: it is the same as long as it is written so.
    said = "\n".join(same_code(each.written) for each in family)
    return MessageType(Kind.OTHER, name=f"{declared.name}\n{said}")


def _first(kinds: Iterable[Kind | None]) -> Kind | None:
    return next((kind for kind in kinds if kind is not None), None)
