"""It fits every screen and paper, and can be read by everybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.messages.language import Language
from tests.browser.chromium import Browser, script
from tests.browser.pages import SHOP, Made, made, many

OUTSIDE = script("outside.js")
FAINT = script("faint.js")


@pytest.fixture(scope="module", params=Language)
def translated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    path = tmp_path_factory.mktemp("translated") / "page.html"
    return made(SHOP, path, language=request.param)


@pytest.fixture(scope="module", params=["few", "many"])
def either(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    texts = SHOP if request.param == "few" else many(120)
    return made(texts, tmp_path_factory.mktemp("either") / "page.html")


@pytest.mark.parametrize("width", [320, 390, 768, 1100])
def test_no_width_needs_scrolling_to_the_side(
    browser: Browser, translated: Made, width: int
) -> None:
    browser.open(translated.path, size=(width, 800))
    browser.click("#list .row:first-child summary")
    for view in ("week", "month"):
        browser.click(f"#view label:has([value={view}])")
        assert browser.count("#list .row[open]") == 1
        assert browser.run("return document.documentElement.scrollWidth") <= width, view
        assert browser.run(OUTSIDE) == [], view


def test_a_long_name_fits_on_a_phone(browser: Browser, pages: Path) -> None:
    name = "recompute" * 20
    text = SHOP["src/app/billing.py"].replace("charge", name)
    page = made({f"src/{'deep/' * 40}billing.py": text}, pages / "page.html")
    browser.open(page.path, size=(320, 800))
    browser.click("#list .row:first-child summary")
    assert browser.run(OUTSIDE) == []


def test_a_phone_shows_numbers_and_opens_them_over_the_page(browser: Browser, shop: Made) -> None:
    browser.open(shop.path, size=(360, 740))
    assert not browser.is_seen("#grid .chip")
    assert browser.is_seen("#grid .number")
    browser.click("#grid .cell[data-day='22362'][data-hour='9']")
    box = browser.run(
        "const b = document.querySelector('#details').getBoundingClientRect();"
        "return [b.left, b.right, b.bottom, innerWidth, innerHeight]"
    )
    assert box[:3] == [0, box[3], box[4]]
    assert "charge" in browser.text("#details-body")
    assert browser.focused()["id"] == "details"
    browser.click("#close")
    assert not browser.count("#details.open")
    browser.click(".hour[data-weekday='6'][data-hour='9']")
    assert browser.text("#details-title") == "Sunday, 09:00–10:00"


def test_what_a_finger_has_to_meet_is_large_enough(browser: Browser, shop: Made) -> None:
    browser.open(shop.path, size=(320, 740))
    small = browser.run(
        "return [...document.querySelectorAll('button, input, select, .cell:not(.outside), .hour')]"
        ".filter((e) => e.checkVisibility()).map((e) => {"
        " const b = (e.type === 'radio' || e.type === 'checkbox' ? e.parentElement : e)"
        "  .getBoundingClientRect();"
        " return [e.localName, e.id, e.className, b.width, b.height]; })"
        ".filter((e) => e[3] < 24 || e[4] < 20)"
    )
    assert small == []


@pytest.mark.parametrize("width", [1440, 390])
def test_every_text_has_the_contrast_that_wcag_asks_for(
    browser: Browser, either: Made, width: int
) -> None:
    schemes = ["light", "dark"]
    browser.open(either.path, size=(width, 900), scheme=schemes[0])
    browser.click("#list .row:first-child summary")
    for view in ("week", "month"):
        browser.click(f"#view label:has([value={view}])")
        browser.run("document.querySelector('.cell .number').closest('.cell').click()")
        assert browser.count("#list .row[open]") == 1
        for scheme in schemes:
            browser.prefer(scheme)
            seen, faint = browser.run(FAINT)
            assert seen > 100
            assert faint == [], (view, scheme)
        schemes.reverse()  # it is so already


def test_the_roles_of_the_grids_are_whole(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    for view in ("week", "month"):
        browser.click(f"#view label:has([value={view}])")
        assert browser.run(
            "return [...document.querySelectorAll('[role=grid]')].every((grid) =>"
            " [...grid.children].every((row) => row.role === 'row' && [...row.children].every("
            "  (cell) => /gridcell|header$/.test(cell.role))))"
        )
        order = "[role=gridcell][tabindex='0']"
        assert browser.count(f"#grid {order}") == browser.count(f"#heat {order}") == 1
        label = browser.run("return document.querySelector('#grid [role=grid]').ariaLabel")
        assert label.startswith("24 – 30 March 2031: " if view == "week" else "March 2031: ")
    names = (
        "return [...document.querySelectorAll('section, aside')].map((e) =>"
        " document.getElementById(e.getAttribute('aria-labelledby')).textContent)"
    )
    assert browser.run(names) == [
        *("Calendar", "Next runs", "Load", "All the time", "Never fires, or not known"),
        "Schedules",
    ]


def test_paper_gets_everything_but_the_controls(browser: Browser, shop: Made) -> None:
    browser.open(shop.path, scheme="dark")
    browser.run(
        "addEventListener('beforeprint', () => { window.opened ="
        " document.querySelectorAll('#list .row[open] .body .facts').length; })"
    )
    assert browser.printed().startswith(b"%PDF")
    assert browser.run("return window.opened") == 9
    assert browser.count("#list .row[open]") == 0  # and closed again
    browser.devtools("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not browser.is_seen("#controls")
        assert not browser.is_seen("#details")
        assert browser.is_seen("#grid .chip")
        colour = browser.run("return getComputedStyle(document.body).backgroundColor")
        assert colour == "rgb(255, 255, 255)"
    finally:
        browser.devtools("Emulation.setEmulatedMedia", {"media": ""})
