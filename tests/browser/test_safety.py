"""Names and paths are data, and the page speaks to nobody."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.report.columns import visible
from tests.browser.chromium import Browser
from tests.browser.pages import SHOP, Made, made, many

HOSTILE = (
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "<!--<script>",
    "]]>&lt;b&gt;&amp;",
    "{{style}} {{data}} {title}",
    "\\u003c/script\\u003e",
    "\u2028\u2029\u202egnp.exe\ud800",
    "$& $1 ${window.hacked = 1}",
    "javascript:window.hacked=1",
    "' onmouseover=\"window.hacked = 1\" '",
)


def test_a_name_is_shown_as_it_is_and_nothing_else_happens(browser: Browser, pages: Path) -> None:
    texts = {f"src/{name}.py": SHOP["src/app/billing.py"] for name in HOSTILE}
    page = made(texts, pages / "page.html")
    browser.open(page.path)
    for number, path in enumerate(texts):
        row = f"#list .row:nth-child({3 * number + 1})"
        browser.click(f"{row} summary")
        assert browser.texts(f"{row} .mono")[0] == visible(f"{path}:7")
    browser.click("#grid .cell[data-day='22362'][data-hour='9']")
    assert browser.text("#details-body").startswith(f"{len(HOSTILE)} runs")
    assert browser.run("return window.hacked") is None
    assert browser.count("script") == 2
    assert browser.count("body img, body b:not(#grid b)") == 0
    assert browser.complaints() == []
    assert [url for url in browser.requests() if not url.startswith(("file:", "data:"))] == []


def test_the_page_asks_for_nothing_and_complains_of_nothing(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    for step in (
        "#view label:has([value=month])",
        "#later",
        "#grid .cell:not(.outside)",
        "#zone label:has([value=browser])",
        "#reading label:has([value=spec])",
        "#with-intervals",
        ".hour[data-weekday='2'][data-hour='4']",
        "#theme",
        "#list .row:first-child summary",
        "[data-kind=attention] button",
    ):
        browser.click(step)
    assert set(browser.requests()) <= {shop.path.as_uri(), "data:,"}
    assert browser.complaints() == []


def test_the_policy_of_the_page_stops_what_is_not_its_own(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    browser.run(
        "const script = document.createElement('script');"
        "script.textContent = 'window.hacked = 1'; document.body.append(script);"
        "const image = new Image(); image.src = 'https://example.invalid/x.png';"
        "document.body.append(image); fetch('https://example.invalid/').catch(() => {});"
    )
    assert browser.run("return window.hacked") is None
    complaints = "\n".join(browser.complaints())
    for directive in ("script-src 'sha256-", "img-src data:", "default-src 'none'"):
        assert "violates the following Content Security Policy directive" in complaints
        assert directive in complaints


def test_of_many_schedules_the_first_are_drawn(browser: Browser, pages: Path) -> None:
    page = made(many(500), pages / "page.html")
    browser.open(page.path)
    assert browser.text("#summary").startswith("500 schedules: ")
    # Cells hold counts, and long lists their beginning.
    assert browser.count("#grid .dense .chip, #grid .number") <= 7 * 24 * 4
    assert browser.count("#list .row") == 200
    assert browser.count("*") < 8_000
    for choice in ("spec", "utc", "month", "week", "celery"):
        browser.click(f"input[value={choice}]")
        assert browser.count("#list .row") == 200
        assert browser.count("*") < 8_000
    browser.click("#list > p button")
    assert browser.count("#list .row") == 500
    focused = browser.run("return document.activeElement.closest('.row').textContent")
    assert focused.startswith("task_200app.file_8.Handler8")
    assert browser.complaints() == []
