"""The arguments of ``spakky-lint preview`` and the help that explains them."""

from __future__ import annotations

import argparse

from spakky_lint.cli.shared_arguments import (
    add_backend,
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
    from spakky_lint.cli.requests import PreviewRequest

DOCUMENTS = ("json", "ics", "html")
"""The formats that are for other programs."""

DESCRIPTION = Message("""\
Show when each schedule fires, in the time zone of the project, and what
daylight saving time or anything else changes about it. The code is read and
never run, except with --import.
""")

EPILOG = Message("""\
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
  spakky-lint preview --require known --max-per-minute 5
                                       for CI: exit 1 with a list of what is not
                                       known, and of minutes with too many tasks
  spakky-lint preview --diff main      what fires differently since then
  spakky-lint preview --import shop    import it, and compare with the source

A time is a date (its midnight, in the zone of the preview) or a date and time
with an offset: 2026-11-23, 2026-11-23T09:00+09:00, 2026-11-23T00:00Z. Without
--tz, times are in the timezone of [tool.spakky-lint] or of the project's own
settings, else in UTC, as celery's are. A file that cannot be read is reported
and left out of the preview.

--require known is met if the times of every schedule are known from the code;
of an interval, its rate. --max-per-minute N looks at all minutes from --from
on, until --until or for a year, and is not met if a schedule cannot be counted:
an interval is counted from --beat-start. A task that starts twice counts twice.

exit codes:
  0    shown
  1    --require or --max-per-minute is not met
  2    the work could not be done: bad arguments or configuration, a file
       that cannot be read or written, a module that cannot be imported
""")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_paths(parser)

    when = parser.add_argument_group(Message("time"))
    when.add_argument(
        "--next",
        metavar="N",
        dest="count",
        help=Message(
            "how many times of each schedule to show at most (default: 5, or all with --until)"
        ),
    )
    when.add_argument(
        "--from",
        metavar="TIME",
        dest="start",
        help=Message("the first time to show (default: now)"),
    )
    when.add_argument("--until", metavar="TIME", help=Message("show nothing from this time on"))
    when.add_argument(
        "--tz",
        metavar="ZONE",
        dest="timezone",
        help=Message("the IANA zone of the schedules (default: the configured timezone, else UTC)"),
    )
    when.add_argument(
        "--beat-start",
        metavar="TIME",
        help=Message(
            "when beat starts: intervals count from there, and without it only their rate is known"
        ),
    )

    output = parser.add_argument_group(Message("output"))
    output.add_argument(
        "--format",
        choices=("table", *DOCUMENTS),
        default="table",
        help=Message("a table, JSON, a calendar, or a page for the browser (default: table)"),
    )
    output.add_argument(
        "--heatmap",
        action="store_true",
        help=Message(
            "show the load of the week, hour by hour, in place of the schedules: the "
            "average of the year from --from on, or until --until"
        ),
    )
    add_language(output)
    add_output(output, Message("json, ics or html"))
    output.add_argument(
        "--require",
        metavar="RULE",
        dest="demands",
        action="append",
        default=[],
        help=Message(
            "known: exit 1 with a list of the schedules whose times are not known from the code"
        ),
    )
    output.add_argument(
        "--max-per-minute",
        metavar="N",
        help=Message("exit 1 with a list of the minutes in which more tasks than this start"),
    )
    add_exit_zero(output, Message("exit 0 even if --require or --max-per-minute is not met"))

    add_source(
        parser,
        Message(
            "show only what fires differently from that git revision, and what would fire at "
            "once when beat is restarted"
        ),
    )

    configuration = add_configuration(parser)
    add_backend(configuration)
    add_loudness(parser, Message("write only the schedules and what went wrong, without notes"))
    add_speed(
        parser,
        Message(
            "how many processes read files in parallel (default: auto, one per processor if there "
            "is enough to parse); --format html is made by one"
        ),
    )


def request(options: argparse.Namespace) -> PreviewRequest:
    """Ends the program, as argparse does, for options that contradict each other."""
    end_where_wrong(
        options,
        two_configurations(options),
        isolated_python(options),
        *two_sources(options),
        (
            options.heatmap and options.format != "table",
            Message("--heatmap is drawn in the terminal, so it takes no --format"),
        ),
        (
            options.format == "html" and options.count is not None,
            Message("--format html shows every time of whole months, so it takes no --next"),
        ),
        (
            options.since is not None and options.heatmap,
            Message("--diff lists what has changed, so it takes no --heatmap"),
        ),
        (
            options.since is not None and options.format not in ("table", "json"),
            Message("--diff comes as a table or as json, not as {format}", format=options.format),
        ),
        (
            options.output is not None and options.format == "table",
            Message("--output needs --format json, ics or html"),
        ),
    )
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
        demands=tuple(options.demands),
        max_per_minute=options.max_per_minute,
        exit_zero=options.exit_zero,
        loudness=options.loudness,
        cache=cache_options(options),
        jobs=options.jobs,
        output=options.output,
        config=configuration_options(options),
    )
