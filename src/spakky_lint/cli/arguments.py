"""The arguments of the command line and the help that explains them.

Nothing heavier than argparse is imported before they are read: ``--version`` and ``--help`` answer
at once.
"""

from __future__ import annotations

from importlib import import_module

from spakky_lint import __version__
from spakky_lint.cli.languages import OPTION as LANGUAGE
from spakky_lint.cli.parsing import Parser, with_words_of_argparse
from spakky_lint.cli.shared_arguments import EXIT_CODES, add_language
from spakky_lint.messages.message import Message

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from types import ModuleType

    from spakky_lint.cli.requests import Request

_COMMANDS = {
    "check": Message("check files and directories"),
    "preview": Message("show when every schedule fires"),
    "auth": Message("show who may run every task"),
    "tasks": Message("list every task, and the changes that break messages"),
    "merge": Message("join the reports of several jobs"),
    "config": Message("show the configuration and what the project runs on"),
    "init": Message("set up a project: configuration, ruff, flake8, hooks, CI"),
    "clean": Message("delete the cache"),
    "rule": Message("list the rules, or explain one"),
    "completion": Message("write the completion script of a shell"),
    "server": Message("run the language server"),
}
"""The commands, each with what it is for."""

_WITH_LANGUAGE = ("check", "preview", "auth", "tasks", "merge")
"""The commands that have the language among the options of their output."""

_ALONE = ("-h", "--help", "--version")
"""The options that stand in the place of a command."""

_DESCRIPTION = Message("""\
Find the schedules that never fire, the tasks that are never registered and the
auth that is never enforced, before they ship. The code is read and never run.
""")

_MAIN = Message(
    """\
examples:
  spakky-lint check                    check the current directory
  spakky-lint check src --fix          repair what has a safe fix
  spakky-lint rule SPK301              read about one rule
  spakky-lint preview                  see when every schedule fires
  spakky-lint auth                     see who may run every task
  spakky-lint tasks                    see what every task takes
  spakky-lint config                   see what the project runs on, and why
  spakky-lint init                     set up a project, file by file
  spakky-lint COMMAND --help           options of a command

{exit_codes}""",
    exit_codes=EXIT_CODES,
)


def parse(arguments: Sequence[str]) -> Request:
    """Raises SystemExit, after printing: 0 for ``--help`` and ``--version``, 2 for a mistake."""
    with with_words_of_argparse():
        return _parsed(arguments)


def _parsed(arguments: Sequence[str]) -> Request:
    # No command pays for the arguments of the others.
    rest = _without_language(arguments)
    parser, commands = _parser(rest[:1])
    # The most likely mistakes of all deserve better than "invalid choice".
    if rest and rest[0] not in (*commands, *_ALONE):
        from spakky_lint.cli import mistakes

        _, whole = _parser(_COMMANDS)
        if rest[0].startswith("-") and rest[0] != "-":
            mistakes.end(parser, mistakes.option_first(rest, whole))
        mistakes.end(parser, mistakes.unknown_command(rest[0], whole))
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        from spakky_lint.cli import mistakes

        _, whole = _parser(_COMMANDS)
        complaint = mistakes.unknown_argument(unknown, options.command, whole)
        mistakes.end(commands[options.command], complaint)
    if options.command is None:
        parser.error(
            Message(
                "say what to do: check, preview, auth, tasks, merge, config, init, clean, rule, "
                "completion or server; --help explains"
            )
        )
    request: Request = _arguments_of(options.command).request(options)
    return request


def _without_language(arguments: Sequence[str]) -> Sequence[str]:
    """Without ``--lang`` in front of the command, where it may stand as well."""
    first = arguments[0] if arguments else ""
    if first.startswith(f"{LANGUAGE}="):
        return arguments[1:]
    return arguments[2:] if first == LANGUAGE else arguments


def whole_parser() -> Parser:
    """What reads all arguments, for who asks which there are."""
    return _parser(_COMMANDS)[0]


def _parser(wanted: Collection[str]) -> tuple[Parser, Mapping[str, Parser]]:
    """What reads the arguments of the wanted commands, and what reads those of each command."""
    parser = Parser(prog="spakky-lint", description=_DESCRIPTION, epilog=_MAIN)
    add_language(parser, default=None)
    parser.add_argument(
        "--version",
        action="version",
        version=f"spakky-lint {__version__}",
        help=Message("show the version and exit"),
    )
    commands = parser.add_subparsers(
        dest="command",
        metavar="COMMAND",
        title=Message("commands"),
        prog=parser.prog,
        parser_class=Parser,
    )
    for name, summary in _COMMANDS.items():
        command = commands.add_parser(name, help=summary)
        command.set_defaults(parser=command)
        if name in wanted:
            module = _arguments_of(name)
            command.description, command.epilog = module.DESCRIPTION, module.EPILOG
            module.add_arguments(command)
            if name not in _WITH_LANGUAGE:
                add_language(command)
    return parser, commands.choices


def _arguments_of(command: str) -> ModuleType:
    """It has DESCRIPTION, EPILOG, `add_arguments`, and `request`, which makes one of options."""
    return import_module(f"spakky_lint.cli.{command}_arguments")
