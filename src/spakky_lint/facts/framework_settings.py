"""The environment variables that the framework reads: which there are, and which values they take.

The framework reads them whatever the case of their names, so they are compared in capitals.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Source
from spakky_lint.runtime.truths import truth
from spakky_lint.syntax.ranges import Range

PROPAGATION = "SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED"
CELERY = "SPAKKY_CELERY__"
"""What those of spakky-celery begin with."""
TIMEZONE = f"{CELERY}TIMEZONE"
RESULT_BACKEND = f"{CELERY}RESULT_BACKEND"
SERIALIZERS = ("json", "pickle", "yaml", "msgpack")

_NEARLY = "SPAKKY_CELERY_"


class _Kind(Enum):
    TEXT = auto()
    ZONE = auto()
    SERIALIZER = auto()
    SERIALIZERS = auto()
    TRUTH = auto()


_KINDS: Mapping[str, _Kind] = {
    f"{CELERY}APP_NAME": _Kind.TEXT,
    f"{CELERY}BROKER_URL": _Kind.TEXT,
    RESULT_BACKEND: _Kind.TEXT,
    f"{CELERY}TASK_SERIALIZER": _Kind.SERIALIZER,
    f"{CELERY}RESULT_SERIALIZER": _Kind.SERIALIZER,
    f"{CELERY}ACCEPT_CONTENT": _Kind.SERIALIZERS,
    TIMEZONE: _Kind.ZONE,
    f"{CELERY}ENABLE_UTC": _Kind.TRUTH,
    PROPAGATION: _Kind.TRUTH,
}
KEYS = tuple(_KINDS)
SECRET = frozenset({f"{CELERY}BROKER_URL", RESULT_BACKEND})
"""Those whose values may hold a password."""


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A line of a file of the project that sets an environment variable of the framework's."""

    key: str
    """In capitals."""
    value: str | None
    """None where it is set, and nobody can tell to what."""
    source: Source
    key_range: Range
    value_range: Range
    is_example: bool = False
    """Whether it is a template's, whose values are to be replaced."""


def is_read(key: str) -> bool:
    """Whether the value of the variable, its name in capitals, may be read at all."""
    return key in _KINDS


def is_noticed(key: str) -> bool:
    """Whether the variable is one of the framework's, or was meant to be."""
    return key.startswith(_NEARLY) or key == PROPAGATION


def closest_key(key: str) -> str | None:
    """The setting that was meant by a name that is none's; None where none is similar."""
    import difflib

    close = difflib.get_close_matches(key, KEYS, n=1, cutoff=0.8)
    return close[0] if close else None


class Mistake(Enum):
    """What is wrong with a value."""

    NO_ZONE = auto()
    NO_SERIALIZER = auto()
    NO_LIST = auto()
    NO_TRUTH = auto()


def mistake_in(key: str, value: str) -> Mistake | None:
    """What the framework does not take about the value of a known variable."""
    match _KINDS[key]:
        case _Kind.ZONE:
            return None if is_zone(value) is not False else Mistake.NO_ZONE
        case _Kind.SERIALIZER:
            return None if value in SERIALIZERS else Mistake.NO_SERIALIZER
        case _Kind.SERIALIZERS:
            return _mistake_in_list(value)
        case _Kind.TRUTH:
            return None if truth(value) is not None else Mistake.NO_TRUTH
        case _Kind.TEXT:
            return None


def is_zone(value: str) -> bool | None:
    """Whether there is such a time zone; None where no zones are installed to compare with."""
    from zoneinfo import available_timezones

    from spakky_lint.runtime.zones import zone_named

    if zone_named(value) is not None:
        return True
    return False if available_timezones() else None


def _mistake_in_list(value: str) -> Mistake | None:
    import json

    try:
        read = json.loads(value)
    except ValueError:
        return Mistake.NO_LIST
    if not isinstance(read, list):
        return Mistake.NO_LIST
    return None if all(each in SERIALIZERS for each in read) else Mistake.NO_SERIALIZER
