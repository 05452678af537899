"""What the table itself says, in each language; the schedules have words of their own."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.data import dataclass
from spakky_lint.facts.task import Trigger
from spakky_lint.messages.language import Language
from spakky_lint.runtime.backend import Backend

OneOrMore = tuple[str, str]
"""A form for one and a form for any other number, which stands in the braces."""


def counted(number: int, forms: OneOrMore) -> str:
    return forms[0 if number == 1 else 1].format(number)


@dataclass(frozen=True, slots=True)
class TableWords:
    zone: str
    backend: str
    backends: Mapping[Backend, str]
    start: str
    until: str
    beat_start: str

    task: str
    when: str
    next: str
    """The heads of the columns."""

    written: str
    """The weekdays, where they are not those on which it fires."""
    unsound: Mapping[Trigger, str]
    """What stands for the words of a schedule whose value is not sound, or not known."""
    nothing: str
    """What stands for the times of such a schedule."""
    never: str
    none_in_window: str

    schedules: OneOrMore
    never_fire: OneOrMore
    not_sound: OneOrMore
    not_known: OneOrMore
    no_schedules: str
    codes: str


def words_of_table(language: Language) -> TableWords:
    return {Language.EN: _ENGLISH, Language.KO: _KOREAN}[language]


_ENGLISH = TableWords(
    zone="zone",
    backend="backend",
    backends={
        Backend.SPEC: "spec, as the framework documents schedules",
        Backend.CELERY: "celery, as spakky-celery up to 8.5.0 runs schedules",
    },
    start="from",
    until="until",
    beat_start="beat start",
    task="task",
    when="fires",
    next="next",
    written="(written: {})",
    unsound={
        Trigger.UNKNOWN: "not known from the code",
        Trigger.INTERVAL: "its interval is not valid",
        Trigger.AT: "its time is not valid",
        Trigger.CRONTAB: "its crontab is not valid",
    },
    nothing="-",
    never="never",
    none_in_window="none in this time",
    schedules=("1 schedule", "{} schedules"),
    never_fire=("1 never fires", "{} never fire"),
    not_sound=("1 is not valid", "{} are not valid"),
    not_known=("1 is not known from the code", "{} are not known from the code"),
    no_schedules="No schedules.",
    codes="What a code means: spakky-lint rule {}",
)

_KOREAN = TableWords(
    zone="시간대",
    backend="백엔드",
    backends={
        Backend.SPEC: "spec (프레임워크 문서에 따른 해석)",
        Backend.CELERY: "celery (spakky-celery 8.5.0까지의 실제 동작)",
    },
    start="시작",
    until="종료",
    beat_start="beat 시작",
    task="태스크",
    when="실행 시점",
    next="다음 실행",
    written="(코드: {})",
    unsound={
        Trigger.UNKNOWN: "코드만으로는 알 수 없음",
        Trigger.INTERVAL: "interval 값 오류",
        Trigger.AT: "at 값 오류",
        Trigger.CRONTAB: "crontab 값 오류",
    },
    nothing="-",
    never="실행되지 않음",
    none_in_window="이 기간에는 없음",
    schedules=("스케줄 1개", "스케줄 {}개"),
    never_fire=("실행되지 않음 1개", "실행되지 않음 {}개"),
    not_sound=("값 오류 1개", "값 오류 {}개"),
    not_known=("코드만으로는 알 수 없음 1개", "코드만으로는 알 수 없음 {}개"),
    no_schedules="스케줄이 없습니다.",
    codes="규칙 코드 설명: spakky-lint rule {}",
)
