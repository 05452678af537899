"""Many documents, one that is very long, and those that are nested as deeply as they may be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lsp.wire import SERVER, Wire, changed, opened, served
from tests.syntax import deep_texts

pytestmark = pytest.mark.long

WRONG = """\
from spakky.task import TaskHandler, task


@TaskHandler()
class Handler{0}:
    @task()
    def weekly(self) -> None: ...
"""
METHOD = "    @task\n    def run_{0}(self) -> None:\n        print({0})\n\n"


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    (tmp_path / "pyproject.toml").write_text("[tool.spakky-lint]\n")
    command = SERVER
    with served(command, {"rootUri": tmp_path.as_uri()}) as wire:
        yield wire


def codes(wire: Wire, uri: str, version: int) -> list[str]:
    while wire.versions.get(uri) != version:
        wire.next()
    return [each["code"] for each in wire.diagnostics[uri]]


def test_a_hundred_documents(wire: Wire, tmp_path: Path) -> None:
    uris = [(tmp_path / f"handler_{number}.py").as_uri() for number in range(100)]
    for number, uri in enumerate(uris):
        wire.send(opened(uri, WRONG.format(number)))
    for uri in uris:
        assert codes(wire, uri, 1) == ["SPK202"]
    fixed = WRONG.format(50).replace("@task()", "@task")
    wire.send(changed(uris[50], 2, {"text": fixed}))
    assert codes(wire, uris[50], 2) == []


def test_ten_thousand_lines(wire: Wire, tmp_path: Path) -> None:
    text = WRONG.format("") + "\n" + "".join(METHOD.format(number) for number in range(2_500))
    assert text.count("\n") > 10_000
    uri = (tmp_path / "long.py").as_uri()
    wire.send(opened(uri, text))
    assert codes(wire, uri, 1) == ["SPK202"]
    end = {"line": text.count("\n"), "character": 0}
    more = {"range": {"start": end, "end": end}, "text": "    @task()\n    def last(self): ...\n"}
    wire.send(changed(uri, 2, more))
    # Whoever asks meanwhile is answered from what is known.
    place = {"line": 5, "character": 6}
    actions = wire.ask(
        "textDocument/codeAction",
        {
            "textDocument": {"uri": uri},
            "range": {"start": place, "end": place},
            "context": {"diagnostics": []},
        },
    )
    assert [each["title"] for each in actions][:1] == ["SPK202: write @task"]
    assert codes(wire, uri, 2) == ["SPK202", "SPK202"]


def test_what_is_nested_deeply(wire: Wire, tmp_path: Path) -> None:
    """A stack that overflows would end the server."""
    uri = (tmp_path / "deep.py").as_uri()
    wire.send(opened(uri, deep_texts.WRONG))
    assert codes(wire, uri, 1) == ["SPK301"]
    for version, text in enumerate(deep_texts.texts(refused=False).values(), start=2):
        wire.send(changed(uri, version, {"text": f"{deep_texts.WRONG}{text}\n"}))
        assert "SPK301" in codes(wire, uri, version)
