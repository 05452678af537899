"""What the findings of files rest on, as plain data: questions, and nodes that lead to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import field
from pathlib import Path
from typing import Any

from spakky_lint.data import dataclass
from spakky_lint.program.questions import Anywhere, Content, Whole, Within
from spakky_lint.program.sources import Sources
from spakky_lint.project.looks import Looks
from spakky_lint.project.survey_parts import Subject, SurveyPart
from spakky_lint.syntax.dependencies import Node, Question


class BadNotes(ValueError):
    """It is not what was written here."""


def _subject_data(subject: Subject) -> object:
    if isinstance(subject, SurveyPart):
        return [subject.name, subject.path, subject.around]
    return str(subject)


def _subject(data: Any) -> Subject:  # Any: whatever it is, what fails is caught
    return Path(data) if isinstance(data, str) else SurveyPart(*map(str, data))


@dataclass
class Noted:
    """A node is its questions and its other nodes, by their numbers; each file has a node."""

    questions: list[Question] = field(default_factory=list)
    nodes: list[tuple[Sequence[int], Sequence[int]]] = field(default_factory=list)
    files: dict[Subject, int] = field(default_factory=dict)

    @classmethod
    def of(cls, nodes: Collection[tuple[Subject, Node]]) -> Noted:
        """What was noted of each."""
        numbers: dict[Question, int] = {}
        order: dict[Node, int] = {}
        waiting = [node for _, node in nodes]
        while waiting:
            node = waiting.pop()
            if node not in order:
                order[node] = len(order)
                waiting.extend(node.nodes)
        found = [
            (
                tuple(numbers.setdefault(each, len(numbers)) for each in node.questions),
                tuple(order[each] for each in node.nodes),
            )
            for node in order
        ]
        files = {subject: order[node] for subject, node in nodes}
        return cls([*numbers], list(found), files)

    def only(self, paths: Iterable[Subject]) -> Noted:
        """What these files rest on."""
        numbers: dict[int, int] = {}
        order: dict[int, int] = {}
        roots = {path: self.files[path] for path in paths if path in self.files}
        waiting = [*roots.values()]
        while waiting:
            node = waiting.pop()
            if node not in order:
                order[node] = len(order)
                waiting.extend(self.nodes[node][1])
        nodes = [
            (
                tuple(numbers.setdefault(each, len(numbers)) for each in self.nodes[node][0]),
                tuple(order[each] for each in self.nodes[node][1]),
            )
            for node in order
        ]
        files = {path: order[node] for path, node in roots.items()}
        return Noted([self.questions[each] for each in numbers], list(nodes), files)

    @classmethod
    def joined(cls, parts: Iterable[Noted]) -> Noted:
        """What was noted here and there."""
        numbers: dict[Question, int] = {}
        made = cls()
        for part in parts:
            shifted = [numbers.setdefault(each, len(numbers)) for each in part.questions]
            start = len(made.nodes)
            made.nodes.extend(
                (tuple(shifted[each] for each in questions), tuple(start + each for each in inner))
                for questions, inner in part.nodes
            )
            made.files.update((path, start + node) for path, node in part.files.items())
        made.questions = [*numbers]
        return made

    def resting_on(self, questions: Set[int]) -> Set[Subject]:
        """The files whose findings rest on one of the questions."""
        using: list[list[int]] = [[] for _ in self.nodes]
        reached = set[int]()
        for number, (own, inner) in enumerate(self.nodes):
            if not questions.isdisjoint(own):
                reached.add(number)
            for each in inner:
                using[each].append(number)
        waiting = [*reached]
        while waiting:
            for each in using[waiting.pop()]:
                if each not in reached:
                    reached.add(each)
                    waiting.append(each)
        return {path for path, node in self.files.items() if node in reached}

    def data(self) -> Sequence[object]:
        return [
            [_question_data(each) for each in self.questions],
            self.nodes,
            [[_subject_data(each), node] for each, node in self.files.items()],
        ]

    @classmethod
    def from_data(cls, data: object) -> Noted:
        """Raises BadNotes."""
        try:
            given: Any = data  # whatever it is, what fails is caught
            read, nodes, files = given
            made = cls(
                [_question(each) for each in read],
                [((*map(int, own),), (*map(int, inner),)) for own, inner in nodes],
                {_subject(each): int(node) for each, node in files},
            )
        except (TypeError, ValueError) as error:
            raise BadNotes(str(error)) from None
        if not made._is_sound():
            raise BadNotes("a number leads nowhere")
        return made

    def _is_sound(self) -> bool:
        questions, nodes = range(len(self.questions)), range(len(self.nodes))
        return all(
            all(each in questions for each in own) and all(each in nodes for each in inner)
            for own, inner in self.nodes
        ) and all(node in nodes for node in self.files.values())


def _question_data(question: Question) -> Sequence[object]:
    match question:
        case Content(path):
            return ["content", str(path)]
        case Anywhere(search, word):
            return ["anywhere", search, word.hex()]
        case Within(search, word, path):
            return ["within", search, word.hex(), str(path)]
        case Whole():
            return ["whole", question.value]
    raise TypeError(question)


def _question(data: object) -> Question:
    match data:
        case ["content", str(path)]:
            return Content(Path(path))
        case ["anywhere", str(search), str(word)]:
            return Anywhere(search, bytes.fromhex(word))
        case ["within", str(search), str(word), str(path)]:
            return Within(search, bytes.fromhex(word), Path(path))
        case ["whole", str(whole)]:
            return Whole(whole)
    raise ValueError("no question")


@dataclass(frozen=True, slots=True)
class Part:
    """What another process has noted of some of the files."""

    noted: Noted
    looks: Looks
    brought: Mapping[Path, int]
    handed_on: Mapping[tuple[Path, str], int]
    """What the gate made of modules and their names."""


def noted_by(nodes: Mapping[Path, Node], looks: Looks, sources: Sources, told: set[object]) -> Part:
    """`told` is what was answered before, and grows by what is answered now."""
    gate = sources.gate
    brought = {path: int(kind) for path, kind in gate.brought.items() if path not in told}
    handed_on = {key: int(kind) for key, kind in gate.handed_on.items() if key not in told}
    told.update(brought, handed_on)
    return Part(Noted.of(nodes.items()), looks, brought, handed_on)
