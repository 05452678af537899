"""What is said about the demands of a preview, in each language."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.data import dataclass
from spakky_lint.messages.language import Language
from spakky_lint.project.preview_demands import Doubt
from spakky_lint.report.preview.table_words import OneOrMore


@dataclass(frozen=True, slots=True)
class DemandsWords:
    met: str
    unmet: str
    unread: str
    uncounted: str
    not_counted: str
    """Of one schedule, in a sentence of its own."""
    limit: OneOrMore
    schedules: OneOrMore
    starts: OneOrMore
    once: str
    again: str
    minutes: OneOrMore
    more: OneOrMore
    doubts: Mapping[Doubt, str]


def words_of_demands(language: Language) -> DemandsWords:
    return {Language.EN: _ENGLISH, Language.KO: _KOREAN}[language]


_ENGLISH = DemandsWords(
    met="Required and met: {}.",
    unmet="Required and not met: {}",
    unread="Required and not met: {}, for a file could not be read",
    uncounted="Required and not met: every schedule is counted",
    not_counted="not counted is {}",
    limit=("at most 1 start in a minute", "at most {} starts in a minute"),
    schedules=("1 schedule", "{} schedules"),
    starts=("1 start", "{} starts"),
    once="{first}, {starts}",
    again="{first}, {starts}, and in {others} until {until}",
    minutes=("1 more minute", "{} more minutes"),
    more=("and other tasks in 1 more case", "and other tasks in {} more cases"),
    doubts={
        Doubt.VALUE: "its value is not known from the code",
        Doubt.UNSOUND: "its value is not valid",
        Doubt.PRESENCE: "whether it runs is not known from the code",
        Doubt.BEAT_START: "it counts from the start of beat: give --beat-start",
    },
)

_KOREAN = DemandsWords(
    met="요구 충족: {}.",
    unmet="요구 미충족: {}",
    unread="요구 미충족: {} (읽지 못한 파일이 있습니다)",
    uncounted="요구 미충족: 모든 스케줄을 셀 수 있어야 합니다",
    not_counted="세지 못함: {}",
    limit=("1분에 시작 최대 1건", "1분에 시작 최대 {}건"),
    schedules=("스케줄 1개", "스케줄 {}개"),
    starts=("시작 1건", "시작 {}건"),
    once="{first}, {starts}",
    again="{first}, {starts}, {until}까지 {others}에도",
    minutes=("다른 1분", "다른 {}개 분"),
    more=("다른 태스크가 겹치는 경우 1건 더", "다른 태스크가 겹치는 경우 {}건 더"),
    doubts={
        Doubt.VALUE: "코드만으로는 값을 알 수 없습니다",
        Doubt.UNSOUND: "값이 올바르지 않습니다",
        Doubt.PRESENCE: "실행되는지 코드만으로는 알 수 없습니다",
        Doubt.BEAT_START: "beat 시작 시각부터 셉니다: --beat-start로 알려 주세요",
    },
)
