"""What the text does not tell, in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from spakky_lint.facts.unknown_kinds import Told, UnknownKind
from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import in_language
from spakky_lint.report.columns import visible
from spakky_lint.report.style import PLAIN, Ink, Style

if TYPE_CHECKING:
    from spakky_lint.facts.unknowns import Unknown
    from spakky_lint.project.inventories import LocatedTask

_SENTENCES: Mapping[UnknownKind, Callable[[str], Message]] = {
    UnknownKind.HANDLER: lambda name: Message(
        "{name} is not a handler itself: what a subclass adds is not seen", name=name
    ),
    UnknownKind.BASE: lambda name: Message(
        "the base {name} is in no file of the program: it may declare or do anything", name=name
    ),
    UnknownKind.CLASS_DECORATOR: lambda name: Message(
        "what {name} does to the class is not seen", name=name
    ),
    UnknownKind.METACLASS: lambda name: Message(
        "what the metaclass of {name} does to it is not seen", name=name
    ),
    UnknownKind.SUBCLASS_HOOK: lambda name: Message(
        "what __init_subclass__ of {name} does to its subclasses is not followed", name=name
    ),
    UnknownKind.REBOUND_CLASS: lambda name: Message(
        "the name {name} is bound again, and may stand for another class", name=name
    ),
    UnknownKind.PASSED_CLASS: lambda name: Message(
        "{name} is passed to a call, which may do anything to it", name=name
    ),
    UnknownKind.BORROWED_METHOD: lambda name: Message(
        "{name} is taken from its class and used as a value", name=name
    ),
    UnknownKind.REBOUND_METHOD: lambda name: Message(
        "the class may hold something else under the name {name}", name=name
    ),
    UnknownKind.SHARED_METADATA: lambda name: Message(
        "{name}, in another file, writes to the same metadata", name=name
    ),
    UnknownKind.DECORATOR: lambda name: Message(
        "what {name} does to what it decorates is not seen", name=name
    ),
    UnknownKind.OTHER_GUARDS: lambda name: Message(
        "{name} is registered for one of several handlers, which guard it differently", name=name
    ),
    UnknownKind.REGISTRATION: lambda name: Message(
        "whether anything registers the tasks of {name} is not seen: something outside of the "
        "program may inherit it, or make a handler of it",
        name=name,
    ),
    UnknownKind.TASK: lambda name: Message(
        "{name} may make a task of the method below it: its definition uses the decorators of "
        "tasks in a way that is not followed",
        name=name,
    ),
    UnknownKind.VALUE: lambda name: Message(
        "the text does not tell the value of {name}", name=name
    ),
    UnknownKind.REFERENCE: lambda name: Message(
        "the text does not tell which {name} is required", name=name
    ),
}
_UNKNOWN = Message("unknown")


def unknown_words(unknown: Told | Unknown) -> str:
    return _SENTENCES[unknown.kind](unknown.name)


def unknown_lines(
    unknowns: Iterable[tuple[str, Told]], style: Style = PLAIN, language: Language = Language.EN
) -> Iterator[str]:
    """A line for each, which stands in the file of that path, unless it says another."""
    label = style.paint(in_language(_UNKNOWN, language), Ink.NOTE)
    for path, unknown in unknowns:
        place = unknown.range
        where = f"{visible(place.path or path)}:{place.start.line}:{place.start.column}:"
        yield f"{where} {label} {visible(in_language(unknown_words(unknown), language))}"


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
