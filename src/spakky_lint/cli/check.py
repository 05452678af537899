"""``spakky-lint check``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.cli.check_report import write_report
from spakky_lint.cli.configured import Configured, configured, working_directory
from spakky_lint.cli.exit_codes import CLEAN, FINDINGS, TROUBLE
from spakky_lint.cli.output import say, say_troubles, write_bytes, write_lines
from spakky_lint.cli.progress import with_progress
from spakky_lint.cli.requests import CheckRequest
from spakky_lint.program.sources import File
from spakky_lint.project.checking import (
    CheckedFile,
    check_bytes,
    check_file,
    check_settings,
    explained,
    repaired,
)
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import (
    IS_NOTEBOOK,
    NOTEBOOK,
    Discovery,
    excluded_note,
    shown_path,
)
from spakky_lint.project.programs import sources_of
from spakky_lint.project.trouble import Trouble, reason
from spakky_lint.report.model import Report
from spakky_lint.rules.finding import Applicability
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.validity import Backend

if TYPE_CHECKING:
    from spakky_lint.project.environment.guesses import Guess
    from spakky_lint.project.environment.projects import Project

STDIN = "<stdin>"


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a run came to: the report, and everything it has to say besides."""

    report: Report
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[Trouble, ...] = ()
    guess: Guess | None = None


def check(request: CheckRequest) -> int:
    """Check what the arguments name, write the report, and return the exit code."""
    directory = working_directory()
    if directory is None:
        return TROUBLE
    is_stdin = request.paths == ("-",)
    read = configured(
        request.config,
        directory,
        () if is_stdin else request.paths,
        lambda configuration: _adapted(request, configuration),
    )
    configurations = read.configurations
    if is_stdin:
        configurations.of(_stdin_path(request, directory))
    problems = [*_selector_problems(request), *read.problems]
    for problem in problems:
        say(problem)
    if problems:
        return TROUBLE
    if request.show_files or request.show_settings:
        return _show(request, read, directory)
    if request.format is None and not request.diff:
        request = replace(request, format=configurations.main.output_format)
    if is_stdin:
        outcome = _check_stdin(request, configurations, directory)
    else:
        outcome = _check_paths(request, configurations, read.found, directory)
        write_report(request, outcome.report, sys.stdout)
    say_troubles((*outcome.notes, *outcome.troubles))
    if outcome.guess is not None:
        from spakky_lint.cli.guess_words import say_guess

        say_guess(outcome.guess)
    return _exit_code(request, outcome)


def _show(request: CheckRequest, read: Configured, directory: Path) -> int:
    """Write which files would be checked, or what is in force for the first of them."""
    found = read.found
    if request.show_files:
        write_lines((file.shown for file in found.files), sys.stdout)
    else:
        from spakky_lint.cli.config import show_effective

        path = found.files[0].path if found.files else _stdin_path(request, directory)
        show_effective(read.configurations, path, as_json=request.format == "json")
    say_troubles((*found.notes, *found.troubles))
    return TROUBLE if found.troubles else CLEAN


def _exit_code(request: CheckRequest, outcome: _Outcome) -> int:
    if outcome.troubles:
        return TROUBLE
    if request.exit_zero:
        return CLEAN
    # A file with a repair has the findings that the repair is for.
    return FINDINGS if any(file.findings for file in outcome.report.files) else CLEAN


# The configuration


def _adapted(request: CheckRequest, configuration: Configuration) -> Configuration:
    """What the options make of what a file asks for."""
    return replace(
        configuration,
        selection=_selection(request, configuration),
        settings=_settings(request, configuration),
    )


def _selector_problems(request: CheckRequest) -> Iterator[str]:
    options = {
        "--select": request.select or (),
        "--extend-select": request.extend_select,
        "--ignore": request.ignore,
    }
    if not any(options.values()):
        return
    from spakky_lint.project.selectors import selector_problem

    for option, selectors in options.items():
        for selector in selectors:
            if problem := selector_problem(selector):
                yield f"{option}: {problem}"


def _selection(request: CheckRequest, configuration: Configuration) -> Selection:
    """``--select`` says what is wanted now, in place of the configuration; the others add to it."""
    base = configuration.selection
    if request.select is not None:
        base = Selection(request.select, (), ())
    return Selection(
        base.select,
        (*base.extend_select, *request.extend_select),
        (*base.ignore, *request.ignore),
        configuration.selection.adjustments,
    )


def _settings(request: CheckRequest, configuration: Configuration) -> Settings:
    if request.backend is None:
        return configuration.settings
    return configuration.settings.asking(backend=Backend(request.backend))


# The run


def _fixes(request: CheckRequest) -> Applicability | None:
    if not (request.fix or request.diff):
        return None
    return Applicability.UNSAFE if request.unsafe_fixes else Applicability.SAFE


def _report(request: CheckRequest, files: Sequence[CheckedFile]) -> Report:
    offered = Applicability.UNSAFE if request.unsafe_fixes else Applicability.SAFE
    return Report(tuple(files), offered, request.explain_unknown)


def _check_paths(
    request: CheckRequest, configurations: Configurations, found: Discovery, directory: Path
) -> _Outcome:
    fixes = _fixes(request)
    files: list[CheckedFile] = []
    guess: Guess | None = None
    analysed: list[Path] = []
    with_codes: list[Path] = []
    troubles = list(found.troubles)
    sources = sources_of(directory, configurations)
    for file in with_progress(found.files, sys.stderr):
        checked = check_file(file, configurations, fixes, sources)
        if isinstance(checked, Trouble):
            troubles.append(checked)
            continue
        if checked.trouble is not None:
            troubles.append(Trouble(checked.path, checked.trouble))
        if checked.repair is not None and not request.diff:
            from spakky_lint.project.writing import write_atomically

            try:
                write_atomically(file.path, checked.repair.after)
            except OSError as error:
                troubles.append(Trouble(checked.path, f"not fixed: {reason(error)}"))
            else:
                checked = repaired(checked, checked.repair)
        if request.explain_unknown:
            data = sources.read(file.path) or b""
            checked = _explained(checked, data, sources.file(file.path), troubles)
        files.append(checked)
        if checked.analysed:
            analysed.append(file.path)
        if checked.may_silence:
            with_codes.append(file.path)
        guess = guess or _guess(checked, file.path, configurations)
    files.extend(_settings_of(analysed, configurations, directory))
    notes = (
        *found.notes,
        *_removals(with_codes, request, directory),
        *configurations.notes,
    )
    return _Outcome(_report(request, files), tuple(troubles), notes, guess)


def _guess(checked: CheckedFile, path: Path, configurations: Configurations) -> Guess | None:
    """What the findings of the file rest on and nobody knows."""
    if configurations.main.projects is None or not checked.findings:
        return None
    from spakky_lint.project.environment.guesses import guess_behind

    codes = dict.fromkeys(finding.code for finding in checked.findings)
    return guess_behind(codes, configurations.settings_for(path))


def _settings_of(
    analysed: Sequence[Path], configurations: Configurations, directory: Path
) -> Iterator[CheckedFile]:
    """The files of settings with findings, of the projects that the files belong to; each once."""
    found: dict[Project, Path] = {}
    for path in analysed:
        projects = configurations.of(path).projects
        if projects is not None:
            found.setdefault(projects.of(path), path)
    seen: set[Path] = set()
    for project, path in found.items():
        settings = configurations.settings_for(path)
        for file in project.surroundings.setting_files:
            if file.path in seen or configurations.excludes(file.path):
                continue
            seen.add(file.path)
            shown = shown_path(file.path, directory)
            checked = check_settings(file, shown, configurations, settings)
            if checked.findings:
                yield checked


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


def _explained(
    checked: CheckedFile, data: bytes, file: File, troubles: list[Trouble]
) -> CheckedFile:
    told = explained(checked, data, file)
    if isinstance(told, Trouble):
        troubles.append(told)
        return checked
    return told


def _stdin_path(request: CheckRequest, directory: Path) -> Path:
    return directory / (request.stdin_filename or STDIN)


def _check_stdin(
    request: CheckRequest, configurations: Configurations, directory: Path
) -> _Outcome:
    """Check standard input, and write both the report and, with ``--fix``, the text.

    The text takes standard output then, and the report standard error. A text that is left as it
    is comes out as well: an editor puts what it reads in the place of what it sent.
    """
    path = _stdin_path(request, directory)
    configuration = configurations.of(path)
    shown = shown_path(path, directory)
    if sys.stdin is None:
        return _Outcome(Report(()), (Trouble(shown, "standard input is closed"),))
    try:
        data = sys.stdin.buffer.read()
    except OSError as error:
        return _Outcome(Report(()), (Trouble(shown, reason(error)),))
    files: list[CheckedFile] = []
    troubles: list[Trouble] = []
    text = data
    notes: list[Trouble] = []
    if configuration.force_exclude and configurations.excludes(path):
        notes.append(excluded_note([shown]))
    elif path.suffix == NOTEBOOK:
        troubles.append(Trouble(shown, IS_NOTEBOOK))
    else:
        file = sources_of(directory, configurations, {path: data}).file(path)
        checked = check_bytes(
            shown,
            data,
            configuration.selection_for(path),
            _fixes(request),
            settings=configuration.settings_for(path),
            file=file,
        )
        if isinstance(checked, Trouble):
            troubles.append(checked)
        else:
            if checked.trouble is not None:
                troubles.append(Trouble(shown, checked.trouble))
            if checked.repair is not None and not request.diff:
                text = checked.repair.after
                checked = repaired(checked, checked.repair)
            if request.explain_unknown:
                checked = _explained(checked, data, file, troubles)
            files.append(checked)
    outcome = _Outcome(_report(request, files), tuple(troubles), tuple(notes))
    if request.fix and not request.diff:
        write_bytes(text)
        write_report(request, outcome.report, sys.stderr)
    else:
        write_report(request, outcome.report, sys.stdout)
    return outcome
