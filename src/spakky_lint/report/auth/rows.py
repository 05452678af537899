"""The cells of one task, before it is known how wide they may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from spakky_lint.data import dataclass
from spakky_lint.facts.decisions import PathDecisions
from spakky_lint.facts.paths import Access
from spakky_lint.facts.task import DeclaredRequirement
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.project.auditing import AuditedTask
from spakky_lint.report.auth.path_words import (
    ABSENT,
    PUBLIC,
    UNSEEN,
    PathWord,
    path_words,
    verdicts,
)
from spakky_lint.report.auth.requirement_words import (
    UNKNOWN_MARK,
    in_words,
    is_own,
    is_unknown,
    origin,
)
from spakky_lint.report.auth.standing import Standing
from spakky_lint.report.auth.summary import worst
from spakky_lint.report.cells import Piece, Word, words
from spakky_lint.report.columns import visible
from spakky_lint.report.footnotes import Footnotes
from spakky_lint.report.style import Ink
from spakky_lint.runtime.decision import AuthorizationDecisionState

Paragraph = tuple[Word, ...]

MARKS: Mapping[Standing, tuple[str, Ink]] = {
    Standing.UNENFORCED: ("!!", Ink.ERROR),
    Standing.NEVER_PASSES: ("!", Ink.ERROR),
    Standing.NEVER_RUNS: ("!", Ink.ERROR),
    Standing.UNDECLARED: ("?", Ink.WARNING),
    Standing.UNKNOWN: ("~", Ink.WARNING),
    Standing.FINE: ("", Ink.FAINT),
}
"""What stands before a task."""

ACCESS_INKS: Mapping[Access, Ink | None] = {
    Access.PROTECTED: None,
    Access.PUBLIC: Ink.NOTE,
    Access.UNDECLARED: Ink.WARNING,
    Access.CONFLICT: Ink.ERROR,
}
_STANDING_INKS: Mapping[Standing, Ink] = {
    Standing.UNENFORCED: Ink.ERROR,
    Standing.NEVER_PASSES: Ink.ERROR,
    Standing.NEVER_RUNS: Ink.ERROR,
    Standing.UNDECLARED: Ink.WARNING,
    Standing.UNKNOWN: Ink.WARNING,
}
_STATE_INKS: Mapping[AuthorizationDecisionState, Ink] = {
    AuthorizationDecisionState.ALLOW: Ink.ADDED,
    AuthorizationDecisionState.DENY: Ink.REMOVED,
    AuthorizationDecisionState.CHALLENGE: Ink.WARNING,
    AuthorizationDecisionState.ERROR: Ink.ERROR,
}


@dataclass(frozen=True, slots=True)
class Row:
    mark: Piece
    name: str
    origin: Paragraph
    """The class that it is inherited from; empty where the handler defines it."""
    access: Word
    paths: tuple[Word, Word, Word]
    asks: tuple[Paragraph, ...]
    """A paragraph for each requirement, in order."""
    decisions: tuple[tuple[Paragraph, ...], ...]
    """For each caller, a paragraph for each decision."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a report. Tasks of which all the same is to be said have one and the same."""

    notes: Footnotes = field(default_factory=Footnotes)
    known: dict[tuple[object, ...], Row] = field(default_factory=dict)
    naming: dict[int, frozenset[str]] = field(default_factory=dict)
    """By the id of an access the classes that are named where it comes from."""
    asked: dict[tuple[int, bool, Ink | None], Paragraph] = field(default_factory=dict)
    """By the id of a requirement, whether it is the task's own, and the colour: one and the same
    for all tasks, for a class may have many of both."""

    def of(self, audited: AuditedTask) -> Row:
        """The row of a task; what has to be said about it is added to the notes."""
        task, access = audited.located.task, audited.access
        if id(access) not in self.naming:
            declared = (*access.requirements, *access.unenforced)
            self.naming[id(access)] = frozenset(each.declared_by for each in declared)
        handler: str | None = task.handler
        if not task.name.startswith(f"{handler}.") and handler not in self.naming[id(access)]:
            handler = None  # it is shown nowhere
        key = (
            *(task.name, handler, task.on_demand, task.schedule is None),
            *(id(access), id(audited.decisions)),
        )
        if key not in self.known:
            self.known[key] = _row_of(audited, self.notes, tuple(self._asks(audited)))
        return self.known[key]

    def _asks(self, audited: AuditedTask) -> Iterator[Paragraph]:
        access = audited.access
        paragraphs = [
            *(self._asked(found, audited, None) for found in access.requirements),
            *(self._asked(found, audited, Ink.ERROR) for found in access.unenforced),
        ]
        codes = [(Piece(code, Ink.WARNING),) for code in access.problems]
        if paragraphs:
            paragraphs[-1] += tuple(codes)
        elif codes:
            paragraphs.append(tuple(codes))
        yield from paragraphs

    def _asked(
        self, declared: DeclaredRequirement, audited: AuditedTask, ink: Ink | None
    ) -> Paragraph:
        key = id(declared), is_own(declared, audited.located), ink
        if key not in self.asked:
            self.asked[key] = _asked(declared, audited, ink)
        return self.asked[key]


def _row_of(audited: AuditedTask, notes: Footnotes, asks: tuple[Paragraph, ...]) -> Row:
    task, access = audited.located.task, audited.access
    owner, _, name = task.name.rpartition(".")
    mark, ink = MARKS[worst(audited)]
    shown = access.access.value
    said: Word = (
        Piece(
            shown.upper() if access.access is Access.CONFLICT else shown, ACCESS_INKS[access.access]
        ),
    )
    if not access.is_certain:
        said += notes.mark(spoken(UNSEEN))
    direct, queue, beat = _paths(path_words(audited), notes)
    return Row(
        Piece(mark, ink),
        visible(name),
        () if owner == task.handler else tuple(words(_of(owner), Ink.FAINT)),
        said,
        (direct, queue, beat),
        asks,
        tuple(tuple(_decisions(found)) for found in audited.decisions),
    )


def _of(owner: str) -> str:
    return spoken(Message("(of {owner})", owner=visible(owner)))


def _paths(found: Iterable[PathWord], notes: Footnotes) -> Iterator[Word]:
    for path in found:
        ink = Ink.FAINT if path.is_absent else _STANDING_INKS.get(path.standing)
        if ink is None:
            ink = Ink.NOTE if path.text == PUBLIC else Ink.ADDED
        word = (Piece(path.text, ink),)
        yield word if path.reason is None else (*word, *notes.mark(path.reason))


def _asked(declared: DeclaredRequirement, audited: AuditedTask, ink: Ink | None) -> Paragraph:
    found = [*words(visible(in_words(declared)), ink)]
    if is_unknown(declared):
        found.append((Piece(UNKNOWN_MARK, Ink.WARNING),))
    if ink is not None:
        found += words(spoken(Message("(not enforced)")), ink)
    where = origin(declared, audited.located)
    if where is not None:
        found += words(visible(where), Ink.FAINT)
    return tuple(found)


def _decisions(decisions: PathDecisions) -> Iterator[Paragraph]:
    found = verdicts(decisions)
    if not found:
        yield ((Piece(ABSENT, Ink.FAINT),),)
    for each in found:
        ink = Ink.ERROR if each.is_let_through else _STATE_INKS[each.state]
        yield (
            *words(", ".join(each.paths), Ink.FAINT),
            (Piece(each.state.value, ink),),
            *words(", ".join(each.codes), ink if each.is_let_through else None),
        )
