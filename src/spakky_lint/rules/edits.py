"""Text edits that several rules need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.rules.finding import Applicability, Edit, Fix
from spakky_lint.syntax.attributes import owner_of
from spakky_lint.syntax.comments import has_comment
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.expressions import Argument, Call, Expression
from spakky_lint.syntax.import_lines import aliases_of, bound_by
from spakky_lint.syntax.mentions import is_a_name
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.ranges import Position, Range, indentation_of

_REST_OF_LINE = regex(r"(?P<rest>[ \t]*(?:#[^\r\n]*)?)(?P<end>\r\n|\r|\n|\Z)")


def before(range_: Range, text: str) -> Edit:
    """Insert ``text`` in front of ``range_``."""
    return Edit(Range(range_.start, range_.start, range_.path), text)


def around(range_: Range, opening: str, closing: str) -> tuple[Edit, Edit]:
    """Insert ``opening`` in front of ``range_`` and ``closing`` behind it."""
    return before(range_, opening), Edit(Range(range_.end, range_.end, range_.path), closing)


def one_at_each_place(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """One edit for each place, since two insertions at one place would have no order."""
    texts: dict[Range, str] = {}
    for edit in edits:
        texts[edit.range] = texts.get(edit.range, "") + edit.text
    return tuple(Edit(range_, text) for range_, text in texts.items())


def rewritten(
    place: Place, text: str, applicability: Applicability, imports: Iterable[Edit] = ()
) -> Fix | None:
    """Write ``text`` in the place of what stands there; None where a comment would be lost."""
    if has_comment(place.text):
        return None
    edits = (*imports, Edit(place.range, text))
    return Fix(Message("Write {text}", text=text), applicability, edits)


def keyword(name: str, argument: Argument) -> Edit:
    """Give an argument by position its keyword."""
    return before(argument.expression.place.bracketed, f"{name}=")


def line_above(place: Place, text: str) -> Edit:
    """Insert ``text`` as a line of its own over the one where ``place`` starts, indented alike."""
    line = place.range.start.line
    whole = place.lines.line(line)
    # A form feed belongs to the page that it begins.
    indentation = indentation_of(whole).rpartition("\f")[2]
    start = Position(line, 1)
    return Edit(
        Range(start, start, place.range.path),
        indentation + text + whole[len(whole.rstrip("\r\n")) :],
    )


def with_arguments(call: Call, text: str) -> Edit | None:
    """``text`` in place of the parentheses of a call and what is in them.

    None where a comment would go with them.
    """
    replaced = Range(call.callee.bracketed.end, call.place.range.end, call.place.range.path)
    return None if has_comment(call.place.lines.slice(replaced)) else Edit(replaced, text)


def without_call(decorator: Decorator) -> Edit | None:
    """``@task()`` to ``@task``: drop the parentheses and what is in them.

    None where a comment would go with them.
    """
    call = decorator.call
    return None if call is None or not decorator.is_inline else with_arguments(call, "")


def without_decorator(decorator: Decorator) -> Edit | None:
    """Remove a decorator, as `without_line`; None where the class body applies it further down."""
    return without_line(decorator.place) if decorator.is_written_above else None


def without_line(place: Place) -> Edit | None:
    """Remove ``place`` with the line that it has to itself; a comment beside it stays.

    None where something else stands on its lines, or a comment would go with it.
    """
    lines = place.lines
    start, end = place.range.start, place.range.end
    rest = _REST_OF_LINE.match(lines.text, lines.offset(end))
    if rest is None or lines.line(start.line)[: start.column - 1].strip():
        return None
    if has_comment(place.text):
        return None
    if not rest["rest"].strip():
        first = Position(start.line, 1)
        return Edit(Range(first, lines.position(rest.end()), place.range.path), "")
    spaces = len(rest["rest"]) - len(rest["rest"].lstrip())
    end = Position(end.line, end.column + spaces)
    return Edit(Range(start, end, place.range.path), "")


def reordered(decorators: Sequence[Decorator], order: Sequence[Decorator]) -> tuple[Edit, ...]:
    """Put ``order`` in the places of ``decorators``, neighbours from the top, with their comments.

    Empty where a comment on a line of its own stands between them: it may speak of either; or where
    one of them is applied further down.
    """
    if not all(decorator.is_written_above for decorator in decorators):
        return ()
    lines = decorators[0].place.lines
    segments: dict[Decorator, Range] = {}
    for decorator, following in zip(decorators, [*decorators[1:], None], strict=True):
        start, end = decorator.place.range.start, decorator.place.range.end
        rest = _REST_OF_LINE.match(lines.text, lines.offset(end))
        if rest is None:
            return ()
        if following is not None:
            between = lines.text[rest.end() : lines.offset(following.place.range.start)]
            if between.strip():
                return ()
        segments[decorator] = Range(start, lines.position(rest.end("rest")))
    return tuple(
        Edit(segments[old], lines.slice(segments[new]))
        for old, new in zip(decorators, order, strict=True)
        if old is not new
    )


def reach(qualified: str, near: Expression, module: Module) -> tuple[str, tuple[Edit, ...]] | None:
    """How to spell ``qualified`` (``datetime.timedelta``) at ``near``, with the import it takes.

    None where the name is, or may be, something else there: only imports count that stand at the
    top level and above ``near``, for those alone have certainly run.
    """
    package, _, member = qualified.rpartition(".")
    start = near.place.range.start
    above = [place for place in module.imports.statements if place.range.end <= start]
    has_from = any(statement.module == package for statement in module.imports.froms)
    # Where names are imported one by one, one more of them reads better.
    aliases = [] if has_from else [f"{alias}.{member}" for alias in aliases_of(package, above)]
    for spelling in (member, f"{package}.{member}", _beside(near, member), *aliases):
        if spelling is not None and near.means(spelling, qualified):
            return (spelling, ()) if spelling.partition(".")[0] in bound_by(above) else None
    if is_a_name(member, module) or not near.is_free(member):
        return None
    edit = _import_edit(package, member, module, above)
    return None if edit is None else (member, (edit,))


def _beside(near: Expression, member: str) -> str | None:
    """``st.TaskHandler`` beside ``st.task``."""
    package = owner_of(near)
    return None if package is None else f"{package}.{member}"


def _import_edit(package: str, member: str, module: Module, above: Sequence[Place]) -> Edit | None:
    if not above:
        return None
    last = above[-1]
    for statement in module.imports.froms:
        end = statement.last.range.end
        if statement.module == package and end <= last.range.end:
            return Edit(Range(end, end), f", {member}")
    lines = last.lines
    rest = _REST_OF_LINE.match(lines.text, lines.offset(last.range.end))
    if rest is None or not rest["end"]:
        return None
    position = lines.position(rest.end())
    return Edit(Range(position, position), f"from {package} import {member}{rest['end']}")
