"""What the text does not tell, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from spakky_lint.facts.unknown_kinds import ReportedUnknown, UnknownKind
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
        "{name} is not a handler itself: what a subclass adds is not known"
    ),
    UnknownKind.BASE: Template(
        "the base {name} is outside of the analysed code, and may declare or do anything"
    ),
    UnknownKind.CLASS_DECORATOR: Template("what {name} does to the class is not known"),
    UnknownKind.METACLASS: Template("what the metaclass of {name} does to it is not known"),
    UnknownKind.SUBCLASS_HOOK: Template(
        "what __init_subclass__ of {name} does to its subclasses is not known"
    ),
    UnknownKind.REBOUND_CLASS: Template(
        "the name {name} is bound again, and may stand for another class"
    ),
    UnknownKind.PASSED_CLASS: Template("{name} is passed to a call, which may do anything to it"),
    UnknownKind.BORROWED_METHOD: Template("{name} is taken from its class and used as a value"),
    UnknownKind.REBOUND_METHOD: Template("the class may hold something else under the name {name}"),
    UnknownKind.SHARED_METADATA: Template("{name}, in another file, writes to the same metadata"),
    UnknownKind.DECORATOR: Template("what {name} does to what it decorates is not known"),
    UnknownKind.OTHER_GUARDS: Template(
        "{name} is registered for one of several handlers, which guard it differently"
    ),
    UnknownKind.REGISTRATION: Template(
        "whether the tasks of {name} are registered is not known: code outside of the "
        "program may inherit from it, or make it a handler"
    ),
    UnknownKind.TASK: Template(
        "{name} may make the method below it a task: how its definition uses task "
        "decorators is not known"
    ),
    UnknownKind.VALUE: Template("the value of {name} is not known from the code"),
    UnknownKind.REFERENCE: Template("which {name} is required is not known from the code"),
}
_UNKNOWN = Message("unknown")


def unknown_words(unknown: ReportedUnknown | Unknown) -> str:
    return _SENTENCES[unknown.kind].filled(name=unknown.name)


def unknown_lines(
    unknowns: Iterable[tuple[str, ReportedUnknown]],
    style: Style = PLAIN,
    language: Language = Language.EN,
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
        unknown.identity: (each.path, unknown.reported)
        for each in tasks
        if each.task.access is not None
        for unknown in each.task.access.unknowns
    }
    if not found:
        yield in_language(Message("Nothing about the tasks is unknown."), language)
    yield from unknown_lines(found.values(), style, language)
