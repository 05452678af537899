"""``spakky-lint clean``."""

from __future__ import annotations

import sys

from spakky_lint.cli.configured import begun, complaints, working_directory
from spakky_lint.cli.exit_codes import CLEAN, TROUBLE
from spakky_lint.cli.languages import in_readers_language
from spakky_lint.cli.output import say, write_lines
from spakky_lint.cli.requests import CleanRequest
from spakky_lint.messages.message import Message, labelled, message_of
from spakky_lint.project.cache.place import cache_folder
from spakky_lint.project.cache.store import NoStore, clean
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.trouble import reason
from spakky_lint.report.words import count


def clean_cache(request: CleanRequest) -> int:
    """Delete the cache, say what that was, and return the exit code."""
    directory = working_directory()
    if directory is None:
        return TROUBLE
    start = begun(request.config, directory)
    problems = (*start.option_problems, *complaints(start.configurations))
    for problem in problems:
        say(problem)
    if problems:
        return TROUBLE
    folder = cache_folder(request.cache.folder, start.configurations.main, directory)
    shown = shown_path(folder, directory)
    try:
        files, size = clean(folder)
    except OSError as error:
        say(labelled(shown, reason(error)))
        return TROUBLE
    except NoStore as error:
        say(labelled(shown, message_of(error)))
        return TROUBLE
    words = (
        Message(
            "{files} deleted, {number} MB", files=count(files, "file"), number=f"{size / 1e6:.1f}"
        )
        if files
        else Message("nothing is kept there")
    )
    write_lines([in_readers_language(labelled(shown, words))], sys.stdout)
    return CLEAN
