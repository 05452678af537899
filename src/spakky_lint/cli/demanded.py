"""``--require``: the names of what is demanded, separated by commas or each with an option."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from spakky_lint.messages.message import Message
from spakky_lint.project.suggestions import meant

_Demand = TypeVar("_Demand", bound=StrEnum)


def demanded(
    texts: Iterable[str], known: type[_Demand], problems: list[str]
) -> tuple[_Demand, ...]:
    """Those that are known, in their order; a name that is none is added to the problems."""
    names = dict.fromkeys(name.strip() for text in texts for name in text.split(","))
    problems.extend(
        Message(
            '--require: "{name}" is not a requirement; {hint}', name=name, hint=meant(name, known)
        )
        for name in names
        if name not in list(known)
    )
    return tuple(known(name) for name in names if name in list(known))
