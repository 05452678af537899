"""The table as it is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.messages.language import Language
from spakky_lint.project.previewing import Preview
from spakky_lint.report.columns import cell_width
from spakky_lint.report.preview.table import preview_table
from spakky_lint.report.style import Style
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import Window
from tests.report.preview import golden
from tests.report.preview.terminal_samples import AUTUMN, NEW_YORK, STYLES, previewed, samples

HEAD = """\
from datetime import time, timedelta
from spakky.task import Crontab, TaskHandler, Weekday, schedule

@TaskHandler()
class H:
"""


def view(language: Language, style: Style) -> Callable[[], Iterable[str]]:
    return lambda: preview_table(samples(), language, style)


VIEWS = {
    f"table-{language.value}-{name}": view(language, style)
    for language in Language
    for name, style in STYLES.items()
}


@pytest.mark.parametrize("name", VIEWS)
def test_the_table_is_the_golden_one(name: str) -> None:
    golden.check(name, VIEWS[name]())


def plain(lines: Iterable[str]) -> list[str]:
    return [re.sub(r"\x1b\[[\d;]*m", "", line) for line in lines]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("width", [40, 63, 64, 72, 80, 99, 120, 200])
def test_no_line_is_wider_than_the_terminal(language: Language, width: int) -> None:
    for beat_start in (None, AUTUMN):
        made = samples(beat_start=beat_start, count=7)
        lines = list(preview_table(made, language, Style(width)))
        assert all(cell_width(line) <= width for line in lines)
        assert not any(line.endswith(" ") for line in lines)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("width", [40, 80, 120])
def test_colour_changes_nothing_else(language: Language, width: int) -> None:
    coloured = preview_table(samples(), language, Style(width, colour=True))
    assert plain(coloured) == list(preview_table(samples(), language, Style(width)))


def table(body: str, window: Window | None = None, width: int = 120) -> list[str]:
    window = window or Window(datetime(2026, 11, 23, tzinfo=UTC), UTC, Backend.SPEC, 3)
    return list(
        preview_table(previewed(window, ("jobs.py", HEAD + body)), Language.EN, Style(width))
    )


def row(name: str, lines: list[str]) -> str:
    """The line of a task, in single spaces."""
    return next(" ".join(line.split()) for line in lines if line.split()[:1] == [name])


def test_the_head_names_what_was_asked_for() -> None:
    window = Window(
        datetime(2026, 11, 23, tzinfo=UTC),
        ZoneInfo("Asia/Seoul"),
        Backend.SPEC,
        3,
        datetime(2026, 12, 1, tzinfo=UTC),
        datetime(2026, 11, 22, 23, 59, 30, tzinfo=UTC),
    )
    assert table("    @schedule(interval=timedelta(hours=9))\n    def f(self): ...\n", window)[
        :5
    ] == [
        "zone        Asia/Seoul",
        "backend     spec, as the framework documents schedules",
        "from        Mon 23 Nov 2026 09:00+09:00",
        "until       Tue 1 Dec 2026 09:00+09:00",
        "beat start  Mon 23 Nov 2026 08:59:30+09:00",
    ]


def test_a_time_says_only_what_the_one_before_it_does_not() -> None:
    def times(trigger: str, start: datetime, count: int) -> str:
        window = Window(start, UTC, Backend.SPEC, count, beat_start=start)
        found = row("f", table(f"    @schedule({trigger})\n    def f(self): ...\n", window))
        return found.partition("00 every day " if "at=" in trigger else "every 13 hours ")[2]

    december = datetime(2026, 12, 30, tzinfo=UTC)
    assert times("at=time(7)", december, 4) == "Wed 30 Dec 07:00, Thu 31, Fri 1 Jan 2027, Sat 2"
    assert times("interval=timedelta(hours=13)", december, 4) == (
        "Wed 30 Dec 13:00, Thu 31 02:00, 15:00, Fri 1 Jan 2027 04:00 (about 1.8 times a day)"
    )


def test_a_time_that_comes_twice_says_which_one_it_is() -> None:
    begin = datetime(2026, 11, 1, tzinfo=NEW_YORK)
    window = Window(begin, NEW_YORK, Backend.CELERY, 3, beat_start=begin)
    lines = table("    @schedule(interval=timedelta(hours=1))\n    def f(self): ...\n", window)
    assert "01:00-04:00, 01:00-05:00, 02:00 (once an hour)" in row("f", lines)


def test_the_times_are_in_the_zone_of_the_preview() -> None:
    lines = list(preview_table(samples(Backend.SPEC), Language.EN, Style(200)))
    assert "at 09:00:30 (Asia/Seoul) every day" in "\n".join(lines)
    assert "Fri 30 Oct 20:00:30, Sat 31, Sun 1 Nov 19:00:30" in "\n".join(lines)


def test_what_cannot_be_shown_is_said() -> None:
    lines = table(
        """\
    @schedule(at=time(7))
    def fine(self): ...
    @schedule(at=SOME)
    def unknown(self): ...
    @schedule(at="07:00")
    def unsound(self): ...
    @schedule(crontab=Crontab(month=2, day=30))
    def never(self): ...
"""
    )
    assert row("unknown", lines) == "unknown not known from the code -"
    assert row("unsound", lines).startswith("unsound its time is not valid SPK")
    assert row("never", lines) == "never at 00:00 on 30 February SPK404 never"
    assert lines[-2] == ("4 schedules: 1 never fires, 1 is not valid, 1 is not known from the code")


def test_nothing_in_the_window_is_not_never() -> None:
    start = datetime(2026, 11, 23, tzinfo=UTC)
    window = Window(start, UTC, Backend.SPEC, None, start + timedelta(days=2), start)
    lines = table(
        """\
    @schedule(crontab=Crontab(month=4, day=1))
    def spring(self): ...
    @schedule(interval=timedelta(days=7))
    def seldom(self): ...
""",
        window,
    )
    assert row("spring", lines) == "spring at 00:00 on 1 April none in this time"
    assert row("seldom", lines) == "seldom every 7 days none in this time"
    assert lines[-1] == "2 schedules"


def test_no_schedules_is_said() -> None:
    made = Preview(Window(AUTUMN, NEW_YORK, Backend.SPEC), ())
    assert list(preview_table(made))[-1] == "No schedules."
    assert list(preview_table(made, Language.KO))[-1] == "스케줄이 없습니다."


def test_a_note_is_told_once_for_all_whom_it_concerns() -> None:
    body = "".join(
        f"    @schedule(crontab=Crontab(weekday={number}, hour=7))\n    def f{number}(self): ...\n"
        for number in range(3)
    ) + "".join(f"    @schedule(at=time(7))\n    def g{number}(self): ...\n" for number in range(3))
    start = datetime(2026, 11, 23, tzinfo=UTC)
    lines = table(body, Window(start, UTC, Backend.CELERY, 1))
    notes = [line for line in lines if line.startswith("[")]
    assert notes == [
        (
            "[1] spakky-celery up to 8.5.0 runs weekdays one day early: name the "
            "following day until "
            "it is fixed"
        ),
        "[2] 4 tasks fire at 07:00 on 23 November 2026: give them different minutes",
    ]
    assert row("f0", lines).startswith("f0 at 07:00 on Sunday (written: on Monday) [1] ")
    assert "Mon 23 Nov 07:00 [2]" in row("f1", lines)
    assert "Mon 23 Nov 07:00 [2]" in row("g2", lines)


def test_handlers_of_one_name_in_two_files_stand_apart() -> None:
    window = Window(datetime(2026, 11, 23, tzinfo=UTC), UTC, Backend.SPEC, 1)
    body = HEAD + "    @schedule(at=time(7))\n    def f(self): ...\n"
    lines = list(preview_table(previewed(window, ("a.py", body), ("b.py", body))))
    assert [line for line in lines if line.startswith("H")] == ["H  a.py", "H  b.py"]


def test_nothing_steers_the_terminal() -> None:
    window = Window(datetime(2026, 11, 23, tzinfo=UTC), UTC, Backend.SPEC, 1)
    body = HEAD + "    @schedule(at=time(7))\n    def f(self): ...\n"
    made = previewed(window, ("e\x1b[2Jvil\n.py", body))
    assert "\x1b" not in "".join(preview_table(made, Language.EN, Style(80)))


def test_many_schedules_are_laid_out_in_little_time() -> None:
    """The widths are found on some of the rows."""
    from time import process_time

    body = "".join(
        f"    @schedule(crontab=Crontab(weekday={n % 7}, hour={n % 24}))\n    def f{n}(self): ...\n"
        for n in range(400)
    )
    window = Window(datetime(2026, 11, 23, tzinfo=UTC), UTC, Backend.SPEC, 5)
    made = previewed(window, ("jobs.py", HEAD + body))
    begin = process_time()
    assert len(list(preview_table(made))) > 400
    assert process_time() - begin < 2
