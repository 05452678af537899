"""What `check`, `preview` and `auth` say of an application."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from spakky_lint.linting.linter import lint_text
from spakky_lint.program.sources import Sources
from spakky_lint.project.checking import check_file
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.discovery import SourceFile, discover
from spakky_lint.project.inventories import tasks_of_file
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.programs import sources_of
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.finding import Finding
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend

CELERY = Settings(backend=Backend.CELERY)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, in the file that it is reported in."""

    path: str
    finding: Finding

    @property
    def line(self) -> int:
        return self.finding.range.start.line

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.finding.code} {self.finding.message}"


@dataclass(frozen=True, slots=True)
class Reading:
    findings: tuple[Found, ...]
    audited: tuple[LocatedTask, ...]
    """As `auth` has them."""
    previewed: tuple[LocatedTask, ...]
    """As `preview` has them."""


def files(folder: Path) -> tuple[SourceFile, ...]:
    found = discover((".",), folder)
    assert found.troubles == ()
    return found.files


def read(folder: Path) -> Reading:
    """Each command with a program of its own."""
    configuration = Configuration(folder, settings=CELERY)
    found = files(folder)
    return Reading(
        _checked(found, configuration, sources_of(folder, configuration)),
        _tasks(found, configuration, sources_of(folder, configuration), with_auth_codes=True),
        _tasks(found, configuration, sources_of(folder, configuration), with_auth_codes=False),
    )


def read_auth(folder: Path) -> tuple[tuple[Found, ...], tuple[LocatedTask, ...]]:
    """The findings, and what `auth` says, of one program."""
    configuration = Configuration(folder, settings=CELERY)
    sources, found = sources_of(folder, configuration), files(folder)
    return (
        _checked(found, configuration, sources),
        _tasks(found, configuration, sources, with_auth_codes=True),
    )


def each_alone(folder: Path) -> tuple[Found, ...]:
    """The findings of each file, as a run on it alone reports them."""
    configuration = Configuration(folder, settings=CELERY)
    return tuple(
        found
        for file in files(folder)
        for found in _checked((file,), configuration, sources_of(folder, configuration))
    )


def as_texts(folder: Path) -> tuple[Found, ...]:
    """The findings of the texts, as a program asks for them."""
    sources = sources_of(folder)
    return tuple(
        Found(file.shown, finding)
        for file in files(folder)
        for finding in lint_text(
            file.path.read_text("utf-8"), settings=CELERY, file=sources.file(file.path)
        )
    )


def _checked(
    found: tuple[SourceFile, ...], configuration: Configuration, sources: Sources
) -> tuple[Found, ...]:
    findings: list[Found] = []
    for file in found:
        checked = check_file(file, configuration, sources=sources)
        assert not isinstance(checked, Trouble), checked
        findings += (Found(file.shown, finding) for finding in checked.findings)
    return tuple(findings)


def _tasks(
    found: tuple[SourceFile, ...],
    configuration: Configuration,
    sources: Sources,
    *,
    with_auth_codes: bool,
) -> tuple[LocatedTask, ...]:
    located: list[LocatedTask] = []
    for file in found:
        tasks = tasks_of_file(
            file,
            configuration.root,
            configuration.settings,
            sources,
            with_auth_codes=with_auth_codes,
        )
        assert not isinstance(tasks, Trouble), tasks
        located += tasks.tasks
    return tuple(located)
