"""Schedules and what is odd about them, in Korean, with the terms of the framework's own pages.

A particle that depends on the sound before it stands only after a word that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from spakky_lint.facts.paths import Reason
from spakky_lint.report.auth.reason_words import rule_words
from spakky_lint.report.words_of_schedules.details import (
    absence,
    clock,
    crowd,
    instant,
    moments,
    numbers,
)
from spakky_lint.report.words_of_schedules.durations import Unit, is_short, rate_of, units_of
from spakky_lint.report.words_of_schedules.pattern import LEAP_DAY, Pattern, missing, spans
from spakky_lint.runtime.fields import FIELD_RANGES
from spakky_lint.runtime.forecast import Note, NoteKind

_WEEKDAYS = "월화수목금토일"
_WORKING_DAYS = (0, 1, 2, 3, 4)
_WORKING_DAYS_NAMED = "평일(월~금요일)"
_ALMOST_ALL_WEEKDAYS, _ALMOST_ALL_MONTHS = 6, 11

_UNITS = {
    Unit.WEEK: "주",
    Unit.DAY: "일",
    Unit.HOUR: "시간",
    Unit.MINUTE: "분",
    Unit.SECOND: "초",
    Unit.MILLISECOND: "밀리초",
    Unit.MICROSECOND: "마이크로초",
}
_PER = {
    Unit.YEAR: "연",
    Unit.WEEK: "주",
    Unit.DAY: "하루",
    Unit.HOUR: "시간당",
    Unit.MINUTE: "분당",
    Unit.SECOND: "초당",
}


def interval(every: timedelta) -> str:
    text = " ".join(f"{number}{_UNITS[unit]}" for number, unit in units_of(every))
    return f"{text}마다({rate(every)})" if is_short(every) else f"{text}마다"


def rate(every: timedelta) -> str:
    found = rate_of(every)
    return f"{_PER[found.unit]} {'' if found.is_exact else '약 '}{found.number}회"


def calendar(pattern: Pattern) -> str:
    zone = "" if pattern.zone is None else f" ({pattern.zone})"
    return f"{_dates(pattern)} {pattern.clock}{zone}"


def _dates(pattern: Pattern) -> str:
    months = None if pattern.months is None else _months(pattern.months)
    if pattern.days is None:
        weekdays = on_weekdays(pattern.weekdays)
        return weekdays if months is None else f"{months} {weekdays}"
    if (pattern.months, pattern.days) == LEAP_DAY:
        date = "윤년 2월 29일"
    else:
        date = f"{'매월' if months is None else months} {_days(pattern.days)}"
    if pattern.weekdays is None:
        return date
    if len(pattern.days) == 1:
        return f"{date}이 {_if(pattern.weekdays)} 때"
    return f"{date} 중 {_which(pattern.weekdays)} 날"


def on_weekdays(weekdays: Sequence[int] | None) -> str:
    if weekdays is None:
        return "매일"
    if tuple(weekdays) == _WORKING_DAYS:
        return _WORKING_DAYS_NAMED
    if len(weekdays) == _ALMOST_ALL_WEEKDAYS:
        return f"매일({_weekday(missing(weekdays, 'weekday')[0])} 제외)"
    return f"매주 {_listed_weekdays(weekdays)}"


def _if(weekdays: Sequence[int]) -> str:
    """Before "때"."""
    if len(weekdays) == _ALMOST_ALL_WEEKDAYS:
        return f"{_weekday(missing(weekdays, 'weekday')[0])}이 아닐"
    return f"{_any(weekdays)}일"


def _which(weekdays: Sequence[int]) -> str:
    """Before "날"."""
    if len(weekdays) == _ALMOST_ALL_WEEKDAYS:
        return f"{_weekday(missing(weekdays, 'weekday')[0])}이 아닌"
    return f"{_any(weekdays)}인"


def _any(weekdays: Sequence[int]) -> str:
    if tuple(weekdays) == _WORKING_DAYS:
        return _WORKING_DAYS_NAMED
    *head, last = [_weekday(day) for day in weekdays]
    return f"{', '.join(head)} 또는 {last}" if head else last


def _days(days: Sequence[int]) -> str:
    return "·".join(
        f"{first}일" if first == last else f"{first}~{last}일" for first, last in spans(days)
    )


def _months(months: Sequence[int]) -> str:
    if len(months) == _ALMOST_ALL_MONTHS:
        return f"매월({missing(months, 'month')[0]}월 제외)"
    return f"매년 {_listed_months(months)}"


def _listed_months(months: Sequence[int]) -> str:
    return "·".join(
        f"{first}월" if first == last else f"{first}월~{last}월"
        for first, last in spans(months, FIELD_RANGES["month"])
    )


def _listed_weekdays(weekdays: Sequence[int]) -> str:
    named = [
        _WEEKDAYS[first] if first == last else f"{_WEEKDAYS[first]}~{_WEEKDAYS[last]}"
        for first, last in spans(weekdays, FIELD_RANGES["weekday"])
    ]
    return f"{'·'.join(named)}요일"


def _weekday(number: int) -> str:
    return f"{_WEEKDAYS[number]}요일"


def note(told: Note) -> str:
    return _NOTES[told.kind](told)


def _gap(told: Note) -> str:
    (wall,), at = moments(told), instant(told)
    later = clock(at) if at.date() == wall.date() else f"{_date(at)} {clock(at)}"
    return (
        f"{_date(wall)}에는 시계가 앞당겨져 {clock(wall)} 시각이 없으므로 {later}에 실행됩니다: "
        "매일 존재하는 시각을 선택하세요"
    )


def _overlap(told: Note) -> str:
    (wall,) = moments(told)
    return (
        f"{_date(wall)}에는 시계가 늦춰져 {clock(wall)} 시각이 두 번 오지만 첫 번째에만 "
        "실행됩니다: 두 번째에 실행되어야 한다면 다른 시각을 선택하세요"
    )


def _shift(told: Note) -> str:
    if not told.details:
        return (
            "spakky-celery 8.5.0까지는 요일이 하루씩 앞당겨 실행됩니다: 수정될 때까지 하루 뒤의 "
            "요일을 지정하세요"
        )
    written, fired = (_listed_weekdays(numbers(days)) for days in told.details)
    return (
        f"코드에는 {written}로 쓰여 있지만 {fired}에 실행됩니다(spakky-celery 8.5.0까지 하루씩 "
        "앞당겨짐): 수정될 때까지 하루 뒤의 요일을 지정하세요"
    )


def _short_months(told: Note) -> str:
    return (
        f"{_listed_months(numbers(told.details))}에는 해당 날짜가 없어 실행되지 않습니다: "
        "모든 달에 있는 28일까지의 날짜를 선택하세요"
    )


def _leap_day(told: Note) -> str:
    return "2월 29일은 윤년에만 있습니다: 매년 실행하려면 다른 날짜를 선택하세요"


def _storm(told: Note) -> str:
    begin, end = moments(told)
    return (
        f"{_date(begin)}에 반복되는 시간대의 {clock(begin)}부터 {clock(end)} 사이에 beat를 "
        f"시작하면 {clock(end)}까지 매 틱마다 태스크를 보냅니다: 그 시간에는 beat를 재시작하지 "
        "마세요"
    )


def _catch_up(told: Note) -> str:
    return (
        "마지막 실행 이후로 새 시각이 이미 지나 beat를 재시작하는 즉시 실행됩니다: "
        "한 번 더 실행되어도 문제없는지 확인하거나 다음 실행 이후에 재시작하세요"
    )


def _collision(told: Note) -> str:
    at, (number, others) = instant(told), crowd(told)
    more = number - 1 - len(others)
    rest = f" 외 {more}개" if more > 0 else ""
    among = f"({', '.join(others)}{rest})" if others else ""
    return (
        f"{_date(at)} {at:%H:%M}에 태스크 {number}개가 함께 실행됩니다{among}: 서로 다른 분으로 "
        "나누세요"
    )


def _needs_beat_start(told: Note) -> str:
    return (
        "반복 주기는 beat가 시작된 때부터 계산되므로 실행 시각을 미리 알 수 없습니다: "
        "--beat-start로 beat의 시작 시각을 지정하세요"
    )


def _precision(told: Note) -> str:
    lost = " ".join(str(part) for part in told.details)
    return f"celery는 시각의 {_LOST[lost]}"


_LOST = {
    "seconds": "초를 무시합니다: 분 단위로 지정하세요",
    "zone": "시간대를 무시합니다: 시간대는 SPAKKY_CELERY__TIMEZONE으로 설정하세요",
    "seconds zone": (
        "초와 시간대를 무시합니다: 분 단위로 지정하고 시간대는 SPAKKY_CELERY__TIMEZONE으로 "
        "설정하세요"
    ),
}


def _never_runs(told: Note) -> str:
    because, is_certain = absence(told)
    rule = "" if because.failure is None else rule_words(because.failure)
    why = _ABSENCES[because.reason].format(by=because.by, what=because.what, rule=rule)
    perhaps = "" if is_certain else "코드에서 보이는 한 "
    return f"{perhaps}실행되지 않습니다: {why}"


_ABSENCES: Mapping[Reason, str] = {
    Reason.IMPORT_FAILS: "모듈을 임포트할 수 없습니다({rule})",
    Reason.START_FAILS: "애플리케이션이 시작되지 않습니다({rule})",
    Reason.ANOTHER_FAILS: "{by} 때문에 애플리케이션이 시작되지 않습니다({rule})",
    Reason.NO_HANDLER: "아무도 핸들러를 얻지 못합니다({rule})",
    Reason.CLASS_REPLACED: "호출되지 않은 {by}이(가) 핸들러 클래스 자리를 차지합니다",
    Reason.BODY_REPLACED: "호출되지 않은 {by}이(가) 메서드 자리를 차지합니다",
    Reason.NESTED: "핸들러가 클래스 안에 있어 프레임워크가 찾지 못합니다",
    Reason.CLASS_REDEFINED: "같은 이름의 두 번째 클래스가 그 자리를 차지합니다",
    Reason.REDEFINED: "같은 이름의 두 번째 메서드가 그 자리를 차지합니다",
    Reason.NO_METHOD: "{by}이(가) 메서드를 다른 것으로 바꿉니다",
    Reason.SIGNATURE: "@overload로 표시한 타입 검사용 시그니처일 뿐입니다",
    Reason.GENERATOR: "제너레이터인데 그 값을 아무도 꺼내지 않습니다",
    Reason.NO_SELF: "self를 받지 않아 호출이 본문에 닿지 않습니다",
    Reason.SECOND_POD: (
        "클래스나 메타데이터를 공유하는 클래스가 다시 Pod로 선언되어 애플리케이션이 시작되지 "
        "않습니다(MultipleAnnotationFoundError)"
    ),
    Reason.CONFLICT: (
        "공개 접근과 요구 조건이 충돌하여 애플리케이션이 시작되지 "
        "않습니다(ConflictingAuthMetadataError)"
    ),
    Reason.NO_HASH: "{what}의 값을 해시할 수 없어 애플리케이션이 시작되지 않습니다",
    Reason.OUTSIDE_PACKAGES: (
        "{by}에 __init__.py가 없어 scan이 모듈을 건너뛰므로 등록되지 않습니다({rule})"
    ),
    Reason.FAILING_MODULE: (
        "{what}이(가) 없어 임포트에 실패하는 모듈을 scan이 건너뛰므로 등록되지 않습니다({rule})"
    ),
    Reason.PROVIDER_MISSING: (
        "{what}을(를) 제공하는 인증 프로바이더가 없어 애플리케이션이 시작되지 않습니다"
    ),
    Reason.PROVIDER_REPEATED: (
        "{what}을(를) 제공하는 인증 프로바이더가 여럿이어서 애플리케이션이 시작되지 않습니다"
    ),
    Reason.LAZY: "핸들러를 요청하기 전에는 아무도 만들지 않아 등록되지 않습니다",
    Reason.HIDDEN_ROUTE: "{by}이(가) {what}을(를) 가려 등록되지 않습니다",
    Reason.BEAT_DIES: "beat가 존재하지 않는 날짜 때문에 중단됩니다({rule})",
    Reason.NO_FUNCTION: "더 이상 함수가 아니어서 등록되지 않습니다",
}


def _date(at: datetime) -> str:
    return f"{at.year}년 {at.month}월 {at.day}일"


_NOTES: Mapping[NoteKind, Callable[[Note], str]] = {
    NoteKind.DST_GAP: _gap,
    NoteKind.DST_OVERLAP: _overlap,
    NoteKind.SHIFTED_WEEKDAY: _shift,
    NoteKind.SKIPS_MONTHS: _short_months,
    NoteKind.LEAP_DAY: _leap_day,
    NoteKind.RESTART_STORM: _storm,
    NoteKind.CATCH_UP: _catch_up,
    NoteKind.COLLISION: _collision,
    NoteKind.NEEDS_BEAT_START: _needs_beat_start,
    NoteKind.NEVER_RUNS: _never_runs,
    NoteKind.PRECISION_LOST: _precision,
}
