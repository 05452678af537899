"""What was said of texts, with what that rests on: so it is still said where something has changed.

It is kept beside the entries of `checked_texts`, which are compared faster, and is read where one
of these no longer counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.program.sources import Sources
from spakky_lint.project.cache.answers import Answers
from spakky_lint.project.cache.kept import BadEntry, Kept
from spakky_lint.project.cache.noted import BadNotes, Noted
from spakky_lint.project.cache.reach import changed_since, reach_of
from spakky_lint.project.cache.rested_on import joined, needed, unchanged
from spakky_lint.project.cache.store import Store
from spakky_lint.project.cache.versions import versions
from spakky_lint.project.looks import Looks, digest
from spakky_lint.syntax.dependencies import Node


@dataclass(frozen=True, slots=True)
class RestingTexts:
    """As the program is now."""

    said: Mapping[str, object]
    """By path, as data."""
    looks: Looks
    noted: Noted
    answers: Answers

    @classmethod
    def of(
        cls,
        said: Mapping[str, object],
        looks: Looks,
        nodes: Mapping[Path, Node],
        sources: Sources,
    ) -> RestingTexts:
        """What was said by this process."""
        noted = Noted.of(nodes.items())
        return cls(said, looks, noted, Answers.of(noted, sources))

    @classmethod
    def joined(cls, parts: Sequence[RestingTexts]) -> RestingTexts | None:
        """None where a file was changed between two of them."""
        looks = joined(Looks(), [each.looks for each in parts])
        if looks is None:
            return None
        said: dict[str, object] = {}
        answers = Answers()
        for each in parts:
            said.update(each.said)
            answers.take(each.answers)
        return cls(said, looks, Noted.joined([each.noted for each in parts]), answers)

    @classmethod
    def still_said(
        cls, store: Store, name: str, directory: Path, sources: Sources
    ) -> RestingTexts | None:
        """What of the entry is said again, whatever has changed; None where that is not known."""
        data = store.load(name)
        if not isinstance(data, list) or len(data) != 4 or data[0] != _versions():
            return None
        try:
            kept = Kept.from_data(data[1])
            noted, answers = Noted.from_data(data[2]), Answers.from_data(data[3])
        except (BadEntry, BadNotes):
            return None
        changes = changed_since(kept, directory)
        reach = reach_of(kept, changes, noted, answers, sources)
        if reach is None:
            return None
        told = zip(kept.found, kept.outcomes, strict=True)
        said = {path: each for path, each in told if Path(path) not in reach.again}
        noted = noted.only(map(Path, said))
        return cls(
            said,
            unchanged(kept.looks, changes),
            noted,
            answers.renewed(noted, sources, reach),
        )

    def save(self, store: Store, name: str, started: int, sources: Sources) -> None:
        """Keep it for a run that finds something changed since `started`, in ns."""
        looks = needed(self.looks, store.folder)
        kept = Kept(
            "",
            started,
            looks,
            [*self.said],
            [*map(str, sources.files)] if sources.is_walked else [],
            [*self.said.values()],
            [],
            [],
            [],
            [],
            None,
            is_guess_known=False,
        )
        store.save(name, [_versions(), kept.data(), self.noted.data(), self.answers.data()])


def _versions() -> str:
    return digest(repr(versions()).encode("utf-8", "surrogatepass"))
