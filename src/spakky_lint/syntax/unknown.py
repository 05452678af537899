"""The answer where the text does not tell."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal


class _Sentinel(Enum):
    UNKNOWN = "unknown"

    def __bool__(self) -> Literal[False]:
        return False


UNKNOWN: Final = _Sentinel.UNKNOWN
Unknown = Literal[_Sentinel.UNKNOWN]
"""The type of UNKNOWN: a rule that needs the value stays silent."""
