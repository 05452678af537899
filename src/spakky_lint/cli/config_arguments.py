"""The arguments of ``spakky-lint config``."""

from __future__ import annotations

import argparse

from spakky_lint.cli.parsing import path_name
from spakky_lint.cli.shared_arguments import (
    add_configuration,
    configuration_options,
    end_where_wrong,
    isolated_python,
    two_configurations,
)
from spakky_lint.messages.message import Message

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from spakky_lint.cli.requests import ConfigRequest

DESCRIPTION = Message("""\
Show the configuration that is in force, the versions, distributions and
settings that the application runs on, and what follows for its schedules: each
with the file and line that it comes from. Files are read as data, and of
settings only those of the framework.
""")

EPILOG = Message("""\
examples:
  spakky-lint config                   of the project in the current directory
  spakky-lint config packages/worker   of one project of several
  spakky-lint config --format json     for other programs
  spakky-lint config --schema          for editors that complete TOML

Versions come from an exact pin (pyproject.toml, setup.cfg, setup.py,
requirements*.txt), else a lock file (uv.lock, poetry.lock, pdm.lock,
pylock.toml), else what is installed for the project, else the range that it
allows. Settings come from .env files, compose files and Dockerfiles,
else from templates such as .env.example, else from those of pytest and CI.

[tool.spakky-lint.environment] sets them by hand: spakky-task, spakky-auth,
spakky-celery, celery, dependencies, settings.
""")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path",
        metavar="PATH",
        nargs="?",
        default=".",
        type=path_name,
        help=Message("a file or directory of the project (default: the current directory)"),
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help=Message("how to show it (default: text)"),
    )
    parser.add_argument(
        "--schema",
        action="store_true",
        help=Message("write the JSON schema of configuration files, and nothing else"),
    )
    add_configuration(parser)


def request(options: argparse.Namespace) -> ConfigRequest:
    end_where_wrong(options, two_configurations(options), isolated_python(options))
    from spakky_lint.cli.requests import ConfigRequest

    return ConfigRequest(
        options.path, options.format, configuration_options(options), is_schema=options.schema
    )
