"""What an editor shows of a task: in Markdown under the pointer, and in a few words in its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.facts.task import Trigger
from spakky_lint.messages.language import Language
from spakky_lint.messages.translation import speaking, spoken
from spakky_lint.project.auditing import AuditedTask
from spakky_lint.project.previewing import PreviewedSchedule
from spakky_lint.report.auth.path_words import LEGEND, path_words
from spakky_lint.report.auth.requirement_words import access_in_words
from spakky_lint.report.markdown_text import code, prose
from spakky_lint.report.preview.table_words import words_of_table
from spakky_lint.report.preview.times import listed
from spakky_lint.report.words_of_schedules import describe, rate, tell, zone_name
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import NoteKind, Window

_NEXT = {Language.EN: "next", Language.KO: "다음"}
_WRITTEN = {Language.EN: "Written", Language.KO: "쓰인 대로"}
_FIRES = {Language.EN: "Fires", Language.KO: "실제 실행"}
_NEVER = {Language.EN: "never fires", Language.KO: "실행되지 않음"}

_NOBODY = {
    Language.EN: "not called in this program",
    Language.KO: "이 프로그램에서 호출하지 않음",
}
_TOP_LEVEL = {Language.EN: "the top level of a module", Language.KO: "모듈 최상위"}
_CALLED_BY = {Language.EN: "called by {}", Language.KO: "{}에서 호출"}
_CALLED_BY_TWO = {Language.EN: "called by {} and {}", Language.KO: "{}, {}에서 호출"}
_CALLED_BY_MORE = {Language.EN: "called by {} and {} others", Language.KO: "{} 외 {}곳에서 호출"}

_LEFT_OUT = frozenset({NoteKind.CATCH_UP, NoteKind.COLLISION, NoteKind.NEEDS_BEAT_START})
"""Notes about all schedules together, or about what a command line could say."""


def schedule_hover(each: PreviewedSchedule, window: Window, language: Language) -> str:
    """Its words, the next times in the zone of the project, and what is odd about them.

    As it is written, and as it fires where the backend makes something else of it.
    """
    route = each.schedule.route
    if route is None:
        said = words_of_table(language)
        lines = [f"**{said.unsound[each.schedule.trigger]}**"]
        lines += [code(problem) for problem in each.schedule.problems]
        return "\n\n".join(lines)
    fires = describe(route, window.backend, language)
    written = describe(route, Backend.SPEC, language)
    if route.interval is not None:
        fires = f"{fires} ({rate(route.interval, language)})"
    lines = [f"**{fires}**"]
    if route.interval is None and written != fires:
        lines = [f"{_WRITTEN[language]}: {written}", f"{_FIRES[language]}: **{fires}**"]
    times = _times(each, window, language)
    if times:
        zone = code(zone_name(window.zone))
        lines.append("\n".join([f"{_NEXT[language].capitalize()} ({zone}):", "", *times]))
    # Paragraphs: a list of notes would be read as a part of the one of times.
    lines += [tell(note, language) for note in each.forecast.notes if note.kind not in _LEFT_OUT]
    return "\n\n".join(lines)


def calls_in_words(within: Sequence[str | None], language: Language) -> str:
    """Who calls a task: the functions around the calls, None for the top level of a module."""
    names = dict.fromkeys(each or _TOP_LEVEL[language] for each in within)
    if not names:
        return _NOBODY[language]
    first, *others = names
    if not others:
        return _CALLED_BY[language].format(first)
    if len(others) == 1:
        return _CALLED_BY_TWO[language].format(first, others[0])
    return _CALLED_BY_MORE[language].format(first, len(others))


def _times(each: PreviewedSchedule, window: Window, language: Language) -> list[str]:
    if each.forecast.never or each.schedule.trigger is Trigger.INTERVAL:
        return []
    moments = [fire.at.astimezone(window.zone) for fire in each.forecast.fires]
    # Each with its day: they stand below each other.
    return [
        f"- {text}"
        for moment in moments
        for text in listed([moment], window.start.astimezone(window.zone), language)
    ]


def auth_hover(audited: AuditedTask, language: Language) -> str:
    """What it asks for, and what happens on each path to it."""
    with speaking(language):
        access = prose(access_in_words(audited.access))
        return "\n\n".join([f"**{access}**", "\n".join(_paths(audited))])


def _paths(audited: AuditedTask) -> Iterator[str]:
    for word in path_words(audited):
        if word.is_absent:
            continue
        reason = "" if word.reason is None else f": {prose(word.reason)}"
        yield f"- {word.name}: **{spoken(LEGEND.get(word.text, word.text))}**{reason}"


def next_fire_hint(each: PreviewedSchedule, window: Window, language: Language) -> str | None:
    """``next Mon 24 Nov 09:00 KST``; None where the times are not known, or depend on beat."""
    if each.schedule.trigger is Trigger.INTERVAL:
        return None
    if each.lost is not None or each.forecast.never:
        return _NEVER[language]
    if not each.forecast.fires:
        return None
    moment = each.forecast.fires[0].at.astimezone(window.zone)
    (text,) = listed([moment], window.start.astimezone(window.zone), language)
    return f"{_NEXT[language]} {text} {moment:%Z}"


def access_hint(audited: AuditedTask) -> str:
    """``protected: role admin``, ``public``."""
    return access_in_words(audited.access)
