"""What a list of changed schedules says besides the schedules, in each language."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.data import dataclass
from spakky_lint.messages.language import Language


@dataclass(frozen=True, slots=True)
class ChangesWords:
    since: str
    """With `revision` and `counts`."""
    nothing: str
    """With `revision`."""
    counts: tuple[str, str, str, str]
    """Added, removed, moved and renamed, each with a number."""
    added: str
    removed: str
    moved: str
    renamed: str
    formerly: str
    """With `name`."""
    was: str
    now: str
    next: str
    zone: str
    """With `was` and `now`."""
    backend: str
    """With `was` and `now`."""
    times: str
    """With `zone` and `start`."""
    unknown: str
    """With `tasks`."""


def words_of_changes(language: Language) -> ChangesWords:
    return _WORDS[language]


_WORDS: Mapping[Language, ChangesWords] = {
    Language.EN: ChangesWords(
        since="Since {revision}: {counts}.",
        nothing="Since {revision}: every schedule fires as it did.",
        counts=("{} added", "{} removed", "{} moved", "{} renamed"),
        added="added",
        removed="removed",
        moved="moved",
        renamed="renamed",
        formerly="it was {name}",
        was="was",
        now="now",
        next="next",
        zone="The zone was {was} and is {now}.",
        backend="The backend was {was} and is {now}.",
        times="Times are in {zone}, from {start}.",
        unknown="Not compared, because their times are not known from the code: {tasks}.",
    ),
    Language.KO: ChangesWords(
        since="{revision} 이후: {counts}.",
        nothing="{revision} 이후 실행 시점이 달라진 스케줄이 없습니다.",
        counts=("추가 {}개", "삭제 {}개", "변경 {}개", "이름 변경 {}개"),
        added="추가",
        removed="삭제",
        moved="변경",
        renamed="이름 변경",
        formerly="이전 이름: {name}",
        was="이전",
        now="이후",
        next="다음",
        zone="시간대가 {was}에서 {now}(으)로 바뀌었습니다.",
        backend="백엔드가 {was}에서 {now}(으)로 바뀌었습니다.",
        times="시각은 {zone} 기준이며 {start}부터입니다.",
        unknown="양쪽 코드 모두에서 실행 시점을 알 수 없어 비교하지 않은 스케줄: {tasks}.",
    ),
}
