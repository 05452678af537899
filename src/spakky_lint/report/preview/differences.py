"""``--import``: a line for each difference between the text and the imported classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from spakky_lint.facts.task import Schedule
from spakky_lint.messages.language import Language
from spakky_lint.project.differences import Difference, DifferenceKind
from spakky_lint.report.columns import visible
from spakky_lint.report.names import place
from spakky_lint.report.preview.table_words import words_of_table
from spakky_lint.report.style import PLAIN, Ink, Style
from spakky_lint.report.words_of_schedules import describe
from spakky_lint.runtime.backend import Backend


def differences_text(
    found: Sequence[Difference],
    backend: Backend,
    language: Language = Language.EN,
    style: Style = PLAIN,
) -> Iterator[str]:
    if not found:
        yield _NONE[language]
        return
    yield style.paint(_TITLE[language], Ink.WARNING)
    for each in found:
        yield f"  {visible(sentence(each, backend, language))}"


def differences_json(
    found: Iterable[Difference], backend: Backend, language: Language
) -> list[Mapping[str, object]]:
    return [
        {
            "kind": each.kind.value,
            "task": each.located.name,
            "path": each.located.path,
            "line": each.located.task.line,
            "text": _words(each.text, backend, language),
            "imported": _words(each.imported, backend, language),
            "message": sentence(each, backend, language),
        }
        for each in found
    ]


def sentence(each: Difference, backend: Backend, language: Language) -> str:
    return _SENTENCES[language][each.kind].format(
        task=each.located.name,
        place=place(each.located),
        text=_words(each.text, backend, language),
        imported=_words(each.imported, backend, language),
    )


def _words(schedule: Schedule | None, backend: Backend, language: Language) -> str | None:
    if schedule is None:
        return None
    if schedule.route is None:
        return words_of_table(language).unsound[schedule.trigger]
    return describe(schedule.route, backend, language)


_NONE = {
    Language.EN: "The imported classes match the code.",
    Language.KO: "임포트한 클래스와 코드의 내용이 같습니다.",
}
_TITLE = {
    Language.EN: "The imported classes differ from the code:",
    Language.KO: "임포트한 클래스가 코드와 다른 점:",
}
_SENTENCES: Mapping[Language, Mapping[DifferenceKind, str]] = {
    Language.EN: {
        DifferenceKind.ONLY_IMPORTED: (
            "{task} ({place}): it is on the imported class ({imported}), but not in the code"
        ),
        DifferenceKind.ONLY_TEXT: (
            "{task} ({place}): it is in the code ({text}), but on no imported handler"
        ),
        DifferenceKind.OTHER_TIMES: (
            "{task} ({place}): the code says {text}; the imported class says {imported}"
        ),
        DifferenceKind.UNKNOWN: (
            "{task} ({place}): when it fires is not known from the code; the imported "
            "class says: {imported}"
        ),
    },
    Language.KO: {
        DifferenceKind.ONLY_IMPORTED: (
            "{task} ({place}): 임포트한 클래스에는 있지만({imported}) 코드에는 보이지 않습니다"
        ),
        DifferenceKind.ONLY_TEXT: (
            "{task} ({place}): 코드에는 있지만({text}) 임포트한 핸들러에는 없습니다"
        ),
        DifferenceKind.OTHER_TIMES: (
            "{task} ({place}): 코드는 '{text}'이지만 임포트한 클래스는 '{imported}'입니다"
        ),
        DifferenceKind.UNKNOWN: (
            "{task} ({place}): 코드만으로는 실행 시점을 알 수 없으며, 임포트한 클래스는 "
            "'{imported}'입니다"
        ),
    },
}
