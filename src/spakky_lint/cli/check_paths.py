"""``spakky-lint check PATH...``: what becomes of the files, one after the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.cli.account import Account
from spakky_lint.cli.check_options import explains, wanted_fixes
from spakky_lint.cli.check_outcome import guess_of
from spakky_lint.cli.configured import Configured
from spakky_lint.cli.fixing import write_repair
from spakky_lint.cli.requests import CheckRequest
from spakky_lint.cli.working import Work
from spakky_lint.messages.message import Message
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.programs import sources_of
from spakky_lint.project.results import Results
from spakky_lint.project.seeing import FileRequest, told
from spakky_lint.project.settings_of_projects import settings_of
from spakky_lint.project.trouble import Trouble

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
    # Whoever takes it over may show what another format does not.
    is_told = explains(request) or run is not None
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
        results.guess = guess_of(results.files, results.paths, configurations)
        results.is_guess_known = True
    if run is not None:
        with account.phase(Message("keeping the results")):
            if sources.parsing.before:  # a large program, of which nothing is asked any more
                sources.let_go_of_modules()
            run.parts.extend(work.noted)
            run.save(found.files, sources, results)
    return results
