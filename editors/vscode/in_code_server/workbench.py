"""A real Visual Studio Code in a real Chromium: code-server, with the packaged extension."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.browser.chromium import CONTROL, ENTER, ESCAPE, Browser

T = TypeVar("T")

ROOT = Path(__file__).parents[3]
ENTRY = (
    ROOT / "build" / "code-server" / "node_modules" / "code-server" / "out" / "node" / "entry.js"
)
PACKAGE = ROOT / "editors" / "vscode" / "dist" / "spakky-lint.vsix"
PICTURES = ROOT / "build" / "vscode-pictures"
"""What was seen at each step, for whoever wants to look."""

PATIENCE = 90.0
"""Seconds for anything that is waited for; the machine may be a slow one, and busy."""
F1 = "\ue031"

QUIET = {
    "workbench.startupEditor": "none",
    "telemetry.telemetryLevel": "off",
    "extensions.autoUpdate": False,
    "extensions.autoCheckUpdates": False,
    "editor.minimap.enabled": False,
    "editor.stickyScroll.enabled": False,
    "files.autoSave": "off",
    "security.workspace.trust.enabled": False,
}


@contextmanager
def serving(
    home: Path, settings: Mapping[str, object], others: Sequence[Path] = ()
) -> Iterator[str]:
    """A code-server with the extension, and others, and the settings; its address.

    Those of the extension are the machine's. An editor in a browser is a remote one, and leaves out
    of the user's settings what is a machine's, such as an interpreter, once it has read which are.
    """
    data, extensions = home / "data", home / "extensions"
    own = {name: value for name, value in settings.items() if name.startswith("spakky-lint.")}
    of_the_user = {name: value for name, value in settings.items() if name not in own}
    for place, written in (("Machine", own), ("User", {**QUIET, **of_the_user})):
        (data / place).mkdir(parents=True)
        (data / place / "settings.json").write_text(json.dumps(written))
    command = [
        *("node", str(ENTRY), "--config", str(home / "config.yaml")),
        *("--user-data-dir", str(data), "--extensions-dir", str(extensions)),
    ]
    for package in (PACKAGE, *others):
        install = [*command, "--install-extension", str(package)]
        subprocess.run(install, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    options = ["--auth", "none", "--disable-telemetry", "--disable-update-check"]
    log = (home / "log").open("w")
    with (
        log,
        subprocess.Popen(
            [*command, *options, "--bind-addr", f"127.0.0.1:{port}"], stdout=log, stderr=log
        ) as process,
    ):
        try:
            wait_for("the port", lambda: _answers(port))
            yield address
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    with socket.socket() as other:
        return other.connect_ex(("127.0.0.1", port)) == 0


def wait_for(what: str, found: Callable[[], T]) -> T:
    """What is found, as soon as it is true."""
    end = time.monotonic() + PATIENCE
    while not (now := found()):
        assert time.monotonic() < end, f"no {what}; the last that was seen: {now!r}"
        time.sleep(0.1)
    return now


@dataclass
class Workbench:
    """One window, and what a user does in it."""

    browser: Browser
    address: str

    def open(self, folder: Path, file: str | None = None) -> None:
        self.browser.open(f"{self.address}/?folder={folder}", size=(1280, 820))
        wait_for("workbench", lambda: self.browser.count(".monaco-workbench .part.statusbar"))
        if file is not None:
            self.open_file(file)

    def open_file(self, name: str) -> None:
        self.browser.press("p", holding=CONTROL)
        self.choose(name)
        wait_for("open file", lambda: name in self.browser.texts(".tab.active .label-name"))
        wait_for("text", lambda: self.browser.count(".editor-instance .view-line"))

    def choose(self, text: str) -> None:
        """Type into the list that is open, and take what has the text."""
        wait_for("list", lambda: self.browser.is_seen(".quick-input-widget"))
        self.browser.press(text)
        wait_for(f"line with {text}", lambda: any(text in each for each in self.lines_of_list()))
        self.browser.press(ENTER)
        wait_for("end of the list", lambda: not self.browser.is_seen(".quick-input-widget"))

    def lines_of_list(self) -> list[str]:
        return self._labels(".quick-input-list .monaco-list-row")

    def run(self, command: str) -> None:
        self.browser.press(F1)
        self.choose(command)

    def go_to(self, line: int, column: int) -> None:
        self.browser.press("g", holding=CONTROL)
        wait_for("list", lambda: self.browser.is_seen(".quick-input-widget"))
        self.browser.press(f"{line}:{column}", ENTER)
        wait_for("place", lambda: f"Ln {line}, Col {column}" in self.status())

    def status(self) -> str:
        return _plain(self.browser.text(".part.statusbar"))

    def problems(self) -> str:
        """What the status bar counts: ``Errors: 1``, ``No Problems``."""
        return (self._labels(r"#status\.problems a") or [""])[0]

    def text(self) -> str:
        """The lines that are seen of the active editor, with what is shown in them."""
        return "\n".join(
            line
            for _, line in sorted(
                (int(top), _plain(text))
                for top, text in self.browser.run(
                    "return [...document.querySelectorAll("
                    "'.editor-group-container.active .editor-instance .view-line')]"
                    ".map((line) => [parseInt(line.style.top), line.textContent])"
                )
            )
        )

    def lenses(self) -> list[str]:
        return [_plain(each) for each in self.browser.texts(".codelens-decoration")]

    def hover(self) -> str:
        """What is shown over the cursor."""
        self.browser.press("k", holding=CONTROL)
        self.browser.press("i", holding=CONTROL)
        shown = ".monaco-hover:not(.hidden) .hover-contents"
        wait_for("hover", lambda: self.browser.count(shown))
        text = "\n".join(
            self.browser.run(
                "return [...document.querySelectorAll(arguments[0])].map((e) => e.innerText)",
                shown,
            )
        )
        return _plain(text)

    def leave(self) -> None:
        self.browser.press(ESCAPE)

    def fixes(self) -> list[str]:
        """What is offered at the cursor; the list stays open."""
        self.browser.press(".", holding=CONTROL)
        rows = ".action-widget .monaco-list-row.action"
        wait_for("fixes", lambda: self.browser.count(rows))
        return [_plain(each) for each in self.browser.texts(rows)]

    def messages(self) -> list[str]:
        return self.browser.texts(".notifications-toasts .notification-list-item-message")

    def buttons(self) -> list[str]:
        return self.browser.texts(".notifications-toasts .monaco-button")

    def tabs(self) -> list[str]:
        return self.browser.texts(".tab .label-name")

    def page(self) -> str:
        """What the page beside the code says: it is in a frame of a frame."""
        driver = self.browser.driver
        try:
            for _ in range(2):
                frames = driver.find_elements("css selector", "iframe")
                shown = [each for each in frames if each.is_displayed()]
                if not shown:
                    return ""
                driver.switch_to.frame(shown[-1])
            return str(self.browser.run("return document.body ? document.body.innerText : ''"))
        finally:
            driver.switch_to.default_content()

    def click_on(self, selector: str, text: str) -> None:
        """With the mouse, where the element is at this moment: editors draw theirs anew."""
        place = wait_for(
            text,
            lambda: self.browser.run(
                "const found = [...document.querySelectorAll(arguments[0])]"
                ".find((each) => each.textContent === arguments[1]);"
                "const box = found && found.getBoundingClientRect();"
                "return box && box.width ? [box.x + box.width / 2, box.y + box.height / 2] : null",
                selector,
                text,
            ),
        )
        button = {"x": place[0], "y": place[1], "button": "left", "clickCount": 1}
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.browser.devtools("Input.dispatchMouseEvent", {"type": kind, **button})

    def picture(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        shot = self.browser.devtools("Page.captureScreenshot", {"format": "png"})
        (PICTURES / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))

    def _labels(self, selector: str) -> list[str]:
        found: list[str] = self.browser.run(
            "return [...document.querySelectorAll(arguments[0])]"
            ".map((e) => e.getAttribute('aria-label') || '')",
            selector,
        )
        return found


def _plain(text: str) -> str:
    return text.replace("\xa0", " ")


def interpreter() -> Mapping[str, object]:
    """The settings that name this very Python."""
    return {"spakky-lint.interpreter": sys.executable}
