"""``--diff``: the schedules that fire differently, as a list for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spakky_lint.messages.language import Language
from spakky_lint.project.comparing import Comparison, Move
from spakky_lint.project.preview_demands import Judgement
from spakky_lint.project.previewing import PreviewedSchedule
from spakky_lint.report.columns import cell_width, visible, wrap
from spakky_lint.report.names import place
from spakky_lint.report.preview.changes_words import ChangesWords, words_of_changes
from spakky_lint.report.preview.json import document, schedule, schedules, unmet
from spakky_lint.report.preview.own_zones import in_its_zone
from spakky_lint.report.preview.table_words import words_of_table
from spakky_lint.report.preview.times import instant, listed
from spakky_lint.report.style import PLAIN, Ink, Style
from spakky_lint.report.words_of_schedules import describe, rate, tell, zone_name
from spakky_lint.runtime.forecast import NoteKind, Window

_INDENT = "  "
_SHORT = 10
"""As many digits of a commit are enough for people."""


def changes_json(
    comparison: Comparison,
    revision: str,
    commit: str,
    language: Language,
    judgement: Judgement | None = None,
) -> Iterator[str]:
    """The lines of one JSON document."""
    before, after = comparison.before, comparison.after
    yield document(
        after,
        {
            "since": {
                "revision": revision,
                "commit": commit,
                "timezone": str(before.zone),
                "backend": before.backend.value,
            },
            "added": schedules(comparison.added, language),
            "removed": schedules(comparison.removed, language),
            "moved": [_move(move, language) for move in comparison.moved],
            "renamed": [
                {"task": each.after.located.name, "before": each.before.located.name}
                for each in comparison.renamed
            ],
            "unknown": [each.name for each in comparison.unknown],
            **unmet(judgement, language),
        },
    )


def _move(move: Move, language: Language) -> Mapping[str, object]:
    return {
        "task": move.after.located.name,
        "before": schedule(move.before, language),
        "after": schedule(move.after, language),
    }


def changes_text(
    comparison: Comparison,
    revision: str,
    commit: str,
    language: Language = Language.EN,
    style: Style = PLAIN,
) -> Iterator[str]:
    said = words_of_changes(language)
    yield from wrap(
        _summary(comparison, visible(f"{revision} ({commit[:_SHORT]})"), said), style.width
    )
    yield from _settings(comparison, said, language, style)
    view = _View(said, language, style)
    for title, ink, each in (
        *((said.added, Ink.ADDED, each) for each in comparison.added),
        *((said.removed, Ink.REMOVED, each) for each in comparison.removed),
    ):
        window = comparison.before if ink is Ink.REMOVED else comparison.after
        yield ""
        yield view.title(title, ink, each)
        yield from view.schedule("", each, window, with_notes=ink is Ink.ADDED)
    for move in comparison.moved:
        yield ""
        yield view.title(said.moved, Ink.WARNING, move.after)
        yield from view.schedule(said.was, move.before, comparison.before, with_notes=False)
        yield from view.schedule(said.now, move.after, comparison.after, with_notes=True)
    for move in comparison.renamed:
        yield ""
        yield view.title(said.renamed, Ink.NOTE, move.after)
        formerly = said.formerly.format(name=visible(move.before.located.name))
        yield from (f"{_INDENT}{line}" for line in wrap(formerly, style.width - len(_INDENT)))
    if comparison.unknown:
        yield ""
        names = ", ".join(visible(each.name) for each in comparison.unknown)
        yield from wrap(said.unknown.format(tasks=names), style.width)


def _summary(comparison: Comparison, revision: str, said: ChangesWords) -> str:
    if comparison.is_empty:
        return said.nothing.format(revision=revision)
    numbers = (comparison.added, comparison.removed, comparison.moved, comparison.renamed)
    counts = [
        form.format(len(found)) for form, found in zip(said.counts, numbers, strict=True) if found
    ]
    return said.since.format(revision=revision, counts=", ".join(counts))


def _settings(
    comparison: Comparison, said: ChangesWords, language: Language, style: Style
) -> Iterator[str]:
    after = comparison.after
    for was, now in comparison.zones:
        yield from wrap(said.zone.format(was=zone_name(was), now=zone_name(now)), style.width)
    for then, this in comparison.backends:
        yield from wrap(said.backend.format(was=then, now=this), style.width)
    if not comparison.is_empty:
        start = instant(after.start, after.zone, language)
        zone = zone_name(after.zone)
        yield from wrap(said.times.format(zone=zone, start=start), style.width)


class _View:
    """One schedule after the other."""

    def __init__(self, said: ChangesWords, language: Language, style: Style) -> None:
        self._said = said
        self._language = language
        self._style = style
        self._margin = max(map(cell_width, (said.was, said.now))) + len(_INDENT)

    def title(self, change: str, ink: Ink, each: PreviewedSchedule) -> str:
        located = each.located
        where = visible(place(located))
        name = self._style.paint(visible(located.name), Ink.CODE)
        return f"{self._style.paint(change, ink)} {name}  {self._style.paint(where, Ink.FAINT)}"

    def schedule(
        self, label: str, each: PreviewedSchedule, window: Window, *, with_notes: bool
    ) -> Iterator[str]:
        lines = [self._words(each, window), ", ".join(self._times(each, window))]
        for text in filter(None, lines):
            yield from self._hanging(label, text, Ink.FAINT)
            label = ""
        for note in each.forecast.notes if with_notes else ():
            # That an interval has no times is plain to see, and not new.
            if note.kind is not NoteKind.NEEDS_BEAT_START:
                sentence = visible(tell(note, self._language))
                yield from self._hanging("!", sentence, Ink.WARNING)

    def _words(self, each: PreviewedSchedule, window: Window) -> str:
        route = each.schedule.route
        said = words_of_table(self._language)
        if route is None:
            return said.unsound[each.schedule.trigger]
        described = describe(route, each.window.backend, self._language)
        words = visible(in_its_zone(described, each, window))
        if each.forecast.never:
            return f"{words}: {said.never}"
        if each.forecast.fires or route.interval is not None:
            return words
        return f"{words}: {said.none_in_window}"

    def _times(self, each: PreviewedSchedule, window: Window) -> Sequence[str]:
        route = each.schedule.route
        if route is not None and route.interval is not None and not each.forecast.fires:
            return [rate(route.interval, self._language)]
        moments = [fire.at.astimezone(window.zone) for fire in each.forecast.fires]
        return list(listed(moments, window.start.astimezone(window.zone), self._language))

    def _hanging(self, label: str, text: str, ink: Ink) -> Iterator[str]:
        margin = len(_INDENT) + self._margin
        first, *rest = wrap(text, max(self._style.width - margin, 20))
        padding = " " * (self._margin - cell_width(label))
        yield f"{_INDENT}{self._style.paint(label, ink)}{padding}{first}".rstrip()
        for line in rest:
            yield f"{' ' * margin}{line}"
