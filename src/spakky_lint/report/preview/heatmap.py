"""``--heatmap``: how many runs begin in each hour of the week, as a map in the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from spakky_lint.data import dataclass
from spakky_lint.messages.language import Language
from spakky_lint.report.cells import labelled
from spakky_lint.report.columns import cell_width, wrap
from spakky_lint.report.preview.heatmap_words import HeatmapWords, words_of_heatmap
from spakky_lint.report.preview.table_words import counted, words_of_table
from spakky_lint.report.preview.times import instant
from spakky_lint.report.style import PLAIN, Ink, Style
from spakky_lint.report.words_of_schedules import on_weekdays, zone_name
from spakky_lint.runtime.load import Load

_HOURS = range(24)
_LABEL = 5
"""The columns in front of the map."""
_WIDEST = 4
_LEVELS = 4
_TOLERANCE = 0.1
"""Of a level: so little more, as a transition makes, does not count."""
_HOT = 3.0
"""Fewer runs in an hour never have the hottest level."""
_BUSIEST = 3
_TRANSITION = 0.04

_SHADES = (".", "░", "▒", "▓", "█")
_COLOURS: Sequence[tuple[int, int]] = ((24, 231), (36, 16), (179, 16), (160, 231))
"""From cool to hot, and what is legible on it, of the 256 colours of a terminal; each stands out on
a light and on a dark ground.
"""


def heatmap(
    load: Load,
    language: Language = Language.EN,
    style: Style = PLAIN,
    left_out: int = 0,
    lost: int = 0,
) -> Iterator[str]:
    """The map with its legend, the busiest hours, and what else there is to say.

    `left_out` is how many schedules are not in the load, for nobody knows when they fire; `lost` is
    how many never run.
    """
    said = words_of_heatmap(language)
    yield from _head(load, language, style)
    yield ""
    chart = _Chart.of(load)
    paint = _Paint(style, max(min((style.width - _LABEL) // len(_HOURS), _WIDEST), 1))
    yield from _map(chart, said, paint)
    yield ""
    yield from _legend(chart, said, paint)
    yield ""
    yield from labelled(list(_facts(chart, load, said, language, left_out, lost)), style)


def _head(load: Load, language: Language, style: Style) -> Iterator[str]:
    said = words_of_table(language)
    rows = [
        (said.zone, zone_name(load.zone)),
        (said.backend, said.backends[load.backend]),
        (said.start, instant(load.start, load.zone, language)),
        (said.until, instant(load.until, load.zone, language)),
    ]
    return labelled(rows, style)


# Numbers


@dataclass(frozen=True, slots=True)
class _Chart:
    """How many runs are planned on average, by weekday and hour; None for an hour that never comes.

    Without the intervals, which are the same in every hour and would hide all else.
    """

    rows: Sequence[Sequence[float | None]]

    @classmethod
    def of(cls, load: Load) -> _Chart:
        return cls(
            [
                [count / number if number else None for count, number in zip(*row, strict=True)]
                for row in zip(load.planned, _occurrences(load), strict=True)
            ]
        )

    @property
    def cells(self) -> Mapping[tuple[int, int], float]:
        """The hours that do come."""
        return {
            (weekday, hour): count
            for weekday, row in enumerate(self.rows)
            for hour, count in enumerate(row)
            if count is not None
        }

    @property
    def most(self) -> float:
        return max(self.cells.values(), default=0.0)

    def levels(self) -> list[list[int | None]]:
        """0 where no run is planned, else from 1 for rare ones to 4."""
        scale = _LEVELS / max(self.most, _HOT)
        return [
            [None if count is None else 0 if not count else _level(count * scale) for count in row]
            for row in self.rows
        ]


def _level(scaled: float) -> int:
    return max(math.ceil(scaled - _TOLERANCE), 1)


def _occurrences(load: Load) -> list[list[int]]:
    """How often each hour of the week begins or goes on in the window."""
    start, until = (
        at.astimezone(load.zone).replace(tzinfo=None) for at in (load.start, load.until)
    )
    found = [[0] * len(_HOURS) for _ in range(7)]
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    while day < until:
        first = start.hour if day.date() == start.date() else 0
        last = _last_hour(until) if day.date() == until.date() else len(_HOURS) - 1
        row = found[day.weekday()]
        for hour in range(first, last + 1):
            row[hour] += 1
        day += timedelta(days=1)
    return found


def _last_hour(until: datetime) -> int:
    return (until - timedelta.resolution).hour


def _number(count: float) -> str:
    """Few enough digits to take in, and 1 for what is 1 but for a transition."""
    count = _rounded(count)
    if count >= 1:
        return f"{count:,g}" if count < 10 else f"{count:,.0f}"
    return "0" if not count else f"{count:.2f}" if count >= 0.005 else "<0.01"


def _rounded(count: float) -> float:
    """What a transition adds or takes in a year is no more than that."""
    whole = round(count)
    return (
        whole if abs(count - whole) < _TRANSITION * count else round(count, 1 if count > 1 else 2)
    )


# The map


@dataclass(frozen=True, slots=True)
class _Paint:
    style: Style
    width: int
    """The columns of an hour."""

    def cell(self, level: int | None, count: float | None = None) -> str:
        if level is None:
            return " " * self.width
        if level == 0:
            return self.style.paint(f"{_SHADES[0]:^{self.width}}", Ink.FAINT)
        if not self.style.colour:
            return _SHADES[level] * self.width
        number = "" if count is None or _rounded(count) < 1 else f"{count:.0f}"
        text = number if len(number) < self.width else ""
        ground, ink = _COLOURS[level - 1]
        return f"\x1b[38;5;{ink};48;5;{ground}m{text:^{self.width}}\x1b[0m"


def _map(chart: _Chart, said: HeatmapWords, paint: _Paint) -> Iterator[str]:
    every = {1: 3, 2: 2}.get(paint.width, 1)
    hours = "".join(_hour(hour, every, paint.width) for hour in _HOURS[::every])
    yield paint.style.paint(f"{' ' * _LABEL}{hours}".rstrip(), Ink.FAINT)
    for name, levels, counts in zip(said.weekdays, chart.levels(), chart.rows, strict=True):
        cells = "".join(map(paint.cell, levels, counts))
        yield f"{name}{' ' * (_LABEL - cell_width(name))}{cells}".rstrip()


def _hour(hour: int, every: int, width: int) -> str:
    """Over the middle of its column, or at the beginning of several."""
    return f"{hour:02}".ljust(every * width) if every > 1 else f"{f'{hour:02}':^{width}}"


def _legend(chart: _Chart, said: HeatmapWords, paint: _Paint) -> Iterator[str]:
    """Each level with the numbers that it really stands for."""
    ranges: dict[int, list[float]] = {}
    levels = chart.levels()
    for (weekday, hour), count in chart.cells.items():
        level = levels[weekday][hour]
        if level is not None:
            ranges.setdefault(level, []).append(count)
    line, used = paint.style.paint(said.runs, Ink.FAINT), cell_width(said.runs)
    swatch = replace(paint, width=2)
    entries = [
        (f"{swatch.cell(level)} {_range(of)}", _range(of)) for level, of in sorted(ranges.items())
    ]
    for entry, text in entries:
        columns = 3 + swatch.width + 1 + len(text)
        if used + columns > paint.style.width:
            yield line
            line, used = "", 0
        line += f"   {entry}"
        used += columns
    yield line
    if len(chart.cells) < len(_HOURS) * len(chart.rows):
        for line in wrap(said.outside, paint.style.width):
            yield paint.style.paint(line, Ink.FAINT)


def _range(counts: Sequence[float]) -> str:
    low, high = _number(min(counts)), _number(max(counts))
    return low if low == high else f"{low} - {high}"


# The facts below


def _facts(
    chart: _Chart, load: Load, said: HeatmapWords, language: Language, left_out: int, lost: int
) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(_busiest(chart, load, said, language)):
        yield "" if number else said.busiest, text
    if load.hourly:
        yield said.intervals, said.every_hour.format(number=_number(load.hourly))
    cells = chart.cells
    if len(cells) == len(_HOURS) * len(chart.rows):
        total = sum(cells.values()) + load.hourly * len(cells)
        yield said.total, said.per_week.format(number=_number(total))
    if left_out:
        yield said.left_out, counted(left_out, said.not_counted)
    if lost:
        yield "" if left_out else said.left_out, counted(lost, said.lost)


def _busiest(chart: _Chart, load: Load, said: HeatmapWords, language: Language) -> Iterator[str]:
    """The hours with the most runs; those of several days that have as many are named together."""
    if not chart.most:
        yield said.only_intervals if load.hourly else said.nothing
        return
    found: dict[tuple[int, str], list[int]] = {}
    ordered = sorted(chart.cells.items(), key=lambda cell: (-_rounded(cell[1]), cell[0][1]))
    for (weekday, hour), count in ordered:
        if count:
            found.setdefault((hour, _number(count)), []).append(weekday)
    for (hour, number), weekdays in [*found.items()][:_BUSIEST]:
        text = said.hour.format(
            hours=f"{hour:02}:00-{hour + 1:02}:00",
            weekdays=on_weekdays(sorted(weekdays), language),
            runs=said.run if number == "1" else said.some_runs.format(number),
        )
        if load.hourly:
            count = max(chart.cells[weekday, hour] for weekday in weekdays)
            text += said.with_intervals.format(number=_number(count + load.hourly))
        yield text
