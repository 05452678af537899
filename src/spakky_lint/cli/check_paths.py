"""``spakky-lint check PATH...``: what becomes of the files, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.cli.account import Account
from spakky_lint.cli.adopted import Adopted
from spakky_lint.cli.check_options import report_of, wanted_fixes
from spakky_lint.cli.check_outcome import Outcome
from spakky_lint.cli.configured import Configured
from spakky_lint.cli.fixing import write_repair
from spakky_lint.cli.loudness import are_notes_said
from spakky_lint.cli.requests import CheckRequest
from spakky_lint.cli.working import Work
from spakky_lint.project.checking import CheckedFile
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.programs import sources_of
from spakky_lint.project.seeing import Wish, told
from spakky_lint.project.settings_of_projects import settings_of
from spakky_lint.project.trouble import Trouble
from spakky_lint.report.formats import resolved

if TYPE_CHECKING:
    from spakky_lint.cli.adoption import Adoption
    from spakky_lint.project.environment.guesses import Guess


def check_paths(
    request: CheckRequest,
    read: Configured,
    directory: Path,
    fixed: list[CheckedFile],
    adoption: Adoption | None,
    account: Account,
) -> Outcome:
    """Check the files, and add those that were fixed to `fixed` as soon as they are."""
    configurations, found = read.configurations, read.found
    fixes = wanted_fixes(request)
    files: list[CheckedFile] = []
    paths: list[Path] = []
    analysed: list[Path] = []
    with_codes: list[Path] = []
    troubles = list(found.troubles)
    sources = sources_of(directory, configurations)
    news = None if adoption is None else adoption.news
    comments = request.reason if request.add_noqa else None
    has_summary = any(resolved(output.format).sums_up for output in request.outputs)
    is_summed_up = has_summary and not request.diff and are_notes_said()
    explains = request.explain_unknown or is_summed_up
    wish = Wish(fixes, news, comments, explains)
    work = Work(found.files, configurations, sources, wish, request.jobs)
    start = account.clock()
    for file, seen in work.seen():
        account.saw(file, seen.effort)
        checked, untold = seen.checked, seen.untold
        if isinstance(checked, Trouble):
            troubles.append(checked)
            continue
        if checked.trouble is not None:
            troubles.append(Trouble(checked.path, checked.trouble))
        is_repaired = checked.repair is not None
        if checked.repair is not None and not request.diff:
            otherwise = "no comment is added" if request.add_noqa else "not fixed"
            checked = write_repair(
                file.path, checked, checked.repair, fixed, troubles, otherwise=otherwise
            )
        if is_repaired and explains:
            checked, untold = told(checked, file, sources)
        if untold is not None and request.explain_unknown:  # what is only counted is worth none
            troubles.append(untold)
        files.append(checked)
        if checked.analysed:
            analysed.append(file.path)
        if checked.may_silence:
            with_codes.append(file.path)
        paths.append(file.path)
    account.worked(work.workers, account.clock() - start)
    read_settings: set[Path] = set()
    with account.phase("reading the files of settings"):
        files.extend(settings_of(analysed, configurations, directory, read_settings))
    with account.phase("comparing with what is known"):
        adopted = Adopted(files) if adoption is None else adoption.adopt(files, [*read_settings])
    troubles += adopted.troubles
    guesses = (_guess(*each, configurations) for each in zip(adopted.files, paths, strict=False))
    notes = (
        *found.notes,
        *_unsilenced(request, adopted.files[len(paths) :]),
        *adopted.notes,
        *_removals(with_codes, request, directory),
        *dict.fromkeys((*work.notes, *configurations.notes)),
    )
    guess = next(filter(None, guesses), None)
    return Outcome(report_of(request, adopted, directory), tuple(troubles), notes, guess)


def _guess(checked: CheckedFile, path: Path, configurations: Configurations) -> Guess | None:
    """What the findings of the file rest on and nobody knows."""
    if configurations.main.projects is None or not checked.findings:
        return None
    from spakky_lint.project.environment.guesses import guess_behind

    codes = dict.fromkeys(finding.code for finding in checked.findings)
    return guess_behind(codes, configurations.settings_for(path))


def _unsilenced(request: CheckRequest, settings: Sequence[CheckedFile]) -> Iterator[Trouble]:
    """That comments are for Python: the rest has other ways."""
    if request.add_noqa:
        for file in settings:
            if file.findings:
                words = "no comment silences this file; per-file-ignores does"
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
            f"{' or '.join(found.rules)} of `ruff check --fix` may remove # noqa: {found.code} "
            f"({shown_path(found.file, directory)}:{found.line}): "
            'set lint.external = ["SPK"] for ruff',
        )
