"""What the files of a program ask of auth providers: worked out, or taken over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path

from spakky_lint.cli.surveying import Surveying
from spakky_lint.data import dataclass
from spakky_lint.facts.application import Asked
from spakky_lint.facts.environment import Environment
from spakky_lint.facts.supply import asked_in_file
from spakky_lint.program.program import Program
from spakky_lint.program.questions import Content
from spakky_lint.project.survey_parts import SurveyPart
from spakky_lint.project.surveys import AskingFile
from spakky_lint.runtime.capabilities import AuthCapability
from spakky_lint.syntax.dependencies import ask, following


@dataclass
class Asker:
    way: Surveying
    before: Mapping[SurveyPart, AskingFile]
    """By the part of a survey that each is."""
    found: list[AskingFile] = field(default_factory=list)

    @classmethod
    def taking_over(cls, way: Surveying) -> Asker:
        before = () if way.before is None else way.before.asking
        return cls(way, {part_of(each): each for each in before})

    def asked_in(
        self, path: Path, around: Path, program: Program, environment: Environment
    ) -> Sequence[tuple[AuthCapability, Asked]]:
        """As `asked_in_file`."""
        asking = AskingFile(str(path), str(around), ())
        part = part_of(asking)
        known = self.before.get(part)
        if known is None or not self.way.is_same(part):
            with following(self.way.node_of(part)):
                ask(Content(path))
                asked = tuple(asked_in_file(path, around, program, environment))
            known = AskingFile(asking.path, asking.around, asked)
        self.found.append(known)
        return known.asked


def part_of(asking: AskingFile) -> SurveyPart:
    """What it is called as a part of a survey."""
    return SurveyPart("asking", asking.path, asking.around)
