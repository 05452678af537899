"""``--format markdown``: a comment on a pull request, the worst first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spakky_lint.facts.application import Application, Need
from spakky_lint.messages.message import Message, Template
from spakky_lint.messages.translation import spoken
from spakky_lint.project.auditing import AuthReport
from spakky_lint.report.auth.markdown_table import show_table
from spakky_lint.report.auth.path_words import UNSEEN, path_words
from spakky_lint.report.auth.requirement_words import held
from spakky_lint.report.auth.standing import Standing
from spakky_lint.report.auth.summary import (
    Concern,
    Concerned,
    all_is_well,
    concerns,
    counts,
    number_of_tasks,
    permitted,
    uncertain,
)
from spakky_lint.report.auth.supply_words import (
    LEFT_OUT,
    application_words,
    askers,
    is_wrong,
    need_words,
)
from spakky_lint.report.comment import WHOLE, Comment
from spakky_lint.report.markdown_text import code, prose
from spakky_lint.report.names import place, short_names
from spakky_lint.rules.lists import listed


def auth_markdown(report: AuthReport, room: int = WHOLE) -> Iterator[str]:
    """A heading, what is wrong, and a table of all tasks, in so many characters."""
    if not report.tasks:
        yield spoken(Message("### Auth: no tasks"))
        return
    found = concerns(report.tasks)
    comment = Comment(room)
    comment.add(spoken(Message("### Auth: {headline}", headline=_headline(report, found))), "")
    comment.add(f"{_counted(report)}.")
    names = short_names(report.tasks)
    for concern in found:
        comment.add("")
        _tell(concern, names, comment)
    if report.callers:
        comment.add("")
        _tell_callers(report, comment)
    for application in report.applications:
        comment.add("")
        _tell_providers(application, comment)
    comment.add("")
    show_table(report, names, comment)
    yield from comment.lines


_PROVIDERS = Message("Providers")
_CALLER, _CALLERS = Message("Caller"), Message("Callers")


def _headline(report: AuthReport, found: Sequence[Concern]) -> str:
    wrong = [
        _HEADLINES[each.standing].filled(number=len(each.tasks)) for each in found if each.is_wrong
    ]
    return spoken(listed(wrong)) if wrong else all_is_well(report)


_HEADLINES: Mapping[Standing, Template] = {
    Standing.UNENFORCED: Template("{number} not enforced"),
    Standing.NEVER_PASSES: Template("{number} always refused"),
    Standing.NEVER_RUNS: Template("{number} never run"),
    Standing.UNDECLARED: Template("{number} undeclared"),
    Standing.UNKNOWN: Template("{number} not known"),
}


def _counted(report: AuthReport) -> str:
    numbers = [f"{number} {access}" for access, number in counts(report)]
    if uncertain(report):
        numbers.append(
            spoken(
                Message(
                    "{number} not certain ({reason})",
                    number=uncertain(report),
                    reason=prose(spoken(UNSEEN)),
                )
            )
        )
    return f"{number_of_tasks(report)}: {', '.join(numbers)}"


def _tell(concern: Concern, names: Mapping[int, str], comment: Comment) -> None:
    comment.add(f"**{concern.sentence}**" if concern.is_wrong else f"{concern.sentence}:", "")
    if concern.standing in (Standing.UNDECLARED, Standing.UNKNOWN, Standing.FINE):
        by_paths: dict[str, list[str]] = {}
        for concerned in concern.tasks:
            by_paths.setdefault(concerned.where, []).append(_named(concerned, names))
        for where, found in by_paths.items():
            comment.join(f"- {where}: ", found)
    else:
        comment.each(_bullet(concerned, names) for concerned in concern.tasks)


def _bullet(concerned: Concerned, names: Mapping[int, str]) -> str:
    reasons = {
        word.reason: None
        for word in path_words(concerned.audited)
        if word.reason is not None and (not concerned.paths or word.name in concerned.paths)
    }
    # That it is in part is what its reason says.
    where = f", {spoken(listed(concerned.paths))}" if concerned.paths else ""
    why = f": {'; '.join(map(prose, reasons))}" if reasons else ""
    return f"- {_named(concerned, names)} ({code(place(concerned.audited.located))}){where}{why}"


def _named(concerned: Concerned, names: Mapping[int, str]) -> str:
    name = code(names[id(concerned.audited)])
    return name if concerned.is_certain else spoken(Message("{name} (not certain)", name=name))


def _tell_providers(application: Application, comment: Comment) -> None:
    comment.add(f"**{spoken(_PROVIDERS)}** {prose(application_words(application))}", "")
    if not application.is_auth_loaded:
        comment.add(f"- **{prose(spoken(LEFT_OUT))}**")
    comment.each(_need(each) for each in application.needs)


def _need(need: Need) -> str:
    capability = code(need.capability)
    if not is_wrong(need):
        return f"- {capability}: {code(need_words(need))}"
    said = f"**{capability}: {prose(need_words(need))}**"
    return spoken(Message("- {said} (for {tasks})", said=said, tasks=prose(askers(need))))


def _tell_callers(report: AuthReport, comment: Comment) -> None:
    comment.add(f"**{spoken(_CALLER if len(report.callers) == 1 else _CALLERS)}**", "")
    said = zip(report.callers, permitted(report), strict=True)
    comment.each(
        f"- {code(caller.name)} ({code(held(caller.subject))}) {what}" for caller, (_, what) in said
    )
