"""What came of files, read again from an entry, with the pages of the rules of their findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from spakky_lint.project.cache.kept import Kept
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.looks import digest
from spakky_lint.project.plain import BadData
from spakky_lint.project.reading import read_file
from spakky_lint.project.results import Results
from spakky_lint.project.travelling import outcome_of, trouble_of
from spakky_lint.project.trouble import Trouble

TYPE_CHECKING = False  # as type checkers know it; what it needs is heavy
if TYPE_CHECKING:
    from spakky_lint.rules.rule_page import RulePage

Outcome: TypeAlias = "CheckedFile | Trouble"


def results_of(kept: Kept, shown: Callable[[str], str]) -> Results:
    """All that the run came to. Raises BadData."""
    results = Results()
    try:
        for path, data in zip(kept.found, kept.outcomes, strict=True):
            outcome = outcome_in(path, data, kept, shown)
            if isinstance(outcome, Trouble):
                results.troubles.append(outcome)
            else:
                results.files.append(outcome)
                results.paths.append(path)
        for data in kept.settings:
            told = outcome_of(data)
            if isinstance(told, CheckedFile):
                results.settings.append(told)
        results.settings_seen = [Path(each) for each in kept.settings_seen]
        results.notes = [trouble_of(each) for each in kept.notes]
        results.later_notes = [trouble_of(each) for each in kept.later_notes]
    except ValueError as error:
        raise BadData(str(error)) from None
    results.guess, results.is_guess_known = kept.guess, kept.is_guess_known
    return results


def outcome_in(path: str, data: object, kept: Kept | None, shown: Callable[[str], str]) -> Outcome:
    """What came of a file. Raises BadData."""
    if data is None:
        return CheckedFile(shown(path))
    return outcome_of(data, lambda _: _text(path, kept))


def _text(path: str, kept: Kept | None) -> str:
    """What the file holds, which is what it held. Raises BadData."""
    from spakky_lint.syntax.source import UnreadableSource, decode

    known = None if kept is None else kept.looks.files.get(path)
    try:
        data = read_file(Path(path), 1 << 40)
        if known is None or digest(data) != known[1]:
            raise BadData("it has been changed since")
        return decode(data).text
    except (OSError, UnreadableSource) as error:
        raise BadData(str(error)) from None


def pages_data(results: Results) -> object:
    """What there is to read of the rules of the findings."""
    from spakky_lint.project.typed_data import data_of
    from spakky_lint.rules.pages import page_of
    from spakky_lint.rules.rule_page import RulePage

    checked = (*results.files, *results.settings)
    codes = {each.code for file in checked for each in (*file.findings, *file.silenced)}
    pages = filter(None, map(page_of, sorted(codes)))
    return [data_of(each, RulePage) for each in pages]


def pages_of(data: object) -> Sequence[RulePage]:
    """As `pages_data` makes data of them; none where it is something else."""
    from spakky_lint.project.plain import items
    from spakky_lint.project.typed_data import value_of
    from spakky_lint.rules.rule_page import RulePage

    try:
        return [value_of(each, RulePage) for each in items(data)]
    except BadData:
        return []
