"""What there is to say about one task, in clauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spakky_lint.facts.signature import Dispatch, Dispatching, Signature
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.project.inventoried import InventoriedTask
from spakky_lint.report.auth.reason_words import because_words
from spakky_lint.report.unknown_words import unknown_words
from spakky_lint.report.words import count
from spakky_lint.rules.lists import listed
from spakky_lint.syntax.parameter_kinds import ParameterKind

_DISPATCHES: Mapping[Dispatching, str] = {
    Dispatching.SENT: "",
    Dispatching.EXECUTED: Message("by DirectTaskInvocation"),
    Dispatching.IN_PLACE: Message("runs in place"),
    Dispatching.NEVER_SENT: Message("not awaited, so never sent"),
    Dispatching.HANDED_ON: Message("passed as a value"),
    Dispatching.UNKNOWN: Message("perhaps sent"),
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
        for words, is_so in ((_ON_DEMAND, task.on_demand), (_SCHEDULED, task.scheduled))
        if is_so
    ]
    how = "async" if task.located.task.is_async else "sync"
    return spoken(Message("{ways}, {how}", ways=listed(ways), how=how))


def place_words(dispatch: Dispatch) -> str:
    return f"{dispatch.range.path}:{dispatch.range.start.line}"


_ON_DEMAND, _SCHEDULED = Message("on demand"), Message("scheduled")
NOBODY = Message("no call found")
"""Who calls a task that is sent on demand, where no call is found."""


def dispatch_words(dispatch: Dispatch) -> str:
    """What is special about it; empty for a call that is sent."""
    within = "" if dispatch.within is None else spoken(Message("in {name}", name=dispatch.within))
    return ", ".join(filter(None, (within, spoken(_DISPATCHES[dispatch.kind]))))


def not_known(task: InventoriedTask) -> Iterator[str]:
    """What is not certain of it, a clause each."""
    if task.runs_nowhere:
        return
    signature = task.signature
    if signature.named_by is not None:
        yield spoken(
            Message(
                "its name is not known: {name} may give it another one", name=signature.named_by
            )
        )
    if signature.hidden_by is not None:
        yield spoken(
            Message(
                "its parameters are not known: {name} may take others", name=signature.hidden_by
            )
        )
    if not task.is_schedule_known:
        yield spoken(Message("its schedule is not known from the code"))
    for doubt in task.doubts:
        yield spoken(
            Message("whether it is registered is not known: {reason}", reason=unknown_words(doubt))
        )


def lost_words(task: InventoriedTask) -> str | None:
    """Why nothing runs under its name."""
    return None if task.lost is None else because_words(task.lost)


def handlers_words(task: InventoriedTask) -> str | None:
    """Who runs it, unless that is the class that defines it."""
    owner = task.located.task.name.rpartition(".")[0]
    return None if task.handlers == (owner,) else spoken(listed(task.handlers))


def counted(tasks: Sequence[InventoriedTask]) -> str:
    """``41 tasks: 30 on demand, 12 scheduled``."""
    numbers = [
        Message("{number} on demand", number=sum(each.on_demand for each in tasks)),
        Message("{number} scheduled", number=sum(each.scheduled for each in tasks)),
        Message("{number} never run", number=sum(each.lost is not None for each in tasks)),
        Message("{number} not certain", number=sum(not each.is_known for each in tasks)),
    ]
    counts = tuple(each for each in numbers if each.values["number"])
    return spoken(Message("{tasks}: {counts}", tasks=count(len(tasks), "task"), counts=counts))
