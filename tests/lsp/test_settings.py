"""What the client sets, by each of the ways in which it can."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.lsp.wire import PATIENCE, SERVER, Message, Wire, opened

pytestmark = pytest.mark.long

HALF = "from spakky.task import task\n\ndef half(\n"
OFF = {"showSyntaxErrors": False}
ASKS: Message = {
    "workspace": {"configuration": True, "didChangeWatchedFiles": {"dynamicRegistration": True}}
}


@contextmanager
def greeted(folder: Path, parameters: Message) -> Iterator[Wire]:
    command = SERVER
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        wire = Wire(process)
        try:
            wire.ask(
                "initialize",
                {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}, **parameters},
            )
            wire.notify("initialized", {})
            yield wire
        finally:
            process.kill()


def said(wire: Wire, uri: str) -> tuple[list[str], list[str]]:
    """What is said of the document, and to the user."""
    told = []
    end = time.monotonic() + PATIENCE
    while wire.versions.get(uri) != 1:
        assert time.monotonic() < end
        message = wire.next()
        if message.get("method") == "window/showMessage":
            told.append(message["params"]["message"])
    return [each["code"] for each in wire.diagnostics[uri]], told


@pytest.mark.parametrize(
    ("options", "codes", "told"),
    [
        (OFF, [], []),
        ({"spakky-lint": OFF}, [], []),
        ({"showSyntaxErrors": "no"}, ["SPK000"], ["showSyntaxErrors: true or false is allowed"]),
        ([OFF], ["SPK000"], ["spakky-lint: an object of settings is allowed"]),
    ],
)
def test_in_the_greeting(
    options: object, codes: list[str], told: list[str], tmp_path: Path
) -> None:
    uri = (tmp_path / "half.py").as_uri()
    with greeted(tmp_path, {"initializationOptions": options}) as wire:
        wire.send(opened(uri, HALF))
        found, sentences = said(wire, uri)
    assert found == codes
    assert len(sentences) == len(told)
    for sentence, expected in zip(sentences, told, strict=True):
        assert sentence.endswith(expected)


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        ({"result": [OFF]}, []),
        ({"result": [None]}, ["SPK000"]),
        ({"result": 5}, ["SPK000"]),
        ({"error": {"code": -32601, "message": "nobody can tell"}}, ["SPK000"]),
    ],
)
def test_when_the_server_asks(answer: Message, codes: list[str], tmp_path: Path) -> None:
    """Whatever the answer is, the server goes on, and has the files watched."""
    uri = (tmp_path / "half.py").as_uri()
    with greeted(tmp_path, {"capabilities": ASKS}) as wire:
        asked = wire.told("workspace/configuration")
        assert asked["params"]["items"] == [{"section": "spakky-lint"}]
        wire.send({"id": asked["id"], **answer})
        registered = wire.told("client/registerCapability")
        wire.send({"id": registered["id"], "result": None})
        wire.send(opened(uri, HALF))
        assert said(wire, uri) == (codes, [])


def test_what_others_are_told_does_not_count(tmp_path: Path) -> None:
    uri = (tmp_path / "half.py").as_uri()
    with greeted(tmp_path, {"initializationOptions": OFF}) as wire:
        wire.notify("workspace/didChangeConfiguration", {"settings": {"python": {}}})
        wire.send(opened(uri, HALF))
        assert said(wire, uri) == ([], [])
