"""What one run of ``spakky-lint check`` comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.cli.account import Account
from spakky_lint.cli.adopted import Adopted
from spakky_lint.cli.check_options import report_of
from spakky_lint.cli.requests import CheckRequest
from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.results import Results
from spakky_lint.project.trouble import Trouble
from spakky_lint.report.model import Report
from spakky_lint.rules.lists import either

if TYPE_CHECKING:
    from spakky_lint.cli.adoption import Adoption


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: the report, and everything it has to say besides."""

    report: Report
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[Trouble, ...] = ()
    guess: str | None = None
    """In a sentence."""
    is_text_shown: bool = False
    """Whether standard output has the text that was checked."""


def outcome_of(
    request: CheckRequest,
    results: Results,
    configurations: Configurations,
    directory: Path,
    adoption: Adoption | None,
    account: Account,
) -> Outcome:
    """What the results come to, where some of them may be no news."""
    files = [*results.files, *results.settings]
    with account.phase(Message("comparing with what is known")):
        adopted = (
            Adopted(files) if adoption is None else adoption.adopt(files, results.settings_seen)
        )
    with_codes = [
        Path(path)
        for path, file in zip(results.paths, results.files, strict=True)
        if file.may_silence
    ]
    number = len(results.files)
    notes = (
        *results.notes,
        *_unsilenced(request, adopted.files[number:]),
        *adopted.notes,
        *_removals(with_codes, request, directory),
        *results.later_notes,
    )
    guess = results.guess
    if adoption is not None or not results.is_guess_known:
        guess = guess_of(adopted.files[:number], results.paths, configurations)
    troubles = (*results.troubles, *adopted.troubles)
    return Outcome(report_of(request, adopted, directory), troubles, notes, guess)


def guess_of(
    files: Sequence[CheckedFile], paths: Sequence[str], configurations: Configurations
) -> str | None:
    """What the findings rest on and nobody knows, in a sentence."""
    if configurations.main.projects is None or not any(file.findings for file in files):
        return None
    from spakky_lint.cli.guess_words import guess_sentence
    from spakky_lint.project.environment.guesses import guess_behind

    for checked, path in zip(files, paths, strict=True):
        codes = dict.fromkeys(finding.code for finding in checked.findings)
        guess = guess_behind(codes, configurations.settings_for(Path(path))) if codes else None
        if guess is not None:
            return guess_sentence(guess)
    return None


def _unsilenced(request: CheckRequest, settings: Sequence[CheckedFile]) -> Iterator[Trouble]:
    """That comments are for Python: the rest has other ways."""
    if request.add_noqa:
        for file in settings:
            if file.findings:
                words = Message(
                    "a comment cannot suppress findings in this file; per-file-ignores can"
                )
                yield Trouble(file.path, words)


def _removals(files: Sequence[Path], request: CheckRequest, directory: Path) -> Iterator[Trouble]:
    """That ruff may take away the comments in the files; said once."""
    if not files or request.config.isolated:
        return
    from spakky_lint.project.ruff import first_removal

    found = first_removal(files)
    if found is not None:
        yield Trouble(
            shown_path(found.configuration, directory),
            Message(
                "{names} of `ruff check --fix` may remove # noqa: {code} ({path}:{line}): set "
                'lint.external = ["SPK"] for ruff',
                names=either(found.rules),
                code=found.code,
                path=shown_path(found.file, directory),
                line=found.line,
            ),
        )
