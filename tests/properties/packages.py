"""What the drawn applications of several files have in common: constants, wrappers, pods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.properties.spelling import HOMES

FRAMEWORK: Mapping[str, str] = HOMES
"""Where the names come from that templates have in braces."""

PRELUDE = """\
from abc import ABC, abstractmethod
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache, cached_property, lru_cache, update_wrapper, wraps
from typing import Generic, TypeVar, final
from typing_extensions import override

T = TypeVar("T")
"""

_Part = Sequence[tuple[str, tuple[str, ...]]]
"""Templates, each with the names that it defines."""

_CONSTANTS = {
    "EVERY": "{timedelta}(minutes=5)",
    "OPENING": "{time}(7, 30)",
    "NIGHTLY": "{Crontab}(hour=3)",
    "WRONG": "{Crontab}(hour=24)",
    "LATE": "25",
    "PAYDAY": "25",
    "DAYS": "({Weekday}.MONDAY, {Weekday}.FRIDAY)",
    "SPRING": "({Month}.MARCH, {Month}.APRIL)",
    "CRON": '"0 9 * * *"',
    "nightly": "{schedule}(crontab=NIGHTLY)",
}
_ROLES: _Part = [
    ('\n\nclass Role(StrEnum):\n    ADMIN = "admin"\n    CLERK = "clerk"\n', ("Role",)),
    ('\n\nclass Plain(Enum):\n    ADMIN = "admin"\n', ("Plain",)),
    ("\n\nPLAIN = Plain.ADMIN\n", ("PLAIN",)),
    ('ADMIN = "admin"\n', ("ADMIN",)),
    ('TENANT = "eu"\n', ("TENANT",)),
    ("admins = {require_role}(ADMIN)\n", ("admins",)),
    ("signed_in = {protected}\n", ("signed_in",)),
    ("anyone = {public_access}\n", ("anyone",)),
]
_WRAPPERS: _Part = [
    (
        """

def logged(function):
    @wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner
""",
        ("logged",),
    ),
    (
        """

def logged_all(level="info"):
    def decorate(function):
        def inner(*args, **kwargs):
            return function(*args, **kwargs)

        return update_wrapper(inner, function)

    return decorate
""",
        ("logged_all",),
    ),
    (
        """

def unwrapped(function):
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner
""",
        ("unwrapped",),
    ),
    ("\n\ndef same(function):\n    return function\n", ("same",)),
    (
        """

def counted(class_):
    COUNTED.append(class_)
    return class_


COUNTED = []
""",
        ("counted",),
    ),
    ("noted = logged_all('debug')\n", ("noted",)),
]
_PODS: _Part = [
    ("\n\n@{Pod}()\nclass Mailer: ...\n", ("Mailer",)),
    ("\n\nclass Clock: ...\n", ("Clock",)),
    (
        "\n\n@{Pod}()\nclass Printer:\n    def __init__(self, mailer: Mailer) -> None: ...\n",
        ("Printer",),
    ),
]
COMMON: Mapping[str, _Part] = {
    "values": [
        ("\n\nclass Hours:\n    OPEN = 9\n\n\n", ("Hours",)),
        *((f"{name} = {value}\n", (name,)) for name, value in _CONSTANTS.items()),
    ],
    "roles": _ROLES,
    "wrappers": _WRAPPERS,
    "parts": _PODS,
}
