"""The heat map as it is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.messages.language import Language
from spakky_lint.project.previewing import load_of
from spakky_lint.report.columns import cell_width
from spakky_lint.report.preview.heatmap import heatmap
from spakky_lint.report.style import Style
from spakky_lint.runtime import Crontab, ScheduleRoute, Weekday
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.load import Load, weekly_load
from tests.report.preview import golden
from tests.report.preview.terminal_samples import AUTUMN, NEW_YORK, STYLES, samples

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
WEEKS = timedelta(weeks=4)


def sample_load() -> Load:
    return load_of(samples(count=0), AUTUMN + timedelta(weeks=52))


def view(language: Language, style: Style) -> Callable[[], Iterable[str]]:
    return lambda: heatmap(busy(), language, style, 3)


def busy() -> Load:
    """The samples, and more in the early morning."""
    more = [ScheduleRoute(at=time(hour, 15)) for hour in (3, 4, 4, 5, 5, 5, 6, 6, 6, 6, 6)]
    routes = [
        route
        for each in samples(count=0).known
        if (route := each.schedule.route) and route.interval != timedelta(milliseconds=250)
    ]
    until = AUTUMN + timedelta(weeks=52)
    return weekly_load([*more, *routes], NEW_YORK, AUTUMN, until, Backend.CELERY)


VIEWS = {
    f"heatmap-{language.value}-{name}": view(language, style)
    for language in Language
    for name, style in STYLES.items()
}


@pytest.mark.parametrize("name", VIEWS)
def test_the_heat_map_is_the_golden_one(name: str) -> None:
    golden.check(name, VIEWS[name]())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("width", [40, 52, 53, 76, 77, 80, 100, 101, 120])
def test_no_line_is_wider_than_the_terminal(language: Language, width: int) -> None:
    for load in (busy(), sample_load(), loaded(until=MONDAY + timedelta(days=2))):
        lines = list(heatmap(load, language, Style(width), 3))
        assert all(cell_width(line) <= width for line in lines)
        assert not any(line.endswith(" ") for line in lines)
        coloured = list(heatmap(load, language, Style(width, colour=True), 3))
        assert [width_of(line) for line in coloured] == [width_of(line) for line in lines]


def width_of(line: str) -> int:
    return cell_width(re.sub(r"\x1b\[[\d;]*m", "", line).rstrip())


def loaded(*routes: ScheduleRoute, start: datetime = MONDAY, until: datetime | None = None) -> Load:
    return weekly_load(routes, UTC, start, until or start + WEEKS, Backend.SPEC)


def facts(load: Load, left_out: int = 0) -> list[str]:
    """What stands below the legend."""
    lines = list(heatmap(load, Language.EN, Style(120), left_out))
    return [" ".join(line.split()) for line in lines[len(lines) - lines[::-1].index("") :]]


def hours_of(weekday: str, load: Load) -> str:
    """A sign an hour."""
    lines = heatmap(load, Language.EN, Style(40))
    return next(line.split(None, 1)[1] for line in lines if line.startswith(weekday))


def every_day(hour: int, *, times: int = 1) -> list[ScheduleRoute]:
    return [ScheduleRoute(at=time(hour, 30))] * times


def test_a_darker_sign_stands_for_more_runs() -> None:
    routes = [route for hour in range(1, 5) for route in every_day(hour, times=hour * 5)]
    assert hours_of("Wed", loaded(*routes)) == ".░▒▓█" + 19 * "."


def test_few_runs_are_never_hot() -> None:
    rare = ScheduleRoute(crontab=Crontab(day=25, hour=3))
    assert hours_of("Wed", loaded(*every_day(2), rare)) == "..▒░" + 20 * "."


def test_what_a_transition_adds_makes_no_difference() -> None:
    zone = ZoneInfo("America/New_York")
    start = datetime(2026, 1, 5, tzinfo=zone)
    routes = [ScheduleRoute(at=time(hour, 30)) for hour in (0, 1, 2, 3)] * 3
    load = weekly_load(routes, zone, start, start + timedelta(weeks=52), Backend.SPEC)
    assert hours_of("Sun", load) == hours_of("Mon", load) == "████" + 20 * "."
    assert facts(load)[0] == "busiest 00:00-01:00 every day: 3 runs"


def test_the_busiest_hours_are_named_with_their_days() -> None:
    weekdays = ScheduleRoute(crontab=Crontab(weekday=tuple(Weekday)[:5], hour=9))
    monday = ScheduleRoute(crontab=Crontab(weekday=Weekday.MONDAY, hour=9))
    load = loaded(weekdays, weekdays, monday, *every_day(23), *every_day(7))
    assert facts(load) == [
        "busiest 09:00-10:00 on Monday: 3 runs",
        "09:00-10:00 from Tuesday to Friday: 2 runs",
        "07:00-08:00 every day: 1 run",
        "in a week 25 runs on average",
    ]


def test_intervals_count_as_their_rate() -> None:
    interval = ScheduleRoute(interval=timedelta(minutes=5))
    assert facts(loaded(interval, interval, *every_day(7))) == [
        "busiest 07:00-08:00 every day: 1 run, with intervals 25",
        "intervals 24 more runs in every hour",
        "in a week 4,039 runs on average",
    ]
    assert facts(loaded(interval)) == [
        "busiest none, for intervals run in every hour alike",
        "intervals 12 more runs in every hour",
        "in a week 2,016 runs on average",
    ]


def test_an_empty_map_says_so() -> None:
    assert facts(loaded()) == [
        "busiest none, for nothing runs in this time",
        "in a week 0 runs on average",
    ]


def test_what_is_left_out_is_said() -> None:
    assert facts(loaded(), 1)[-1] == "left out 1 schedule that is not known or not valid"
    assert facts(loaded(), 4)[-1] == "left out 4 schedules that are not known or not valid"


def test_hours_that_never_come_are_blank() -> None:
    start = MONDAY + timedelta(hours=20, minutes=10)
    load = loaded(*every_day(21), start=start, until=start + timedelta(hours=6))
    lines = list(heatmap(load, Language.EN, Style(40)))
    rows = {line[:3]: line[5:] for line in lines if line[:3] in ("Mon", "Tue", "Wed")}
    assert rows == {"Mon": 20 * " " + ".▒..", "Tue": "...", "Wed": ""}
    assert "Hours without a sign are not in this" in lines
    assert not any(line.startswith("in a week") for line in lines)


def test_an_average_is_over_the_days_that_there_are() -> None:
    """Ten days have two Mondays and one Friday."""
    load = loaded(*every_day(7), until=MONDAY + timedelta(days=10))
    assert facts(load)[0] == "busiest 07:00-08:00 every day: 1 run"


def test_colour_has_the_numbers_in_the_map() -> None:
    load = loaded(*every_day(7, times=12))
    lines = list(heatmap(load, Language.EN, Style(80, colour=True)))
    assert sum("\x1b[38;5;231;48;5;160m12 \x1b[0m" in line for line in lines) == 7


def test_a_number_that_does_not_fit_is_left_out() -> None:
    load = loaded(*every_day(7, times=120))
    lines = list(heatmap(load, Language.EN, Style(80, colour=True)))
    assert sum("48;5;160m   \x1b[0m" in line for line in lines) == 7
    wide = list(heatmap(load, Language.EN, Style(120, colour=True)))
    assert sum("48;5;160m120 \x1b[0m" in line for line in wide) == 7
