"""A real python-lsp-server with our plugin, over stdio."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tests.lsp.wire import PATIENCE, Message, Wire, changed, opened, served

WRONG = """\
from spakky.task import TaskHandler, task


@TaskHandler()
class Reports:
    @task()
    def weekly(self) -> None: ...

    @task  # noqa: SPK301
    def 매일(self) -> None: ...
"""


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop").resolve()
    (folder / "pyproject.toml").write_text('[project]\nname = "shop"\n')
    return folder


@pytest.fixture(scope="module")
def wire(top: Path) -> Iterator[Wire]:
    assert "spakky_lint" in entry_points(group="pylsp").names, "install the package anew"
    with served([sys.executable, "-m", "pylsp"], {"rootUri": top.as_uri()}) as wire:
        yield wire


def shown(wire: Wire, top: Path, name: str) -> tuple[str, str]:
    """Open a file with a handler of that name; two of one name would clash."""
    text = WRONG.replace("Reports", name)
    path = top / f"{name.lower()}.py"
    path.write_text(text)
    wire.send(opened(path.as_uri(), text))
    return path.as_uri(), text


def says(wire: Wire, uri: str, *codes: str) -> list[Message]:
    """Wait until these are the codes of ours that are shown."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        wire.next()
        said = wire.diagnostics.get(uri)
        ours = [each for each in said or () if each["source"] == "spakky-lint"]
        if said is not None and [each["code"] for each in ours] == list(codes):
            return ours
    raise AssertionError(wire.diagnostics.get(uri))


def actions(wire: Wire, uri: str, line: int, *only: str) -> list[Message]:
    place = {"line": line, "character": 6}
    parameters = {
        "textDocument": {"uri": uri},
        "range": {"start": place, "end": place},
        "context": {"diagnostics": [], "only": list(only)},
    }
    found = wire.ask("textDocument/codeAction", parameters)
    assert isinstance(found, list)
    return found


def edited(text: str, edits: list[Message]) -> str:
    """The text, whose columns are all ASCII, after the edits."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    for edit in reversed(edits):
        first, last = edit["range"]["start"], edit["range"]["end"]
        start = starts[first["line"]] + first["character"]
        end = starts[last["line"]] + last["character"]
        text = text[:start] + edit["newText"] + text[end:]
    return text


def test_findings_are_diagnostics(wire: Wire, top: Path) -> None:
    uri, _ = shown(wire, top, "Shown")
    first, second = says(wire, uri, "SPK202", "SPK001")
    assert first["range"] == {
        "start": {"line": 5, "character": 4},
        "end": {"line": 5, "character": 11},
    }
    assert first["severity"] == 1
    assert second["tags"] == [1]


def test_fixes_are_code_actions(wire: Wire, top: Path) -> None:
    uri, text = shown(wire, top, "Fixed")
    says(wire, uri, "SPK202", "SPK001")
    (action,) = actions(wire, uri, 5, "quickfix")
    assert action["title"] == "SPK202: write @task"
    assert action["isPreferred"] is True
    fixed = edited(text, action["edit"]["changes"][uri])
    assert fixed == text.replace("@task()", "@task")
    wire.send(changed(uri, 2, {"text": fixed}))
    says(wire, uri, "SPK001")


def test_all_fixes_are_one_action(wire: Wire, top: Path) -> None:
    uri, text = shown(wire, top, "All")
    says(wire, uri, "SPK202", "SPK001")
    (action,) = actions(wire, uri, 0, "source.fixAll")
    fixed = edited(text, action["edit"]["changes"][uri])
    assert fixed == text.replace("@task()", "@task").replace("  # noqa: SPK301", "")


def test_a_text_that_is_being_typed_keeps_its_findings(wire: Wire, top: Path) -> None:
    uri, text = shown(wire, top, "Typed")
    says(wire, uri, "SPK202", "SPK001")
    wire.send(changed(uri, 2, {"text": f"import (\n{text}"}))
    first, _ = says(wire, uri, "SPK202", "SPK001")
    assert first["range"]["start"]["line"] == 6
    wire.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    says(wire, uri, "SPK000", "SPK202", "SPK001")


def test_another_open_file_counts_as_it_is_in_the_editor(wire: Wire, top: Path) -> None:
    (top / "hours.py").write_text("HOUR = 9\n")
    hours = (top / "hours.py").as_uri()
    text = (
        "from hours import HOUR\nfrom spakky.task import Crontab, TaskHandler, schedule\n\n\n"
        "@TaskHandler()\nclass Early:\n    @schedule(crontab=Crontab(hour=HOUR))\n"
        "    def run(self) -> None: ...\n"
    )
    (top / "early.py").write_text(text)
    early = (top / "early.py").as_uri()
    wire.send(opened(hours, "HOUR = 31\n"), opened(early, text))
    says(wire, early, "SPK401")


def test_it_can_be_switched_off(wire: Wire, top: Path) -> None:
    uri, _ = shown(wire, top, "Off")
    says(wire, uri, "SPK202", "SPK001")
    for is_on in (False, True):
        settings = {"pylsp": {"plugins": {"spakky_lint": {"enabled": is_on}}}}
        wire.notify("workspace/didChangeConfiguration", {"settings": settings})
        says(wire, uri, *(("SPK202", "SPK001") if is_on else ()))


def test_columns_count_in_the_units_of_the_protocol(wire: Wire, top: Path) -> None:
    text = (
        "from spakky.task import TaskHandler, schedule\n@TaskHandler()\nclass Units:\n"
        '    @schedule(at="\U0001f600é" and None, interval=300)\n    def b(self): ...\n'
    )
    (top / "units.py").write_text(text)
    uri = (top / "units.py").as_uri()
    wire.send(opened(uri, text))
    (finding,) = says(wire, uri, "SPK303")
    assert finding["range"]["start"] == {"line": 3, "character": 42}


def test_a_configuration_that_is_wrong_is_told_of(wire: Wire, top: Path) -> None:
    folder = top / "inner"
    folder.mkdir()
    (folder / "spakky-lint.toml").write_text("select = ['SPK9999']\n")
    path = folder / "wrong.py"
    path.write_text(WRONG)
    wire.send(opened(path.as_uri(), WRONG))
    deadline = time.monotonic() + PATIENCE
    while path.as_uri() not in wire.diagnostics and time.monotonic() < deadline:
        wire.next()
    assert "spakky-lint.toml: " in wire.diagnostics[path.as_uri()][0]["message"]
