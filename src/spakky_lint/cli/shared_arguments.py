"""Arguments that several commands take, and how options that contradict each other end them."""

from __future__ import annotations

import argparse

from spakky_lint.cli.loudness import Loudness

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Sequence

    from spakky_lint.cli.requests import CacheOptions, ConfigurationOptions

_MOST_JOBS = 256

EXIT_CODES = """\
exit codes:
  0    nothing found
  1    findings left
  2    the work could not be done: bad arguments or configuration,
       a path that cannot be read or written
"""

Complaint = tuple[object, str]
"""What is wrong, if anything is, and the sentence for it."""


def add_paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="a file or a directory (default: the current directory)",
    )


def add_output(group: argparse._ArgumentGroup, formats: str) -> None:
    group.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help=f"write {formats} to this file, in one step, and not to standard output",
    )


def add_language(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--lang",
        dest="language",
        choices=("en", "ko"),
        help="the language of the words (default: the locale's for people, English for programs)",
    )


def add_since(parser: argparse.ArgumentParser, since: str) -> argparse._ArgumentGroup:
    """`since` is the help for --diff."""
    source = parser.add_argument_group("source")
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
        help="RUNS YOUR CODE: import the module with all its submodules, show what the framework "
        "finds on its classes, and how that differs from what the text says; may be repeated",
    )


def add_configuration(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    group = parser.add_argument_group("configuration")
    group.add_argument(
        "--config",
        metavar="FILE|KEY=VALUE",
        action="append",
        default=[],
        help="take this TOML file in place of all others, its globs relative to the working "
        "directory; or set one key, as TOML, over every file, such as "
        "'ignore = [\"SPK5\"]'; may be repeated",
    )
    group.add_argument(
        "--isolated",
        action="store_true",
        help="use no configuration file, and no other file that tells what the application runs on",
    )
    group.add_argument(
        "--force-exclude",
        action=argparse.BooleanOptionalAction,
        help="leave out what the configuration excludes even where a PATH names it, as hooks do",
    )
    group.add_argument(
        "--respect-gitignore",
        action=argparse.BooleanOptionalAction,
        help="skip what git ignores in a directory (default: yes)",
    )
    group.add_argument(
        "--python",
        metavar="PATH",
        help="the Python of the project, or its virtual environment: what is installed there "
        "tells versions that nothing pins; it is not run (default: .venv, or the active one)",
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
        help="who runs the schedules: as the framework documents them, or spakky-celery up to "
        "8.5.0, which shifts weekdays (default: what the project depends on)",
    )


def add_exit_zero(group: argparse._ArgumentGroup, what: str) -> None:
    group.add_argument("--exit-zero", action="store_true", help=f"exit 0 even when {what}")


def add_loudness(parser: argparse.ArgumentParser, quiet: str) -> None:
    """`quiet` is what is written with --quiet."""
    group = parser.add_argument_group("how much is said")
    one = group.add_mutually_exclusive_group()
    for letter, name, loudness, words in (
        ("-q", "--quiet", Loudness.QUIET, f"{quiet} and what went wrong, without notes"),
        ("-v", "--verbose", Loudness.VERBOSE, "also what was parsed and why, and where time went"),
        ("-s", "--silent", Loudness.SILENT, "nothing at all: only the exit code tells"),
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


def add_speed(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("speed")
    group.add_argument(
        "-j",
        "--jobs",
        metavar="N|auto",
        type=number_of_processes,
        help="taken as check takes it; a report reads its files one after the other",
    )
    add_cache(group, "--diff")


def add_cache(group: argparse._ArgumentGroup, without: str) -> None:
    """`without` is what does without a cache."""
    group.add_argument(
        "--no-cache",
        action="store_true",
        help=f"neither take over results of an earlier run nor keep any, as with {without}",
    )
    group.add_argument(
        "--cache-dir",
        metavar="DIR",
        help="keep results there (default: .spakky-lint-cache beside the configuration)",
    )


def cache_options(options: argparse.Namespace) -> CacheOptions:
    from spakky_lint.cli.requests import CacheOptions

    return CacheOptions(options.no_cache, options.cache_dir)


def number_of_processes(text: str) -> int | None:
    if text == "auto":
        return None
    is_number = text.isascii() and text.isdecimal() and len(text) < 6
    if not is_number or not 1 <= int(text) <= _MOST_JOBS:
        words = f"{text!r} is no number of processes: 1 to {_MOST_JOBS} or auto is allowed"
        raise argparse.ArgumentTypeError(words)
    return int(text)


def two_configurations(options: argparse.Namespace) -> Complaint:
    return (
        options.isolated and any("=" not in text for text in options.config),
        "--config names a configuration and --isolated uses none: give one of them",
    )


def isolated_python(options: argparse.Namespace) -> Complaint:
    return (
        options.python is not None and options.isolated,
        "--python names what the project runs on and --isolated looks at nothing: give one of them",
    )


def two_sources(options: argparse.Namespace) -> Sequence[Complaint]:
    return (
        (
            options.since is not None and options.modules,
            "--diff compares texts and --import runs code: give one of them",
        ),
        (options.modules and options.paths, "--import names the modules, so it takes no PATH"),
    )


def end_where_wrong(options: argparse.Namespace, *complaints: Complaint) -> None:
    """Ends the program, as argparse does, with the first complaint that is right."""
    for is_wrong, words in complaints:
        if is_wrong:
            options.parser.error(words)
