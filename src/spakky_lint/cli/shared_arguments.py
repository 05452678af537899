"""Arguments that several commands take, and how options that contradict each other end them."""

from __future__ import annotations

import argparse

from spakky_lint.cli.languages import OPTION
from spakky_lint.cli.loudness import Loudness
from spakky_lint.cli.parsing import Refused, path_name
from spakky_lint.messages.message import Message

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Sequence

    from spakky_lint.cli.requests import CacheOptions, ConfigurationOptions

_MOST_JOBS = 256

EXIT_CODES = Message("""\
exit codes:
  0    nothing found
  1    findings left
  2    the work could not be done: bad arguments or configuration,
       a path that cannot be read or written
""")

Complaint = tuple[object, str]
"""What is wrong, if anything is, and the sentence for it."""


def add_paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help=Message("a file or a directory (default: the current directory)"),
    )


def add_output(group: argparse._ArgumentGroup, formats: str) -> None:
    group.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=path_name,
        help=Message(
            "write {formats} to this file, in one step, and not to standard output", formats=formats
        ),
    )


def add_language(
    group: argparse._ActionsContainer, default: str | None = argparse.SUPPRESS
) -> None:
    """Without a default, a command leaves it at what stands in front of it."""
    group.add_argument(
        OPTION,
        default=default,
        dest="language",
        choices=("en", "ko"),
        help=Message(
            "the language of messages (default: that of the locale; English where programs "
            "read them)"
        ),
    )


def add_since(parser: argparse.ArgumentParser, since: str) -> argparse._ArgumentGroup:
    """`since` is the help for --diff."""
    source = parser.add_argument_group(Message("source"))
    source.add_argument("--diff", metavar="REV", dest="since", help=since)
    return source


def add_source(parser: argparse.ArgumentParser, since: str) -> None:
    """As `add_since`, with --import."""
    add_since(parser, since).add_argument(
        "--import",
        metavar="MODULE",
        dest="modules",
        action="append",
        default=[],
        help=Message(
            "RUNS YOUR CODE: import the module with all its submodules, show what the "
            "framework finds on its classes, and how that differs from the source; may be "
            "repeated"
        ),
    )


def add_configuration(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    group = parser.add_argument_group(Message("configuration"))
    group.add_argument(
        "--config",
        metavar="FILE|KEY=VALUE",
        type=path_name,
        action="append",
        default=[],
        help=Message(
            "use this TOML file in place of all others, with globs relative to the working "
            "directory; or set one key, as TOML, which overrides every file, such as "
            "'ignore = [\"SPK5\"]'; may be repeated"
        ),
    )
    group.add_argument(
        "--isolated",
        action="store_true",
        help=Message(
            "use no configuration file, and no other file that says what the application runs on"
        ),
    )
    group.add_argument(
        "--force-exclude",
        action=argparse.BooleanOptionalAction,
        help=Message(
            "leave out what the configuration excludes even if a PATH names it, as hooks do"
        ),
    )
    group.add_argument(
        "--respect-gitignore",
        action=argparse.BooleanOptionalAction,
        help=Message("skip what git ignores in a directory (default: yes)"),
    )
    group.add_argument(
        "--python",
        metavar="PATH",
        help=Message(
            "the Python of the project, or its virtual environment, where versions that "
            "nothing pins are looked up; it is not run (default: .venv, or the active one)"
        ),
    )
    return group


def configuration_options(options: argparse.Namespace) -> ConfigurationOptions:
    from spakky_lint.cli.requests import ConfigurationOptions

    return ConfigurationOptions(
        tuple(options.config),
        options.isolated,
        options.python,
        options.force_exclude,
        options.respect_gitignore,
    )


def add_backend(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--backend",
        choices=("spec", "celery"),
        help=Message(
            "how schedules run: as the framework documents them, or as spakky-celery runs "
            "them, which up to 8.5.0 shifts weekdays (default: what the project depends on)"
        ),
    )


def add_exit_zero(group: argparse._ArgumentGroup, words: str) -> None:
    group.add_argument("--exit-zero", action="store_true", help=words)


def add_loudness(parser: argparse.ArgumentParser, quiet: str) -> None:
    """`quiet` is the help for --quiet."""
    group = parser.add_argument_group(Message("verbosity"))
    one = group.add_mutually_exclusive_group()
    for letter, name, loudness, words in (
        ("-q", "--quiet", Loudness.QUIET, quiet),
        (
            "-v",
            "--verbose",
            Loudness.VERBOSE,
            Message("also report what was parsed and why, and what took how long"),
        ),
        (
            "-s",
            "--silent",
            Loudness.SILENT,
            Message("write nothing: the exit code is the only result"),
        ),
    ):
        one.add_argument(
            letter,
            name,
            action="store_const",
            dest="loudness",
            const=loudness,
            default=Loudness.NORMAL,
            help=words,
        )


_ALONE = Message("taken as check takes it; this report reads its files one after the other")


def add_speed(parser: argparse.ArgumentParser, jobs: str = _ALONE) -> None:
    """`jobs` is the help for --jobs."""
    group = parser.add_argument_group(Message("speed"))
    group.add_argument(
        "-j",
        "--jobs",
        metavar="N|auto",
        type=number_of_processes,
        help=jobs,
    )
    add_cache(group, "--diff")


def add_cache(group: argparse._ArgumentGroup, without: str) -> None:
    """`without` is what does without a cache."""
    group.add_argument(
        "--no-cache",
        action="store_true",
        help=Message(
            "neither use results of an earlier run nor keep any, as with {options}", options=without
        ),
    )
    group.add_argument(
        "--cache-dir",
        metavar="DIR",
        type=path_name,
        help=Message("keep results there (default: .spakky-lint-cache beside the configuration)"),
    )


def cache_options(options: argparse.Namespace) -> CacheOptions:
    from spakky_lint.cli.requests import CacheOptions

    return CacheOptions(options.no_cache, options.cache_dir)


def number_of_processes(text: str) -> int | None:
    if text == "auto":
        return None
    is_number = text.isascii() and text.isdecimal() and len(text) < 6
    if not is_number or not 1 <= int(text) <= _MOST_JOBS:
        words = Message(
            "{text} is not a number of processes: 1 to {most_jobs} or auto is allowed",
            text=repr(text),
            most_jobs=_MOST_JOBS,
        )
        raise Refused(words)
    return int(text)


def two_configurations(options: argparse.Namespace) -> Complaint:
    return (
        options.isolated and any("=" not in text for text in options.config),
        Message("--config names a configuration and --isolated uses none: give one of them"),
    )


def isolated_python(options: argparse.Namespace) -> Complaint:
    return (
        options.python is not None and options.isolated,
        Message(
            "--python names what the project runs on and --isolated reads nothing of it: "
            "give one of them"
        ),
    )


def two_sources(options: argparse.Namespace) -> Sequence[Complaint]:
    return (
        (
            options.since is not None and options.modules,
            Message("--diff compares source files and --import runs code: give one of them"),
        ),
        (
            options.modules and options.paths,
            Message("--import names the modules, so it takes no PATH"),
        ),
    )


def end_where_wrong(options: argparse.Namespace, *complaints: Complaint) -> None:
    """Ends the program, as argparse does, with the first complaint that is right."""
    for is_wrong, words in complaints:
        if is_wrong:
            options.parser.error(words)
