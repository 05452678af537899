"""``--require`` and ``--max-per-minute``: what is not so, for people, and for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from spakky_lint.messages.language import Language
from spakky_lint.project.preview_demands import Crowded, Demand, Doubt, Doubtful, Judgement
from spakky_lint.project.previewing import PreviewedSchedule
from spakky_lint.report.cells import Piece, painted, wrapped
from spakky_lint.report.columns import visible, wrap
from spakky_lint.report.names import place
from spakky_lint.report.preview.demands_words import DemandsWords, words_of_demands
from spakky_lint.report.preview.table_words import counted
from spakky_lint.report.preview.times import instant
from spakky_lint.report.style import PLAIN, Ink, Style
from spakky_lint.rules.lists import listed

SHOWN = 10
"""As many crowds are listed, and the others are counted."""
_INDENT = "  "
_LIMIT = "max-per-minute"


def unmet_text(
    judgement: Judgement, language: Language = Language.EN, style: Style = PLAIN
) -> Iterator[str]:
    """What is met in a line, and what is wrong below each demand that is not."""
    said = words_of_demands(language)
    met = [words for is_met, words in _demands(judgement, said) if is_met]
    unmet = [words for is_met, words in _demands(judgement, said) if not is_met]
    if met:
        yield from wrap(said.met.format(listed(met)), style.width)
    if unmet and judgement.are_files_unread:
        yield from _painted(said.unread.format(listed(unmet)), style)
    if Demand.KNOWN in judgement.wanted.demands and judgement.unknown:
        schedules = counted(len(judgement.unknown), said.schedules)
        yield from _painted(said.unmet.format(f"{Demand.KNOWN.value} ({schedules})"), style)
        yield from _doubts(judgement.unknown, said, style)
    if judgement.wanted.limit is None:
        return
    if judgement.crowded:
        limit = counted(judgement.wanted.limit, said.limit)
        yield from _painted(said.unmet.format(limit), style)
        yield from _crowds(judgement, said, language, style)
    if judgement.uncounted:
        yield from _painted(said.uncounted, style)
        yield from _doubts(judgement.uncounted, said, style)


def sentences(judgement: Judgement, language: Language = Language.EN) -> Iterator[str]:
    """The same, a sentence each, beside a document that has no place for it."""
    said = words_of_demands(language)
    if Demand.KNOWN in judgement.wanted.demands:
        for each in judgement.unknown:
            yield f"--require {Demand.KNOWN}: {_sentence(each, said)}"
    if judgement.wanted.limit is None:
        return
    option = f"--{_LIMIT} {judgement.wanted.limit}"
    for crowded in judgement.crowded[:SHOWN]:
        tasks = [_named(each, starts) for each, starts in crowded.schedules]
        yield f"{option}: {_when(crowded, judgement, said, language)}: {listed(tasks)}"
    if len(judgement.crowded) > SHOWN:
        yield f"{option}: {counted(len(judgement.crowded) - SHOWN, said.more)}"
    for each in judgement.uncounted:
        yield f"{option}: {said.not_counted.format(_sentence(each, said))}"


def unmet_json(judgement: Judgement, language: Language) -> list[Mapping[str, object]]:
    said = words_of_demands(language)
    found: list[Mapping[str, object]] = []
    if Demand.KNOWN in judgement.wanted.demands:
        found += [_doubtful(Demand.KNOWN.value, each, said) for each in judgement.unknown]
    if judgement.wanted.limit is not None:
        found += [_crowded(each, judgement, said, language) for each in judgement.crowded]
        found += [_doubtful(_LIMIT, each, said) for each in judgement.uncounted]
    return found


def _demands(judgement: Judgement, said: DemandsWords) -> Iterator[tuple[bool, str]]:
    if Demand.KNOWN in judgement.wanted.demands:
        yield judgement.is_known_met, Demand.KNOWN.value
    if judgement.wanted.limit is not None:
        yield judgement.is_limit_met, counted(judgement.wanted.limit, said.limit)


def _painted(text: str, style: Style) -> Iterator[str]:
    return (style.paint(line, Ink.ERROR) for line in wrap(text, style.width))


# What nobody can tell


def _doubts(found: Iterable[Doubtful], said: DemandsWords, style: Style) -> Iterator[str]:
    """The schedules below each reason, which is said once."""
    by_doubt: dict[Doubt, list[PreviewedSchedule]] = {}
    for each in found:
        by_doubt.setdefault(each.doubt, []).append(each.schedule)
    for doubt, schedules in by_doubt.items():
        for line in wrap(f"{said.doubts[doubt]}:", style.width - len(_INDENT)):
            yield f"{_INDENT}{line}"
        for schedule in schedules:
            yield from _schedule(schedule, 1, style)


def _sentence(each: Doubtful, said: DemandsWords) -> str:
    schedule = each.schedule
    return f"{schedule.name} ({place(schedule.located)}): {said.doubts[each.doubt]}"


def _doubtful(demand: str, each: Doubtful, said: DemandsWords) -> Mapping[str, object]:
    return {
        "demand": demand,
        **_where(each.schedule),
        "reason": _REASONS[each.doubt],
        "message": said.doubts[each.doubt],
    }


_REASONS: Mapping[Doubt, str] = {
    Doubt.VALUE: "value-unknown",
    Doubt.UNSOUND: "value-unsound",
    Doubt.PRESENCE: "may-never-run",
    Doubt.BEAT_START: "needs-beat-start",
}


# Crowded minutes


def _crowds(
    judgement: Judgement, said: DemandsWords, language: Language, style: Style
) -> Iterator[str]:
    for crowded in judgement.crowded[:SHOWN]:
        text = f"{_when(crowded, judgement, said, language)}:"
        for line in wrap(text, style.width - len(_INDENT)):
            yield f"{_INDENT}{line}"
        for each, starts in crowded.schedules:
            yield from _schedule(each, starts, style)
    if len(judgement.crowded) > SHOWN:
        yield f"{_INDENT}{counted(len(judgement.crowded) - SHOWN, said.more)}"


def _when(crowded: Crowded, judgement: Judgement, said: DemandsWords, language: Language) -> str:
    crowd, zone = crowded.crowd, judgement.window.zone
    until = judgement.window.until
    assert until is not None
    first = instant(crowd.first, zone, language)
    starts = counted(crowd.total, said.starts)
    if crowd.minutes == 1:
        return said.once.format(first=first, starts=starts)
    others = counted(crowd.minutes - 1, said.minutes)
    last = instant(until, zone, language)
    return said.again.format(first=first, starts=starts, others=others, until=last)


def _crowded(
    crowded: Crowded, judgement: Judgement, said: DemandsWords, language: Language
) -> Mapping[str, object]:
    crowd = crowded.crowd
    return {
        "demand": _LIMIT,
        "at": crowd.first.astimezone(judgement.window.zone).isoformat(),
        "minutes": crowd.minutes,
        "starts": crowd.total,
        "tasks": [{**_where(each), "starts": starts} for each, starts in crowded.schedules],
        "message": _when(crowded, judgement, said, language),
    }


def _where(each: PreviewedSchedule) -> Mapping[str, object]:
    located = each.located
    return {"task": located.name, "path": located.path, "line": located.task.line}


def _schedule(each: PreviewedSchedule, starts: int, style: Style) -> Iterator[str]:
    name = [(Piece(visible(each.name), Ink.CODE), Piece(" "))]
    if starts > 1:
        name.append((Piece(f"x{starts}", Ink.WARNING), Piece(" ")))
    where = (Piece(visible(place(each.located)), Ink.FAINT),)
    for line in wrapped([*name, where], style.width - 2 * len(_INDENT)):
        yield 2 * _INDENT + painted(line, style).rstrip()


def _named(each: PreviewedSchedule, starts: int) -> str:
    return f"{each.name} x{starts}" if starts > 1 else each.name
