"""The week and the month show the fires, by click and by key."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from spakky_lint.messages.language import Language
from spakky_lint.report.words_of_schedules import describe, tell
from spakky_lint.runtime.backend import Backend
from tests.browser.chromium import Browser
from tests.browser.pages import BERLIN, MONDAY, SHOP, Made, made

CHIPS = """
return [...document.querySelectorAll('#grid .chip')].map((chip) => {
  const cell = chip.closest('.cell');
  const day = new Date(Number(cell.dataset.day) * 86400000).toISOString().slice(0, 10);
  return `${day} ${chip.querySelector('time').textContent} ${chip.lastChild.textContent}`;
});
"""


def runs_of(made: Made, backend: Backend, zone: ZoneInfo, first: date, days: int) -> list[str]:
    """What a calendar of some days has to hold, from the previews."""
    found = []
    for each in made.previews[backend].schedules:
        for fire in each.forecast.fires:
            at = fire.at.astimezone(UTC).astimezone(zone)
            if first <= at.date() < first + timedelta(days=days):
                method = each.located.name.rpartition(".")[2]
                found.append(f"{at:%Y-%m-%d %H:%M} {method}")
    return sorted(found)


def test_the_week_shows_every_fire_at_its_time(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    assert sorted(browser.run(CHIPS)) == runs_of(shop, Backend.CELERY, BERLIN, MONDAY.date(), 7)
    assert browser.text("#period") == "24 – 30 March 2031"
    assert browser.texts("#grid [role=columnheader] b") == [str(n) for n in range(24, 31)]


def test_the_skipped_hour_of_spring_is_marked_and_what_was_written_for_it_comes_later(
    browser: Browser, shop: Made
) -> None:
    browser.open(shop.path)
    assert browser.texts("#grid .skipped .unseen") == [
        "Sunday 30 March 02:00–03:00: No runs, this hour is skipped. "
    ]
    assert browser.texts("#grid [role=columnheader] .clock") == ["clocks +1 hr"]
    assert "2031-03-30 03:30 nightly" in browser.run(CHIPS)
    browser.click("#grid [data-hour='3'][data-day='22368']")
    assert "03:30\nnightly" in browser.text("#details-body")
    nightly = shop.previews[Backend.CELERY].schedules[1]
    (note,) = nightly.forecast.notes
    assert tell(note, Language.EN) == browser.texts("#details-body .note")[0]


def test_the_switches_show_the_other_times(browser: Browser, shop: Made) -> None:
    is_first = "return document.querySelector('#earlier').getAttribute('aria-disabled') === 'true'"
    browser.open(shop.path)
    for key, zone in (("utc", "UTC"), ("browser", "America/New_York"), ("schedule", BERLIN.key)):
        browser.click(f"#zone label:has([value={key}])")
        for backend in Backend:
            browser.click(f"#reading label:has([value={backend.value}])")
            while not browser.run(is_first):  # in other zones it begins on the Sunday before
                browser.click("#earlier")
            week = MONDAY.date() if key == "schedule" else date(2031, 3, 17)
            for _ in range(2):
                runs = runs_of(shop, backend, ZoneInfo(zone), week, 7)
                assert sorted(browser.run(CHIPS)) == runs, (zone, backend, week)
                browser.click("#later")
                week += timedelta(days=7)
            assert zone in browser.text("#scope")


def test_a_month_shows_each_day_with_its_number_of_runs(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    browser.click("#view label:has([value=month])")
    assert browser.text("#period") == "March 2031"
    browser.click("#later")
    assert browser.text("#period") == "April 2031"
    assert sorted(browser.run(CHIPS)) == runs_of(shop, Backend.CELERY, BERLIN, date(2031, 4, 1), 30)
    assert (
        browser.run("return document.querySelector('#later').getAttribute('aria-disabled')")
        == "true"
    )
    browser.click("#later")
    assert browser.text("#period") == "April 2031"
    assert browser.count("#grid .cell:not(.outside)") == 30


def test_a_day_or_an_hour_opens_its_runs(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    assert browser.text("#details-title") == "Next runs"
    browser.click("#grid [data-day='22362'][data-hour='9']")
    assert browser.text("#details-title") == "Monday 24 March, 09:00–10:00"
    assert "1 run\n09:45\ncharge\napp.billing.Billing\nAt 09:45 every day" in browser.text(
        "#details-body"
    )
    browser.click("#view label:has([value=month])")
    browser.click("#grid [data-day='22368']")
    assert browser.text("#details-title") == "Sunday, 30 March 2031"
    assert browser.texts("#details-body .run > time") == ["03:30", "09:30", "09:45"]
    browser.click("#close")
    assert browser.text("#details-title") == "Next runs"


def test_what_fires_otherwise_than_written_is_marked_and_says_both(
    browser: Browser, shop: Made
) -> None:
    browser.open(shop.path)
    moved = "[...document.querySelectorAll('.chip.moved')].map((e) => e.textContent)"
    assert browser.run(f"return {moved}") == ["09:30weekly", "09:30weekly"]
    browser.click("#grid .cell:has(.moved)")
    told = browser.text("#details-body")
    route = shop.previews[Backend.SPEC].schedules[0].schedule.route
    assert route is not None
    assert describe(route, Backend.CELERY, Language.EN)[1:] in told
    assert "not as written" in told
    assert f"As written: {describe(route, Backend.SPEC, Language.EN)}" in told


def test_the_page_opens_where_the_present_is(browser: Browser, shop: Made) -> None:
    browser.open(shop.path, now="2031-04-16T08:00:00Z")
    assert browser.text("#period") == "14 – 20 April 2031"
    assert browser.count("#grid .now") == 1
    assert browser.texts("#details-body .run > time")[:2] == ["02:30", "09:45"]
    first = browser.run("return document.querySelector('#details-body .run time').dateTime")
    assert first == "2031-04-17T00:30:00.000Z"


def test_hours_before_the_start_are_none_of_the_preview(browser: Browser, pages: Path) -> None:
    page = made(SHOP, pages / "noon.html", start=MONDAY.replace(hour=12))
    browser.open(page.path)
    assert browser.count("#grid .passed") == 12
    assert browser.texts("#grid .passed .unseen")[0] == (
        "Monday 24 March 00:00–01:00: outside the preview. "
    )


def test_intervals_are_drawn_from_the_start_of_beat_on(browser: Browser, pages: Path) -> None:
    start = MONDAY.replace(hour=1)
    page = made(SHOP, pages / "beat.html", beat_start=start)
    browser.open(page.path)
    sweeps = sorted(chip for chip in browser.run(CHIPS) if chip.endswith("sweep"))
    assert sweeps[:4] == [
        "2031-03-24 07:00 sweep",
        "2031-03-24 13:00 sweep",
        "2031-03-24 19:00 sweep",
        "2031-03-25 01:00 sweep",
    ]
    assert not [chip for chip in browser.run(CHIPS) if chip.endswith("poll")]
    assert "next 24 Mar 2031 01:05" in browser.text("#rates")
