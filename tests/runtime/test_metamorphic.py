"""What must hold between previews, whatever the schedule is."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.runtime import Crontab, Month, ScheduleRoute, Weekday
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.fields import FIELD_RANGES, ever_fires
from spakky_lint.runtime.forecast import NoteKind, Window, forecast

ZONES = ("UTC", "America/New_York", "Australia/Lord_Howe", "America/Nuuk", "Africa/Cairo")
YEAR = timedelta(days=365)
START = datetime(2026, 2, 1, 3, 17, tzinfo=UTC)
TRANSITIONS = frozenset({NoteKind.DST_GAP, NoteKind.DST_OVERLAP, NoteKind.RESTART_STORM})


def drawn(seed: str, number: int) -> list[Crontab]:
    draws = random.Random(seed)
    found: list[Crontab] = []
    while len(found) < number:
        month, day, weekday = (
            field(draws, list(Month)),
            field(draws, list(range(1, 32))),
            field(draws, list(Weekday)),
        )
        if ever_fires(month, day):
            hour, minute = draws.choice([0, 1, 2, 3, 23, 12]), draws.choice([0, 30, 59])
            found.append(Crontab(month, day, weekday, hour, minute))
    return found


def field(draws: random.Random, values: list[Any]) -> Any:
    kind = draws.random()
    if kind < 0.5:
        return None
    if kind < 0.7:
        return draws.choice(values)
    return tuple(draws.sample(values, draws.randint(2, 5)))


def fires(crontab: Crontab, window: Window) -> list[datetime]:
    told = forecast(ScheduleRoute(crontab=crontab), window)
    return [fire.at.astimezone(UTC) for fire in told.fires]


def window(zone: str, start: datetime = START, until: datetime = START + YEAR) -> Window:
    return Window(start, ZoneInfo(zone), Backend.SPEC, None, until)


@pytest.mark.parametrize("name", ["month", "day", "weekday"])
@pytest.mark.parametrize("zone", ZONES)
def test_widening_a_field_only_adds_fires(zone: str, name: str) -> None:
    draws = random.Random(f"wider {zone} {name}")
    for crontab in drawn(f"widen {zone} {name}", 25):
        value = getattr(crontab, name)
        given = value if isinstance(value, tuple) else () if value is None else (value,)
        more = draws.choice(FIELD_RANGES[name])
        wide: dict[str, Any] = {name: (*given, more) if given else None}
        every: dict[str, Any] = {name: None}
        wider = replace(crontab, **wide)
        narrow = set(fires(crontab, window(zone)))
        assert narrow <= set(fires(wider, window(zone)))
        assert narrow <= set(fires(replace(crontab, **every), window(zone)))


@pytest.mark.parametrize("zone", ZONES)
def test_previews_split_at_any_instant_concatenate(zone: str) -> None:
    draws = random.Random(f"split {zone}")
    for crontab in drawn(f"splits {zone}", 25):
        whole = fires(crontab, window(zone))
        instant = START + timedelta(minutes=draws.randrange(365 * 24 * 60))
        if whole and draws.random() < 0.3:
            instant = draws.choice(whole)  # the instant of a fire belongs to one half
        first = fires(crontab, window(zone, until=instant))
        second = fires(crontab, window(zone, start=instant))
        assert first + second == whole


@pytest.mark.parametrize("zone", ZONES)
def test_fires_come_in_order_and_only_once(zone: str) -> None:
    for crontab in drawn(f"order {zone}", 40):
        assert all(one < other for one, other in pairwise(fires(crontab, window(zone))))


def test_utc_has_no_notes_about_daylight_saving() -> None:
    for crontab in drawn("utc", 60):
        for backend in Backend:
            asked = replace(window("UTC"), backend=backend)
            notes = forecast(ScheduleRoute(crontab=crontab), asked).notes
            assert TRANSITIONS.isdisjoint(note.kind for note in notes)


@pytest.mark.parametrize("zone", ZONES)
def test_shifting_every_weekday_changes_each_fire_unless_none_or_all_are_named(zone: str) -> None:
    for crontab in [*drawn(f"shift {zone}", 40), Crontab(weekday=tuple(Weekday), hour=5)]:
        named = crontab.weekday
        given = named if isinstance(named, tuple) else () if named is None else (named,)
        shifted = tuple(Weekday((day + 1) % 7) for day in given)
        other = replace(crontab, weekday=shifted or None)
        before, after = set(fires(crontab, window(zone))), set(fires(other, window(zone)))
        if not given or set(shifted) == set(given):
            assert before == after
        else:
            days_before = {Weekday(day) for day in given} - set(shifted)
            moved = {at for at in before if local_weekday(at, zone) in days_before}
            assert moved.isdisjoint(after)


def local_weekday(at: datetime, zone: str) -> Weekday:
    return Weekday(at.astimezone(ZoneInfo(zone)).weekday())


def test_celery_fires_as_the_specification_does_a_day_later() -> None:
    """The shift of spakky-celery up to 8.5.0 is a shift of the weekdays and of nothing else."""
    for crontab in drawn("shifted", 60):
        named = crontab.weekday
        given = named if isinstance(named, tuple) else () if named is None else (named,)
        meant = tuple(Weekday((day - 1) % 7) for day in given)
        spec = fires(replace(crontab, weekday=meant or None), window("Africa/Cairo"))
        celery = fires(crontab, replace(window("Africa/Cairo"), backend=Backend.CELERY))
        assert spec == celery
