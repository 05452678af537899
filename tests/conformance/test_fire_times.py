"""Our fire times are celery's own: its schedule objects are asked with a frozen clock.

The transitions that are written out below are those of tzdata 2025b; 2026f has the same.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from itertools import islice
from typing import Any, TypeGuard
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.runtime import Crontab, Month, ScheduleRoute, Weekday
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.fields import ever_fires
from spakky_lint.runtime.fire_times import Fire, fires
from spakky_lint.runtime.forecast import NoteKind, Window, forecast
from tests.conformance.systems import REAL
from tests.real_framework import requires_framework

ZONES = (
    "UTC",
    "Africa/Cairo",
    "America/Havana",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Asia/Seoul",
    "Asia/Tehran",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Africa/Casablanca",
)
CASES = 200
"""Specifications a zone; each is followed for four fires."""
HOURS = timedelta(hours=4)
"""From before a repeated hour to its end."""


@requires_framework
@pytest.mark.parametrize("name", ZONES)
def test_fire_times_are_those_of_celery(name: str) -> None:
    draws = random.Random(f"fires {name}")
    zone = ZoneInfo(name)
    for _ in range(CASES):
        route = drawn_route(draws)
        start = drawn_start(draws, zone)
        if is_restart_storm(route, start, zone):
            assert is_told(route, start, zone), f"{route} from {start}"
            continue
        expected = list(islice(celery_fires(route, start, name), 4))
        ours = [fire.at for fire in islice(fires(route, zone, start, Backend.CELERY), 4)]
        assert [at.astimezone(UTC) for at in ours] == expected, f"{route} from {start}"


@pytest.mark.parametrize("name", ZONES)
def test_fire_times_are_those_of_a_walk_over_the_dates(name: str) -> None:
    draws = random.Random(f"walk {name}")
    zone = ZoneInfo(name)
    for _ in range(CASES):
        route = drawn_route(draws)
        start = drawn_start(draws, zone)
        backend = draws.choice(list(Backend))
        ours = list(islice(fires(route, zone, start, backend), 3))
        walked = list(islice(walk(route, zone, start, backend), 3))
        assert [fire.at.astimezone(UTC) for fire in ours][: len(walked)] == walked
        if walked:
            assert len(ours) == 3


def walk(
    route: ScheduleRoute, zone: ZoneInfo, start: datetime, backend: Backend
) -> Iterator[datetime]:
    """One day after the other, for six years."""
    crontab = route.crontab or Crontab(hour=route.at.hour, minute=route.at.minute)  # type: ignore[union-attr]  # one is given
    shift = 1 if backend is Backend.CELERY else 0
    local = start.astimezone(zone)
    naive, begin = local.replace(tzinfo=None), start.astimezone(UTC)
    months, days = numbers(crontab.month, 12), numbers(crontab.day, 31)
    weekdays = {(number - shift) % 7 for number in numbers(crontab.weekday, 6)}
    for ordinal in range(local.toordinal() - 1, local.toordinal() + 6 * 366):
        day = date.fromordinal(ordinal)
        if not (day.month in months and day.day in days and day.weekday() in weekdays):
            continue
        wall = datetime.combine(day, time(crontab.hour, crontab.minute))
        if wall > naive and (instant := wall.replace(tzinfo=zone).astimezone(UTC)) > begin:
            yield instant


def numbers(field: Any, last: int) -> set[int]:
    """Those that the field of a crontab takes; none is no restriction."""
    if field is None:
        return set(range(last + 1))
    return set(field if isinstance(field, tuple) else (field,))


def drawn_route(draws: random.Random) -> ScheduleRoute:
    """Any well-typed `at` or `Crontab` that ever fires, most of them at night."""
    hour = draws.choice([0, 1, 2, 2, 3, 23, draws.randrange(24)])
    minute = draws.choice([0, 15, 30, 59, draws.randrange(60)])
    if draws.random() < 0.3:
        return ScheduleRoute(at=time(hour, minute))
    while True:
        month = drawn_field(draws, list(Month))
        day = drawn_field(draws, list(range(1, 32)))
        weekday = drawn_field(draws, list(Weekday))
        if ever_fires(month, day):
            return ScheduleRoute(
                crontab=Crontab(month=month, day=day, weekday=weekday, hour=hour, minute=minute)
            )


def drawn_field(draws: random.Random, values: list[Any]) -> Any:
    kind = draws.random()
    if kind < 0.5:
        return None
    if kind < 0.7:
        return draws.choice(values)
    return tuple(draws.sample(values, draws.randint(1, min(5, len(values)))))


def drawn_start(draws: random.Random, zone: ZoneInfo) -> datetime:
    """Near a transition of the zone as often as not."""
    moments = transitions(zone.key)
    if moments and draws.random() < 0.7:
        moment = draws.choice(moments) + timedelta(minutes=draws.randint(-2000, 2000))
    else:
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=draws.randrange(525_600))
    return moment.replace(second=draws.choice([0, 0, 17]))


@lru_cache
def transitions(name: str) -> tuple[datetime, ...]:
    """The instants of 2026 and 2027 after which the zone's offset is another."""
    zone = ZoneInfo(name)
    hour = timedelta(hours=1)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    found = []
    while at.year < 2028:
        if (at + hour).astimezone(zone).utcoffset() != at.astimezone(zone).utcoffset():
            found.append(at)
        at += hour
    return tuple(found)


def is_restart_storm(route: ScheduleRoute, start: datetime, zone: ZoneInfo) -> bool:
    """Whether beat starts inside a repeated hour, before the time: it then sends on every tick."""
    local = start.astimezone(zone)
    if local.fold == 0:
        return False
    earlier = islice(fires(route, zone, start - HOURS, Backend.CELERY), 1)
    wall = local.replace(tzinfo=None, fold=0)
    return any(
        fire.is_in_overlap and fire.wall > wall and fire.at < start.astimezone(UTC)
        for fire in earlier
    )


def is_told(route: ScheduleRoute, start: datetime, zone: ZoneInfo) -> bool:
    """Whether a preview that covers the repeated hour warns of it."""
    window = Window(start - HOURS, zone, Backend.CELERY, 1)
    return any(note.kind is NoteKind.RESTART_STORM for note in forecast(route, window).notes)


def celery_fires(route: ScheduleRoute, start: datetime, zone: str) -> Iterator[datetime]:
    """What celery's own schedule says, asked with the clock at each fire in turn."""
    schedule = celery_schedule(route, zone)
    moment = start
    while True:
        schedule.nowfun = lambda now=moment: now.astimezone(schedule.tz)
        moment = (moment + schedule.remaining_estimate(moment)).astimezone(UTC)
        yield moment


def celery_schedule(route: ScheduleRoute, zone: str) -> Any:
    """What spakky-celery's own conversion makes of it, in an application of a zone."""
    from spakky.plugins.celery.post_processor import CeleryPostProcessor

    triggers = {"interval": route.interval, "at": route.at, "crontab": as_real(route.crontab)}
    given = {name: value for name, value in triggers.items() if value is not None}
    schedule = CeleryPostProcessor._to_celery_schedule(REAL.api.ScheduleRoute(**given))
    schedule.app = application_in(zone)
    return schedule


@lru_cache
def application_in(zone: str) -> Any:
    """To make one takes longer than to ask a schedule."""
    from celery import Celery

    return Celery("frozen", timezone=zone, set_as_current=False)


@requires_framework
@pytest.mark.parametrize("name", ZONES)
def test_celery_is_due_at_our_fires_and_not_before(name: str) -> None:
    """Asked as beat does, a second before the fire and at it, last run at the one before."""
    draws = random.Random(f"due {name}")
    zone = ZoneInfo(name)
    for _ in range(CASES // 4):
        route, start = drawn_route(draws), drawn_start(draws, zone)
        if start.astimezone(zone).fold == 1:
            continue
        schedule = celery_schedule(route, name)
        last = start
        for fire in islice(fires(route, zone, start, Backend.CELERY), 3):
            at = fire.at.astimezone(UTC)
            if at.astimezone(zone).fold == 1:
                break
            for moment, due in ((at - timedelta(seconds=1), False), (at, True)):
                if moment > last:
                    schedule.nowfun = partial(moment.astimezone, schedule.tz)
                    assert schedule.is_due(last).is_due is due, f"{route} at {moment}"
            last = at


@requires_framework
def test_a_restart_in_the_repeated_hour_sends_on_every_tick_and_is_told() -> None:
    name, at = "America/New_York", time(1, 30)
    zone = ZoneInfo(name)
    route = ScheduleRoute(at=at)
    schedule = celery_schedule(route, name)

    def is_due(last: datetime, now: datetime) -> bool:
        schedule.nowfun = lambda: now.astimezone(schedule.tz)
        return bool(schedule.is_due(last).is_due)

    window = Window(datetime(2026, 10, 31, 12, tzinfo=zone), zone, Backend.CELERY, 3)
    (storm,) = (
        note for note in forecast(route, window).notes if note.kind is NoteKind.RESTART_STORM
    )
    begin, end = (moment.astimezone(UTC) for moment in storm.details if is_moment(moment))
    assert (begin, end) == (
        datetime(2026, 11, 1, 6, 0, tzinfo=UTC),
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
    )
    restart = begin + timedelta(minutes=10)
    # Due at every tick, though it has run a second ago.
    ticks = [restart + timedelta(seconds=second) for second in (1, 2, 60, 600, 1_100)]
    assert [is_due(tick - timedelta(seconds=1), tick) for tick in ticks] == [True] * len(ticks)
    after = end + timedelta(minutes=1)
    assert not is_due(after, after + timedelta(seconds=1))
    before = begin - timedelta(minutes=10)  # 01:50 the first time, after the run
    assert not is_due(before, before + timedelta(seconds=1))


def is_moment(detail: object) -> TypeGuard[datetime]:
    return isinstance(detail, datetime)


def as_real(crontab: Crontab | None) -> Any:
    if crontab is None:
        return None
    return REAL.api.Crontab(
        month=crontab.month,
        day=crontab.day,
        weekday=crontab.weekday,
        hour=crontab.hour,
        minute=crontab.minute,
    )


@pytest.mark.parametrize(
    ("zone", "start", "route", "local"),
    [
        ("America/New_York", "2026-03-07T12:00", time(2, 30), "2026-03-08T03:30:00-04:00"),
        ("America/New_York", "2026-10-31T12:00", time(1, 30), "2026-11-01T01:30:00-04:00"),
        ("America/Nuuk", "2026-03-28T12:00", time(23, 30), "2026-03-29T00:30:00-01:00"),
        ("UTC", "2026-11-23T12:00", time(12, 0), "2026-11-24T12:00:00+00:00"),
        ("Asia/Seoul", "2026-11-23T08:59", time(9, 0), "2026-11-23T09:00:00+09:00"),
    ],
)
def test_transitions_are_met_as_measured(zone: str, start: str, route: time, local: str) -> None:
    begin = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone))
    first = next(fires(ScheduleRoute(at=route), ZoneInfo(zone), begin, Backend.CELERY))
    assert first.at.isoformat() == local


def test_a_gap_and_an_overlap_are_told() -> None:
    zone = ZoneInfo("America/New_York")

    def first(start: str, at: time) -> Fire:
        begin = datetime.fromisoformat(start).replace(tzinfo=zone)
        return next(fires(ScheduleRoute(at=at), zone, begin, Backend.CELERY))

    gap = first("2026-03-07T12:00", time(2, 30))
    assert (gap.is_in_gap, gap.is_in_overlap) == (True, False)
    overlap = first("2026-10-31T12:00", time(1, 30))
    assert (overlap.is_in_gap, overlap.is_in_overlap) == (False, True)
    plain = first("2026-10-31T12:00", time(3, 30))
    assert (plain.is_in_gap, plain.is_in_overlap) == (False, False)


def test_weekdays_are_read_as_the_backend_does() -> None:
    route = ScheduleRoute(crontab=Crontab(weekday=Weekday.MONDAY, hour=9))
    start = datetime(2026, 11, 23, tzinfo=UTC)  # a Monday
    first = {
        backend: next(fires(route, UTC, start, backend)).at.strftime("%A") for backend in Backend
    }
    assert first == {Backend.SPEC: "Monday", Backend.CELERY: "Sunday"}


def test_what_celery_drops_from_a_time_counts_as_documented() -> None:
    route = ScheduleRoute(at=time(9, 0, 30, tzinfo=ZoneInfo("Asia/Seoul")))
    start = datetime(2026, 11, 23, tzinfo=UTC)
    assert next(fires(route, UTC, start, Backend.CELERY)).at.isoformat() == (
        "2026-11-23T09:00:00+00:00"
    )
    assert next(fires(route, UTC, start, Backend.SPEC)).at.isoformat() == (
        "2026-11-23T09:00:30+09:00"
    )


def test_an_interval_counts_from_the_start_of_beat() -> None:
    route = ScheduleRoute(interval=timedelta(minutes=40))
    start = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert list(fires(route, UTC, start, Backend.CELERY)) == []
    counted = fires(route, UTC, start, Backend.CELERY, beat_start=start - timedelta(hours=1))
    assert [fire.at.strftime("%H:%M") for fire in islice(counted, 3)] == ["12:20", "13:00", "13:40"]
    later = fires(route, UTC, start, Backend.CELERY, beat_start=start + timedelta(hours=1))
    assert next(later).at.strftime("%H:%M") == "13:40"


def test_what_never_fires_says_so_at_once() -> None:
    never = ScheduleRoute(crontab=Crontab(month=Month.FEBRUARY, day=30))
    assert list(fires(never, UTC, datetime(2026, 1, 1, tzinfo=UTC), Backend.SPEC)) == []


def test_a_leap_day_on_a_weekday_is_found_decades_away() -> None:
    rare = ScheduleRoute(crontab=Crontab(month=Month.FEBRUARY, day=29, weekday=Weekday.MONDAY))
    found = islice(fires(rare, UTC, datetime(2090, 1, 1, tzinfo=UTC), Backend.SPEC), 3)
    assert [fire.at.date().isoformat() for fire in found] == [
        "2112-02-29",
        "2140-02-29",
        "2168-02-29",
    ]
