"""``--format table``: each task with what it asks for and what each path to it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.project.auditing import AuditedTask, AuthReport
from spakky_lint.report.auth.layout import GUTTER, layout_of
from spakky_lint.report.auth.path_words import LEGEND, UNSEEN
from spakky_lint.report.auth.requirement_words import UNKNOWN_MARK, held
from spakky_lint.report.auth.rows import ACCESS_INKS, MARKS, Row, Rows
from spakky_lint.report.auth.standing import Standing
from spakky_lint.report.auth.summary import (
    Concern,
    Concerned,
    all_is_well,
    concerns,
    counts,
    number_of_tasks,
    permitted,
    uncertain,
)
from spakky_lint.report.auth.supply_table import supply_table
from spakky_lint.report.cells import Piece, Word, labelled, painted, width_of, words, wrapped
from spakky_lint.report.columns import cell_width, visible, wrap
from spakky_lint.report.footnotes import Footnotes
from spakky_lint.report.names import place, short_names
from spakky_lint.report.style import PLAIN, Ink, Style

_INDENT = "     "


def auth_table(report: AuthReport, style: Style = PLAIN) -> Iterator[str]:
    """The callers, a group of rows for each handler, the notes, and a summary."""
    if report.callers:
        yield from labelled(
            [(visible(caller.name), held(caller.subject)) for caller in report.callers], style
        )
        yield ""
    if not report.tasks:
        yield spoken(Message("No tasks."))
        return
    made = Rows()
    notes = made.notes
    groups = _groups(report)
    rows = {key: [*map(made.of, tasks)] for key, tasks in groups.items()}
    callers = [visible(caller.name) for caller in report.callers]
    layout = layout_of([row for group in rows.values() for row in group], callers, style)
    lines: dict[int, Sequence[str]] = {}
    titles = [*layout.titles()]
    yield from titles
    for number, (key, group) in enumerate(rows.items()):
        if number or titles:
            yield ""
        yield from _group_title(groups[key], style)
        for row in group:
            if id(row) not in lines:
                lines[id(row)] = [*layout.row(row)]
            yield from lines[id(row)]
    yield ""
    yield from _legend(made.known.values(), style)
    if notes.texts:
        yield from notes.lines(style)
    for application in report.applications:
        yield ""
        yield from supply_table(application, style)
    yield ""
    yield from _summary(report, notes, style)


def _groups(report: AuthReport) -> Mapping[str, list[AuditedTask]]:
    """The tasks of each handler, the handlers in the order of their first tasks."""
    found: dict[str, list[AuditedTask]] = {}
    for each in report.tasks:
        found.setdefault(each.located.handler, []).append(each)
    return found


def _group_title(group: Sequence[AuditedTask], style: Style) -> Iterator[str]:
    """The handler, and its file; its module where all that it runs is written in other files."""
    first = group[0].located
    own = (each.located.path for each in group if not each.located.task.handler_module)
    name, where = visible(first.task.handler), visible(next(own, first.handler_module))
    title = [(Piece(name, Ink.CODE), Piece(" ")), (Piece(where, Ink.FAINT),)]
    return (painted(line, style).rstrip() for line in wrapped(title, style.width))


def _legend(rows: Iterable[Row], style: Style) -> Iterator[str]:
    """The signs that the rows show."""
    rows = [*rows]
    asked = {id(each): each for row in rows for each in row.asks}.values()
    said = (
        *(word for row in rows for word in row.paths),
        *(word for each in asked for word in each),
    )
    shown = {piece.text for word in said for piece in word}
    texts = {**LEGEND, UNKNOWN_MARK: Message("not known from the code; --import MODULE shows it")}
    legend: list[Word] = [
        (Piece(sign), Piece(" "), Piece(spoken(text), Ink.FAINT), Piece("  "))
        for sign, text in texts.items()
        if sign in shown
    ]
    for line in wrapped(legend, style.width):
        yield painted(line, style).rstrip()


# The end


def _summary(report: AuthReport, notes: Footnotes, style: Style) -> Iterator[str]:
    text = [*words(f"{number_of_tasks(report)}:")]
    for access, number in counts(report):
        text[-1] += (Piece(",") if len(text) > 2 else Piece(""),)
        text += words(f"{number} {access}", ACCESS_INKS[access])
    if uncertain(report):
        text[-1] += (Piece(";"),)
        text += words(spoken(Message("{number} not certain", number=uncertain(report))))
        text[-1] += notes.mark(spoken(UNSEEN))
    yield from (painted(line, style) for line in wrapped(text, style.width))
    names = short_names(report.tasks)
    found = concerns(report.tasks)
    if not any(concern.is_wrong for concern in found):
        yield from wrap(all_is_well(report).capitalize(), style.width)
    for concern in found:
        mark, ink = MARKS[concern.standing]
        first, *rest = wrap(concern.sentence, style.width - GUTTER)
        shown = f"{mark:<{GUTTER}}{first}"
        yield style.paint(shown, ink) if concern.is_wrong else shown
        for line in rest:
            shown = " " * GUTTER + line
            yield style.paint(shown, ink) if concern.is_wrong else shown
        if concern.standing in (Standing.UNDECLARED, Standing.UNKNOWN, Standing.FINE):
            yield from _listed(concern, names, notes, style)
        else:
            yield from _each(concern, names, notes, style)
    for name, what in permitted(report):
        said = [(Piece(visible(name)),), *words(what)]
        yield from (painted(line, style) for line in wrapped(said, style.width))
    codes = [code for each in report.tasks for code in each.access.problems]
    if codes:
        meaning = Message("What a code means: spakky-lint rule {code}", code=codes[0])
        yield from wrap(spoken(meaning), style.width)


def _each(
    concern: Concern, names: Mapping[int, str], notes: Footnotes, style: Style
) -> Iterator[str]:
    """A line for each task."""
    room = style.width - len(_INDENT)
    known: dict[tuple[int, tuple[str, ...]], tuple[Sequence[Word], int, str]] = {}
    for concerned in concern.tasks:
        key = id(concerned.audited.access), concerned.paths
        if key not in known:
            between = _between(concerned, notes)
            columns = sum(map(width_of, between)) + len(between)
            pieces = [piece for word in between for piece in (*word, Piece(" "))]
            known[key] = between, columns, painted(tuple(pieces), style)
        between, columns, shown = known[key]
        name, at = visible(names[id(concerned.audited)]), visible(place(concerned.audited.located))
        if cell_width(name) + columns + cell_width(at) <= room:
            yield f"{_INDENT}{style.paint(name, Ink.CODE)}{shown}{style.paint(at, Ink.FAINT)}"
            continue
        line = [(Piece(name, Ink.CODE), *between[0]), *between[1:], (Piece(at, Ink.FAINT),)]
        for part in wrapped(line, room):
            yield _INDENT + painted(part, style).rstrip()


def _between(concerned: Concerned, notes: Footnotes) -> Sequence[Word]:
    """What is said between the name of a task and its place, the first directly at the name."""
    said: list[Word] = [_mark(concerned, notes)]
    if concerned.where:
        said[-1] += (Piece(":"),)
        said += words(concerned.where)
    said[-1] += (Piece(" "),)
    return said


def _named(concerned: Concerned, names: Mapping[int, str], notes: Footnotes) -> Word:
    return (Piece(visible(names[id(concerned.audited)])), *_mark(concerned, notes))


def _mark(concerned: Concerned, notes: Footnotes) -> Word:
    return () if concerned.is_certain else notes.mark(spoken(UNSEEN))


def _listed(
    concern: Concern, names: Mapping[int, str], notes: Footnotes, style: Style
) -> Iterator[str]:
    """The names of all tasks, those of the same paths together."""
    by_paths: dict[str, list[Concerned]] = {}
    for concerned in concern.tasks:
        by_paths.setdefault(concerned.where, []).append(concerned)
    for where, found in by_paths.items():
        text = [*words(f"{where}:", Ink.FAINT)]
        for number, concerned in enumerate(found):
            comma = Piece("," if number < len(found) - 1 else "")
            text.append((*_named(concerned, names, notes), comma))
        for line in wrapped(text, style.width - len(_INDENT)):
            yield _INDENT + painted(line, style)
