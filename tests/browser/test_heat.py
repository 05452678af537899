"""The heat map holds what `runtime.load` counts, and can be asked for more."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.project.previewing import load_of
from spakky_lint.runtime.backend import Backend
from tests.browser.chromium import Browser
from tests.browser.pages import BERLIN, MONDAY, SHOP, Made, made

CELLS = """
const cells = Array.from({length: 7}, () => []);
for (const hour of document.querySelectorAll('.hour')) {
  cells[hour.dataset.weekday][hour.dataset.hour] = Number(hour.dataset.runs);
}
return cells;
"""


def test_it_is_the_load_of_the_schedules(browser: Browser, pages: Path) -> None:
    # Neither end is that of an hour, and the clocks go forward in between.
    start = MONDAY.replace(hour=9, minute=40)
    page = made(SHOP, pages / "load.html", start=start, until=start + timedelta(days=17, hours=3.7))
    browser.open(page.path)
    browser.click("#with-intervals")
    for backend, preview in page.previews.items():
        assert preview.window.until is not None
        load = load_of(preview, preview.window.until)
        browser.click(f"#reading label:has([value={backend.value}])")
        found = browser.run(CELLS)
        for weekday in range(7):
            cells = pytest.approx(load.cells[weekday], rel=1e-6)
            assert found[weekday] == cells, (backend, weekday)


@pytest.mark.parametrize("zone", ["UTC", "Australia/Lord_Howe", "Asia/Kathmandu"])
def test_it_moves_with_the_zone(browser: Browser, shop: Made, zone: str) -> None:
    expected = Counter(
        (at.weekday(), at.hour)
        for each in shop.previews[Backend.CELERY].schedules
        for fire in each.forecast.fires
        for at in [fire.at.astimezone(UTC).astimezone(ZoneInfo(zone))]
    )
    browser.open(shop.path, zone=zone)
    browser.click(f"#zone label:has([value={'utc' if zone == 'UTC' else 'browser'}])")
    found = browser.run(CELLS)
    assert {
        (weekday, hour): found[weekday][hour]
        for weekday in range(7)
        for hour in range(24)
        if found[weekday][hour]
    } == dict(expected)


def test_the_filter_narrows_it_down(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    browser.choose("#handler", "app.billing.Billing")
    found = browser.run(CELLS)
    assert {hour for line in found for hour, runs in enumerate(line) if runs} == {9}
    assert sum(map(sum, found)) == 38


def test_an_hour_says_what_runs_in_it_and_how_often(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    browser.click(".hour[data-weekday='6'][data-hour='9']")
    assert browser.text("#details-title") == "Sunday, 09:00–10:00"
    told = browser.text("#details-body").split("\n")
    assert told[:2] == ["5 ×", "weekly"]
    assert told.count("5 ×") == 2
    label = browser.run(
        'return document.querySelector(\'.hour[data-weekday="6"][data-hour="9"]\').ariaLabel'
    )
    assert label == "Sunday 09:00–10:00: 2 on average"


def test_intervals_are_left_out_until_they_are_asked_for(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    assert "Intervals add 12 to every hour." in browser.text("#legend")
    before = browser.run(CELLS)
    browser.click("#with-intervals")
    assert "12 of every hour are intervals." in browser.text("#legend")
    after = browser.run(CELLS)
    end = MONDAY.replace(month=5, day=1)
    hours = (end.astimezone(UTC) - MONDAY.astimezone(UTC)) / timedelta(hours=1)
    added = sum(map(sum, after)) - sum(map(sum, before))
    assert added == pytest.approx(hours * (12 + 1 / 6))


def test_one_zone_that_is_its_own_browsers_is_offered_once(browser: Browser, shop: Made) -> None:
    browser.open(shop.path, zone=BERLIN.key)
    assert browser.texts("#zone span") == ["Europe/Berlin", "UTC"]
