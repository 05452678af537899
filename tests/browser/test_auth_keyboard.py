"""The matrix and the panel can be walked without a mouse, and the focus is always seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.auth_pages import Audited, audited, listed, many_guarded
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
    SPACE,
    TAB,
    UP,
    Browser,
)

PLACE = """
const e = document.activeElement;
const button = e.closest('thead button');
if (button) return ['', button.querySelector('.label').textContent.trim()];
const row = e.closest('#table tbody tr');
return row ? [row.querySelector('.method').textContent, e.cellIndex] : [e.id || e.localName, null];
"""
OUTLINE = """
const style = getComputedStyle(document.activeElement);
return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
"""
# Whether the middle of what has the focus is seen, under no head and in the window.
UNCOVERED = """
const e = document.activeElement;
const box = e.getBoundingClientRect();
const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
const top = document.elementFromPoint(x, y);
return top !== null && (e === top || e.contains(top));
"""
SCROLLS = """
const b = document.querySelector('#box');
return [b.scrollWidth > b.clientWidth, b.scrollHeight > b.clientHeight];
"""
"""Whether the matrix scrolls to the side, and down."""


def place(browser: Browser) -> tuple[str, object]:
    """The task and the column of the cell that has the focus; for a head, its name."""
    task, column = browser.run(PLACE)
    return task, column


def enter_matrix(browser: Browser) -> None:
    browser.run("document.querySelector('#matrix').focus()")
    browser.press(TAB)


def test_the_focus_goes_through_the_page_in_the_order_of_reading(
    browser: Browser, guarded: Audited
) -> None:
    browser.open(guarded.path)
    passed = []
    for _ in range(20):
        browser.press(TAB)
        assert browser.run(OUTLINE), browser.focused()
        found = browser.focused()
        passed.append(found["href"] or found["id"] or found["value"] or found["tag"])
    assert passed == [
        *("#matrix", "theme", *["button"] * 7),
        *("q", "access", "direct", "queue", "beat", "need", "handler", "caller", "gets"),
        *("problems", "th"),
    ]
    browser.press(TAB)
    assert browser.focused()["tag"] == "body"  # the matrix is one stop, and the panel is closed


def test_arrows_walk_from_cell_to_cell(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    enter_matrix(browser)
    assert place(browser) == ("weekly", 0)
    browser.press(DOWN, RIGHT, RIGHT)
    assert place(browser) == ("nightly", 2)
    browser.press(*[DOWN] * 3)
    assert place(browser) == ("everything", 2)  # past the name of the handler
    browser.press(UP, LEFT)
    assert place(browser) == ("audit", 1)
    browser.press(HOME)
    assert place(browser) == ("audit", 0)
    browser.press(LEFT)
    assert place(browser) == ("audit", 0)
    browser.press(END)
    assert place(browser) == ("audit", 15)
    browser.press(RIGHT)
    assert place(browser) == ("audit", 15)
    browser.press(END, holding=CONTROL)
    assert place(browser) == ("load", 15)
    browser.press(DOWN)
    assert place(browser) == ("load", 15)
    browser.press(HOME, holding=CONTROL)
    assert place(browser) == ("weekly", 0)
    browser.press(UP)
    assert place(browser) == ("weekly", 0)  # no head to go to
    browser.press(PAGE_DOWN)
    assert place(browser) == ("load", 0)
    browser.press(PAGE_UP)
    assert place(browser) == ("weekly", 0)
    assert browser.count("#table [tabindex='0']") == 1


def test_the_heads_of_the_requirements_are_part_of_the_walk(
    browser: Browser, guarded: Audited
) -> None:
    browser.open(guarded.path)
    enter_matrix(browser)
    browser.press(*[RIGHT] * 9, UP)
    assert place(browser) == ("", "role admin")
    assert browser.texts("#table tr.lit .method") == ["weekly", "nightly", "sweep", "audit"]
    browser.press(RIGHT)
    assert place(browser) == ("", "role ? Tenant.role")
    browser.press(HOME)
    assert place(browser) == ("", "signed in")
    browser.press(LEFT)
    assert place(browser) == ("", "signed in")
    browser.press(DOWN)
    assert place(browser) == ("weekly", 8)
    browser.press(UP)
    for key in (ENTER, SPACE):
        browser.press(key)
        assert place(browser) == ("", "signed in")
        assert browser.run("return document.activeElement.ariaPressed") == (
            "true" if key == ENTER else "false"
        )
        assert len(listed(browser)) == (3 if key == ENTER else 11)


@pytest.mark.parametrize("key", [ENTER, SPACE])
def test_a_cell_opens_the_panel_and_escape_comes_back(
    browser: Browser, guarded: Audited, key: str
) -> None:
    browser.open(guarded.path)
    enter_matrix(browser)
    browser.press(DOWN, DOWN, *[RIGHT] * 4, key)
    assert browser.focused()["id"] == "details"
    assert browser.text("#details-title") == "sweep"
    assert "The worker checks no method" in browser.text("#details .here")
    browser.press(ESCAPE)
    assert not browser.is_seen("#details")
    assert place(browser) == ("sweep", 4)
    browser.press(key, TAB)
    assert browser.focused()["id"] == "close"
    browser.press(ENTER)
    assert not browser.is_seen("#details")
    assert place(browser) == ("sweep", 4)


def test_an_open_panel_follows_the_walk(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    browser.click("#table tbody tr:nth-child(2) td")
    assert place(browser) == ("weekly", 1)  # a click leaves the focus in the matrix
    assert browser.text("#details-title") == "weekly"
    browser.press(DOWN, *[RIGHT] * 3)
    assert place(browser) == ("nightly", 4)
    assert browser.text("#details-title") == "nightly"
    assert "Beat has no caller" in browser.text("#details .here")
    browser.press(ESCAPE)
    assert place(browser) == ("nightly", 4)
    browser.press(DOWN)
    assert not browser.is_seen("#details")


def test_escape_does_not_take_the_focus_from_elsewhere(browser: Browser, guarded: Audited) -> None:
    browser.open(guarded.path)
    browser.click("#table tbody td")
    browser.run("document.querySelector('#access').focus()")
    browser.press(ESCAPE)
    assert browser.focused()["id"] == "access"
    assert not browser.is_seen("#details")


def test_what_has_the_focus_is_never_covered(browser: Browser, pages: Path) -> None:
    page = audited(many_guarded(40, 36), pages / "page.html")
    for size in ((1440, 900), (360, 640)):
        browser.open(page.path, size=size)
        assert browser.run(SCROLLS) == [True, True]
        enter_matrix(browser)
        for key, times in (
            *((RIGHT, 30), (DOWN, 40), (LEFT, 29), (UP, 39), (END, 1), (PAGE_DOWN, 3)),
            *((PAGE_UP, 2), (LEFT, 12), (UP, 60)),
        ):
            for _ in range(0, times, 5):
                browser.press(*[key] * min(times, 5))
                assert browser.run(UNCOVERED), (size, key, place(browser))
                assert browser.run(OUTLINE)


def test_more_tasks_are_asked_for_by_key_and_the_walk_goes_on_in_them(
    browser: Browser, pages: Path
) -> None:
    page = audited(many_guarded(200, 10), pages / "page.html")
    browser.open(page.path)
    assert len(listed(browser)) == 150
    enter_matrix(browser)
    browser.press(TAB)
    assert browser.focused()["id"] == "more"
    browser.press(ENTER)
    assert len(listed(browser)) == 200
    assert place(browser) == ("task_150", 0)
    assert not browser.is_seen("#more")
    browser.press(UP)
    assert place(browser) == ("task_149", 0)
