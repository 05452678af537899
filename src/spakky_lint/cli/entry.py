"""The entry point: from arguments to an exit code, and never to a traceback."""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Sequence

    from spakky_lint.cli.output import OutputFailed
    from spakky_lint.cli.requests import Request


_REPEATED = ("check", "auth", "tasks")
"""The commands whose output may be kept."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with `argv` (default: the program's own arguments); the exit code."""
    if argv is not None:
        return _answer(argv)
    # A process of its own: what it reads lives as long as it does, so that there is no garbage to
    # look for while it runs, and nothing to take apart at its end.
    gc.disable()
    code = _repeated(sys.argv[1:])
    if code is None:
        code = _answer(sys.argv[1:])
    gc.freeze()
    return code


def _repeated(argv: Sequence[str]) -> int | None:
    """The exit code of a command that writes what it wrote before; None for all others."""
    if not argv or argv[0] not in _REPEATED:
        return None
    from spakky_lint.cli.repeating import repeated

    try:
        return repeated(argv)
    except KeyboardInterrupt as error:
        failure: KeyboardInterrupt | OutputFailed = error
    except OSError as error:
        from spakky_lint.cli.output import OutputFailed

        failure = OutputFailed(error.strerror)
    from spakky_lint.cli.languages import asking, language_option

    with asking(language_option(argv)):
        return _broken_off(failure)


def _broken_off(error: KeyboardInterrupt | OutputFailed) -> int:
    """Say why a run has come to no end: somebody ended it, or its output cannot be written."""
    from spakky_lint.cli.exit_codes import INTERRUPTED, TROUBLE
    from spakky_lint.cli.output import discard, say
    from spakky_lint.messages.message import Message, message_of

    if isinstance(error, KeyboardInterrupt):
        say(Message("interrupted"))
        return INTERRUPTED
    discard(sys.stdout)
    say(Message("the output cannot be written: {error}", error=message_of(error)))
    return TROUBLE


def _answer(argv: Sequence[str]) -> int:
    from spakky_lint.cli.languages import asking, language_option

    with asking(language_option(argv)):
        return _answer_in_language(argv)


def _answer_in_language(argv: Sequence[str]) -> int:
    from spakky_lint.cli.arguments import parse
    from spakky_lint.cli.exit_codes import TROUBLE
    from spakky_lint.cli.loudness import Loudness, at
    from spakky_lint.cli.output import OutputFailed, write_lines

    try:
        try:
            request = parse(argv)
        except SystemExit as end:  # how argparse ends, --help included
            write_lines([], sys.stdout)
            return end.code if isinstance(end.code, int) else TROUBLE
        with at(getattr(request, "loudness", Loudness.NORMAL)):
            return _run(request)
    except (KeyboardInterrupt, OutputFailed) as error:
        return _broken_off(error)


def _run(request: Request) -> int:
    # Each command imports what it needs, so that no command pays for another.
    from spakky_lint.cli.requests import (
        AuthRequest,
        CheckRequest,
        CleanRequest,
        CompletionRequest,
        ConfigRequest,
        InitRequest,
        MergeRequest,
        PreviewRequest,
        RuleRequest,
        TasksRequest,
    )

    if isinstance(request, CheckRequest):
        from spakky_lint.cli.check import check

        return check(request)
    if isinstance(request, PreviewRequest):
        from spakky_lint.cli.preview import show_preview

        return show_preview(request)
    if isinstance(request, AuthRequest):
        from spakky_lint.cli.auth import show_auth

        return show_auth(request)
    if isinstance(request, ConfigRequest):
        from spakky_lint.cli.config import show_config

        return show_config(request)
    if isinstance(request, MergeRequest):
        from spakky_lint.cli.merge import merge

        return merge(request)
    if isinstance(request, InitRequest):
        from spakky_lint.cli.init import show_init

        return show_init(request)
    if isinstance(request, TasksRequest):
        from spakky_lint.cli.tasks import show_tasks

        return show_tasks(request)
    if isinstance(request, RuleRequest):
        from spakky_lint.cli.rule import show_rule

        return show_rule(request)
    if isinstance(request, CleanRequest):
        from spakky_lint.cli.clean import clean_cache

        return clean_cache(request)
    if isinstance(request, CompletionRequest):
        from spakky_lint.cli.completion import show_completion

        return show_completion(request)
    from spakky_lint.cli.server import serve

    gc.enable()  # it runs for days
    return serve(request)
