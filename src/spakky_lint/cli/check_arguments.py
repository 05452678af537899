"""The arguments of ``spakky-lint check``."""

from __future__ import annotations

import argparse
import os

from spakky_lint.cli.loudness import Loudness
from spakky_lint.cli.parsing import Refused, path_name
from spakky_lint.cli.shared_arguments import (
    EXIT_CODES,
    add_backend,
    add_configuration,
    add_exit_zero,
    add_language,
    add_loudness,
    cache_options,
    configuration_options,
    end_where_wrong,
    isolated_python,
    two_configurations,
)
from spakky_lint.cli.worker_arguments import add_division, division_complaints
from spakky_lint.messages.message import Message, in_lines
from spakky_lint.report.formats import DEFAULT, FORMATS, format_problem

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from spakky_lint.cli.requests import CheckRequest, Output

STANDARD_OUTPUT = "-"

DESCRIPTION = Message("Check Python files, and report what goes wrong with them in Spakky.")

FORMATS_LISTED = in_lines(
    [
        Message("  {name} {words}", name=f"{name:<12}", words=each.words)
        for name, each in FORMATS.items()
    ]
)

EPILOG = Message(
    """\
examples:
  spakky-lint check src tests          check two directories
  spakky-lint check --fix              apply the safe fixes
  spakky-lint check --fix --unsafe-fixes
                                       also apply those that need a review
  spakky-lint check --diff             see what --fix would change
  spakky-lint check --select SPK3,SPK401
                                       only schedules and crontab ranges
  spakky-lint check --write-baseline   accept the findings of today: with
                                       --baseline FILE only new ones count
  spakky-lint check --new-since main   only what is new since main
  spakky-lint check --format json      for other programs
  spakky-lint check --format text --format sarif=lint.sarif
                                       for people, and for code scanning
  spakky-lint check - --stdin-filename src/tasks.py < src/tasks.py
                                       check a text that is not saved

formats:
{formats}

A directory is searched for *.py, without what git ignores, hidden folders,
virtual environments, __pycache__, *.egg, node_modules, and build and dist
unless they are packages. What is excluded is still checked if a PATH names it,
unless --force-exclude is given.

The configuration of a file is that of the nearest folder above it with a
.spakky-lint.toml, a spakky-lint.toml or a pyproject.toml with
[tool.spakky-lint]; `spakky-lint config` shows it, with all its keys. A comment
such as "# noqa: SPK301" suppresses the findings of its line.

{exit_codes}""",
    formats=FORMATS_LISTED,
    exit_codes=EXIT_CODES,
)


FORMAT = "NAME[=FILE]"
"""How the help writes a format, and where it goes."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help=Message(
            "a file, a directory, or - for standard input (default: the current directory)"
        ),
    )

    output = parser.add_argument_group(Message("output"))
    add_report(output)
    output.add_argument(
        "--explain-unknown",
        action="store_true",
        help=Message("show what is not known from the code, so that rules say nothing about it"),
    )
    add_exit_zero(output, Message("exit 0 even if something is found"))

    rules = parser.add_argument_group(Message("rules"))
    rules.add_argument(
        "--select",
        metavar="CODES",
        action="extend",
        type=_codes,
        help=Message(
            "report only these codes or prefixes, in place of what the configuration "
            "selects and ignores; separate them by commas, or repeat the option"
        ),
    )
    rules.add_argument(
        "--extend-select",
        metavar="CODES",
        action="extend",
        type=_codes,
        default=[],
        help=Message("report these in addition; an opt-in rule needs its full code"),
    )
    rules.add_argument(
        "--ignore",
        metavar="CODES",
        action="extend",
        type=_codes,
        default=[],
        help=Message("do not report these; between --select and --ignore the longer prefix wins"),
    )

    fixes = parser.add_argument_group(Message("fixes"))
    fixes.add_argument(
        "--fix", action="store_true", help=Message("apply the safe fixes, report what is left")
    )
    fixes.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help=Message(
            "with --fix or --diff: also the fixes that need a review; alone, only count them"
        ),
    )
    fixes.add_argument(
        "--diff",
        action="store_true",
        help=Message(
            "write nothing, not even with --fix: print what would change as a patch for "
            "`git apply -p0`, and exit 1 if it is not empty or findings would be left"
        ),
    )

    fixes.add_argument(
        "--add-noqa",
        action="store_true",
        help=Message(
            "fix nothing: add # noqa comments for what is reported; with --diff only show them"
        ),
    )
    fixes.add_argument(
        "--reason",
        metavar="TEXT",
        type=_comment,
        help=Message("with --add-noqa: the reason, which follows each of the comments"),
    )

    known = parser.add_argument_group(Message("known findings"))
    known.add_argument(
        "--write-baseline",
        metavar="FILE",
        nargs="?",
        const=True,
        type=path_name,
        help=Message(
            "write all findings to this file, one per line, so that they are no longer "
            "reported (default: the file that the configuration names, else "
            "spakky-lint-baseline.jsonl); entries of files that are not checked are kept"
        ),
    )
    known.add_argument(
        "--baseline",
        metavar="FILE",
        type=path_name,
        help=Message(
            "do not report the findings in this file, even if their lines have moved; a "
            "second copy of one is new"
        ),
    )
    known.add_argument(
        "--no-baseline",
        action="store_true",
        help=Message("do not use the baseline that the configuration names"),
    )
    known.add_argument(
        "--prune-baseline",
        action="store_true",
        help=Message("remove what no longer occurs from the baseline, and follow renamed files"),
    )
    known.add_argument(
        "--new-since",
        metavar="REV",
        help=Message(
            "report only what is new since this git revision, whether its cause is in the "
            "same file or in another one"
        ),
    )

    configuration = add_configuration(parser)
    add_backend(configuration)
    configuration.add_argument(
        "--stdin-filename",
        metavar="NAME",
        help=Message("the path that - stands for, in reports and for exclude and per-file-ignores"),
    )

    shown = parser.add_argument_group(Message("instead of checking"))
    shown.add_argument(
        "--show-files", action="store_true", help=Message("list the files that would be checked")
    )
    shown.add_argument(
        "--show-settings",
        action="store_true",
        help=Message("show the configuration of the first of them, as `spakky-lint config` does"),
    )

    add_loudness(parser, Message("write only the findings and what went wrong, without notes"))
    add_division(parser)


def add_report(output: argparse._ArgumentGroup) -> None:
    """How the findings are written."""
    output.add_argument(
        "--format",
        metavar=FORMAT,
        action="append",
        type=_format,
        default=[],
        help=Message(
            "one of the formats below, to standard output or to a file; may be repeated "
            "(default: {default})",
            default=DEFAULT,
        ),
    )
    output.add_argument(
        "-o",
        "--output-file",
        metavar="FILE",
        type=path_name,
        help=Message("write the report to this file and not to standard output"),
    )
    add_language(output)
    output.add_argument(
        "--statistics",
        action="store_true",
        help=Message(
            "count the findings of each rule at the end; [*] marks a rule whose findings can all "
            "be fixed, [-] one with some that can"
        ),
    )


def request(options: argparse.Namespace) -> CheckRequest:
    end_where_wrong(
        options,
        two_configurations(options),
        isolated_python(options),
        (
            options.show_files and options.show_settings,
            Message("--show-files and --show-settings show different things: give one of them"),
        ),
        (
            (options.show_files or options.show_settings) and (options.fix or options.diff),
            Message("--show-files and --show-settings check nothing: leave out --fix and --diff"),
        ),
        (
            options.diff and bool(options.format),
            Message("--diff writes a patch, so it takes no --format"),
        ),
        (
            options.diff and options.output_file is not None,
            Message("--diff writes a patch, so it takes no --output-file"),
        ),
        (
            options.stdin_filename is not None and "-" not in options.paths,
            Message("--stdin-filename names the text of standard input, so - has to be the path"),
        ),
        (
            "-" in options.paths and len(options.paths) > 1,
            Message("- is standard input, and has to be the only path"),
        ),
    )
    end_where_wrong(
        options,
        (
            options.reason is not None and not options.add_noqa,
            Message("--reason is what the comments of --add-noqa say: give both"),
        ),
        (
            options.add_noqa and options.fix,
            Message("--add-noqa keeps the code and --fix changes it: give one of them"),
        ),
        (
            options.add_noqa and options.write_baseline is not None,
            Message(
                "--add-noqa and --write-baseline are two ways to keep a finding: give one of them"
            ),
        ),
    )
    end_where_wrong(
        options,
        (
            options.loudness is Loudness.SILENT
            and "-" in options.paths
            and (options.fix or options.add_noqa)
            and not options.diff,
            Message("--silent writes nothing, and the text of - would be lost"),
        ),
    )
    end_where_wrong(options, *division_complaints(options))
    is_written = options.write_baseline is not None
    end_where_wrong(
        options,
        (
            options.baseline is not None and options.no_baseline,
            Message("--baseline names one and --no-baseline uses none: give one of them"),
        ),
        (
            is_written and (options.baseline is not None or options.no_baseline),
            Message(
                "--write-baseline FILE names the baseline, so it takes no --baseline or "
                "--no-baseline"
            ),
        ),
        (
            options.prune_baseline and (is_written or options.no_baseline),
            Message(
                "--prune-baseline changes the baseline: no --write-baseline or --no-baseline "
                "with it"
            ),
        ),
        (
            is_written and options.new_since is not None,
            Message("--write-baseline writes all findings, so it takes no --new-since"),
        ),
        (
            (is_written or options.prune_baseline) and options.diff,
            Message("--diff writes nothing, so it takes no --write-baseline or --prune-baseline"),
        ),
        (
            (is_written or options.prune_baseline) and "-" in options.paths,
            Message("a baseline is for files: --write-baseline and --prune-baseline take no -"),
        ),
    )
    from spakky_lint.cli.requests import CheckRequest

    outputs = outputs_of(options)
    return CheckRequest(
        paths=tuple(options.paths) or (".",),
        outputs=outputs,
        select=None if options.select is None else tuple(options.select),
        extend_select=tuple(options.extend_select),
        ignore=tuple(options.ignore),
        fix=options.fix,
        unsafe_fixes=options.unsafe_fixes,
        diff=options.diff,
        exit_zero=options.exit_zero,
        statistics=options.statistics,
        explain_unknown=options.explain_unknown,
        show_files=options.show_files,
        show_settings=options.show_settings,
        backend=options.backend,
        stdin_filename=options.stdin_filename,
        config=configuration_options(options),
        baseline=options.baseline,
        no_baseline=options.no_baseline,
        write_baseline="" if options.write_baseline is True else options.write_baseline,
        prune_baseline=options.prune_baseline,
        new_since=options.new_since,
        add_noqa=options.add_noqa,
        reason=options.reason or "",
        language=options.language,
        loudness=options.loudness,
        jobs=options.jobs,
        cache=cache_options(options),
        cluster=options.executor,
        shard=options.shard,
        is_watching=options.watch,
    )


def _comment(text: str) -> str:
    words = text.strip()
    if not words or not words.isprintable():
        raise Refused(Message("some words on one line are needed"))
    return words


def _codes(text: str) -> list[str]:
    codes = [code.strip() for code in text.split(",") if code.strip()]
    if not codes:
        raise Refused(Message("at least one code is needed, such as SPK301"))
    return codes


def _format(text: str) -> tuple[str, str | None]:
    """The name, and the file if there is one."""
    name, equals, file = text.partition("=")
    problem = format_problem(name)
    if problem is not None:
        raise Refused(problem)
    if equals and not file:
        raise Refused(Message("{text} names no file", text=text))
    return name, None if file in ("", STANDARD_OUTPUT) else file


def outputs_of(options: argparse.Namespace) -> tuple[Output, ...]:
    from spakky_lint.cli.requests import Output

    outputs = [Output(name, file) for name, file in options.format] or [Output()]
    mixed = tuple(f"--format {each.format}" for each in outputs if each.file is None)
    too_many = Message(
        "{formats} would be mixed up on standard output: give all but one a file, as in "
        "--format json=FILE",
        formats=mixed,
    )
    file = options.output_file
    files = [each.file for each in outputs if each.file is not None]
    if file is not None:
        files.append(file)
    end_where_wrong(
        options,
        (len(mixed) > 1, too_many),
        (
            file is not None and not mixed,
            Message(
                "--output-file is for a report that has no file yet, and each --format names one"
            ),
        ),
        (
            len(set(map(os.path.abspath, files))) < len(files),
            Message(
                "two reports cannot be written to one file: give each --format a file of its own"
            ),
        ),
    )
    if file in (None, STANDARD_OUTPUT):
        return tuple(outputs)
    return tuple(Output(each.format, each.file or file) for each in outputs)
