"""What is said about when a schedule fires, word for word."""

from __future__ import annotations

from datetime import UTC, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.messages.language import Language
from spakky_lint.report.words_of_schedules import describe, rate
from spakky_lint.runtime import Crontab, Month, ScheduleRoute, Weekday
from spakky_lint.runtime.backend import Backend

MON, TUE, WED, THU, FRI, SAT, SUN = Weekday
WORKING_DAYS = (MON, TUE, WED, THU, FRI)
NOT_DECEMBER = tuple(Month)[:11]
FIRST_WEEK = tuple(range(1, 8))


def both(route: ScheduleRoute, backend: Backend = Backend.SPEC) -> tuple[str, str]:
    return describe(route, backend, Language.EN), describe(route, backend, Language.KO)


@pytest.mark.parametrize(
    ("fields", "english", "korean"),
    [
        ({}, "at 00:00 every day", "매일 00:00"),
        ({"hour": 9}, "at 09:00 every day", "매일 09:00"),
        ({"minute": 30}, "at 00:30 every day", "매일 00:30"),
        # weekdays
        ({"weekday": MON}, "at 00:00 on Monday", "매주 월요일 00:00"),
        (
            {"weekday": (MON, WED, FRI), "hour": 9},
            "at 09:00 on Monday, Wednesday and Friday",
            "매주 월·수·금요일 09:00",
        ),
        ({"weekday": WORKING_DAYS}, "at 00:00 every weekday", "평일(월~금요일) 00:00"),
        ({"weekday": (SUN, SAT)}, "at 00:00 on Saturday and Sunday", "매주 토·일요일 00:00"),
        (
            {"weekday": (SUN, *WORKING_DAYS[:4])},
            "at 00:00 from Sunday to Thursday",
            "매주 일~목요일 00:00",
        ),
        (
            {"weekday": (MON, TUE, WED, FRI)},
            "at 00:00 on Monday to Wednesday and Friday",
            "매주 월~수·금요일 00:00",
        ),
        (
            {"weekday": (SUN, *WORKING_DAYS)},
            "at 00:00 every day except Saturday",
            "매일(토요일 제외) 00:00",
        ),
        # days of the month
        ({"day": 1}, "at 00:00 on day 1 of every month", "매월 1일 00:00"),
        ({"day": 31}, "at 00:00 on day 31 of every month", "매월 31일 00:00"),
        ({"day": (15, 1)}, "at 00:00 on days 1 and 15 of every month", "매월 1일·15일 00:00"),
        (
            {"day": (*FIRST_WEEK, 15, 16)},
            "at 00:00 on days 1 to 7, 15 and 16 of every month",
            "매월 1~7일·15일·16일 00:00",
        ),
        (
            {"day": (1, 30, 31)},
            "at 00:00 on days 1, 30 and 31 of every month",
            "매월 1일·30일·31일 00:00",
        ),
        # months
        ({"month": Month.MARCH}, "at 00:00 every day in March", "매년 3월 매일 00:00"),
        (
            {"month": (Month.MARCH, Month.SEPTEMBER)},
            "at 00:00 every day in March and September",
            "매년 3월·9월 매일 00:00",
        ),
        (
            {"month": (1, 2, 11, 12)},
            "at 00:00 every day from November to February",
            "매년 11월~2월 매일 00:00",
        ),
        (
            {"month": NOT_DECEMBER},
            "at 00:00 every day except in December",
            "매월(12월 제외) 매일 00:00",
        ),
        # dates
        ({"month": 4, "day": 15, "hour": 6}, "at 06:00 on 15 April", "매년 4월 15일 06:00"),
        (
            {"month": (1, 4, 7, 10), "day": 1},
            "at 00:00 on day 1 of January, April, July and October",
            "매년 1월·4월·7월·10월 1일 00:00",
        ),
        (
            {"month": 3, "day": (1, 15)},
            "at 00:00 on days 1 and 15 of March",
            "매년 3월 1일·15일 00:00",
        ),
        (
            {"month": (6, 7, 8), "day": 1},
            "at 00:00 on day 1 of every month from June to August",
            "매년 6월~8월 1일 00:00",
        ),
        (
            {"month": NOT_DECEMBER, "day": 1},
            "at 00:00 on day 1 of every month except December",
            "매월(12월 제외) 1일 00:00",
        ),
        ({"month": 2, "day": 29}, "at 00:00 on 29 February of leap years", "윤년 2월 29일 00:00"),
        ({"month": 2, "day": 30}, "at 00:00 on 30 February", "매년 2월 30일 00:00"),
        # months and weekdays
        (
            {"month": 3, "weekday": (MON, FRI)},
            "at 00:00 every Monday and Friday in March",
            "매년 3월 매주 월·금요일 00:00",
        ),
        (
            {"month": (3, 9), "weekday": WORKING_DAYS},
            "at 00:00 every weekday in March and September",
            "매년 3월·9월 평일(월~금요일) 00:00",
        ),
        (
            {"month": NOT_DECEMBER, "weekday": THU},
            "at 00:00 every Thursday in every month except December",
            "매월(12월 제외) 매주 목요일 00:00",
        ),
        (
            {"month": 12, "weekday": (SUN, *WORKING_DAYS)},
            "at 00:00 every day except Saturday in December",
            "매년 12월 매일(토요일 제외) 00:00",
        ),
        # day and weekday, which both have to match
        (
            {"day": 13, "weekday": FRI},
            "at 00:00 on day 13 when it is a Friday",
            "매월 13일이 금요일일 때 00:00",
        ),
        (
            {"day": 13, "weekday": (MON, TUE, FRI)},
            "at 00:00 on day 13 when it is a Monday, Tuesday or Friday",
            "매월 13일이 월요일, 화요일 또는 금요일일 때 00:00",
        ),
        (
            {"day": 1, "weekday": WORKING_DAYS},
            "at 00:00 on day 1 when it is a weekday",
            "매월 1일이 평일(월~금요일)일 때 00:00",
        ),
        (
            {"day": 1, "weekday": (SUN, *WORKING_DAYS)},
            "at 00:00 on day 1 when it is not a Saturday",
            "매월 1일이 토요일이 아닐 때 00:00",
        ),
        (
            {"day": FIRST_WEEK, "weekday": MON},
            "at 00:00 on days 1 to 7 that are Mondays",
            "매월 1~7일 중 월요일인 날 00:00",
        ),
        (
            {"month": 3, "day": (1, 15), "weekday": (MON, FRI)},
            "at 00:00 on days 1 and 15 of March that are Mondays or Fridays",
            "매년 3월 1일·15일 중 월요일 또는 금요일인 날 00:00",
        ),
        (
            {"day": (1, 15), "weekday": WORKING_DAYS},
            "at 00:00 on days 1 and 15 that are weekdays",
            "매월 1일·15일 중 평일(월~금요일)인 날 00:00",
        ),
        (
            {"day": (1, 15), "weekday": (SUN, *WORKING_DAYS)},
            "at 00:00 on days 1 and 15 that are not Saturdays",
            "매월 1일·15일 중 토요일이 아닌 날 00:00",
        ),
        (
            {"month": 2, "day": 29, "weekday": MON},
            "at 00:00 on 29 February of leap years when it is a Monday",
            "윤년 2월 29일이 월요일일 때 00:00",
        ),
    ],
)
def test_a_crontab(fields: dict[str, Any], english: str, korean: str) -> None:
    assert both(ScheduleRoute(crontab=Crontab(**fields))) == (english, korean)


@pytest.mark.parametrize(
    "fields",
    [
        {"month": tuple(Month)},
        {"day": tuple(range(1, 32))},
        {"weekday": (*Weekday, MON)},
        {"month": tuple(Month), "day": tuple(range(31, 0, -1)), "weekday": tuple(Weekday)},
    ],
)
def test_to_name_every_one_is_to_name_none(fields: dict[str, Any]) -> None:
    for backend in Backend:
        route = ScheduleRoute(crontab=Crontab(hour=9, **fields))
        assert both(route, backend) == ("at 09:00 every day", "매일 09:00")


def test_a_tuple_of_one_is_the_one() -> None:
    one = ScheduleRoute(crontab=Crontab(month=(Month.MAY,), day=(1, 1), weekday=(MON,)))
    assert both(one) == (
        "at 00:00 on 1 May when it is a Monday",
        "매년 5월 1일이 월요일일 때 00:00",
    )


def test_weekdays_are_those_on_which_the_backend_fires() -> None:
    weekdays = ScheduleRoute(crontab=Crontab(weekday=WORKING_DAYS, hour=9))
    assert both(weekdays, Backend.CELERY) == (
        "at 09:00 from Sunday to Thursday",
        "매주 일~목요일 09:00",
    )
    friday = ScheduleRoute(crontab=Crontab(day=13, weekday=SAT))
    assert both(friday, Backend.CELERY) == (
        "at 00:00 on day 13 when it is a Friday",
        "매월 13일이 금요일일 때 00:00",
    )


def test_a_time_of_day() -> None:
    assert both(ScheduleRoute(at=time(9, 5))) == ("at 09:05 every day", "매일 09:05")


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        (ZoneInfo("Asia/Seoul"), "Asia/Seoul"),
        (UTC, "UTC"),
        (timezone(timedelta(hours=-3, minutes=-30)), "UTC-03:30"),
        (timezone(timedelta(hours=9), "KST"), "UTC+09:00"),
    ],
)
def test_seconds_and_zone_count_unless_celery_drops_them(zone: Any, name: str) -> None:
    route = ScheduleRoute(at=time(9, 0, 30, tzinfo=zone))
    assert both(route) == (f"at 09:00:30 ({name}) every day", f"매일 09:00:30 ({name})")
    assert both(route, Backend.CELERY) == ("at 09:00 every day", "매일 09:00")


@pytest.mark.parametrize(
    ("interval", "english", "korean", "often", "often_in_korean"),
    [
        ({"minutes": 5}, "every 5 minutes", "5분마다", "12 times an hour", "시간당 12회"),
        ({"minutes": 1}, "every minute", "1분마다", "once a minute", "분당 1회"),
        ({"seconds": 30}, "every 30 seconds", "30초마다", "twice a minute", "분당 2회"),
        ({"seconds": 90}, "every 90 seconds", "90초마다", "40 times an hour", "시간당 40회"),
        ({"hours": 1}, "every hour", "1시간마다", "once an hour", "시간당 1회"),
        ({"minutes": 90}, "every 90 minutes", "90분마다", "16 times a day", "하루 16회"),
        (
            {"minutes": 150},
            "every 2 hours 30 minutes",
            "2시간 30분마다",
            "about 9.6 times a day",
            "하루 약 9.6회",
        ),
        # Not "every day", which is said of a time of day.
        ({"days": 1}, "every 24 hours", "24시간마다", "once a day", "하루 1회"),
        ({"days": 3}, "every 3 days", "3일마다", "about 2.3 times a week", "주 약 2.3회"),
        ({"days": 7}, "every 7 days", "7일마다", "once a week", "주 1회"),
        ({"days": 14}, "every 2 weeks", "2주마다", "about 26.1 times a year", "연 약 26.1회"),
        (
            {"days": 1, "seconds": 61},
            "every 1 day 1 minute 1 second",
            "1일 1분 1초마다",
            "about 7 times a week",
            "주 약 7회",
        ),
        (
            {"days": 1500},
            "every 1,500 days",
            "1,500일마다",
            "about 0.2 times a year",
            "연 약 0.2회",
        ),
        (
            {"seconds": 1.5},
            "every 1.5 seconds",
            "1.5초마다",
            "40 times a minute",
            "분당 40회",
        ),
        (
            {"milliseconds": 250},
            "every 250 milliseconds (4 times a second)",
            "250밀리초마다(초당 4회)",
            "4 times a second",
            "초당 4회",
        ),
        (
            {"microseconds": 7},
            "every 7 microseconds (about 142,857.1 times a second)",
            "7마이크로초마다(초당 약 142,857.1회)",
            "about 142,857.1 times a second",
            "초당 약 142,857.1회",
        ),
        (
            {"milliseconds": 1},
            "every millisecond (1,000 times a second)",
            "1밀리초마다(초당 1,000회)",
            "1,000 times a second",
            "초당 1,000회",
        ),
    ],
)
def test_an_interval(
    interval: dict[str, float], english: str, korean: str, often: str, often_in_korean: str
) -> None:
    every = timedelta(**interval)
    assert both(ScheduleRoute(interval=every)) == (english, korean)
    assert rate(every, Language.EN) == often
    assert rate(every, Language.KO) == often_in_korean


def test_the_longest_interval_has_words_too() -> None:
    assert both(ScheduleRoute(interval=timedelta.max))[0] == (
        "every 999,999,999 days 23 hours 59 minutes 59.999999 seconds"
    )
