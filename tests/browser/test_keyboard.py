"""Everything can be done without a mouse, and the focus is always seen."""

from __future__ import annotations

from tests.browser.chromium import (
    CONTROL,
    DOWN,
    END,
    ENTER,
    ESCAPE,
    HOME,
    LEFT,
    PAGE_DOWN,
    PAGE_UP,
    RIGHT,
    SHIFT,
    SPACE,
    TAB,
    UP,
    Browser,
)
from tests.browser.pages import Made

FIRST = 22362
"""24 March 2031, a Monday, in days since 1970."""

# What shows the focus is an outline; that of a switch is drawn around its words.
OUTLINE = """
const e = document.activeElement;
const shown = e.type === 'radio' ? e.nextElementSibling : e;
const style = getComputedStyle(shown);
return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
"""


def place(browser: Browser) -> tuple[int, int | None]:
    """The cell of the calendar that has the focus, as days from the first, and its hour."""
    found = browser.focused()
    assert found["role"] == "gridcell"
    assert found["day"] is not None
    return int(found["day"]) - FIRST, None if found["hour"] is None else int(found["hour"])


def enter_calendar(browser: Browser) -> None:
    browser.run("document.querySelector('#calendar').focus()")
    browser.press(TAB, TAB, TAB, TAB)


def test_the_focus_goes_through_the_page_in_the_order_of_reading(
    browser: Browser, shop: Made
) -> None:
    browser.open(shop.path)
    passed = []
    for _ in range(24):
        browser.press(TAB)
        found = browser.focused()
        assert browser.run(OUTLINE), found
        passed.append(
            found["href"] or found["id"] or found["name"] or found["role"] or found["tag"]
        )
    assert passed == [
        *("#calendar", "#schedules", "theme", "text", "handler", "show", "reading", "zone"),
        *("button", "button", "earlier", "later", "view", "gridcell", "details"),
        *("intervals", "gridcell"),
        *["summary"] * 7,
    ]


def test_skip_links_are_seen_when_they_have_the_focus_and_lead_on(
    browser: Browser, shop: Made
) -> None:
    top = "return document.activeElement.getBoundingClientRect().top"
    browser.open(shop.path)
    browser.press(TAB)
    assert browser.run(top) >= 0
    browser.press(ENTER)
    assert browser.focused()["id"] == "calendar"
    browser.press(TAB)
    assert browser.focused()["id"] == "earlier"
    browser.open(shop.path)
    browser.press(TAB, TAB, ENTER)
    assert browser.focused()["id"] == "schedules"


def test_arrows_move_by_hours_and_days_and_from_week_to_week(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    enter_calendar(browser)
    assert place(browser) == (0, 0)
    browser.press(DOWN, DOWN, RIGHT)
    assert place(browser) == (1, 2)
    browser.press(UP, LEFT)
    assert place(browser) == (0, 1)
    browser.press(LEFT, UP, UP)  # the first hour of the first day stays
    assert place(browser) == (0, 0)
    browser.press(END)
    assert place(browser) == (6, 0)
    browser.press(RIGHT)
    assert place(browser) == (7, 0)
    assert browser.text("#period") == "31 March – 6 April 2031"
    browser.press(LEFT)
    assert place(browser) == (6, 0)
    assert browser.text("#period") == "24 – 30 March 2031"
    browser.press(HOME)
    assert place(browser) == (0, 0)
    browser.press(PAGE_DOWN)
    assert place(browser) == (7, 0)
    browser.press(PAGE_UP)
    assert place(browser) == (0, 0)
    browser.press(END, holding=CONTROL)
    assert place(browser) == (37, 23)
    browser.press(HOME, holding=CONTROL)
    assert place(browser) == (0, 0)


def test_arrows_move_through_the_month(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    browser.click("#view label:has([value=month])")
    browser.press(TAB)
    assert place(browser) == (0, None)
    browser.press(DOWN)
    assert place(browser) == (7, None)
    assert browser.text("#period") == "March 2031"
    browser.press(RIGHT)
    assert place(browser) == (8, None)
    assert browser.text("#period") == "April 2031"
    browser.press(UP)
    assert place(browser) == (1, None)
    assert browser.text("#period") == "March 2031"
    browser.press(PAGE_DOWN)
    assert browser.text("#period") == "April 2031"
    assert place(browser)[0] >= 8


def test_enter_opens_a_cell_and_escape_comes_back(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    enter_calendar(browser)
    browser.press(*[DOWN] * 9)
    for key in (ENTER, SPACE):
        browser.press(key)
        assert browser.focused()["id"] == "details"
        assert browser.text("#details-title") == "Monday 24 March, 09:00–10:00"
        browser.press(ESCAPE)
        assert place(browser) == (0, 9)
        assert browser.text("#details-title") == "Next runs"
    browser.press(ENTER, TAB)
    assert browser.focused()["id"] == "close"
    browser.press(ENTER)
    assert place(browser) == (0, 9)


def test_the_heat_map_is_walked_and_opened(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    browser.run("document.querySelector('#intervals').focus()")
    browser.press(TAB, DOWN, DOWN, RIGHT, END)
    found = browser.focused()
    assert (found["weekday"], found["hour"]) == ("2", "23")
    browser.press(HOME, *[RIGHT] * 9, ENTER)
    assert browser.text("#details-title") == "Wednesday, 09:00–10:00"
    browser.press(ESCAPE)
    found = browser.focused()
    assert (found["weekday"], found["hour"]) == ("2", "9")


def test_switches_and_lists_take_keys(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    browser.run("document.querySelector('#show').focus()")
    browser.press(TAB, LEFT)
    assert "as the framework documents it" in browser.text("#scope")
    browser.press(TAB, RIGHT)
    assert "UTC" in browser.text("#scope")
    browser.press(TAB, holding=SHIFT)
    assert browser.focused()["name"] == "reading"
    browser.run("document.querySelector('#schedules').focus()")
    browser.press(TAB, ENTER)
    assert browser.is_seen("#list .row:first-child .body")
    browser.press(SPACE)
    assert not browser.is_seen("#list .row:first-child .body")
