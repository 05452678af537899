"""What the options of ``spakky-lint check`` make of the configuration, and of the findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from spakky_lint.cli.adopted import Adopted
from spakky_lint.cli.loudness import are_notes_said
from spakky_lint.cli.requests import CheckRequest
from spakky_lint.project.configuration import Configuration
from spakky_lint.report.formats import resolved
from spakky_lint.report.model import Report
from spakky_lint.rules.finding import Applicability
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend

STDIN = "<stdin>"


def adapted(request: CheckRequest, configuration: Configuration) -> Configuration:
    """What the options make of what a file asks for."""
    return replace(
        configuration,
        selection=_selection(request, configuration),
        settings=_settings(request, configuration),
    )


def selector_problems(request: CheckRequest) -> Iterator[str]:
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


def has_known_findings(request: CheckRequest, configuration: Configuration) -> bool:
    is_named = request.baseline is not None or configuration.baseline is not None
    return (
        (is_named and not request.no_baseline)
        or request.write_baseline is not None
        or request.prune_baseline
        or request.new_since is not None
    )


def in_format(request: CheckRequest, wanted: str | None) -> CheckRequest:
    """With the format of the configuration where none is asked for; a patch has none."""
    if request.diff:
        return request
    outputs = (
        replace(output, format=wanted) if output.format is None else output
        for output in request.outputs
    )
    return replace(request, outputs=tuple(outputs))


def stdin_path(request: CheckRequest, directory: Path) -> Path:
    """What standard input is taken for."""
    return directory / (request.stdin_filename or STDIN)


def wanted_fixes(request: CheckRequest) -> Applicability | None:
    if not (request.fix or request.diff):
        return None
    return Applicability.UNSAFE if request.unsafe_fixes else Applicability.SAFE


def report_of(request: CheckRequest, adopted: Adopted, directory: Path) -> Report:
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


def explains(request: CheckRequest) -> bool:
    """Whether somebody wants to know what the texts do not tell, or how much of it there is."""
    has_summary = any(resolved(output.format).sums_up for output in request.outputs)
    is_summed_up = has_summary and not request.diff and are_notes_said()
    # What a shard does not sum up, somebody may who joins all of them.
    return request.explain_unknown or is_summed_up or request.shard is not None
