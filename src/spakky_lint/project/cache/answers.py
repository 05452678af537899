"""What the files answered to the questions of a run, and which answers are others by now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import field
from pathlib import Path
from typing import Any

from spakky_lint.data import dataclass
from spakky_lint.program.gate import Bringing
from spakky_lint.program.questions import Anywhere, Content, Search, Whole, Within
from spakky_lint.program.sources import Sources
from spakky_lint.project.cache.changed import Changed
from spakky_lint.project.cache.noted import BadNotes, Noted
from spakky_lint.project.cache.reach import Reach
from spakky_lint.project.cache.searches import (
    NOTHING,
    Text,
    answer,
    answer_digest,
    imports_answer,
    imports_answers,
    is_searched_everywhere,
)


@dataclass
class Answers:
    """Digests of them; a file that is missing has answered nothing."""

    anywhere: dict[Anywhere, dict[Path, str]] = field(default_factory=dict)
    within: dict[Within, str] = field(default_factory=dict)
    imports: dict[Path, str] = field(default_factory=dict)
    """Of each file of the program, where anybody asked what imports lead to."""
    brought: dict[Path, int] = field(default_factory=dict)
    """What the gate makes of modules that others import, and"""
    handed_on: dict[tuple[Path, str], int] = field(default_factory=dict)
    """of their names."""

    @classmethod
    def of(cls, noted: Noted, sources: Sources) -> Answers:
        """Those of the program as it is."""
        answers = cls()
        for question in noted.questions:
            if isinstance(question, Anywhere):
                answers.anywhere[question] = _everywhere(question, sources)
            elif isinstance(question, Within):
                answers.within[question] = _in(question, question.path, sources)
            elif question is Whole.IMPORTS:
                answers.imports = imports_answers(sources)
            elif question is Whole.FILES:
                _ = sources.files  # which are noted
        answers.note_gate(sources)
        return answers

    def note_gate(self, sources: Sources) -> None:
        gate = sources.gate
        self.brought.update((path, int(kind)) for path, kind in gate.brought.items())
        self.handed_on.update((key, int(kind)) for key, kind in gate.handed_on.items())

    def take(self, others: Answers) -> None:
        """Hold those to other questions, too, of the same files."""
        self.anywhere.update(others.anywhere)
        self.within.update(others.within)
        self.imports = self.imports or others.imports
        self.brought.update(others.brought)
        self.handed_on.update(others.handed_on)

    def changed(self, noted: Noted, sources: Sources, changed: Changed) -> Set[int]:
        """The numbers of the questions that have, or may have, other answers, where the gate is
        no other.

        Raises UnknownSearch.
        """
        files = changed.files
        own = frozenset(sources.files if sources.is_walked or self.anywhere else ())
        # What is new, and imports nothing, leads nowhere.
        is_imports_other = changed.are_names_other or any(
            self.imports.get(path, NOTHING) != imports_answer(Text(path, sources)) for path in files
        )
        numbers = set[int]()
        for number, question in enumerate(noted.questions):
            match question:
                case Content(path):
                    is_other = path in files
                case Within(_, _, path):
                    is_other = path in files and _in(question, path, sources) != self.within.get(
                        question
                    )
                case Anywhere():
                    known = self.anywhere.get(question)
                    is_other = known is None or any(
                        known.get(path, NOTHING)
                        != (_in(question, path, sources) if path in own else NOTHING)
                        for path in files
                    )
                case Whole.FILES:
                    is_other = bool(changed.appeared)
                case Whole.IMPORTS:
                    is_other = is_imports_other
                case _:
                    is_other = False  # of the gate, which is the same
            if is_other:
                numbers.add(number)
        return numbers

    def is_gate_other(self, sources: Sources, files: Iterable[Path]) -> bool:
        """Whether the gate makes something else of a module that others import."""
        gate = sources.gate
        changed = {path for path in files if path in self.brought}
        if any(int(gate.brought_by(path)) != self.brought[path] for path in changed):
            return True
        return any(
            int(gate.handed_on_by(path, name)) != kind
            for (path, name), kind in self.handed_on.items()
            if path in changed
        )

    def renewed(self, noted: Noted, sources: Sources, reach: Reach) -> Answers:
        """Those to all that was noted, where these are known of a run before."""
        files, unchanged = reach.files, reach.unchanged
        made = Answers(
            {each: told for each, told in self.anywhere.items() if each in unchanged},
            {each: told for each, told in self.within.items() if each in unchanged},
        )
        asked = [each for each in noted.questions if each not in unchanged]
        fresh = Answers.of(Noted([each for each in asked if each is not Whole.IMPORTS]), sources)
        needed = frozenset(noted.questions)
        made.anywhere = {
            each: told for each, told in (made.anywhere | fresh.anywhere).items() if each in needed
        }
        made.within = {
            each: told for each, told in (made.within | fresh.within).items() if each in needed
        }
        if Whole.IMPORTS in needed:
            known = {path: told for path, told in self.imports.items() if path not in files}
            made.imports = {
                path: known[path] if path in known else imports_answer(Text(path, sources))
                for path in sources.files
            }
        made.brought = {path: kind for path, kind in self.brought.items() if path not in files}
        made.handed_on = {key: kind for key, kind in self.handed_on.items() if key[0] not in files}
        made.note_gate(sources)
        return made

    def data(self) -> Sequence[object]:
        return [
            [
                [each.search, each.word.hex(), [[str(path), found] for path, found in told.items()]]
                for each, told in self.anywhere.items()
            ],
            [
                [each.search, each.word.hex(), str(each.path), told]
                for each, told in self.within.items()
            ],
            [[str(path), told] for path, told in self.imports.items()],
            [[str(path), kind] for path, kind in self.brought.items()],
            [[str(path), name, kind] for (path, name), kind in self.handed_on.items()],
        ]

    @classmethod
    def from_data(cls, data: object) -> Answers:
        """Raises BadNotes."""
        try:
            given: Any = data  # whatever it is, what fails is caught
            anywhere, within, imports, brought, handed_on = given
            return cls(
                {
                    Anywhere(str(search), bytes.fromhex(word)): {
                        Path(path): str(found) for path, found in told
                    }
                    for search, word, told in anywhere
                },
                {
                    Within(str(search), bytes.fromhex(word), Path(path)): str(told)
                    for search, word, path, told in within
                },
                {Path(path): str(told) for path, told in imports},
                {Path(path): int(Bringing(kind)) for path, kind in brought},
                {(Path(path), str(name)): int(Bringing(kind)) for path, name, kind in handed_on},
            )
        except (TypeError, ValueError) as error:
            raise BadNotes(str(error)) from None


def _in(question: Anywhere | Within, path: Path, sources: Sources) -> str:
    return answer(question.search, question.word, Text(path, sources))


def _everywhere(question: Anywhere, sources: Sources) -> dict[Path, str]:
    if question.search == Search.HOLDING:
        return dict.fromkeys(sources.files_with(question.word), answer_digest(found=True))
    if is_searched_everywhere(question.search):
        candidates: Iterable[Path] = sources.files
    else:
        # In most files there is nothing to be found.
        words = question.word.split(b"\n")
        candidates = dict.fromkeys(path for word in words for path in sources.files_with(word))
    found = ((path, _in(question, path, sources)) for path in candidates)
    return {path: told for path, told in found if told != NOTHING}
