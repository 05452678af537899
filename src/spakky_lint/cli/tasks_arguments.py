"""The arguments of ``spakky-lint tasks`` and the help that explains them."""

from __future__ import annotations

import argparse

from spakky_lint.cli.shared_arguments import (
    add_configuration,
    add_exit_zero,
    add_language,
    add_loudness,
    add_output,
    add_paths,
    add_since,
    add_speed,
    cache_options,
    configuration_options,
    end_where_wrong,
    isolated_python,
    two_configurations,
)
from spakky_lint.messages.message import Message

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from spakky_lint.cli.requests import TasksRequest

DESCRIPTION = Message("""\
List every task by the name that celery knows it by: what it takes, whether it
is sent on demand or scheduled, where it stands and who calls it. With --diff:
which changes break messages that are already sent, or code that calls a task.
The code is read and never run.
""")

EPILOG = Message("""\
examples:
  spakky-lint tasks                    every task of the current directory
  spakky-lint tasks src --format json  for other programs
  spakky-lint tasks --format html -o tasks.html
                                       a page to search in
  spakky-lint tasks --diff main        what breaks if this is deployed over main
  spakky-lint tasks --diff main --require compatible
                                       for CI: exit 1 if anything may break
  spakky-lint tasks --diff origin/main --format markdown
                                       the same, as a comment on a pull request

what a change may do:
  breaks messages  a message that was sent before the change is not run, fails,
                   or arrives as something else: the task was renamed, moved or
                   removed; a parameter is new and required, removed, renamed or
                   at another position; its type is one that the message does
                   not hold
  breaks callers   messages run as before, but a call as it was written before
                   does not: sync or async, a task or only scheduled
  not known        it cannot be determined from the code
  compatible       new tasks, parameters with a default, wider types

A task counts as moved or renamed, and not as removed, if its body and its
parameters are the same and no other task has them. A message holds JSON: a
tuple arrives as a list, an IntEnum as a number, keys as strings, and nothing
checks it against the annotations when it is read.

how a call is counted:
  a plain line     it is sent, wherever there is a queue
  runs in place    through self, in the body of another task, on an instance
                   that is built there, or of what is only scheduled
  perhaps sent     it is not known whether a worker runs the code around
Calls in tests are not counted, and neither are names in strings, as send_task
takes them.

--require compatible is met if every change is compatible, every file of both
states could be read, and of every task it is known whether it is registered,
and under which name.

exit codes:
  0    shown
  1    --require compatible is not met
  2    the work could not be done: bad arguments or configuration, a revision
       that git does not have, a file that cannot be read or written
""")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_paths(parser)

    output = parser.add_argument_group(Message("output"))
    output.add_argument(
        "--format",
        choices=("table", "markdown", "json", "html"),
        default="table",
        help=Message(
            "a list, Markdown for a pull request, JSON, or a page for the browser (default: table)"
        ),
    )
    add_language(output)
    add_output(output, Message("markdown, json or html"))
    output.add_argument(
        "--explain-unknown",
        action="store_true",
        help=Message(
            "list below the tasks what is not known of those that are not certain, and "
            "where it stands"
        ),
    )
    output.add_argument(
        "--require",
        choices=("compatible",),
        help=Message("with --diff: exit 1 if a change breaks messages or callers, or is not known"),
    )
    add_exit_zero(output, Message("exit 0 even if --require is not met"))

    add_since(
        parser,
        Message(
            "show what breaks messages or callers since that git revision, and what else "
            "has changed"
        ),
    )

    add_configuration(parser)
    add_loudness(parser, Message("write only the tasks and what went wrong, without notes"))
    add_speed(parser)


def request(options: argparse.Namespace) -> TasksRequest:
    """Ends the program, as argparse does, for options that contradict each other."""
    end_where_wrong(
        options,
        two_configurations(options),
        isolated_python(options),
        (
            options.require is not None and options.since is None,
            Message("--require compatible compares with a git revision: name it with --diff"),
        ),
        (
            options.since is not None and options.format == "html",
            Message("--diff comes as a table, as markdown or as json, not as html"),
        ),
        (
            options.explain_unknown and options.format != "table",
            Message("--explain-unknown is for the table: --format json always has it"),
        ),
        (
            options.explain_unknown and options.since is not None,
            Message("--explain-unknown is about the code as it is now: leave out --diff"),
        ),
        (
            options.output is not None and options.format == "table",
            Message("--output needs --format markdown, json or html"),
        ),
    )
    from spakky_lint.cli.requests import TasksRequest

    return TasksRequest(
        paths=tuple(options.paths) or (".",),
        format=options.format,
        output=options.output,
        since=options.since,
        is_compatibility_required=options.require is not None,
        explain_unknown=options.explain_unknown,
        language=options.language,
        config=configuration_options(options),
        exit_zero=options.exit_zero,
        loudness=options.loudness,
        cache=cache_options(options),
    )
