"""What is said about what is odd, word for word, on notes that forecasts really make."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.messages.language import Language, language_of
from spakky_lint.report.words_of_schedules import tell
from spakky_lint.runtime import Crontab, Month, ScheduleRoute, Weekday
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import Note, NoteKind, Window, forecast

NEW_YORK = ZoneInfo("America/New_York")


def told(route: ScheduleRoute, kind: NoteKind, start: str, zone: str = "UTC") -> tuple[str, str]:
    window = Window(
        datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone)), ZoneInfo(zone), Backend.CELERY
    )
    found = [note for note in forecast(route, window).notes if note.kind is kind]
    assert found
    return both(found[0])


def both(note: Note) -> tuple[str, str]:
    return tell(note, Language.EN), tell(note, Language.KO)


def test_a_gap() -> None:
    assert told(
        ScheduleRoute(at=time(2, 30)), NoteKind.DST_GAP, "2026-03-07T12:00", "America/New_York"
    ) == (
        (
            "02:30 does not exist on 8 March 2026, when clocks go forward, and it fires at 03:30: "
            "choose a time that every day has"
        ),
        (
            "2026년 3월 8일에는 시계가 앞당겨져 02:30 시각이 없으므로 03:30에 실행됩니다: "
            "매일 존재하는 시각을 선택하세요"
        ),
    )


def test_a_gap_across_midnight_names_the_other_day() -> None:
    english, korean = told(
        ScheduleRoute(at=time(23, 30)), NoteKind.DST_GAP, "2026-03-28T12:00", "America/Nuuk"
    )
    assert "23:30 does not exist on 28 March 2026" in english
    assert "it fires at 00:30 on 29 March 2026" in english
    assert "2026년 3월 29일 00:30에 실행됩니다" in korean


def test_an_overlap_and_the_storm_in_it() -> None:
    route = ScheduleRoute(at=time(1, 30))
    start = "2026-10-31T12:00"
    assert told(route, NoteKind.DST_OVERLAP, start, "America/New_York") == (
        (
            "01:30 comes twice on 1 November 2026, when clocks go back, and it fires the first "
            "time only: choose another time if it has to be the second"
        ),
        (
            "2026년 11월 1일에는 시계가 늦춰져 01:30 시각이 두 번 오지만 첫 번째에만 실행됩니다: "
            "두 번째에 실행되어야 한다면 다른 시각을 선택하세요"
        ),
    )
    assert told(route, NoteKind.RESTART_STORM, start, "America/New_York") == (
        (
            "if beat starts from 01:00 to 01:30 of the repeated hour on 1 November 2026, it sends "
            "the task on every tick until 01:30: do not restart beat then"
        ),
        (
            "2026년 11월 1일에 반복되는 시간대의 01:00부터 01:30 사이에 beat를 시작하면 01:30까지 "
            "매 틱마다 태스크를 보냅니다: 그 시간에는 beat를 재시작하지 마세요"
        ),
    )


def test_a_shifted_weekday() -> None:
    monday = ScheduleRoute(crontab=Crontab(weekday=Weekday.MONDAY))
    assert told(monday, NoteKind.SHIFTED_WEEKDAY, "2026-11-23") == (
        (
            "written for Monday, it fires on Sunday, for spakky-celery up to 8.5.0 runs weekdays "
            "one day early: name the following day until it is fixed"
        ),
        (
            "코드에는 월요일로 쓰여 있지만 일요일에 실행됩니다(spakky-celery 8.5.0까지 하루씩 "
            "앞당겨짐): 수정될 때까지 하루 뒤의 요일을 지정하세요"
        ),
    )
    assert both(Note(NoteKind.SHIFTED_WEEKDAY)) == (
        (
            "spakky-celery up to 8.5.0 runs weekdays one day early: name the following "
            "day until it "
            "is fixed"
        ),
        (
            "spakky-celery 8.5.0까지는 요일이 하루씩 앞당겨 실행됩니다: 수정될 때까지 하루 뒤의 "
            "요일을 지정하세요"
        ),
    )
    several = ScheduleRoute(crontab=Crontab(weekday=tuple(Weekday)[:5]))
    english, korean = told(several, NoteKind.SHIFTED_WEEKDAY, "2026-11-23")
    assert "written for Monday to Friday, it fires from Sunday to Thursday, for" in english
    assert "월~금요일로 쓰여 있지만 일~목요일에 실행됩니다" in korean


def test_skipped_months() -> None:
    assert told(ScheduleRoute(crontab=Crontab(day=30)), NoteKind.SKIPS_MONTHS, "2026-11-23") == (
        "it skips February, which has no such day: choose a day up to 28, which every month has",
        "2월에는 해당 날짜가 없어 실행되지 않습니다: 모든 달에 있는 28일까지의 날짜를 선택하세요",
    )
    english, korean = told(
        ScheduleRoute(crontab=Crontab(day=31)), NoteKind.SKIPS_MONTHS, "2026-11-23"
    )
    assert english.startswith(
        "it skips February, April, June, September and November, which have no such day:"
    )
    assert korean.startswith("2월·4월·6월·9월·11월에는 해당 날짜가 없어")


def test_a_leap_day() -> None:
    rare = ScheduleRoute(crontab=Crontab(month=Month.FEBRUARY, day=29))
    assert told(rare, NoteKind.LEAP_DAY, "2026-11-23") == (
        "only leap years have a 29 February: choose another day to fire every year",
        "2월 29일은 윤년에만 있습니다: 매년 실행하려면 다른 날짜를 선택하세요",
    )


def test_what_celery_drops() -> None:
    both_lost = ScheduleRoute(at=time(9, 0, 30, tzinfo=UTC))
    assert told(both_lost, NoteKind.PRECISION_LOST, "2026-11-23") == (
        (
            "celery drops the seconds and zone of the time: give whole minutes and set the zone "
            "with SPAKKY_CELERY__TIMEZONE"
        ),
        (
            "celery는 시각의 초와 시간대를 무시합니다: 분 단위로 지정하고 시간대는 "
            "SPAKKY_CELERY__TIMEZONE으로 설정하세요"
        ),
    )


@pytest.mark.parametrize(
    ("at", "english", "korean"),
    [
        (time(9, 0, 30), "drops the seconds of the time: give whole minutes", "초를 무시합니다"),
        (time(9, tzinfo=UTC), "drops the zone of the time: set the zone", "시간대를 무시합니다"),
    ],
)
def test_what_celery_drops_of_one_sort(at: time, english: str, korean: str) -> None:
    words = told(ScheduleRoute(at=at), NoteKind.PRECISION_LOST, "2026-11-23")
    assert english in words[0]
    assert korean in words[1]


def test_an_interval_without_a_start() -> None:
    english, korean = told(
        ScheduleRoute(interval=timedelta(hours=1)), NoteKind.NEEDS_BEAT_START, "2026-11-23"
    )
    assert "--beat-start" in english
    assert "--beat-start" in korean


def test_a_collision_names_some_and_counts_the_rest() -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert both(Note(NoteKind.COLLISION, at, (3, ("a.B.c", "a.B.d")))) == (
        (
            "3 tasks fire at 09:00 on 23 November 2026, this one with a.B.c and a.B.d: give them "
            "different minutes"
        ),
        (
            "2026년 11월 23일 09:00에 태스크 3개가 함께 실행됩니다(a.B.c, a.B.d): 서로 다른 분으로 "
            "나누세요"
        ),
    )
    assert both(Note(NoteKind.COLLISION, at, (4, ()))) == (
        "4 tasks fire at 09:00 on 23 November 2026: give them different minutes",
        "2026년 11월 23일 09:00에 태스크 4개가 함께 실행됩니다: 서로 다른 분으로 나누세요",
    )
    english, korean = both(Note(NoteKind.COLLISION, at, (6, ("a", "b", "c"))))
    assert "this one with a, b, c and 2 more:" in english
    assert "(a, b, c 외 2개)" in korean


def test_a_catch_up() -> None:
    english, korean = both(Note(NoteKind.CATCH_UP))
    assert "it fires at once when beat restarts" in english
    assert "beat를 재시작하는 즉시 실행됩니다" in korean


def test_every_kind_of_note_has_a_sentence_of_its_own() -> None:
    from spakky_lint.report.words_of_schedules import english, korean

    assert set(english._NOTES) == set(korean._NOTES) == set(NoteKind)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.EN),
        ({"LANG": "ko_KR.UTF-8"}, Language.KO),
        ({"LANG": "ko"}, Language.KO),
        ({"LANG": "en_US.UTF-8"}, Language.EN),
        ({"LANG": "de_DE.UTF-8"}, Language.EN),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "en_US.UTF-8"}, Language.EN),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": ""}, Language.KO),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko_KR.eucKR"}, Language.KO),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "ko:en"}, Language.KO),
        ({"LANG": "ko_KR.UTF-8", "LANGUAGE": "fr:en"}, Language.EN),
        ({"LANG": "ko_KR.UTF-8", "LANGUAGE": "fr"}, Language.KO),
        ({"LANG": "C.UTF-8", "LANGUAGE": "ko"}, Language.EN),
        ({"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, Language.EN),
        ({"LANG": "kok_IN"}, Language.EN),
        ({"LANG": "ko@modifier"}, Language.KO),
    ],
)
def test_the_language_is_the_one_that_the_environment_asks_for(
    environment: Mapping[str, str], language: Language
) -> None:
    assert language_of(environment) is language
