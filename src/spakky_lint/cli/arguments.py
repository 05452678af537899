"""The arguments of the command line and the help that explains them.

Nothing heavier than argparse is imported before they are read: ``--version`` and ``--help`` answer
at once.
"""

from __future__ import annotations

import argparse
from importlib import import_module

from spakky_lint import __version__
from spakky_lint.cli.shared_arguments import EXIT_CODES

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from types import ModuleType

    from spakky_lint.cli.requests import Request

_COMMANDS = {
    "check": "check files and directories",
    "preview": "show when every schedule fires",
    "auth": "show who may run every task",
    "tasks": "list every task, and what of a change breaks messages",
    "merge": "join the reports of several jobs",
    "config": "show the configuration and what the project runs on",
    "init": "set a project up: configuration, ruff, flake8, hooks, CI",
    "clean": "delete the cache",
    "rule": "list the rules, or explain one",
    "completion": "write what completes arguments in a shell",
    "server": "run the language server",
}
"""The commands, each with what it is for."""

_ALONE = ("-h", "--help", "--version")
"""The options that stand in the place of a command."""

_DESCRIPTION = """\
Find the schedules that never fire, the tasks that are never registered and the
auth that is never enforced, before they ship. The code is read and never run.
"""

_MAIN = f"""\
examples:
  spakky-lint check                    check the current directory
  spakky-lint check src --fix          repair what has a safe fix
  spakky-lint rule SPK301              read about one rule
  spakky-lint preview                  see when every schedule fires
  spakky-lint auth                     see who may run every task
  spakky-lint tasks                    see what every task takes
  spakky-lint config                   see what the project runs on, and why
  spakky-lint init                     set a project up, file by file
  spakky-lint COMMAND --help           options of a command

{EXIT_CODES}"""


def parse(arguments: Sequence[str]) -> Request:
    """Raises SystemExit, after printing: 0 for ``--help`` and ``--version``, 2 for a mistake."""
    # No command pays for the arguments of the others.
    parser, commands = _parser(arguments[:1])
    # The most likely mistakes of all deserve better than "invalid choice".
    if arguments and arguments[0] not in (*commands, *_ALONE):
        from spakky_lint.cli import mistakes

        _, whole = _parser(_COMMANDS)
        if arguments[0].startswith("-") and arguments[0] != "-":
            mistakes.end(parser, mistakes.option_first(arguments, whole))
        mistakes.end(parser, mistakes.unknown_command(arguments[0], whole))
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        from spakky_lint.cli import mistakes

        _, whole = _parser(_COMMANDS)
        complaint = mistakes.unknown_argument(unknown, options.command, whole)
        mistakes.end(commands[options.command], complaint)
    if options.command is None:
        parser.error(
            "say what to do: check, preview, auth, tasks, merge, config, init, clean, rule, "
            "completion or server; --help explains"
        )
    request: Request = _arguments_of(options.command).request(options)
    return request


def whole_parser() -> argparse.ArgumentParser:
    """What reads all arguments, for who asks which there are."""
    return _parser(_COMMANDS)[0]


def _parser(
    wanted: Collection[str],
) -> tuple[argparse.ArgumentParser, Mapping[str, argparse.ArgumentParser]]:
    """What reads the arguments of the wanted commands, and what reads those of each command."""
    parser = argparse.ArgumentParser(
        prog="spakky-lint",
        description=_DESCRIPTION,
        epilog=_MAIN,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"spakky-lint {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, summary in _COMMANDS.items():
        command = commands.add_parser(
            name,
            help=summary,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.set_defaults(parser=command)
        if name in wanted:
            module = _arguments_of(name)
            command.description, command.epilog = module.DESCRIPTION, module.EPILOG
            module.add_arguments(command)
    return parser, commands.choices


def _arguments_of(command: str) -> ModuleType:
    """It has DESCRIPTION, EPILOG, `add_arguments`, and `request`, which makes one of options."""
    return import_module(f"spakky_lint.cli.{command}_arguments")
