"""``--format table``: each task with its schedule in words, its next times, and notes below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from datetime import UTC
from itertools import groupby

from spakky_lint.data import dataclass
from spakky_lint.facts.task import Trigger
from spakky_lint.messages.language import Language
from spakky_lint.project.previewing import Preview, PreviewedSchedule
from spakky_lint.report.cells import (
    Line,
    Piece,
    Word,
    height,
    labelled,
    painted,
    printed,
    side_by_side,
    width_of,
    words,
    wrapped,
)
from spakky_lint.report.columns import cell_width, visible, wrap
from spakky_lint.report.footnotes import Footnotes
from spakky_lint.report.preview.own_zones import in_its_zone
from spakky_lint.report.preview.table_words import TableWords, counted, words_of_table
from spakky_lint.report.preview.times import instant, listed
from spakky_lint.report.style import PLAIN, Ink, Style
from spakky_lint.report.words_of_schedules import (
    describe,
    on_weekdays,
    rate,
    tell,
    zone_name,
)
from spakky_lint.runtime.forecast import Note, NoteKind, Window

_INDENT = "  "
_GAP = 2
_NARROW = 64
"""In fewer columns the cells of a row stand below each other."""
_SAMPLES = 50
"""As many rows are looked at to find the best widths."""


def preview_table(
    preview: Preview, language: Language = Language.EN, style: Style = PLAIN
) -> Iterator[str]:
    """The zone and the backend, a group of rows for each handler, the notes, and a summary."""
    said = words_of_table(language)
    yield from _head(preview.window, said, language, style)
    yield ""
    if not preview.schedules:
        yield said.no_schedules
        return
    notes = _Footnotes(preview.window, language)
    rows = [_row(each, preview.window, notes, said, language) for each in preview.schedules]
    layout = _layout(rows, said, style)
    yield from layout.titles()
    for (name, path), group in groupby(rows, lambda row: row.group):
        yield ""
        yield from _group_title(name, path, style)
        for row in group:
            yield from layout.row(row)
    yield ""
    if notes.found.texts:
        yield from notes.found.lines(style)
        yield ""
    yield from _summary(preview, said, style)


def _head(window: Window, said: TableWords, language: Language, style: Style) -> Iterator[str]:
    rows = [
        (said.zone, zone_name(window.zone)),
        (said.backend, said.backends[window.backend]),
        (said.start, instant(window.start, window.zone, language)),
    ]
    if window.until is not None:
        rows.append((said.until, instant(window.until, window.zone, language)))
    if window.beat_start is not None:
        rows.append((said.beat_start, instant(window.beat_start, window.zone, language)))
    yield from labelled(rows, style)


# Rows


@dataclass(frozen=True, slots=True)
class _Row:
    group: tuple[str, str]
    task: str
    fires: tuple[Word, ...]
    times: tuple[Word, ...]


def _row(
    each: PreviewedSchedule,
    window: Window,
    notes: _Footnotes,
    said: TableWords,
    language: Language,
) -> _Row:
    owner, _, task = each.located.task.name.rpartition(".")
    standing, at_fires = _placed(each, notes)
    route = each.schedule.route
    fires: list[Word]
    times: list[Word]
    if route is None:
        is_unknown = each.schedule.trigger is Trigger.UNKNOWN
        ink = Ink.WARNING if is_unknown else Ink.ERROR
        fires = [*words(said.unsound[each.schedule.trigger], ink)]
        times = [(Piece(said.nothing, Ink.FAINT),)]
    else:
        described = describe(route, each.window.backend, language)
        fires = [*words(visible(in_its_zone(described, each, window)))]
        for weekdays in _written(each):
            fires += words(said.written.format(on_weekdays(weekdays, language)), Ink.FAINT)
        if each.forecast.never:
            times = [*words(said.never, Ink.ERROR)]
        elif each.forecast.fires:
            times = _times(each, at_fires, window, language)
            if route.interval is not None:
                times.append((Piece(f"({rate(route.interval, language)})", Ink.FAINT),))
        elif route.interval is not None and window.beat_start is None:
            times = [*words(rate(route.interval, language))]
            times[-1] += standing
            standing = ()
        else:
            times = [*words(said.none_in_window, Ink.FAINT)]
    fires[-1] += standing
    fires.extend((Piece(code, Ink.WARNING),) for code in each.schedule.problems)
    return _Row((owner, each.located.path), visible(task), tuple(fires), tuple(times))


def _written(each: PreviewedSchedule) -> Iterator[Sequence[int]]:
    """The weekdays that are written, where it fires on others."""
    for note in each.forecast.notes:
        if note.kind is NoteKind.SHIFTED_WEEKDAY and isinstance(note.details[0], Sequence):
            yield note.details[0]


def _times(
    each: PreviewedSchedule,
    marks: dict[int, Word],
    window: Window,
    language: Language,
) -> list[Word]:
    fires = each.forecast.fires
    moments = [fire.at.astimezone(window.zone) for fire in fires]
    texts = list(listed(moments, window.start.astimezone(window.zone), language))
    found: list[Word] = []
    for number, text in enumerate(texts):
        ink = Ink.WARNING if fires[number].is_in_gap else Ink.ADDED if number == 0 else None
        comma = Piece("," if number < len(texts) - 1 else "")
        found.append((Piece(text, ink), *marks.get(number, ()), comma))
    return found


def _placed(each: PreviewedSchedule, notes: _Footnotes) -> tuple[Word, dict[int, Word]]:
    """The marks of the notes that hold always, and of those about one fire, by its number."""
    numbers = {fire.at.astimezone(UTC): number for number, fire in enumerate(each.forecast.fires)}
    standing: list[Note] = []
    at_fires: dict[int, list[Note]] = {}
    last: int | None = None
    for note in each.forecast.notes:
        place = None if note.at is None else numbers.get(note.at.astimezone(UTC))
        if note.kind is NoteKind.RESTART_STORM:
            place = last  # about the hour in which that time comes again
        if place is None:
            standing.append(note)
        else:
            at_fires.setdefault(place, []).append(note)
            last = place
    # Numbered in the order in which they are read.
    marks = notes.marks(standing)
    return marks, {place: notes.marks(found) for place, found in sorted(at_fires.items())}


@dataclass(frozen=True, slots=True)
class _Footnotes:
    """The sentences of all notes."""

    window: Window
    language: Language
    found: Footnotes = field(default_factory=Footnotes)

    def marks(self, notes: Iterable[Note]) -> Word:
        return tuple(piece for note in notes for piece in self._mark(note))

    def _mark(self, note: Note) -> Word:
        if note.kind is NoteKind.COLLISION and note.at is not None:
            # Not the names, so that it is one note for all of them.
            at = note.at.astimezone(self.window.zone)
            note = replace(note, at=at, details=(note.details[0], ()))
        elif note.kind is NoteKind.SHIFTED_WEEKDAY:
            note = replace(note, details=())  # the row names them
        return self.found.mark(tell(note, self.language))


def _group_title(name: str, path: str, style: Style) -> Iterator[str]:
    title = [(Piece(visible(name), Ink.CODE), Piece(" ")), (Piece(visible(path), Ink.FAINT),)]
    return (painted(line, style) for line in wrapped(title, style.width))


# Layout


@dataclass(frozen=True, slots=True)
class _Layout:
    """`widths` are those of the task, the words and the times; None stacks them."""

    said: TableWords
    style: Style
    widths: tuple[int, int, int] | None

    def titles(self) -> Iterator[str]:
        if self.widths is None:
            return
        titles = [self.said.task, self.said.when, self.said.next]
        cells = [[printed((Piece(title, Ink.FAINT),), self.style)] for title in titles]
        for line in side_by_side(cells, self.widths[:2], _GAP):
            yield _INDENT + line

    def row(self, row: _Row) -> Iterator[str]:
        if self.widths is None:
            yield from self._name(row)
            for cell in (row.fires, row.times):
                for line in wrapped(cell, self.style.width - 2 * len(_INDENT)):
                    yield 2 * _INDENT + painted(line, self.style)
            return
        task, fires, times = self.widths
        name: list[Line] = [(Piece(row.task),)]
        if cell_width(row.task) > task:
            yield from self._name(row)
            name = []
        lines = [name, wrapped(row.fires, fires), wrapped(row.times, times)]
        cells = [[printed(line, self.style) for line in cell] for cell in lines]
        for text in side_by_side(cells, (task, fires), _GAP):
            yield _INDENT + text

    def _name(self, row: _Row) -> Iterator[str]:
        """On lines of its own."""
        for line in wrapped([(Piece(row.task),)], self.style.width - len(_INDENT)):
            yield _INDENT + painted(line, self.style)


def _layout(rows: Sequence[_Row], said: TableWords, style: Style) -> _Layout:
    if style.width < _NARROW:
        return _Layout(said, style, None)
    room = style.width - len(_INDENT) - 2 * _GAP
    # A longer name stands on a line of its own.
    names = [cell_width(row.task) for row in rows]
    task = max([cell_width(said.task), *(name for name in names if name <= room // 3)])
    room -= task
    samples = [
        tuple([width_of(word) for word in cell] for cell in (row.fires, row.times))
        for row in rows[:: max(len(rows) // _SAMPLES, 1)]
    ]
    longest = max(cell_width(said.when), *(sum(fires) + len(fires) - 1 for fires, _ in samples))
    best = min(
        range(min(longest, room // 3), min(longest, room * 2 // 3) + 1),
        key=lambda columns: (
            sum(
                max(height(fires, columns), height(times, room - columns))
                for fires, times in samples
            ),
            abs(room - 2 * columns),
        ),
    )
    return _Layout(said, style, (task, best, room - best))


# The end


def _summary(preview: Preview, said: TableWords, style: Style) -> Iterator[str]:
    schedules = preview.schedules
    unknown = sum(each.schedule.trigger is Trigger.UNKNOWN for each in schedules)
    unsound = sum(each.schedule.route is None for each in schedules) - unknown
    never = sum(each.forecast.never for each in schedules)
    parts = [
        (counted(number, forms), ink)
        for number, forms, ink in (
            (never, said.never_fire, Ink.ERROR),
            (unsound, said.not_sound, Ink.ERROR),
            (unknown, said.not_known, Ink.WARNING),
        )
        if number
    ]
    text = [*words(counted(len(schedules), said.schedules) + (":" if parts else ""))]
    for number, (part, ink) in enumerate(parts):
        text += words(part, ink)
        if number < len(parts) - 1:
            text[-1] += (Piece(","),)
    yield from (painted(line, style) for line in wrapped(text, style.width))
    codes = [code for each in schedules for code in each.schedule.problems]
    if codes:
        yield from wrap(said.codes.format(codes[0]), style.width)
