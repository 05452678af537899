"""A real Chromium without a window, driven by clicks and keys.

SPAKKY_LINT_REQUIRE_BROWSER=1 turns the skip of a machine without one into a failure.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DRIVERS = ("chromedriver", "chromium.chromedriver")
NOT_FOR_TESTS = (
    *("Translate", "OptimizationHints", "OptimizationTargetPrediction", "MediaRouter"),
    *("OptimizationGuideModelDownloading", "OptimizationGuideOnDeviceModel"),
    *("AutofillServerCommunication", "BackForwardCache"),
)
"""What looks into each page for its own purposes, or keeps the pages that are left."""
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-default-apps",
    "--disable-component-extensions-with-background-pages",
    "--disable-client-side-phishing-detection",
    f"--disable-features={','.join(NOT_FOR_TESTS)}",
)
# The keys that have no character, as WebDriver writes them.
TAB, ENTER, ESCAPE, SPACE = "\ue004", "\ue007", "\ue00c", " "
LEFT, UP, RIGHT, DOWN = "\ue012", "\ue013", "\ue014", "\ue015"
PAGE_UP, PAGE_DOWN, END, HOME = "\ue00e", "\ue00f", "\ue010", "\ue011"
SHIFT, CONTROL = "\ue008", "\ue009"

MIDDLE = """
const element = document.querySelector(arguments[0]);
if (!element) throw new Error(`there is no ${arguments[0]}`);
const middle = () => {
  const box = element.getClientRects()[0];
  if (!box) throw new Error(`${arguments[0]} is not seen`);
  return [box.x + box.width / 2, box.y + box.height / 2];
};
const met = () => element.contains(document.elementFromPoint(...middle()));
for (const block of ["center", "start", "end"]) {
  if (!met()) element.scrollIntoView({ block, inline: "nearest", behavior: "instant" });
}
if (!met()) throw new Error(`something lies over ${arguments[0]}`);
return middle();
"""
"""Where an element can be clicked."""
CHOOSE = """
const list = document.querySelector(arguments[0]);
if (!list?.checkVisibility() || list.disabled) throw new Error(`no ${arguments[0]} to choose from`);
const choice = [...list.options].find((each) => each.value === arguments[1]);
if (!choice || choice.disabled) throw new Error(`${arguments[0]} has no ${arguments[1]}`);
list.focus();
if (choice.selected) return;
choice.selected = true;
for (const event of ["input", "change"]) list.dispatchEvent(new Event(event, { bubbles: true }));
"""

PATIENCE = 180
"""Seconds; the machine may be a slow one, and busy."""


def script(name: str) -> str:
    """A longer question to a page, from a file of this folder."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _first(names: Sequence[str]) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)


def why_not() -> str:
    """Why no browser can be driven here; empty when it can."""
    if find_spec("selenium") is None:
        return "selenium is not installed"
    if _first(BROWSERS) is None:
        return "there is no Chromium: on Debian, apt-get install chromium chromium-driver"
    if _first(DRIVERS) is None:
        return "there is no chromedriver: on Debian, apt-get install chromium-driver"
    return ""


class Browser:
    """One window; each `open` is a fresh page in the size, scheme and zone that are asked for."""

    def __init__(self, driver: Any) -> None:  # Any: selenium is absent where these tests skip
        self.driver = driver
        self._frozen: str | None = None
        self._set: dict[str, Mapping[str, object]] = {}

    def open(
        self,
        page: Path | str,
        *,
        size: tuple[int, int] = (1440, 1000),
        scheme: str = "light",
        zone: str = "America/New_York",
        now: str | None = None,
    ) -> None:
        """Load the page, a file or an address; `now` is what its clock shows, as an ISO time."""
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self._set_once("Emulation.setDeviceMetricsOverride", metrics)
        self._set_once("Emulation.setTimezoneOverride", {"timezoneId": zone})
        self._prefer(scheme)
        if self._frozen is not None:
            script = {"identifier": self._frozen}
            self.devtools("Page.removeScriptToEvaluateOnNewDocument", script)
            self._frozen = None
        if now is not None:
            source = f"Date.now = () => {json.dumps(now)} && new Date({json.dumps(now)}).getTime();"
            added = self.devtools("Page.addScriptToEvaluateOnNewDocument", {"source": source})
            self._frozen = added["identifier"]
        self.forget_logs()
        self.go_to(page if isinstance(page, str) else page.as_uri())

    def go_to(self, address: str) -> None:
        """Load a page in the window as it is, and wait until it has drawn itself.

        On a busy machine the driver may answer while the page is still being read.
        """
        from selenium.webdriver.support.wait import WebDriverWait

        self.driver.get(address)
        there = (
            "const page = (address) => new URL(address).href.split('#')[0];"
            "return document.readyState === 'complete'"
            " && page(location.href) === page(arguments[0])"
        )
        wait = WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05)
        wait.until(lambda driver: driver.execute_script(there, address))

    def prefer(self, scheme: str) -> None:
        self._prefer(scheme)
        for _ in range(3):  # until a page has been told, too
            self.wait_for_frame()

    def _prefer(self, scheme: str) -> None:
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.devtools("Emulation.setEmulatedMedia", {"features": [feature]})

    def _set_once(self, command: str, arguments: Mapping[str, object]) -> None:
        """Not where it is so already, for the page that is left would be laid out anew."""
        if self._set.get(command) != arguments:
            self.devtools(command, arguments)
            self._set[command] = arguments

    def devtools(self, command: str, arguments: Mapping[str, object]) -> dict[str, Any]:
        found: dict[str, Any] = self.driver.execute_cdp_cmd(command, dict(arguments))
        return found

    # What is on the page

    def run(self, script: str, *arguments: object) -> Any:  # Any: whatever the script returns
        return self.driver.execute_script(script, *arguments)

    def text(self, selector: str) -> str:
        """What is seen of the element, line by line, without those that are empty."""
        found: str = self.run("return document.querySelector(arguments[0]).innerText", selector)
        return "\n".join(line for line in found.split("\n") if line)

    def texts(self, selector: str) -> list[str]:
        script = "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)"
        found: list[str] = self.run(script, selector)
        return found

    def count(self, selector: str) -> int:
        return int(self.run("return document.querySelectorAll(arguments[0]).length", selector))

    def is_seen(self, selector: str) -> bool:
        return bool(
            self.run(
                "const e = document.querySelector(arguments[0]);"
                "return Boolean(e && e.checkVisibility({visibilityProperty: true}))",
                selector,
            )
        )

    def focused(self) -> dict[str, str | None]:
        found: dict[str, str | None] = self.run(
            "const e = document.activeElement;"
            "return {id: e.id, tag: e.localName, name: e.name || null, value: e.value || null,"
            " href: e.getAttribute('href'), role: e.getAttribute('role'),"
            " day: e.dataset.day || null, hour: e.dataset.hour || null,"
            " weekday: e.dataset.weekday || null}"
        )
        return found

    # What a user does

    def click(self, selector: str) -> None:
        """A real click in the middle of the element, wherever it had to be scrolled to.

        The driver's own looks at the element through scripts that cost more than a page does.
        """
        x, y = self.run(MIDDLE, selector)
        at = {"x": x, "y": y, "button": "left", "clickCount": 1}
        for event in ("mouseMoved", "mousePressed", "mouseReleased"):
            pressed = at if event != "mouseMoved" else {"x": x, "y": y}
            self.devtools("Input.dispatchMouseEvent", {"type": event, **pressed})
        self.wait_for_frame()

    def press(self, *keys: str, holding: str | None = None) -> None:
        from selenium.webdriver import ActionChains

        chain = ActionChains(self.driver, duration=0)
        if holding is not None:
            chain.key_down(holding)
        for key in keys:
            chain.send_keys(key)
        if holding is not None:
            chain.key_up(holding)
        chain.perform()
        self.wait_for_frame()

    def choose(self, selector: str, value: str) -> None:
        """Take that choice of a list that is seen, as the driver does: no list is drawn."""
        self.run(CHOOSE, selector, value)

    def wait_for_frame(self) -> None:
        """Some of what is done is seen in the next frame only."""
        self.driver.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0]))")

    # What it did by itself

    def forget_logs(self) -> None:
        self.complaints()
        self.requests()

    def complaints(self) -> list[str]:
        """What the console has said since the last question."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """The addresses that pages have asked for since the last question.

        The browser's own page, which it shows before the first other, may still be at it.
        """
        messages = [
            json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")
        ]
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
            and not message["params"]["documentURL"].startswith("chrome:")
        ]

    def printed(self) -> bytes:
        paper = {"paperWidth": 8.27, "paperHeight": 11.69}
        return base64.b64decode(self.devtools("Page.printToPDF", paper)["data"])


@contextmanager
def running(profile: Path) -> Iterator[Browser]:
    """A browser with a fresh profile; the driver on this machine, never one from the network."""
    os.environ["SE_OFFLINE"] = os.environ["SE_AVOID_STATS"] = "true"
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = _first(BROWSERS) or ""
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=Service(_first(DRIVERS)))
    try:
        driver.set_page_load_timeout(PATIENCE)
        driver.set_script_timeout(PATIENCE)
        yield Browser(driver)
    finally:
        driver.quit()
