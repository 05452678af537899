"""What there is to say about one task, in clauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spakky_lint.facts.dispatches import Dispatch, Dispatching
from spakky_lint.facts.signatures import Signature
from spakky_lint.project.task_inventory import InventoriedTask
from spakky_lint.report.auth.reason_words import because_words
from spakky_lint.report.unknown_words import unknown_words
from spakky_lint.report.words import count
from spakky_lint.rules.lists import listed
from spakky_lint.syntax.declarations import ParameterKind

_DISPATCHES: Mapping[Dispatching, str] = {
    Dispatching.SENT: "",
    Dispatching.EXECUTED: "by DirectTaskInvocation",
    Dispatching.IN_PLACE: "runs in place",
    Dispatching.NEVER_SENT: "not awaited, so never sent",
    Dispatching.HANDED_ON: "handed on",
    Dispatching.UNKNOWN: "perhaps sent",
}


def signature_words(signature: Signature) -> str:
    """The parameters with the marks between their kinds; empty where there are none."""
    parts: list[str] = []
    before = None
    for each in signature.parameters:
        if before is ParameterKind.POSITIONAL_ONLY and each.kind is not before:
            parts.append("/")
        has_star = any(part.startswith("*") for part in parts)
        if each.kind is ParameterKind.KEYWORD_ONLY and not has_star:
            parts.append("*")
        parts.append(each.written)
        before = each.kind
    if before is ParameterKind.POSITIONAL_ONLY:
        parts.append("/")
    return ", ".join(parts)


def run_words(task: InventoriedTask) -> str:
    """``on demand and scheduled, async``."""
    ways = [
        words
        for words, is_so in (("on demand", task.on_demand), ("scheduled", task.scheduled))
        if is_so
    ]
    return f"{listed(ways)}, {'async' if task.located.task.is_async else 'sync'}"


def place_words(dispatch: Dispatch) -> str:
    return f"{dispatch.range.path}:{dispatch.range.start.line}"


NOBODY = "nothing that is seen"
"""Who calls a task that is sent on demand, where no call is found."""


def dispatch_words(dispatch: Dispatch) -> str:
    """What is special about it; empty for a call that is sent."""
    within = "" if dispatch.within is None else f"in {dispatch.within}"
    return ", ".join(filter(None, (within, _DISPATCHES[dispatch.kind])))


def not_known(task: InventoriedTask) -> Iterator[str]:
    """What is not certain of it, a clause each."""
    if task.runs_nowhere:
        return
    signature = task.signature
    if signature.named_by is not None:
        yield f"its name is not known: {signature.named_by} may give it another one"
    if signature.hidden_by is not None:
        yield f"its parameters are not known: {signature.hidden_by} may take others"
    if not task.is_schedule_known:
        yield "its schedule is not told by the text"
    for doubt in task.doubts:
        yield f"whether it is registered is not known: {unknown_words(doubt)}"


def lost_words(task: InventoriedTask) -> str | None:
    """Why nothing runs under its name."""
    return None if task.lost is None else because_words(task.lost)


def handlers_words(task: InventoriedTask) -> str | None:
    """Who runs it, unless that is the class that defines it."""
    owner = task.located.task.name.rpartition(".")[0]
    return None if task.handlers == (owner,) else listed(task.handlers)


def counted(tasks: Sequence[InventoriedTask]) -> str:
    """``41 tasks: 30 on demand, 12 scheduled``."""
    numbers = [
        (sum(each.on_demand for each in tasks), "on demand"),
        (sum(each.scheduled for each in tasks), "scheduled"),
        (sum(each.lost is not None for each in tasks), "never run"),
        (sum(not each.is_known for each in tasks), "not certain"),
    ]
    told = ", ".join(f"{number} {words}" for number, words in numbers if number)
    return f"{count(len(tasks), 'task')}: {told}"
