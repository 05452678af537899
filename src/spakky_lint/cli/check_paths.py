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
from spakky_lint.messages.message import Message
from spakky_lint.project.checking import CheckedFile
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.programs import sources_of
from spakky_lint.project.results import Results
from spakky_lint.project.seeing import FileRequest, told
from spakky_lint.project.settings_of_projects import settings_of
from spakky_lint.project.trouble import Trouble
from spakky_lint.report.formats import resolved
from spakky_lint.rules.lists import either

if TYPE_CHECKING:
    from spakky_lint.cli.adoption import Adoption
    from spakky_lint.project.cache.run import CachedRun


def check_paths(
    request: CheckRequest,
    read: Configured,
    directory: Path,
    fixed: list[CheckedFile],
    adoption: Adoption | None,
    account: Account,
    run: CachedRun | None = None,
) -> Results:
    """Check the files, and add those that were fixed to `fixed` as soon as they are.

    What the `run` before has left is taken over, and this one's results are kept. Raises NoWorkers.
    """
    configurations, found = read.configurations, read.found
    results = Results(notes=[*found.notes], troubles=[*found.troubles])
    analysed: list[Path] = []
    sources = sources_of(directory, configurations)
    if run is not None:
        sources = run.begin_with(sources)
        with account.phase(Message("finding out what changes affect")):
            run.take_over(found.files, sources)
    news = None if adoption is None else adoption.news
    comments = request.reason if request.add_noqa else None
    is_told = explains(request)
    requested = FileRequest(wanted_fixes(request), news, comments, is_told, notes=run is not None)
    known = {} if run is None else run.all_known(found.files)
    others = [file for file in found.files if file.path not in known]
    work = Work(others, configurations, sources, requested, request.jobs, request.cluster)
    start = account.clock()
    seen_others = work.seen()
    for file in found.files:
        if file.path in known:
            checked = known[file.path]
            unexplained = None
        else:
            _, seen = next(seen_others)
            account.saw(file, seen.effort)
            checked, unexplained = seen.checked, seen.unexplained
            if run is not None and not seen.is_accident:
                run.note(file, checked, seen.node)
        if isinstance(checked, Trouble):
            results.troubles.append(checked)
            continue
        if checked.trouble is not None:
            results.troubles.append(Trouble(checked.path, checked.trouble))
        is_repaired = checked.repair is not None
        if checked.repair is not None and not request.diff:
            otherwise = Message("no comment is added") if request.add_noqa else Message("not fixed")
            checked = write_repair(
                file.path, checked, checked.repair, fixed, results.troubles, otherwise=otherwise
            )
        if is_repaired and is_told:
            checked, unexplained = told(checked, file, sources)
        if (
            unexplained is not None and request.explain_unknown
        ):  # what is only counted is worth none
            results.troubles.append(unexplained)
        results.files.append(checked)
        results.paths.append(str(file.path))
        if checked.analysed:
            analysed.append(file.path)
    for _ in seen_others:  # it ends what it has begun
        raise AssertionError("a file was seen that nobody has asked for")
    account.worked(work.workers, account.clock() - start)
    seen_settings: set[Path] = set()
    with account.phase(Message("reading settings files")):
        results.settings.extend(settings_of(analysed, configurations, directory, seen_settings))
    results.settings_seen.extend(seen_settings)
    results.later_notes.extend(dict.fromkeys((*work.notes, *configurations.notes)))
    if adoption is None:
        results.guess = _guess(results.files, results.paths, configurations)
        results.is_guess_known = True
    if run is not None:
        with account.phase(Message("keeping the results")):
            run.parts.extend(work.noted)
            run.save(found.files, sources, results)
    return results


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
        guess = _guess(adopted.files[:number], results.paths, configurations)
    troubles = (*results.troubles, *adopted.troubles)
    return Outcome(report_of(request, adopted, directory), troubles, notes, guess)


def explains(request: CheckRequest) -> bool:
    """Whether somebody wants to know what the texts do not tell, or how much of it there is."""
    has_summary = any(resolved(output.format).sums_up for output in request.outputs)
    is_summed_up = has_summary and not request.diff and are_notes_said()
    # What a shard does not sum up, somebody may who joins all of them.
    return request.explain_unknown or is_summed_up or request.shard is not None


def _guess(
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
