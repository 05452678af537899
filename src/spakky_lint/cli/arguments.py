"""The arguments of the command line and the help that explains them.

Nothing heavier than argparse is imported before they are read: ``--version`` and ``--help`` answer
at once.
"""

from __future__ import annotations

import argparse

from spakky_lint import __version__
from spakky_lint.cli import (
    auth_arguments,
    check_arguments,
    clean_arguments,
    config_arguments,
    init_arguments,
    merge_arguments,
    preview_arguments,
    tasks_arguments,
)
from spakky_lint.cli.shared_arguments import EXIT_CODES

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spakky_lint.cli.requests import Request

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

_RULE = """\
examples:
  spakky-lint rule                     every rule in a line
  spakky-lint rule SPK301              one rule's page
  spakky-lint rule schedule-trigger-count
                                       the same, by its name
  spakky-lint rule --format markdown   the catalogue as a table
"""

_SHELLS = ("bash", "zsh", "fish")

_COMPLETION = """\
It needs the extra completion: pip install 'spakky-lint[completion]'

  spakky-lint completion bash > ~/.local/share/bash-completion/completions/spakky-lint
  spakky-lint completion zsh > ~/.zsh/completions/_spakky-lint
  spakky-lint completion fish > ~/.config/fish/completions/spakky-lint.fish
"""

_SERVER = """\
An editor starts this command and speaks the language server protocol on its
standard input and output. It needs the extra lsp:

  pip install 'spakky-lint[lsp]'
"""


def parse(arguments: Sequence[str]) -> Request:
    """Raises SystemExit, after printing: 0 for ``--help`` and ``--version``, 2 for a mistake."""
    parser, commands = _parser()
    # The most likely mistakes of all deserve better than "invalid choice".
    if arguments and arguments[0] not in (*commands, *_ALONE):
        from spakky_lint.cli import mistakes

        if arguments[0].startswith("-") and arguments[0] != "-":
            mistakes.end(parser, mistakes.option_first(arguments, commands))
        mistakes.end(parser, mistakes.unknown_command(arguments[0], commands))
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        from spakky_lint.cli import mistakes

        complaint = mistakes.unknown_argument(unknown, options.command, commands)
        mistakes.end(commands[options.command], complaint)
    if options.command is None:
        parser.error(
            "say what to do: check, preview, auth, tasks, merge, config, init, clean, rule, "
            "completion or server; --help explains"
        )
    from spakky_lint.cli.requests import CompletionRequest, RuleRequest, ServerRequest

    if options.command == "rule":
        return RuleRequest(options.rule, options.format)
    if options.command == "completion":
        return CompletionRequest(options.shell)
    if options.command == "config":
        return config_arguments.config_request(options)
    if options.command == "init":
        return init_arguments.init_request(options)
    if options.command == "clean":
        return clean_arguments.clean_request(options)
    if options.command == "merge":
        return merge_arguments.merge_request(options)
    if options.command == "server":
        return ServerRequest(options.client)
    if options.command == "preview":
        return preview_arguments.preview_request(options)
    if options.command == "auth":
        return auth_arguments.auth_request(options)
    if options.command == "tasks":
        return tasks_arguments.tasks_request(options)
    return check_arguments.check_request(options)


def whole_parser() -> argparse.ArgumentParser:
    """What reads all arguments, for who asks which there are."""
    return _parser()[0]


def _parser() -> tuple[argparse.ArgumentParser, Mapping[str, argparse.ArgumentParser]]:
    """What reads all arguments, and what reads those of each command."""
    parser = argparse.ArgumentParser(
        prog="spakky-lint",
        description=_DESCRIPTION,
        epilog=_MAIN,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"spakky-lint {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    check = _command(
        commands,
        "check",
        "check files and directories",
        check_arguments.DESCRIPTION,
        check_arguments.EPILOG,
    )
    check_arguments.add_check_arguments(check)
    preview = _command(
        commands,
        "preview",
        "show when every schedule fires",
        preview_arguments.DESCRIPTION,
        preview_arguments.EPILOG,
    )
    preview_arguments.add_preview_arguments(preview)
    auth = _command(
        commands,
        "auth",
        "show who may run every task",
        auth_arguments.DESCRIPTION,
        auth_arguments.EPILOG,
    )
    auth_arguments.add_auth_arguments(auth)
    tasks = _command(
        commands,
        "tasks",
        "list every task, and what of a change breaks messages",
        tasks_arguments.DESCRIPTION,
        tasks_arguments.EPILOG,
    )
    tasks_arguments.add_tasks_arguments(tasks)
    merge = _command(
        commands,
        "merge",
        "join the reports of several jobs",
        merge_arguments.DESCRIPTION,
        merge_arguments.EPILOG,
    )
    merge_arguments.add_merge_arguments(merge)
    config = _command(
        commands,
        "config",
        "show the configuration and what the project runs on",
        config_arguments.DESCRIPTION,
        config_arguments.EPILOG,
    )
    config_arguments.add_config_arguments(config)
    init = _command(
        commands,
        "init",
        "set a project up: configuration, ruff, flake8, hooks, CI",
        init_arguments.DESCRIPTION,
        init_arguments.EPILOG,
    )
    init_arguments.add_init_arguments(init)
    clean = _command(
        commands,
        "clean",
        "delete the cache",
        clean_arguments.DESCRIPTION,
        clean_arguments.EPILOG,
    )
    clean_arguments.add_clean_arguments(clean)
    rule = _command(
        commands,
        "rule",
        "list the rules, or explain one",
        "List the rules, or show the page of one.",
        _RULE,
    )
    _add_rule_arguments(rule)
    completion = _command(
        commands,
        "completion",
        "write what completes arguments in a shell",
        "Write the script that completes commands, options and files in a shell.",
        _COMPLETION,
    )
    completion.add_argument("shell", metavar="SHELL", choices=_SHELLS, help=" or ".join(_SHELLS))
    server = _command(
        commands,
        "server",
        "run the language server",
        "Run the language server on standard input and output.",
        _SERVER,
    )
    _add_server_arguments(server)
    return parser, commands.choices


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    summary: str,
    description: str,
    epilog: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(parser=parser)
    return parser


def _add_rule_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", metavar="RULE", nargs="?", help="a code or a name (default: all)")
    parser.add_argument(
        "--format",
        choices=("text", "json", "markdown"),
        default="text",
        help="how to show it (default: text)",
    )


def _add_server_arguments(parser: argparse.ArgumentParser) -> None:
    # As the client of VS Code starts every server.
    parser.add_argument(
        "--stdio", action="store_true", help="use standard input and output, as in any case"
    )
    parser.add_argument(
        "--clientProcessId",
        metavar="N",
        dest="client",
        type=_process,
        help="the process of the editor: the server ends when that does",
    )


def _process(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is the number of no process")
    return int(text)
