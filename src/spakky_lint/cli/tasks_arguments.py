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

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from spakky_lint.cli.requests import TasksRequest

DESCRIPTION = """\
List every task by the name that celery knows it by: what it takes, whether it
is sent on demand or scheduled, where it stands and who calls it. With --diff:
what of a change breaks messages that are already sent, or code that calls a
task. The code is read and never run.
"""

EPILOG = """\
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

what may come of a change:
  breaks messages  a message that was sent before the change is not run, fails,
                   or arrives as something else: the task was renamed, moved or
                   removed; a parameter is new and required, removed, renamed or
                   at another position; its type is one that the message does
                   not hold
  breaks callers   messages are run as before, and a call as it was written
                   before is not: sync or async, a task or only scheduled
  not known        the text does not tell
  compatible       new tasks, parameters with a default, wider types

A task that was moved or renamed is told from one that was removed by its body
and its parameters, if they are the same and no other task has them. A message
holds JSON: a tuple arrives as a list, an IntEnum as a number, keys as texts,
and nobody looks at the annotations when it is read.

how a call is counted:
  a plain line     it is sent, wherever there is a queue
  runs in place    through self, in the body of another task, on an instance
                   that is built there, or of what is only scheduled
  perhaps sent     the text does not tell whether a worker runs the code around
Tests are not looked at, and neither are names in texts, as send_task takes.

--require compatible is met if every change is compatible, every file could be
read then and now, and no task is left of which it is not known whether it is
registered, or under which name.

exit codes:
  0    shown
  1    --require compatible is not met
  2    the work could not be done: bad arguments or configuration, a revision
       that git does not have, a file that cannot be read or written
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_paths(parser)

    output = parser.add_argument_group("output")
    output.add_argument(
        "--format",
        choices=("table", "markdown", "json", "html"),
        default="table",
        help="a list, Markdown for a pull request, JSON, or a page for the browser (default: "
        "table)",
    )
    add_language(output)
    add_output(output, "markdown, json or html")
    output.add_argument(
        "--explain-unknown",
        action="store_true",
        help="below the list: where that stands which is not seen of tasks that are not certain",
    )
    output.add_argument(
        "--require",
        choices=("compatible",),
        help="with --diff: exit 1 where something breaks messages or callers, or is not known",
    )
    add_exit_zero(output, "that is so")

    add_since(
        parser,
        "show what breaks messages or callers since that git revision, and what else is different",
    )

    add_configuration(parser)
    add_loudness(parser, "write the tasks")
    add_speed(parser)


def request(options: argparse.Namespace) -> TasksRequest:
    """Ends the program, as argparse does, for options that contradict each other."""
    end_where_wrong(
        options,
        two_configurations(options),
        isolated_python(options),
        (
            options.require is not None and options.since is None,
            "--require compatible compares with a git revision: name it with --diff",
        ),
        (
            options.since is not None and options.format == "html",
            "--diff comes as a table, as markdown or as json, not as html",
        ),
        (
            options.explain_unknown and options.format != "table",
            "--explain-unknown goes with the table: --format json has what is not known without",
        ),
        (
            options.explain_unknown and options.since is not None,
            "--explain-unknown is about the text as it is: leave out --diff",
        ),
        (
            options.output is not None and options.format == "table",
            "--output takes what --format markdown, json or html makes",
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
