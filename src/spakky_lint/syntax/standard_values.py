"""What of the standard library may be read: classes, functions, methods and constants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone

from spakky_lint.runtime import Month, Weekday

_CALLABLES: Mapping[str, type] = {
    "datetime.timedelta": timedelta,
    "datetime.time": time,
    "datetime.datetime": datetime,
    "datetime.date": date,
    "datetime.timezone": timezone,
    "builtins.tuple": tuple,
    "builtins.list": list,
    "builtins.set": set,
    "builtins.frozenset": frozenset,
    "builtins.range": range,
}


def _as_text(value: object) -> str:
    # A member of an enumeration may be a number, and print its name.
    if type(value) not in (int, str, bool, float):
        raise TypeError
    return str(value)


FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "builtins.abs": abs,
    "builtins.divmod": divmod,
    "builtins.float": float,
    "builtins.int": int,
    "builtins.len": len,
    "builtins.max": max,
    "builtins.min": min,
    "builtins.round": round,
    "builtins.sorted": sorted,
    "builtins.str": _as_text,
    "builtins.sum": sum,
    "datetime.date.fromisoformat": date.fromisoformat,
    "datetime.datetime.combine": datetime.combine,
    "datetime.datetime.fromisoformat": datetime.fromisoformat,
    "datetime.datetime.strptime": datetime.strptime,
    "datetime.time.fromisoformat": time.fromisoformat,
}
_OF_TEXTS = (
    *("endswith", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "rpartition"),
    *("rsplit", "rstrip", "split", "startswith", "strip", "upper"),
)
METHODS = frozenset(
    {
        *((kind, "isoformat") for kind in (date, datetime, time)),
        *((kind, "replace") for kind in (datetime, time)),
        *((datetime, name) for name in ("date", "time", "timetz")),
        (timedelta, "total_seconds"),
        *((str, name) for name in _OF_TEXTS),
    }
)
_OF_CLOCKS = ("hour", "minute", "second", "microsecond", "tzinfo")
_OF_DATES = ("year", "month", "day")
ATTRIBUTES = frozenset(
    {
        *((kind, name) for kind in (Month, Weekday) for name in ("name", "value")),
        *((kind, name) for kind in (datetime, time) for name in _OF_CLOCKS),
        *((kind, name) for kind in (date, datetime) for name in _OF_DATES),
        *((timedelta, name) for name in ("days", "seconds", "microseconds")),
    }
)
NAMES_OF_ATTRIBUTES = frozenset(name for _, name in ATTRIBUTES)
CONSTANTS: Mapping[str, object] = {
    "datetime.UTC": UTC,
    "datetime.timezone.utc": UTC,
    **{
        f"datetime.{kind.__name__}.{name}": getattr(kind, name)
        for kind in (date, datetime, time, timedelta)
        for name in ("max", "min", "resolution")
    },
}
COLLECTIONS = (tuple, list, set, frozenset)
GOING_THROUGH: tuple[object, ...] = (*COLLECTIONS, max, min, sorted, sum)
"""What takes a generator to its end."""


def standard_class(qualified: str) -> type | None:
    if qualified == "zoneinfo.ZoneInfo":
        # Few texts name a zone, and the module takes its time.
        from zoneinfo import ZoneInfo

        return ZoneInfo
    return _CALLABLES.get(qualified)
