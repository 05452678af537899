"""What is shown can be narrowed down, and everything follows."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.messages.language import Language
from spakky_lint.report.words_of_schedules import tell
from spakky_lint.runtime.backend import Backend
from tests.browser.chromium import Browser, script
from tests.browser.pages import SHOP, Made, made

# A row shows the method, and what it is in on a line of its own.
NAME_OF = """(row) => {
    const owner = row.querySelector(".name small").textContent;
    return `${owner}.${row.querySelector(".name").textContent.slice(0, -owner.length)}`;
}"""
ENGLISH = script("english.js")


def listed(browser: Browser) -> list[str]:
    script = f"return [...document.querySelectorAll('#list .row')].map({NAME_OF})"
    found: list[str] = browser.run(script)
    return found


def test_every_schedule_is_listed_with_what_it_does(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    assert listed(browser) == [
        "app.reports.Reports.weekly",
        "app.reports.Reports.nightly",
        "app.reports.Reports.poll",
        "app.reports.Reports.sweep",
        "app.reports.Reports.impossible",
        "app.reports.Reports.leap",
        "app.billing.Billing.charge",
        "app.billing.Billing.settle",
        "app.billing.Billing.close",
    ]
    assert "next 29 Feb 2032 12:00" in browser.text("#list")
    browser.click("#list .row:nth-child(1) summary")
    told = browser.text("#list .row:nth-child(1)")
    assert "src/app/reports.py:7" in told
    assert "30 9 * * 0,3" in told
    weekly = shop.previews[Backend.CELERY].schedules[0]
    (note,) = weekly.forecast.notes
    assert tell(note, Language.EN)[1:] in told


def test_the_text_finds_tasks_handlers_and_files(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    browser.click("#text")
    browser.press("CHAR")
    assert listed(browser) == ["app.billing.Billing.charge"]
    assert browser.text("#summary") == "1 of 9 schedules: 38 runs"
    assert browser.text("#listed") == "1 of 9 schedules"
    assert set(browser.texts("#grid .chip .data")) == {"charge"}
    assert browser.texts("#details-body .run .name")[0].startswith("charge")
    browser.run("document.querySelector('#text').select()")
    browser.press("reports.py leap")
    assert listed(browser) == ["app.reports.Reports.leap"]
    browser.run("document.querySelector('#text').select()")
    browser.press("nothing like it")
    assert listed(browser) == []
    browser.click("#list button")
    assert len(listed(browser)) == 9
    assert browser.run("return document.querySelector('#text').value") == ""


def test_a_handler_can_be_chosen(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    assert browser.texts("#handler option") == [
        "All handlers",
        "app.billing.Billing (3)",
        "app.reports.Reports (6)",
    ]
    browser.choose("#handler", "app.billing.Billing")
    assert len(listed(browser)) == 3
    assert set(browser.texts("#grid .chip .data")) == {"charge"}
    assert not browser.is_seen("#rates-card")


def test_banners_lead_to_what_they_tell_of(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    assert "1 schedule does not fire as it is written." in browser.text("#banners")
    assert "3 schedules never fire, or their times are not known." in browser.text("#banners")
    browser.click("[data-kind=moved] button")
    assert listed(browser) == ["app.reports.Reports.weekly"]
    assert browser.run("return document.querySelector('#show').value") == "moved"
    browser.click("[data-kind=attention] button")
    assert listed(browser) == [
        "app.reports.Reports.impossible",
        "app.billing.Billing.settle",
        "app.billing.Billing.close",
    ]
    browser.click("[data-kind=attention] button")
    assert len(listed(browser)) == 9
    browser.choose("#show", "notes")
    assert listed(browser) == [
        "app.reports.Reports.weekly",
        "app.reports.Reports.nightly",
        "app.reports.Reports.leap",
    ]


def test_what_never_fires_or_is_not_known_is_said_by_its_reason(
    browser: Browser, shop: Made
) -> None:
    browser.open(shop.path)
    assert browser.texts("#attention h3") == [
        "Never fires: no year has such a date",
        "The value makes no schedule",
        "Not known from the code",
    ]
    told = browser.text("#attention")
    assert told.index("impossible") < told.index("close") < told.index("settle")
    assert "SPK404 crontab-never-fires" in told
    assert "src/app/billing.py:14" in told


def test_intervals_are_told_by_their_rate(browser: Browser, shop: Made) -> None:
    browser.open(shop.path)
    assert browser.text("#rates").split("\n") == [
        *("poll", "app.reports.Reports", "Every 5 minutes", "12 times an hour"),
        *("sweep", "app.reports.Reports", "Every 6 hours", "4 times a day"),
        "Together 12 runs an hour",
    ]
    assert browser.text("#summary").endswith("and 12 an hour from intervals")


def test_dark_and_light_follow_the_system_until_somebody_chooses(
    browser: Browser, shop: Made
) -> None:
    def page_colour() -> str:
        found: str = browser.run("return getComputedStyle(document.body).backgroundColor")
        return found

    browser.open(shop.path)
    light = page_colour()
    browser.prefer("dark")
    dark = page_colour()
    assert light != dark
    assert pressed(browser) == "true"
    browser.click("#theme")
    assert page_colour() == light
    assert pressed(browser) == "false"
    browser.prefer("light")
    browser.click("#theme")
    assert page_colour() == dark
    assert pressed(browser) == "true"


def pressed(browser: Browser) -> str:
    found: str = browser.run("return document.querySelector('#theme').getAttribute('aria-pressed')")
    return found


def test_the_page_speaks_korean(browser: Browser, pages: Path) -> None:
    page = made(SHOP, pages / "korean.html", language=Language.KO)
    browser.open(page.path)
    assert browser.run("return document.documentElement.lang") == "ko"
    assert browser.text("h1") == "스케줄 실행 시각"
    assert browser.text("#period") == "2031년 3월 24일 ~ 30일"
    assert browser.text("#summary").startswith("스케줄 9개: 실행 ")
    assert "매일 09:45" in browser.text("#details-body")
    assert browser.run(ENGLISH) == []
    assert browser.complaints() == []


def test_nothing_at_all_is_a_page_too(browser: Browser, pages: Path) -> None:
    page = made({}, pages / "empty.html")
    browser.open(page.path)
    assert browser.text("#summary") == "0 schedules: 0 runs"
    assert browser.text("#list") == "Nothing matches."
    assert browser.text("#details-body") == "Nothing fires in this time."
    assert browser.complaints() == []
