"""Type annotations, read as far as the text tells what they name."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex
from spakky_lint.syntax import cst
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.names import NOWHERE, Target, follow, resolve
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.scopes import Point, afterwards
from spakky_lint.syntax.strings import string_value

UNION = Target("typing.Union")
_NONE = Target("builtins.None")
_MAX_DEPTH = 20
_SIMPLE = regex(r"[\w\s.,|\[\]]{1,200}")
"""The strings that are parsed: names and brackets, for a string may hold anything."""
_UNIONS = frozenset({"typing.Union", "typing_extensions.Union"})
_OPTIONALS = frozenset({"typing.Optional", "typing_extensions.Optional"})
ANNOTATED = frozenset({"typing.Annotated", "typing_extensions.Annotated"})
_NEW_TYPES = frozenset({"typing.NewType", "typing_extensions.NewType"})
_TYPE_ALIASES = frozenset({"typing.TypeAliasType", "typing_extensions.TypeAliasType"})
_COMPOSED = frozenset({cst.BinaryOperation, cst.Subscript})
_MADE_BY_STATEMENT = "__type_alias__"
_LITERALS = frozenset({"typing.Literal", "typing_extensions.Literal"})


@dataclass(frozen=True, slots=True, eq=False)
class Annotation:
    """A type: ``list[int]`` is ``builtins.list`` of one argument, ``X | None`` is UNION of two.

    ``Optional[X]`` and ``Union[X, None]`` are read as ``X | None``. ``Annotated[X, ...]`` has one
    argument, X. An alias and a ``NewType`` are read as what they stand for. What is not understood
    has the target NOWHERE.
    """

    target: Target
    arguments: tuple[Annotation, ...]
    place: Place
    """Where it is written; what stands inside a string has the place of the string."""
    meant: Annotation | None = None
    """What a ``type`` statement says of it: who reads types at run time finds another object."""

    @property
    def is_none(self) -> bool:
        return self.target.qualified in ("builtins.None", "types.NoneType")

    @property
    def members(self) -> tuple[Annotation, ...]:
        """The alternatives of a union; of any other type, the type itself."""
        return self.arguments if self.target == UNION else (self,)

    def walk(self) -> Iterator[Annotation]:
        """The type and all types inside it, outermost first."""
        waiting = [self]
        while waiting:
            annotation = waiting.pop()
            yield annotation
            waiting.extend(reversed(annotation.arguments))


def type_alias(node: cst.TypeAlias) -> cst.Call:
    """What stands for ``type Found = int`` among expressions: a call that nobody can write."""
    arguments = [cst.Arg(node.name), cst.Arg(node.value)]
    return cst.Call(cst.Name(_MADE_BY_STATEMENT), arguments)


def is_type_alias(made: cst.Call) -> bool:
    return isinstance(made.func, cst.Name) and made.func.value == _MADE_BY_STATEMENT


def read_annotation(expression: Expression) -> Annotation:
    return _read(expression.node, expression.point, None, 0)


# ``text`` is the place to give instead of the node's own.


def _read(node: cst.BaseExpression, point: Point, text: Place | None, depth: int) -> Annotation:
    place = text or point.reader.place(node)
    if depth > _MAX_DEPTH:
        return Annotation(NOWHERE, (), place)
    depth += 1
    # Most are names, and isinstance is slow for other kinds of nodes.
    kind = type(node)
    if kind is cst.Name or kind is cst.Attribute:
        followed, at = follow(node, point)
        if type(followed) in _COMPOSED:
            # An alias: its parts are written elsewhere, its place is here.
            return _read(followed, at, place, depth)
        if type(followed) is cst.Call and len(followed.args) > 1:
            made_by = resolve(followed.func, at).qualified
            if is_type_alias(followed) or made_by in _TYPE_ALIASES:
                meant = _read(followed.args[1].value, at, place, depth)
                return Annotation(NOWHERE, (), place, meant)
            if made_by in _NEW_TYPES:
                return _read(followed.args[1].value, at, place, depth)
        return Annotation(resolve(node, point), (), place)
    if isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
        return _text(node, point, place, depth)
    if isinstance(node, cst.BinaryOperation):
        if not isinstance(node.operator, cst.BitOr):
            return Annotation(NOWHERE, (), place)
        read = tuple(_read(part, point, text, depth) for part in _alternatives(node))
        return Annotation(UNION, read, place)
    if isinstance(node, cst.Subscript):
        return _subscript(node, point, place, text, depth)
    if isinstance(node, cst.Ellipsis):
        return Annotation(Target("builtins.Ellipsis"), (), place)
    return Annotation(resolve(node, point), (), place)


def _text(
    node: cst.SimpleString | cst.ConcatenatedString,
    point: Point,
    place: Place,
    depth: int,
) -> Annotation:
    written = string_value(node)
    if not isinstance(written, str) or not _SIMPLE.fullmatch(written):
        return Annotation(NOWHERE, (), place)
    try:
        parsed = cst.parse_expression(written.strip())
    except cst.ParserSyntaxError:
        return Annotation(NOWHERE, (), place)
    # It is read when somebody asks for the types, and by then everything is defined.
    return _read(parsed, afterwards(point), place, depth)


def _subscript(
    node: cst.Subscript, point: Point, place: Place, text: Place | None, depth: int
) -> Annotation:
    target = resolve(node.value, point)
    inner = [part.slice.value for part in node.slice if isinstance(part.slice, cst.Index)]
    if target.qualified in _LITERALS:
        return Annotation(target, (), place)
    if target.qualified in ANNOTATED:
        inner = inner[:1]
    arguments = tuple(_read(part, point, text, depth) for part in inner)
    if target.qualified in _UNIONS:
        return Annotation(UNION, arguments, place)
    if target.qualified in _OPTIONALS:
        return Annotation(UNION, (*arguments, Annotation(_NONE, (), place)), place)
    return Annotation(target, arguments, place)


def _alternatives(node: cst.BinaryOperation) -> list[cst.BaseExpression]:
    found: list[cst.BaseExpression] = []
    waiting: list[cst.BaseExpression] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, cst.BinaryOperation) and isinstance(part.operator, cst.BitOr):
            waiting += [part.right, part.left]
        else:
            found.append(part)
    return found
