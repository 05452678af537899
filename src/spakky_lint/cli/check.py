"""``spakky-lint check``."""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.cli.account import SEARCHING, Account
from spakky_lint.cli.check_caching import asked_for, is_cached, is_output_kept
from spakky_lint.cli.check_options import (
    adapted,
    has_known_findings,
    in_format,
    selector_problems,
    stdin_path,
)
from spakky_lint.cli.check_outcome import Outcome, outcome_of
from spakky_lint.cli.check_report import unread_notes, write_report
from spakky_lint.cli.configured import Configured, begun, working_directory
from spakky_lint.cli.exit_codes import CLEAN, FINDINGS, TROUBLE
from spakky_lint.cli.fixing import FIXED, SILENCED, telling_of
from spakky_lint.cli.output import say, say_note, say_notes, say_troubles, write_lines
from spakky_lint.cli.requests import CheckRequest
from spakky_lint.messages.message import Message, message_of
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.discovery import Discovery
from spakky_lint.project.looks import Looks, noting
from spakky_lint.project.results import Results
from spakky_lint.project.workers import NoWorkers

if TYPE_CHECKING:
    from spakky_lint.project.cache.run import CachedRun


def check(request: CheckRequest) -> int:
    """Check what the arguments name, write the report, and return the exit code."""
    directory = working_directory()
    if directory is None:
        return TROUBLE
    if request.is_watching:
        from spakky_lint.cli.watching import watch

        return watch(request, directory, lambda each, looks: _noting(each, directory, looks))
    if not is_cached(request):
        return _check(request, directory)
    return _noting(request, directory, Looks())


def _noting(request: CheckRequest, directory: Path, looks: Looks) -> int:
    with noting(looks):
        return _check(request, directory, looks)


def _check(request: CheckRequest, directory: Path, looks: Looks | None = None) -> int:
    """`looks` notes what is looked at, where results may be kept or are watched."""
    account = Account()
    is_stdin = request.paths == ("-",)
    with account.phase(SEARCHING):
        read, run, results = _begun(request, directory, looks)
        every = read.found.files
        if request.shard is not None:
            from spakky_lint.cli.check_sharding import in_shard

            read = in_shard(read, request.shard)
    configurations = read.configurations
    if is_stdin:
        configurations.of(stdin_path(request, directory))
    problems = [*selector_problems(request), *read.problems]
    for problem in problems:
        say(problem)
    if problems:
        return TROUBLE
    if request.show_files or request.show_settings:
        return _show(request, read, directory)
    request = in_format(request, configurations.main.output_format)
    adoption = None
    if has_known_findings(request, configurations.main):
        from spakky_lint.cli.adoption import AdoptionError, adoption_of

        try:
            adoption = adoption_of(request, configurations, directory)
        except AdoptionError as error:
            for problem in error.problems:
                say(problem)
            return TROUBLE
    if is_stdin:
        from spakky_lint.cli.check_stdin import check_stdin

        outcome = check_stdin(request, configurations, directory, adoption)
    else:
        fixed: list[CheckedFile] = []
        with telling_of(fixed, SILENCED if request.add_noqa else FIXED):
            try:
                if results is None:
                    from spakky_lint.cli.check_paths import check_paths

                    results = check_paths(request, read, directory, fixed, adoption, account, run)
            except NoWorkers as error:
                say(message_of(error))
                return TROUBLE
            outcome = outcome_of(request, results, configurations, directory, adoption, account)
            if request.shard is not None:
                from spakky_lint.cli.check_sharding import with_shard

                outcome = with_shard(outcome, results, every, request)
    stream = sys.stderr if outcome.is_text_shown else sys.stdout
    with account.phase(Message("writing the report")):
        is_written = write_report(request, outcome.report, stream, directory)
    say_notes((*outcome.notes, *unread_notes(request, outcome)))
    say_troubles(outcome.troubles)
    if outcome.guess is not None:
        say_note(outcome.guess)
    if run is not None:
        account.took_over(run.hits, len(read.found.files))
        from spakky_lint.cli.caching import say_trouble

        say_trouble(run, directory)
    account.tell()
    code = exit_code(request, outcome) if is_written else TROUBLE
    if run is not None and looks is not None and code != TROUBLE and is_output_kept(request):
        from spakky_lint.cli.repeating import keep_output

        keep_output(run, looks, code)
    if run is not None and looks is not None and request.is_watching:
        looks.take(run.looked_at(looks))
    return code


def _begun(
    request: CheckRequest, directory: Path, looks: Looks | None
) -> tuple[Configured, CachedRun | None, Results | None]:
    """The configuration with the files, the run where it is cached, and all that it comes to where
    nothing has changed since the last one.
    """
    started = time.time_ns()
    start = begun(request.config, directory, partial(adapted, request))
    paths = () if request.paths == ("-",) else request.paths
    has_problems = start.configurations.problems or start.option_problems
    if looks is None or has_problems or not is_cached(request):
        return start.finding(paths), None, None
    from spakky_lint.cli.caching import cached_run

    main = start.configurations.main
    asked = asked_for(in_format(request, main.output_format))
    run = cached_run(request.cache, main, directory, looks, started, *asked)
    results = run.replayed()
    found = None if results is not None else run.found()
    if results is not None:
        return start.with_files(Discovery((), (), ())), run, results
    if found is not None:
        notes = run.notes()
        return start.with_files(Discovery(tuple(found), (), notes)), run, None
    return start.finding(paths), run, None


def _show(request: CheckRequest, read: Configured, directory: Path) -> int:
    """Write which files would be checked, or what is in force for the first of them."""
    found = read.found
    if request.show_files:
        write_lines((file.shown for file in found.files), sys.stdout)
    else:
        from spakky_lint.cli.config import show_effective

        path = found.files[0].path if found.files else stdin_path(request, directory)
        as_json = any(output.format == "json" for output in request.outputs)
        show_effective(read.configurations, path, as_json=as_json)
    say_troubles((*found.notes, *found.troubles))
    return TROUBLE if found.troubles else CLEAN


def exit_code(request: CheckRequest, outcome: Outcome) -> int:
    if outcome.troubles:
        return TROUBLE
    if request.exit_zero:
        return CLEAN
    # A file with a repair has the findings that the repair is for.
    return FINDINGS if any(file.findings for file in outcome.report.files) else CLEAN
