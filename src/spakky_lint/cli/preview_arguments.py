"""The arguments of ``spakky-lint preview`` and the help that explains them."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from spakky_lint.cli.requests import PreviewRequest

DOCUMENTS = ("json", "ics", "html")
"""The formats that are for other programs."""

DESCRIPTION = """\
Show when each schedule fires, in the zone that counts, with what daylight
saving does to it and what is odd about it. The code is read and never run,
except with --import.
"""

EPILOG = """\
examples:
  spakky-lint preview                  the next five times of every schedule
  spakky-lint preview src --tz Asia/Seoul --lang ko
                                       in that zone, in Korean
  spakky-lint preview --from 2026-03-01 --until 2026-04-01
                                       all of March, its transition included
  spakky-lint preview --beat-start 2026-11-23T09:00+09:00
                                       intervals too, which count from there
  spakky-lint preview --heatmap        how busy each hour of the week is
  spakky-lint preview --format ics --until 2026-12-31 -o schedules.ics
                                       for a calendar
  spakky-lint preview --format html -o schedules.html
                                       a page to click through
  spakky-lint preview --diff main      what fires differently since then
  spakky-lint preview --import shop    import it, and compare with the text

A time is a date (its midnight, in the zone of the preview) or a date and time
with an offset: 2026-11-23, 2026-11-23T09:00+09:00, 2026-11-23T00:00Z. Without
--tz, times are in the timezone of [tool.spakky-lint], else in UTC, as celery's
are. A file is left out of the preview when it cannot be read, and named.

exit codes:
  0    shown
  2    the work could not be done: bad arguments or configuration, a file
       that cannot be read or written, a module that cannot be imported
"""


def add_preview_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="a file or a directory (default: the current directory)",
    )

    when = parser.add_argument_group("time")
    when.add_argument(
        "--next",
        metavar="N",
        dest="count",
        help="at most so many times of each schedule (default: 5, or all with --until)",
    )
    when.add_argument(
        "--from", metavar="TIME", dest="start", help="the first time to show (default: now)"
    )
    when.add_argument("--until", metavar="TIME", help="show nothing from this time on")
    when.add_argument(
        "--tz",
        metavar="ZONE",
        dest="timezone",
        help="the IANA zone of the schedules (default: the configured timezone, else UTC)",
    )
    when.add_argument(
        "--beat-start",
        metavar="TIME",
        help="when beat starts, which intervals count from; without it only their rate is known",
    )

    output = parser.add_argument_group("output")
    output.add_argument(
        "--format",
        choices=("table", *DOCUMENTS),
        default="table",
        help="a table, JSON, a calendar, or a page for the browser (default: table)",
    )
    output.add_argument(
        "--heatmap",
        action="store_true",
        help="the load of the week, hour by hour, in place of the schedules; it is the average "
        "of the year from --from on, or until --until",
    )
    output.add_argument(
        "--lang",
        dest="language",
        choices=("en", "ko"),
        help="the language of the words (default: the locale's, else English)",
    )
    output.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write json, ics or html to this file, in one step, and not to standard output",
    )

    source = parser.add_argument_group("source")
    source.add_argument(
        "--diff",
        metavar="REV",
        dest="since",
        help="show only what fires differently from that git revision, and what would fire at "
        "once when beat is restarted",
    )
    source.add_argument(
        "--import",
        metavar="MODULE",
        dest="modules",
        action="append",
        default=[],
        help="RUNS YOUR CODE: import the module with all its submodules, show what the framework "
        "finds on its classes, and how that differs from what the text says; may be repeated",
    )

    configuration = parser.add_argument_group("configuration")
    configuration.add_argument(
        "--config",
        metavar="FILE",
        help="take [tool.spakky-lint] from this TOML file; its globs are then relative to the "
        "working directory",
    )
    configuration.add_argument("--isolated", action="store_true", help="use no configuration file")
    configuration.add_argument(
        "--backend",
        choices=("spec", "celery"),
        help="who runs the schedules: as the framework documents them, or spakky-celery up to "
        "8.5.0, which shifts weekdays (default: what the project depends on)",
    )


def preview_request(options: argparse.Namespace) -> PreviewRequest:
    """Ends the program, as argparse does, for options that contradict each other."""
    for is_wrong, complaint in (
        (
            options.config is not None and options.isolated,
            "--config names a configuration and --isolated uses none: give one of them",
        ),
        (
            options.heatmap and options.format != "table",
            "--heatmap is drawn in the terminal, so it takes no --format",
        ),
        (
            options.format == "html" and options.count is not None,
            "--format html shows every time of whole months, so it takes no --next",
        ),
        (
            options.since is not None and options.modules,
            "--diff compares texts and --import runs code: give one of them",
        ),
        (
            options.since is not None and options.heatmap,
            "--diff lists what has changed, so it takes no --heatmap",
        ),
        (
            options.since is not None and options.format not in ("table", "json"),
            f"--diff comes as a table or as json, not as {options.format}",
        ),
        (
            options.modules and options.paths,
            "--import names the modules, so it takes no PATH",
        ),
        (
            options.output is not None and options.format == "table",
            "--output takes what --format json, ics or html makes",
        ),
    ):
        if is_wrong:
            options.parser.error(complaint)
    from spakky_lint.cli.requests import PreviewRequest

    return PreviewRequest(
        paths=tuple(options.paths) or (".",),
        count=options.count,
        start=options.start,
        until=options.until,
        timezone=options.timezone,
        backend=options.backend,
        beat_start=options.beat_start,
        format=options.format,
        heatmap=options.heatmap,
        language=options.language,
        since=options.since,
        modules=tuple(options.modules),
        output=options.output,
        config=options.config,
        isolated=options.isolated,
    )
