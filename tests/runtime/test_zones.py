"""Time zones by names that anybody may have written."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from spakky_lint.runtime.zones import zone_named


@pytest.mark.parametrize("name", ["UTC", "Asia/Seoul", "America/Argentina/Buenos_Aires"])
def test_a_zone_is_found_by_its_name(name: str) -> None:
    assert zone_named(name) == ZoneInfo(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", "Seoul", "America", "Asia/Seoul/x", "../zone", "/etc/localtime", "a\0b", "\udc80"),
        *("a" * 5_000, "a/" * 5_000 + "b", "_@/" * 40, "tzdata.zoneinfo"),
    ],
)
def test_any_other_text_is_no_zone(name: str) -> None:
    assert zone_named(name) is None
