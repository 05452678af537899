"""What the heat map says, in each language."""

from __future__ import annotations

from spakky_lint.data import dataclass
from spakky_lint.messages.language import Language
from spakky_lint.runtime.crontab import Weekday


@dataclass(frozen=True, slots=True)
class HeatmapWords:
    """In braces stands what is filled in."""

    weekdays: tuple[str, ...]
    """Short, and equally wide."""
    runs: str
    """The label of the legend."""
    outside: str
    busiest: str
    hour: str
    run: str
    some_runs: str
    with_intervals: str
    """What follows that where there are intervals."""
    only_intervals: str
    nothing: str
    intervals: str
    every_hour: str
    total: str
    per_week: str
    left_out: str
    not_counted: tuple[str, str]
    lost: tuple[str, str]


def words_of_heatmap(language: Language) -> HeatmapWords:
    return {Language.EN: _ENGLISH, Language.KO: _KOREAN}[language]


_ENGLISH = HeatmapWords(
    weekdays=tuple(day.name[:3].title() for day in Weekday),
    runs="planned runs an hour",
    outside="Hours without a sign are not in this time.",
    busiest="busiest",
    hour="{hours} {weekdays}: {runs}",
    run="1 run",
    some_runs="{} runs",
    with_intervals=", with intervals {number}",
    only_intervals="none, for intervals run in every hour alike",
    nothing="none, for nothing runs in this time",
    intervals="intervals",
    every_hour="{number} more runs in every hour",
    total="in a week",
    per_week="{number} runs on average",
    left_out="left out",
    not_counted=(
        "1 schedule that is not known or not valid",
        "{} schedules that are not known or not valid",
    ),
    lost=("1 schedule that never runs", "{} schedules that never run"),
)

_KOREAN = HeatmapWords(
    weekdays=tuple("월화수목금토일"),
    runs="시간당 예정 횟수",
    outside="표시가 없는 시간은 이 기간에 없습니다.",
    busiest="가장 붐빔",
    hour="{weekdays} {hours}: {runs}",
    run="1회",
    some_runs="{}회",
    with_intervals=", 반복 주기 포함 {number}회",
    only_intervals="없음(반복 주기는 모든 시간에 똑같이 실행됨)",
    nothing="없음(이 기간에는 실행이 없음)",
    intervals="반복 주기",
    every_hour="매시간 {number}회 추가",
    total="주간 합계",
    per_week="평균 {number}회",
    left_out="제외",
    not_counted=(
        "알 수 없거나 값이 잘못된 스케줄 1개",
        "알 수 없거나 값이 잘못된 스케줄 {}개",
    ),
    lost=("실행되지 않는 스케줄 1개", "실행되지 않는 스케줄 {}개"),
)
