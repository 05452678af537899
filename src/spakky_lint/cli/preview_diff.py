"""``spakky-lint preview --diff REV``: the working tree against a git revision."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC
from pathlib import Path

from spakky_lint.cli.exit_codes import CLEAN, TROUBLE
from spakky_lint.cli.output import say, write_lines
from spakky_lint.cli.preview import forecasts, write_document
from spakky_lint.cli.preview_wish import Wish
from spakky_lint.cli.progress import with_progress
from spakky_lint.cli.terminal import style_for
from spakky_lint.project.comparing import Comparison, compare
from spakky_lint.project.configuration import (
    ConfigurationError,
    find_configuration,
    read_settings_of,
)
from spakky_lint.project.discovery import NO_PYTHON, absolute, discover, shown_path
from spakky_lint.project.modules import module_name
from spakky_lint.project.revisions import Revision, RevisionError, open_revision
from spakky_lint.project.states import Content, State
from spakky_lint.project.trouble import Trouble, reason
from spakky_lint.report.preview.changes import changes_json, changes_text
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.forecast import Window


def show_diff(asked: Wish, name: str) -> int:
    """Write what fires differently since the revision `name`; the exit code."""
    try:
        revision = open_revision(name, asked.directory)
        then, troubles_then = _then(asked, revision)
    except RevisionError as error:
        say(f"--diff: {error}")
        return TROUBLE
    now, troubles, notes = _now(asked, revision, then)
    comparison = compare(
        forecasts(then.comparable(now), _window(asked.window, then.settings)),
        forecasts(now.comparable(then), asked.window),
    )
    written = _write(asked, comparison, revision)
    for message in (*notes, *troubles_then, *troubles):
        say(f"{message.path}: {message.message}")
    return CLEAN if written and not troubles_then and not troubles else TROUBLE


def _write(asked: Wish, comparison: Comparison, revision: Revision) -> bool:
    name, commit = revision.name, revision.commit
    if asked.request.format == "json":
        lines = changes_json(comparison, name, commit, asked.language)
        return write_document(asked, "\n".join([*lines, ""]).encode())
    style = style_for(sys.stdout)
    write_lines(changes_text(comparison, name, commit, asked.language, style), sys.stdout)
    return True


def _then(asked: Wish, revision: Revision) -> tuple[State, list[Trouble]]:
    """Raises RevisionError."""
    root, excluded = asked.configuration.root, asked.configuration.excludes
    files = revision.discover(asked.request.paths, asked.directory, excluded)
    contents = revision.read([file.path for file in files])
    state = State(_settings_then(asked, revision))
    troubles: list[Trouble] = []
    for file in with_progress(files, sys.stderr, doing="Reading", what="files of then"):
        module = module_name(file.path, root, revision.is_file)
        content = Content(file.shown, module, contents[file.path])
        troubles.extend(state.read([content], trouble_at=f"{revision.name}:"))
    return state, troubles


def _now(
    asked: Wish, revision: Revision, then: State
) -> tuple[State, list[Trouble], tuple[Trouble, ...]]:
    found = discover(asked.request.paths, asked.directory, asked.configuration.excludes)
    state = State(asked.settings)
    gone = _gone(asked, revision)
    troubles = [each for each in found.troubles if (each.path, each.message) not in gone]
    for file in with_progress(found.files, sys.stderr, doing="Reading"):
        module = module_name(file.path, asked.configuration.root)
        try:
            content = Content(file.shown, module, file.path.read_bytes())
        except OSError as error:
            troubles.append(Trouble(file.shown, reason(error)))
            state.unread.add(module)
        else:
            troubles.extend(state.read([content], same=then))
    return state, troubles, found.notes


def _gone(asked: Wish, revision: Revision) -> set[tuple[str, str]]:
    """The troubles that are none: what is no longer there has been removed since."""
    missing = reason(FileNotFoundError(2, "No such file or directory"))
    return {
        (shown_path(path, asked.directory), words)
        for argument in filter(None, asked.request.paths)
        if revision.contains(path := absolute(argument, asked.directory))
        for words in (missing, NO_PYTHON)
    }


def _settings_then(asked: Wish, revision: Revision) -> Settings:
    """What the options ask for, and for the rest what the configuration said then."""
    file = _configuration_file(asked)
    if file is None or not revision.contains(file):
        return asked.settings
    try:
        said = read_settings_of(revision.read([file])[file], file)
    except ConfigurationError:  # somebody has mended it since
        return asked.settings
    if asked.request.timezone is not None:
        said = replace(said, timezone=asked.settings.timezone)
    if asked.request.backend is not None:
        said = replace(said, backend=asked.settings.backend)
    return said


def _configuration_file(asked: Wish) -> Path | None:
    if asked.request.config is not None:
        return absolute(asked.request.config, asked.directory)
    return None if asked.request.isolated else find_configuration(asked.directory)


def _window(window: Window, settings: Settings) -> Window:
    return replace(window, zone=settings.timezone or UTC, backend=settings.backend)
