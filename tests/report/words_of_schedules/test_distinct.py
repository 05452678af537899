"""Schedules that fire at other times have other words, and the words name every field."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, time, timedelta, timezone, tzinfo
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spakky_lint.messages.language import Language
from spakky_lint.report.words_of_schedules import describe, rate
from spakky_lint.runtime import Crontab, Month, ScheduleRoute, Weekday
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.fields import FIELD_RANGES, FIELDS
from spakky_lint.runtime.fire_times import calendar_of, matching_weekdays

KOREAN_WEEKDAYS = "월화수목금토일"


def numbers(field: str) -> st.SearchStrategy[int | tuple[int, ...] | None]:
    """None, one, or several; few or almost all of them."""
    allowed = list(FIELD_RANGES[field])
    few = st.lists(st.sampled_from(allowed), min_size=1, max_size=5)
    missing = st.lists(st.sampled_from(allowed), max_size=3)
    most = missing.map(lambda left_out: [one for one in allowed if one not in left_out])
    run = st.tuples(st.sampled_from(allowed), st.integers(1, len(allowed))).map(
        lambda drawn: [allowed[(drawn[0] + n) % len(allowed)] for n in range(drawn[1])]
    )
    return st.none() | st.sampled_from(allowed) | (few | most | run).map(tuple)


ZONES: list[tzinfo | None] = [
    None,
    UTC,
    timezone(timedelta(hours=9)),
    timezone(timedelta(hours=-9)),
    ZoneInfo("Asia/Seoul"),
    ZoneInfo("Europe/Berlin"),
]
CRONTABS = st.builds(
    Crontab,
    month=numbers("month"),
    day=numbers("day"),
    weekday=numbers("weekday"),
    hour=st.sampled_from([0, 1, 9, 12, 13, 21, 23]),
    minute=st.sampled_from([0, 1, 9, 30, 59]),
)
TIMES = st.builds(
    time,
    hour=st.sampled_from([0, 9, 21]),
    minute=st.sampled_from([0, 9]),
    second=st.sampled_from([0, 0, 9]),
    tzinfo=st.sampled_from(ZONES),
)
UNITS = ["days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "weeks"]
INTERVALS = st.dictionaries(st.sampled_from(UNITS), st.integers(1, 130), min_size=1).map(
    lambda parts: timedelta(**parts)
)
ROUTES = (
    CRONTABS.map(lambda crontab: ScheduleRoute(crontab=crontab))
    | TIMES.map(lambda at: ScheduleRoute(at=at))
    | INTERVALS.map(lambda interval: ScheduleRoute(interval=interval))
)


def meaning(route: ScheduleRoute, backend: Backend) -> object:
    """What two routes have in common that fire at the same times; worked out on its own."""
    calendar = calendar_of(route, backend)
    if calendar is None:
        return route.interval
    crontab, second, zone = calendar
    return (
        as_set("month", crontab.month),
        as_set("day", crontab.day),
        matching_weekdays(crontab, backend),
        (crontab.hour, crontab.minute, second),
        None if zone is None else getattr(zone, "key", None) or str(zone.utcoffset(None)),
    )


def as_set(field: str, value: int | tuple[int, ...] | None) -> frozenset[int]:
    if value is None:
        return frozenset(FIELD_RANGES[field])
    return frozenset(value if isinstance(value, tuple) else (value,))


@given(
    one=ROUTES, other=ROUTES, backend=st.sampled_from(Backend), language=st.sampled_from(Language)
)
def test_words_are_the_same_exactly_when_the_meaning_is(
    one: ScheduleRoute, other: ScheduleRoute, backend: Backend, language: Language
) -> None:
    same_words = describe(one, backend, language) == describe(other, backend, language)
    same_meaning = meaning(one, backend) == meaning(other, backend)
    assert same_words == same_meaning


@given(
    one=CRONTABS, other=CRONTABS, field=st.sampled_from(FIELDS), language=st.sampled_from(Language)
)
def test_another_value_of_one_field_has_other_words(
    one: Crontab, other: Crontab, field: str, language: Language
) -> None:
    changed = replace(one, **{field: getattr(other, field)})
    routes = [ScheduleRoute(crontab=crontab) for crontab in (one, changed)]
    words = {describe(route, Backend.SPEC, language) for route in routes}
    meanings = {meaning(route, Backend.SPEC) for route in routes}
    assert len(words) == len(meanings)


@given(crontab=CRONTABS, language=st.sampled_from(Language), data=st.data())
def test_neither_order_nor_repetition_has_words(
    crontab: Crontab, language: Language, data: st.DataObject
) -> None:
    shuffled: dict[str, Any] = {
        field: tuple(data.draw(st.permutations([*value, *value[:2]])))
        for field in ("month", "day", "weekday")
        if isinstance(value := getattr(crontab, field), tuple)
    }
    route, other = (ScheduleRoute(crontab=one) for one in (crontab, replace(crontab, **shuffled)))
    assert describe(route, Backend.SPEC, language) == describe(other, Backend.SPEC, language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("backend", Backend)
def test_no_two_sets_of_weekdays_and_months_share_their_words(
    language: Language, backend: Backend
) -> None:
    """Exhaustive: every set of weekdays with every set of months, each with and without days."""
    weekdays = subsets(7, 0)
    months = [found for found in subsets(12, 1) if len(found) <= 4 or len(found) >= 10]
    dates: list[int | tuple[int, ...] | None] = [None, 1, (1, 15), 29]
    seen = set()
    count = 0
    for month, weekday, day in product(months[::29], weekdays, dates):
        route = ScheduleRoute(crontab=Crontab(month=month, weekday=weekday, day=day))  # type: ignore[arg-type]  # plain numbers
        seen.add(describe(route, backend, language))
        count += 1
    assert len(seen) == count


@pytest.mark.parametrize("language", Language)
def test_no_two_sets_of_months_share_their_words(language: Language) -> None:
    found = subsets(12, 1)
    for weekday, day in [(None, None), (None, 1), (None, 29), (None, (1, 2)), (0, None), (0, 1)]:
        words = {
            describe(
                ScheduleRoute(crontab=Crontab(month=month, weekday=weekday, day=day)),  # type: ignore[arg-type]  # plain numbers
                Backend.SPEC,
                language,
            )
            for month in found
        }
        assert len(words) == len(found)


def subsets(size: int, first: int) -> list[tuple[int, ...]]:
    """Every set of the numbers from `first` on, but the empty one."""
    return [
        tuple(first + number for number in range(size) if bits >> number & 1)
        for bits in range(1, 2**size)
    ]


@pytest.mark.parametrize("language", Language)
def test_no_two_intervals_share_their_words(language: Language) -> None:
    seconds = {timedelta(seconds=n) for n in range(1, 20_000)}
    minutes = {timedelta(minutes=n) for n in range(1, 20_000)}
    short = {timedelta(microseconds=n) for n in range(1, 10_000)}
    days = {timedelta(hours=n) for n in range(1, 5_000)}
    every = seconds | minutes | short | days
    words = {describe(ScheduleRoute(interval=one), Backend.SPEC, language) for one in every}
    assert len(words) == len(every)


@given(CRONTABS, st.sampled_from(Backend))
def test_words_name_every_field(crontab: Crontab, backend: Backend) -> None:
    route = ScheduleRoute(crontab=crontab)
    english = describe(route, backend, Language.EN)
    korean = describe(route, backend, Language.KO)
    assert f"at {crontab.hour:02}:{crontab.minute:02} " in english
    assert f"{crontab.hour:02}:{crontab.minute:02}" in korean
    months, days = as_set("month", crontab.month), as_set("day", crontab.day)
    weekdays = matching_weekdays(crontab, backend)
    assert named_in_english(english, "month") == months
    assert named_in_english(english, "weekday") == weekdays
    assert days_in(english) == days
    assert months_in_korean(korean) == months
    assert weekdays_in_korean(korean) == weekdays
    assert days_in(korean) == days


def named_in_english(words: str, field: str) -> frozenset[int]:
    """Read back from the words, by somebody who knows no more than English."""
    names = {(one.name.title()): int(one) for one in (Month if field == "month" else Weekday)}
    every = frozenset(names.values())
    if field == "weekday" and re.search(r"\bweekdays?\b", words):
        return frozenset(range(5))
    pattern = "|".join(names)
    spans = re.findall(rf"({pattern})s?(?: to ({pattern}))?", words)
    found: set[int] = set()
    for first, last in spans:
        found |= around(names[first], names[last or first], sorted(every))
    if not found:
        return every
    negated = rf"(?:except|except in|not a|not) (?:{pattern})"
    return every - found if re.search(negated, words) else frozenset(found)


def around(first: int, last: int, cycle: list[int]) -> set[int]:
    start, length = cycle.index(first), (last - first) % len(cycle) + 1
    return {cycle[(start + n) % len(cycle)] for n in range(length)}


def days_in(words: str) -> frozenset[int]:
    """Of either language."""
    words = re.sub(r"\d\d:\d\d", "", words)
    if "일" in words or "월" in words or "매" in words:
        spans = re.findall(r"(\d+)(?:~(\d+))?일", words)
    elif date := re.search(r"on (\d+) [A-Z]", words):
        spans = [(date[1], "")]
    else:
        listed = re.search(r"days? ([\d, toand]+)", words)
        spans = re.findall(r"(\d+)(?: to (\d+))?", listed[1]) if listed else []
    found = {n for first, last in spans for n in range(int(first), int(last or first) + 1)}
    return frozenset(found or range(1, 32))


def months_in_korean(words: str) -> frozenset[int]:
    every = list(range(1, 13))
    found: set[int] = set()
    for first, last in re.findall(r"(\d+)월(?:~(\d+)월)?", words):
        found |= around(int(first), int(last or first), every)
    if not found:
        return frozenset(every)
    return frozenset(every) - found if re.search(r"월 제외", words) else frozenset(found)


def weekdays_in_korean(words: str) -> frozenset[int]:
    if "평일" in words:
        return frozenset(range(5))
    found: set[int] = set()
    for listed in re.findall(r"([월화수목금토일·~]+)요일", words):
        for part in listed.split("·"):
            first, _, last = part.partition("~")
            found |= around(
                KOREAN_WEEKDAYS.index(first), KOREAN_WEEKDAYS.index(last or first), list(range(7))
            )
    if not found:
        return frozenset(range(7))
    negated = re.search(r"요일 제외|요일이 아[닐닌]", words)
    return frozenset(range(7)) - found if negated else frozenset(found)


@given(INTERVALS)
def test_an_interval_adds_up_to_what_it_says(interval: timedelta) -> None:
    english = describe(ScheduleRoute(interval=interval), Backend.SPEC, Language.EN)
    total = timedelta()
    for number, unit in re.findall(r"([\d,.]+|every) ([a-z]+?)s?\b", english.partition("(")[0]):
        count = 1.0 if number == "every" else float(number.replace(",", ""))
        total += timedelta(**{f"{unit}s": count})
    assert total == interval
    assert rate(interval, Language.KO)
