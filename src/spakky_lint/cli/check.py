"""``spakky-lint check``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.cli.account import SEARCHING, Account
from spakky_lint.cli.adopted import Adopted
from spakky_lint.cli.check_report import write_report
from spakky_lint.cli.configured import Configured, configured, working_directory
from spakky_lint.cli.exit_codes import CLEAN, FINDINGS, TROUBLE
from spakky_lint.cli.fixing import telling_of, write_repair
from spakky_lint.cli.loudness import are_notes_said
from spakky_lint.cli.output import say, say_notes, say_troubles, write_bytes, write_lines
from spakky_lint.cli.progress import with_progress
from spakky_lint.cli.requests import CheckRequest
from spakky_lint.program.sources import File
from spakky_lint.project.checking import (
    CheckedFile,
    check_bytes,
    check_file,
    check_settings,
    check_too_large,
    explained,
    repaired,
)
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import (
    IS_NOTEBOOK,
    NOTEBOOK,
    excluded_note,
    shown_path,
)
from spakky_lint.project.programs import sources_of
from spakky_lint.project.reading import TooLarge
from spakky_lint.project.trouble import Trouble, reason
from spakky_lint.report.model import Report
from spakky_lint.rules.finding import Applicability
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.validity import Backend

if TYPE_CHECKING:
    from spakky_lint.cli.adoption import Adoption
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
    is_text_shown: bool = False
    """Whether standard output has the text that was checked."""


def check(request: CheckRequest) -> int:
    """Check what the arguments name, write the report, and return the exit code."""
    account = Account()
    directory = working_directory()
    if directory is None:
        return TROUBLE
    is_stdin = request.paths == ("-",)
    with account.phase(SEARCHING):
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
    request = _in_format(request, configurations.main.output_format)
    adoption = None
    if _has_known_findings(request, configurations.main):
        from spakky_lint.cli.adoption import AdoptionError, adoption_of

        try:
            adoption = adoption_of(request, configurations, directory)
        except AdoptionError as error:
            for problem in error.problems:
                say(problem)
            return TROUBLE
    if is_stdin:
        outcome = _check_stdin(request, configurations, directory, adoption)
    else:
        fixed: list[CheckedFile] = []
        with telling_of(fixed, "silenced" if request.add_noqa else "fixed"):
            outcome = _check_paths(request, read, directory, fixed, adoption, account)
    stream = sys.stderr if outcome.is_text_shown else sys.stdout
    with account.phase("writing the report"):
        is_written = write_report(request, outcome.report, stream, directory)
    say_notes(outcome.notes)
    say_troubles(outcome.troubles)
    if outcome.guess is not None:
        from spakky_lint.cli.guess_words import say_guess

        say_guess(outcome.guess)
    account.tell()
    return _exit_code(request, outcome) if is_written else TROUBLE


def _show(request: CheckRequest, read: Configured, directory: Path) -> int:
    """Write which files would be checked, or what is in force for the first of them."""
    found = read.found
    if request.show_files:
        write_lines((file.shown for file in found.files), sys.stdout)
    else:
        from spakky_lint.cli.config import show_effective

        path = found.files[0].path if found.files else _stdin_path(request, directory)
        as_json = any(output.format == "json" for output in request.outputs)
        show_effective(read.configurations, path, as_json=as_json)
    say_troubles((*found.notes, *found.troubles))
    return TROUBLE if found.troubles else CLEAN


def _in_format(request: CheckRequest, wanted: str | None) -> CheckRequest:
    """With the format of the configuration where none is asked for; a patch has none."""
    if request.diff:
        return request
    outputs = (
        replace(output, format=wanted) if output.format is None else output
        for output in request.outputs
    )
    return replace(request, outputs=tuple(outputs))


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


def _has_known_findings(request: CheckRequest, configuration: Configuration) -> bool:
    is_named = request.baseline is not None or configuration.baseline is not None
    return (
        (is_named and not request.no_baseline)
        or request.write_baseline is not None
        or request.prune_baseline
        or request.new_since is not None
    )


# The run


def _fixes(request: CheckRequest) -> Applicability | None:
    if not (request.fix or request.diff):
        return None
    return Applicability.UNSAFE if request.unsafe_fixes else Applicability.SAFE


def _report(request: CheckRequest, adopted: Adopted, directory: Path) -> Report:
    offered = Applicability.UNSAFE if request.unsafe_fixes else Applicability.SAFE
    return Report(
        tuple(adopted.files),
        offered,
        request.explain_unknown,
        adopted.known,
        silences=request.add_noqa,
        is_brief=not are_notes_said(),
        directory=directory.as_posix(),
    )


def _check_paths(
    request: CheckRequest,
    read: Configured,
    directory: Path,
    fixed: list[CheckedFile],
    adoption: Adoption | None,
    account: Account,
) -> _Outcome:
    """Check the files, and add those that were fixed to `fixed` as soon as they are."""
    configurations, found = read.configurations, read.found
    fixes = _fixes(request)
    files: list[CheckedFile] = []
    paths: list[Path] = []
    analysed: list[Path] = []
    with_codes: list[Path] = []
    troubles = list(found.troubles)
    sources = sources_of(directory, configurations)
    news = None if adoption is None else adoption.news
    comments = request.reason if request.add_noqa else None
    is_text = any(output.format in (None, "text") for output in request.outputs)
    is_summed_up = is_text and not request.diff and are_notes_said()
    for file in account.following(with_progress(found.files, sys.stderr), sources):
        checked = check_file(file, configurations, fixes, sources, news, comments)
        if isinstance(checked, Trouble):
            troubles.append(checked)
            continue
        if checked.trouble is not None:
            troubles.append(Trouble(checked.path, checked.trouble))
        if checked.repair is not None and not request.diff:
            otherwise = "no comment is added" if request.add_noqa else "not fixed"
            checked = write_repair(
                file.path, checked, checked.repair, fixed, troubles, otherwise=otherwise
            )
        if request.explain_unknown or is_summed_up:
            data = sources.read(file.path) or b""
            # What is only counted is worth no trouble.
            said = troubles if request.explain_unknown else []
            checked = _explained(checked, data, sources.file(file.path), said)
        files.append(checked)
        if checked.analysed:
            analysed.append(file.path)
        if checked.may_silence:
            with_codes.append(file.path)
        paths.append(file.path)
    seen: set[Path] = set()
    with account.phase("reading the files of settings"):
        files.extend(_settings_of(analysed, configurations, directory, seen))
    with account.phase("comparing with what is known"):
        adopted = Adopted(files) if adoption is None else adoption.adopt(files, [*seen])
    troubles += adopted.troubles
    guesses = (_guess(*each, configurations) for each in zip(adopted.files, paths, strict=False))
    notes = (
        *found.notes,
        *_unsilenced(request, adopted.files[len(paths) :]),
        *adopted.notes,
        *_removals(with_codes, request, directory),
        *configurations.notes,
    )
    guess = next(filter(None, guesses), None)
    return _Outcome(_report(request, adopted, directory), tuple(troubles), notes, guess)


def _guess(checked: CheckedFile, path: Path, configurations: Configurations) -> Guess | None:
    """What the findings of the file rest on and nobody knows."""
    if configurations.main.projects is None or not checked.findings:
        return None
    from spakky_lint.project.environment.guesses import guess_behind

    codes = dict.fromkeys(finding.code for finding in checked.findings)
    return guess_behind(codes, configurations.settings_for(path))


def _settings_of(
    analysed: Sequence[Path], configurations: Configurations, directory: Path, seen: set[Path]
) -> Iterator[CheckedFile]:
    """The files of settings with findings, of the projects that the files belong to; each once.

    `seen` are those without findings, too.
    """
    found: dict[Project, Path] = {}
    for path in analysed:
        projects = configurations.of(path).projects
        if projects is not None:
            found.setdefault(projects.of(path), path)
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
    request: CheckRequest,
    configurations: Configurations,
    directory: Path,
    adoption: Adoption | None,
) -> _Outcome:
    """Check standard input, and with ``--fix`` write the text.

    The text takes standard output then, and the report standard error. A text that is left as it
    is comes out as well: an editor puts what it reads in the place of what it sent.
    """
    path = _stdin_path(request, directory)
    configuration = configurations.of(path)
    shown = shown_path(path, directory)
    if sys.stdin is None:
        return _Outcome(Report(()), (Trouble(shown, "standard input is closed"),))
    try:
        data = sys.stdin.buffer.read(configuration.most_bytes + 1)
    except OSError as error:
        return _Outcome(Report(()), (Trouble(shown, reason(error)),))
    is_whole = len(data) <= configuration.most_bytes
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
        selection = configuration.selection_for(path)
        if is_whole:
            checked = check_bytes(
                shown,
                data,
                selection,
                _fixes(request),
                settings=configuration.settings_for(path),
                file=file,
                news=None if adoption is None else adoption.news,
                comments=request.reason if request.add_noqa else None,
            )
        else:
            checked = check_too_large(shown, TooLarge(configuration.most_bytes), selection)
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
    adopted = Adopted(files) if adoption is None else adoption.adopt(files, None)
    troubles += adopted.troubles
    report = _report(request, adopted, directory)
    outcome = _Outcome(report, tuple(troubles), tuple(notes))
    if (request.fix or request.add_noqa) and not request.diff:
        write_bytes(text)
        while not is_whole and (more := sys.stdin.buffer.read(1 << 16)):
            write_bytes(more)
        return replace(outcome, is_text_shown=True)
    return outcome
