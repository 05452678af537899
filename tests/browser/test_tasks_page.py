"""The page of all tasks: it finds them, fits every screen, and shows names as they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from spakky_lint.facts.dispatches import dispatches_of
from spakky_lint.project.task_inventory import called_key, inventory
from spakky_lint.report.columns import visible
from spakky_lint.report.tasks.html import tasks_html
from tests.browser.auth_pages import GUARDED, guarded_tasks, many_guarded
from tests.browser.chromium import Browser, script
from tests.browser.test_safety import HOSTILE

FAINT, OUTSIDE = script("faint.js"), script("outside.js")
CALLED = """\
from spakky.core.pod.annotations.pod import Pod
from spakky.task import TaskHandler, task

@TaskHandler()
class Mails:
    @task
    def send(self, address: str, *, copies: int = 1) -> None: ...

@Pod()
class Shop:
    def __init__(self, mails: Mails) -> None:
        self._mails = mails

    def close(self) -> None:
        self._mails.send("somebody")
"""


def made(texts: Mapping[str, str], folder: Path) -> Path:
    path = folder / "tasks.html"
    tasks = guarded_tasks(texts)
    functions = [each.task.found for each in tasks if each.task.found is not None]
    dispatches = dispatches_of(functions)
    calls = {called_key(each.function): dispatches.get(each.function.key, ()) for each in functions}
    found = inventory(tasks, calls)
    path.write_text(tasks_html(found), encoding="utf-8")
    return path


def shown(browser: Browser) -> list[str]:
    return [name.rpartition(".")[2] for name in browser.texts(".task h3 .mono")]


def test_a_task_tells_what_it_takes_and_who_calls_it(browser: Browser, pages: Path) -> None:
    browser.open(made({"src/app/mails.py": CALLED}, pages))
    text = browser.text(".task")
    for part in ("app.mails.Mails.send", "address: str", "copies: int = 1", "on demand", "sync"):
        assert part in text
    assert "src/app/mails.py:15 in Shop.close" in text
    assert browser.complaints() == []
    assert len(browser.requests()) == 1  # of the page itself


def test_the_filters_leave_what_is_asked_for(browser: Browser, pages: Path) -> None:
    browser.open(made({**GUARDED, "src/app/mails.py": CALLED}, pages))
    every = shown(browser)
    assert browser.text("#left") == f"{len(every)} tasks"
    browser.choose("#runs", "schedule")
    assert shown(browser) == ["nightly", "sweep"]
    browser.click("#clear")
    assert shown(browser) == every
    browser.click("#q")
    browser.press(*"ADDRESS")
    assert shown(browser) == ["send"]
    browser.click("#clear")
    browser.click("#problems")
    assert set(shown(browser)) < set(every)
    browser.choose("#file", "src/app/mails.py")
    assert browser.text(".empty") == "No task meets all of these filters."


def test_it_fits_every_screen(browser: Browser, pages: Path) -> None:
    text = GUARDED["src/app/reports.py"].replace("weekly", "recompute" * 20)
    texts = {f"src/{'deep/' * 40}reports.py": text, **many_guarded(50, 5)}
    page = made(texts, pages)
    for width in (320, 360, 768, 1280):
        browser.open(page, size=(width, 800))
        assert browser.run("return document.documentElement.scrollWidth") <= width
        assert browser.run(OUTSIDE) == [], width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(browser: Browser, pages: Path, scheme: str) -> None:
    browser.prefer(scheme)
    browser.open(made({**GUARDED, "src/app/mails.py": CALLED}, pages))
    seen, faint = browser.run(FAINT)
    assert seen > 20
    assert faint == []
    browser.prefer("light")


def test_names_are_text_and_nothing_else(browser: Browser, pages: Path) -> None:
    browser.open(made({f"src/{name}.py": CALLED for name in HOSTILE}, pages))
    assert shown(browser) == ["send"] * len(HOSTILE)
    text = browser.run("return document.body.textContent")
    assert [name for name in HOSTILE if visible(f"src/{name}.py") not in text] == []
    assert browser.run("return window.hacked") is None
    assert browser.complaints() == []
