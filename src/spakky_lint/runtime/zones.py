"""Time zones by their names, whoever wrote them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

_MOST_SLASHES = 8
"""More than any name has. Without system zones ``zoneinfo`` imports a package for each."""


def zone_named(name: str) -> ZoneInfo | None:
    """None where there is no such zone: a folder of zones, an odd path, any other text."""
    if name.count("/") > _MOST_SLASHES:
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return None
