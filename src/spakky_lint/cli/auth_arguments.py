"""The arguments of ``spakky-lint auth`` and the help that explains them."""

from __future__ import annotations

import argparse

from spakky_lint.cli.parsing import path_name
from spakky_lint.cli.shared_arguments import (
    add_configuration,
    add_exit_zero,
    add_language,
    add_loudness,
    add_output,
    add_paths,
    add_source,
    add_speed,
    cache_options,
    configuration_options,
    end_where_wrong,
    isolated_python,
    two_configurations,
    two_sources,
)
from spakky_lint.messages.message import Message

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Sequence

    from spakky_lint.cli.requests import AuthRequest

DESCRIPTION = Message("""\
Show who may run each task, and what would happen if somebody did: by a direct
call, through the queue, and when beat fires it. The code is read and never run,
except with --import.
""")

EPILOG = Message("""\
examples:
  spakky-lint auth                     every task, and what guards it
  spakky-lint auth src --anonymous     decide for a caller who is not signed in
  spakky-lint auth --as alice --role admin --permission stock:write@warehouse
                                       decide for alice, who holds only that
  spakky-lint auth --policy access.toml
                                       decide for everybody in that file
  spakky-lint auth --require declared,enforced
                                       for CI: exit 1 with the tasks that fail
  spakky-lint auth --diff main --require not-weakened
                                       what is weaker or stronger since then
  spakky-lint auth --format html -o auth.html
                                       a matrix of tasks and requirements
  spakky-lint auth --import shop       import it, and compare with the source

paths to a task:
  direct   a call in the same process, which keeps the caller's AuthContext
  queue    a worker, which needs a signed snapshot of that AuthContext; none is
           sent unless SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED=true, or a pod
           AuthSnapshotPropagationConfig(enabled=True), says so
  beat     a schedule, which has no caller at all

what a path does:
  enforced      it runs for those who meet the requirements
  open          it runs without a check
  never-passes  it refuses every run
  absent        there is no such path
  unknown       not known from the code: it may be any of the others

decisions:
  ALLOW      it would run; with NOT_ENFORCED although something is required
  CHALLENGE  nobody is signed in, or no snapshot says who
  DENY       something that is required is not held
  ERROR      it cannot be decided: what is required is not known from the code,
             or there is nothing to run; never read it as ALLOW

A subject holds only what is given: no role implies another, and a
permission in general is none on a resource. Names are compared as they are.
A permission may hold any character; in P@RESOURCE the last @ counts, and one
that holds an @ and has no resource ends in another: --permission mail@shop@.

A policy file is TOML, a table for each subject:

  [subjects.alice]
  roles = ["admin"]
  scopes = ["reports:generate"]
  permissions = ["billing:charge", "stock:write@warehouse"]
  relations = ["owner@order"]
  policies = {{ invoice = ["issue", "void"] }}
  tenant = "eu"

requirements of --require; what is not certain meets none of them:
  declared      every task says who may run it, or that it is public
  enforced      no path runs without all the checks that are declared, and none
                is open but those of a public task
  reachable     every task can be run, and no path refuses everybody
  not-weakened  with --diff: no task requires less, or something else

exit codes:
  0    shown
  1    a task does not meet --require, or the imported classes differ from
       the source
  2    the work could not be done: bad arguments, configuration or policy, a
       file that cannot be read or written, a module that cannot be imported
""")

_HELD = ("role", "scope", "permission", "relation", "may", "tenant")
"""What a subject holds; there is a list of each."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_paths(parser)

    who = parser.add_argument_group(Message("decisions"))
    who.add_argument(
        "--as",
        metavar="NAME",
        dest="subjects",
        action="append",
        default=[],
        help=Message(
            "decide for this subject, who holds what the options below say, and what the "
            "policy file says if there is one"
        ),
    )
    for option, metavar, words in (
        ("--role", "R", Message("a role that the subject has; may be repeated")),
        ("--scope", "S", Message("a scope that it was granted; may be repeated")),
        (
            "--permission",
            "P[@RESOURCE]",
            Message("a permission that it has, if given on the resource; may be repeated"),
        ),
        (
            "--relation",
            "R@RESOURCE",
            Message("a relation in which it stands to the resource; may be repeated"),
        ),
        (
            "--may",
            "ACTION@RESOURCE",
            Message("an action on the resource that the policy allows it; may be repeated"),
        ),
    ):
        who.add_argument(option, metavar=metavar, action="append", default=[], help=words)
    who.add_argument(
        "--tenant",
        metavar="T",
        action="append",
        default=[],
        help=Message(
            "the tenant in which it holds them: requirements of another tenant are not met"
        ),
    )
    who.add_argument(
        "--anonymous",
        action="store_true",
        help=Message("decide for a caller who is not signed in"),
    )
    who.add_argument(
        "--policy",
        metavar="FILE",
        type=path_name,
        help=Message(
            "decide for each subject in this TOML file and for an anonymous caller, or "
            "with --as for that subject only"
        ),
    )

    output = parser.add_argument_group(Message("output"))
    output.add_argument(
        "--format",
        choices=("table", "markdown", "json", "html"),
        default="table",
        help=Message(
            "a table, Markdown for a pull request, JSON, or a page for the browser (default: table)"
        ),
    )
    add_language(output)
    add_output(output, Message("markdown, json or html"))
    output.add_argument(
        "--explain-unknown",
        action="store_true",
        help=Message(
            "list below the table what is not known of tasks that are not certain; JSON "
            "always has it"
        ),
    )
    output.add_argument(
        "--require",
        metavar="RULE",
        dest="demands",
        action="append",
        default=[],
        help=Message(
            "exit 1 with a list of the tasks that are not declared, enforced, reachable or "
            "not-weakened; separate them by commas, or repeat the option"
        ),
    )
    add_exit_zero(
        output,
        Message(
            "exit 0 even if --require is not met, or the imported classes differ from the source"
        ),
    )

    add_source(
        parser,
        Message(
            "show only what is weaker, stronger or otherwise different since that git "
            "revision, what is weaker first"
        ),
    )

    add_configuration(parser)
    add_loudness(parser, Message("write only the tasks and what went wrong, without notes"))
    add_speed(parser)


def request(options: argparse.Namespace) -> AuthRequest:
    """Ends the program, as argparse does, for options that contradict each other."""
    held = next((name for name in _HELD if getattr(options, name)), None)
    subject = next(iter(options.subjects), None)
    asks = {
        "--as": subject is not None,
        "--anonymous": options.anonymous,
        "--policy": options.policy is not None,
    }
    asked = _listed([option for option, is_given in asks.items() if is_given])
    end_where_wrong(
        options,
        two_configurations(options),
        isolated_python(options),
        *two_sources(options),
        (
            held is not None and subject is None,
            Message(
                "--{held} says what a subject holds: name the subject with --as", held=held or ""
            ),
        ),
        (
            len(options.subjects) > 1,
            Message("--as names one subject: several are asked about with --policy"),
        ),
        (
            len(options.tenant) > 1,
            Message("--tenant names one tenant: a subject belongs to only one"),
        ),
        (
            options.since is not None and bool(asked),
            Message(
                "--diff compares what is required, and decides for nobody: leave out {asked}",
                asked=asked,
            ),
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
            options.explain_unknown and (options.since is not None or bool(options.modules)),
            Message(
                "--explain-unknown is about the code as it is now: leave out --diff and --import"
            ),
        ),
        (
            options.output is not None and options.format == "table",
            Message("--output needs --format markdown, json or html"),
        ),
    )
    from spakky_lint.cli.requests import AuthRequest

    return AuthRequest(
        paths=tuple(options.paths) or (".",),
        subject=subject,
        anonymous=options.anonymous,
        roles=tuple(options.role),
        scopes=tuple(options.scope),
        permissions=tuple(options.permission),
        relations=tuple(options.relation),
        actions=tuple(options.may),
        tenant=next(iter(options.tenant), None),
        policy=options.policy,
        demands=tuple(options.demands),
        format=options.format,
        output=options.output,
        since=options.since,
        modules=tuple(options.modules),
        explain_unknown=options.explain_unknown,
        language=options.language,
        config=configuration_options(options),
        exit_zero=options.exit_zero,
        loudness=options.loudness,
        cache=cache_options(options),
    )


def _listed(options: Sequence[str]) -> str:
    if not options:
        return ""
    from spakky_lint.rules.lists import listed

    return listed(options)
