"""What the text does not tell, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from spakky_lint.facts.unknown_kinds import Told, UnknownKind
from spakky_lint.report.columns import visible
from spakky_lint.report.style import PLAIN, Ink, Style

if TYPE_CHECKING:
    from spakky_lint.facts.unknowns import Unknown
    from spakky_lint.project.inventories import LocatedTask

_SENTENCES: Mapping[UnknownKind, str] = {
    UnknownKind.HANDLER: "{} is no handler itself: what one that inherits it adds is not seen",
    UnknownKind.BASE: "{} is a base that is in no file of the program: it may declare or do "
    "anything",
    UnknownKind.CLASS_DECORATOR: "what {} does to the class is not seen",
    UnknownKind.METACLASS: "what the metaclass of {} does to it is not seen",
    UnknownKind.SUBCLASS_HOOK: "what __init_subclass__ of {} does to the classes below it is not "
    "looked into",
    UnknownKind.REBOUND_CLASS: "the name {} is bound again, and may stand for another class",
    UnknownKind.PASSED_CLASS: "{} is given to a call, which may do anything to it",
    UnknownKind.BORROWED_METHOD: "{} is taken off its class and used as a value",
    UnknownKind.REBOUND_METHOD: "the class may hold something else under the name of {}",
    UnknownKind.SHARED_METADATA: "{}, in another file, writes to the same metadata",
    UnknownKind.DECORATOR: "what {} does to what is below it is not seen",
    UnknownKind.OTHER_GUARDS: "{} is registered for one of several handlers, which guard it "
    "differently",
    UnknownKind.REGISTRATION: "whether anything registers the tasks of {} is not seen: something "
    "outside of the program may inherit it, or make a handler of it",
    UnknownKind.TASK: "{} may make a task of the method below it: its definition uses the "
    "decorators of tasks in a way that is not followed",
    UnknownKind.VALUE: "the value of {} is not told by the text",
    UnknownKind.REFERENCE: "the {} that is required is not told by the text",
}


def unknown_words(unknown: Told | Unknown) -> str:
    return _SENTENCES[unknown.kind].format(unknown.name)


def unknown_lines(unknowns: Iterable[tuple[str, Told]], style: Style = PLAIN) -> Iterator[str]:
    """A line for each, which stands in the file of that path, unless it says another."""
    for path, unknown in unknowns:
        place = unknown.range
        where = f"{visible(place.path or path)}:{place.start.line}:{place.start.column}:"
        yield f"{where} {style.paint('unknown', Ink.NOTE)} {visible(unknown_words(unknown))}"


def explained_tasks(tasks: Iterable[LocatedTask], style: Style = PLAIN) -> Iterator[str]:
    """What is not seen of tasks that were read with their access, each once."""
    found = {
        unknown.identity: (each.path, unknown.told)
        for each in tasks
        if each.task.access is not None
        for unknown in each.task.access.unknowns
    }
    if not found:
        yield "Of every task all is seen."
    yield from unknown_lines(found.values(), style)
