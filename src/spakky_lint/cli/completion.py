"""``spakky-lint completion``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from importlib.util import find_spec

from spakky_lint.cli.exit_codes import CLEAN, TROUBLE
from spakky_lint.cli.languages import in_readers_language
from spakky_lint.cli.output import say, write_lines
from spakky_lint.cli.requests import CompletionRequest
from spakky_lint.messages.message import Message

_PATHS = frozenset({"PATH", "FILE"})
"""What arguments are called that files are completed for."""


def show_completion(request: CompletionRequest) -> int:
    """Write the script for the shell, and return the exit code."""
    if find_spec("shtab") is None:
        say(Message("shell completion needs shtab: pip install 'spakky-lint[completion]'"))
        return TROUBLE
    import shtab

    if request.shell not in shtab.SUPPORTED_SHELLS:
        say(
            Message(
                "the installed shtab does not support {shell}: pip install -U shtab",
                shell=request.shell,
            )
        )
        return TROUBLE
    from spakky_lint.cli.arguments import whole_parser
    from spakky_lint.cli.check_arguments import FORMAT
    from spakky_lint.report.formats import FORMATS

    parser = whole_parser()
    for action in _actions(parser):
        action.help = None if action.help is None else in_readers_language(action.help)
        if action.metavar in _PATHS:
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # as shtab reads it
        elif action.metavar == FORMAT:
            action.choices = tuple(FORMATS)
    write_lines(shtab.complete(parser, request.shell).splitlines(), sys.stdout)
    return CLEAN


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:  # noqa: SLF001  # nothing public lists them
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            yield from action._get_subactions()  # noqa: SLF001  # which hold the summaries
            for command in action.choices.values():
                yield from _actions(command)
