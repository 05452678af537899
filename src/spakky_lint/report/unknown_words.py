"""What the text does not tell, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from spakky_lint.facts.unknown_kinds import Told, UnknownKind
from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message, Template
from spakky_lint.messages.translation import in_language
from spakky_lint.report.columns import visible
from spakky_lint.report.style import PLAIN, Ink, Style

if TYPE_CHECKING:
    from spakky_lint.facts.task import Unknown
    from spakky_lint.project.located import LocatedTask

_SENTENCES: Mapping[UnknownKind, Template] = {
    UnknownKind.HANDLER: Template(
        "{name} is not a handler itself: what a subclass adds is not seen"
    ),
    UnknownKind.BASE: Template(
        "the base {name} is in no file of the program: it may declare or do anything"
    ),
    UnknownKind.CLASS_DECORATOR: Template("what {name} does to the class is not seen"),
    UnknownKind.METACLASS: Template("what the metaclass of {name} does to it is not seen"),
    UnknownKind.SUBCLASS_HOOK: Template(
        "what __init_subclass__ of {name} does to its subclasses is not followed"
    ),
    UnknownKind.REBOUND_CLASS: Template(
        "the name {name} is bound again, and may stand for another class"
    ),
    UnknownKind.PASSED_CLASS: Template("{name} is passed to a call, which may do anything to it"),
    UnknownKind.BORROWED_METHOD: Template("{name} is taken from its class and used as a value"),
    UnknownKind.REBOUND_METHOD: Template("the class may hold something else under the name {name}"),
    UnknownKind.SHARED_METADATA: Template("{name}, in another file, writes to the same metadata"),
    UnknownKind.DECORATOR: Template("what {name} does to what it decorates is not seen"),
    UnknownKind.OTHER_GUARDS: Template(
        "{name} is registered for one of several handlers, which guard it differently"
    ),
    UnknownKind.REGISTRATION: Template(
        "whether anything registers the tasks of {name} is not seen: something outside of the "
        "program may inherit it, or make a handler of it"
    ),
    UnknownKind.TASK: Template(
        "{name} may make a task of the method below it: its definition uses the decorators of "
        "tasks in a way that is not followed"
    ),
    UnknownKind.VALUE: Template("the text does not tell the value of {name}"),
    UnknownKind.REFERENCE: Template("the text does not tell which {name} is required"),
}
_UNKNOWN = Message("unknown")


def unknown_words(unknown: Told | Unknown) -> str:
    return _SENTENCES[unknown.kind].filled(name=unknown.name)


def unknown_lines(
    unknowns: Iterable[tuple[str, Told]], style: Style = PLAIN, language: Language = Language.EN
) -> Iterator[str]:
    """A line for each, which stands in the file of that path, unless it says another."""
    label = style.paint(in_language(_UNKNOWN, language), Ink.NOTE)
    for path, unknown in unknowns:
        place = unknown.range
        where = f"{visible(place.path or path)}:{place.start.line}:{place.start.column}:"
        yield f"{where} {label} {visible(in_language(unknown_words(unknown), language))}"


def explained_tasks(
    tasks: Iterable[LocatedTask], style: Style = PLAIN, language: Language = Language.EN
) -> Iterator[str]:
    """What is not seen of tasks that were read with their access, each once."""
    found = {
        unknown.identity: (each.path, unknown.told)
        for each in tasks
        if each.task.access is not None
        for unknown in each.task.access.unknowns
    }
    if not found:
        yield in_language(Message("Nothing is unknown of any task."), language)
    yield from unknown_lines(found.values(), style, language)
