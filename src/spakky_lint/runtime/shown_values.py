"""Schedule values as messages show them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from spakky_lint.messages.message import Message
from spakky_lint.runtime.crontab import Crontab, Month, Weekday
from spakky_lint.runtime.fields import FIELDS


def lost_parts(value: time | datetime) -> tuple[str, ...]:
    parts = []
    if value.second:
        parts.append(Message("its seconds"))
    if value.microsecond:
        parts.append(Message("its microseconds"))
    if value.tzinfo is not None:
        parts.append(Message("its time zone"))
    return tuple(parts)


def shown(value: object) -> str:
    return shortened(_text(value, 0), 60)


def _text(value: object, depth: int) -> str:
    """As `repr`, but enum members are shown as they are written."""
    if isinstance(value, type):
        return Message("the class {name}", name=value.__name__)
    if isinstance(value, (Month, Weekday)):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, Crontab):
        given = [name for name in FIELDS if getattr(value, name) != getattr(Crontab, name)]
        fields = (f"{name}={_text(getattr(value, name), depth + 1)}" for name in given)
        return f"Crontab({', '.join(fields)})"
    if type(value) in (list, tuple) and depth < 3:
        assert isinstance(value, (list, tuple))
        inner = ", ".join(_text(element, depth + 1) for element in value[:20])
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' * (len(value) == 1)})"
    if type(value) in (set, frozenset) and value and depth < 3:
        assert isinstance(value, (set, frozenset))
        return f"{{{', '.join(sorted(_text(element, depth + 1) for element in value))}}}"
    if isinstance(value, timedelta):
        return f"timedelta(seconds={plain_seconds(value)})"
    try:
        return repr(value).removeprefix("datetime.")
    except Exception:  # noqa: BLE001  # a number too long to print, a broken __repr__
        return Message("an unprintable {type}", type=type(value).__name__)


def shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 3]}..."


def listed(value: object) -> str:
    elements = value if isinstance(value, tuple) else (value,)
    *head, last = [shown(element) for element in elements]
    return Message("{names} or {last}", names=tuple(head), last=last) if head else last


def joined(numbers: frozenset[int]) -> str:
    if len(numbers) > 8:
        return Message(
            "{first} to {last} ({count} values)",
            first=min(numbers),
            last=max(numbers),
            count=len(numbers),
        )
    return ", ".join(str(number) for number in sorted(numbers))


def plain_seconds(delta: timedelta) -> str:
    return f"{delta.total_seconds():.6f}".rstrip("0").rstrip(".")
