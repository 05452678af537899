"""The arguments of the command line and the help that explains them.

Nothing heavier than argparse is imported before they are read: ``--version`` and ``--help`` answer
at once.
"""

from __future__ import annotations

import argparse

from spakky_lint import __version__
from spakky_lint.cli import auth_arguments, preview_arguments, tasks_arguments
from spakky_lint.cli.shared_arguments import (
    add_backend,
    add_configuration,
    add_exit_zero,
    add_python,
    add_speed,
    end_where_wrong,
    isolated_python,
    two_configurations,
)

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spakky_lint.cli.requests import CheckRequest, ConfigRequest, Request

_ALONE = ("-h", "--help", "--version")
"""The options that stand in the place of a command."""

_EXIT_CODES = """\
exit codes:
  0    nothing found
  1    findings left
  2    the work could not be done: bad arguments or configuration,
       a path that cannot be read or written
"""

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
  spakky-lint COMMAND --help           options of a command

{_EXIT_CODES}"""

_CHECK = f"""\
examples:
  spakky-lint check src tests          check two directories
  spakky-lint check --fix              apply the safe fixes
  spakky-lint check --fix --unsafe-fixes
                                       apply those that need a look, too
  spakky-lint check --diff             see what --fix would change
  spakky-lint check --select SPK3,SPK401
                                       only schedules and crontab ranges
  spakky-lint check --format json      for other programs
  spakky-lint check - --stdin-filename src/tasks.py < src/tasks.py
                                       check a text that is not saved

A directory is searched for *.py, without hidden folders, virtual
environments, __pycache__, *.egg, node_modules, and build and dist unless they
are packages. Configuration is [tool.spakky-lint] of the nearest pyproject.toml,
from the working directory upward: select, extend-select, ignore, exclude,
per-file-ignores, src, backend, timezone, python, environment;
`spakky-lint config` shows it. One line is silenced by a comment such as
"# noqa: SPK301".

{_EXIT_CODES}"""

_CONFIG_DESCRIPTION = """\
Show the configuration that is in force, the versions, distributions and
settings that the application runs on, and what follows for its schedules: each
with the file and line that it comes from. Files are read as data, and of
settings only those of the framework.
"""

_CONFIG = """\
examples:
  spakky-lint config                   of the project in the current directory
  spakky-lint config packages/worker   of one project of several
  spakky-lint config --format json     for other programs

Versions come from an exact pin, else a lock file (uv.lock, poetry.lock,
pdm.lock, pylock.toml), else what is installed for the project, else the range
that it allows. Settings come from .env files, compose files and Dockerfiles,
else from templates such as .env.example, else from those of pytest and CI.

[tool.spakky-lint.environment] sets them by hand: spakky-task, spakky-auth,
spakky-celery, celery, dependencies, settings.
"""

_RULE = """\
examples:
  spakky-lint rule                     every rule in a line
  spakky-lint rule SPK301              one rule's page
  spakky-lint rule schedule-trigger-count
                                       the same, by its name
  spakky-lint rule --format markdown   the catalogue as a table
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
            "say what to do: check, preview, auth, tasks, config, rule or server; --help explains"
        )
    from spakky_lint.cli.requests import RuleRequest, ServerRequest

    if options.command == "rule":
        return RuleRequest(options.rule, options.format)
    if options.command == "config":
        return _config_request(options)
    if options.command == "server":
        return ServerRequest(options.client)
    if options.command == "preview":
        return preview_arguments.preview_request(options)
    if options.command == "auth":
        return auth_arguments.auth_request(options)
    if options.command == "tasks":
        return tasks_arguments.tasks_request(options)
    return _check_request(options)


def _check_request(options: argparse.Namespace) -> CheckRequest:
    end_where_wrong(
        options,
        two_configurations(options),
        isolated_python(options),
        (
            options.diff and options.format is not None,
            "--diff writes a patch, so it takes no --format",
        ),
        (
            options.stdin_filename is not None and "-" not in options.paths,
            "--stdin-filename names the text of standard input, so - has to be the path",
        ),
        (
            "-" in options.paths and len(options.paths) > 1,
            "- is standard input, and has to be the only path",
        ),
    )
    from spakky_lint.cli.requests import CheckRequest

    return CheckRequest(
        paths=tuple(options.paths) or (".",),
        format=options.format,
        select=None if options.select is None else tuple(options.select),
        extend_select=tuple(options.extend_select),
        ignore=tuple(options.ignore),
        fix=options.fix,
        unsafe_fixes=options.unsafe_fixes,
        diff=options.diff,
        exit_zero=options.exit_zero,
        statistics=options.statistics,
        explain_unknown=options.explain_unknown,
        isolated=options.isolated,
        config=options.config,
        backend=options.backend,
        stdin_filename=options.stdin_filename,
        python=options.python,
    )


def _config_request(options: argparse.Namespace) -> ConfigRequest:
    end_where_wrong(options, two_configurations(options), isolated_python(options))
    from spakky_lint.cli.requests import ConfigRequest

    return ConfigRequest(
        options.path, options.format, options.config, options.isolated, options.python
    )


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
        "Check Python files and report what Spakky would make of them.",
        _CHECK,
    )
    _add_check_arguments(check)
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
    config = _command(
        commands,
        "config",
        "show the configuration and what the project runs on",
        _CONFIG_DESCRIPTION,
        _CONFIG,
    )
    _add_config_arguments(config)
    rule = _command(
        commands,
        "rule",
        "list the rules, or explain one",
        "List the rules, or show the page of one.",
        _RULE,
    )
    _add_rule_arguments(rule)
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


def _add_check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="a file, a directory, or - for standard input (default: the current directory)",
    )

    output = parser.add_argument_group("output")
    output.add_argument(
        "--format",
        choices=("text", "concise", "json"),
        help="text shows the source, concise is one line a finding (default: text)",
    )
    output.add_argument(
        "--statistics", action="store_true", help="count the findings of each rule at the end"
    )
    output.add_argument(
        "--explain-unknown",
        action="store_true",
        help="show what the text does not tell, and why rules stay silent about it",
    )
    add_exit_zero(output, "something is found")

    rules = parser.add_argument_group("rules")
    rules.add_argument(
        "--select",
        metavar="CODES",
        action="extend",
        type=_codes,
        help="report these codes or prefixes only, whatever the configuration selects or ignores; "
        "separated by commas, or the option repeated",
    )
    rules.add_argument(
        "--extend-select",
        metavar="CODES",
        action="extend",
        type=_codes,
        default=[],
        help="report these in addition; an opt-in rule needs its full code",
    )
    rules.add_argument(
        "--ignore",
        metavar="CODES",
        action="extend",
        type=_codes,
        default=[],
        help="do not report these; between --select and --ignore the longer prefix wins",
    )

    fixes = parser.add_argument_group("fixes")
    fixes.add_argument(
        "--fix", action="store_true", help="apply the safe fixes, report what is left"
    )
    fixes.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: the fixes that need a look, too; alone it only counts them",
    )
    fixes.add_argument(
        "--diff",
        action="store_true",
        help="write nothing, not even with --fix: print what would change as a patch for "
        "`git apply -p0`, and exit 1 if it is not empty or findings would be left",
    )

    configuration = add_configuration(parser)
    add_python(configuration)
    add_backend(configuration)
    configuration.add_argument(
        "--stdin-filename",
        metavar="NAME",
        help="the path that - stands for, in reports and for exclude and per-file-ignores",
    )

    add_speed(parser)


def _add_config_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path",
        metavar="PATH",
        nargs="?",
        default=".",
        help="the file or directory whose project is meant (default: the current directory)",
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to show it (default: text)"
    )
    add_python(add_configuration(parser))


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


def _codes(text: str) -> list[str]:
    codes = [code.strip() for code in text.split(",") if code.strip()]
    if not codes:
        raise argparse.ArgumentTypeError("at least one code is needed, such as SPK301")
    return codes
