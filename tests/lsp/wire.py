"""A language client message by message, for what a client that knows the protocol would not do."""

from __future__ import annotations

import itertools
import json
import queue
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

from tests.forks import COMMANDS, stand_in

Message = dict[str, Any]  # Any: whatever JSON holds

PYTHON = stand_in(COMMANDS)
SERVER = [PYTHON, "-m", "spakky_lint", "server"]
"""A process of its own, but for what it imports."""

PATIENCE = 60
"""Seconds. Far more than an answer takes: a loaded machine must not fail a test."""


def frame(message: Message) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def read(stream: IO[bytes]) -> Message | None:
    """The next message; None at the end. Nothing but messages may stand in the stream."""
    header = stream.readline()
    if not header:
        return None
    assert header.startswith(b"Content-Length: "), header
    while stream.readline().strip():
        pass
    message = json.loads(stream.read(int(header.split()[1])))
    assert isinstance(message, dict)
    return message


class Wire:
    """A server that is running, and what it has said of documents."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.diagnostics: dict[str, list[Message]] = {}
        """By document, what was said last."""
        self.versions: dict[str, int | None] = {}
        """By document, the version that this was said of."""
        self.asked_for: set[str] = set()
        """What the server has asked for."""
        self._numbers = itertools.count(1)
        self._told: queue.Queue[Message | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while (message := read(self.process.stdout)) is not None:
            self._told.put(message)
        self._told.put(None)

    def send(self, *messages: Message) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"".join(map(frame, messages)))
        self.process.stdin.flush()

    def notify(self, method: str, parameters: object) -> None:
        self.send({"method": method, "params": parameters})

    def ask(self, method: str, parameters: object = None) -> Any:  # Any: as above
        """The result of a request."""
        number = next(self._numbers)
        self.send({"id": number, "method": method, "params": parameters})
        while (message := self.next()).get("id") != number or "method" in message:
            pass
        assert "error" not in message, message
        return message["result"]

    def told(self, method: str) -> Message:
        """The next message of this kind, which is not heeded; those before it are left out."""
        while (message := self._told.get(timeout=PATIENCE)) is not None:
            if message.get("method") == method:
                return message
        raise AssertionError("the server is gone")

    def next(self) -> Message:
        """The next message, which has been heeded; what the server asks for, it does not get."""
        message = self._told.get(timeout=PATIENCE)
        assert message is not None, "the server is gone"
        if message.get("method") == "textDocument/publishDiagnostics":
            told = message["params"]
            self.diagnostics[told["uri"]] = told["diagnostics"]
            self.versions[told["uri"]] = told.get("version")
        elif "method" in message and "id" in message:
            self.asked_for.add(message["method"])
            self.send({"id": message["id"], "result": None})
        return message


@contextmanager
def served(command: Sequence[str], parameters: Message) -> Iterator[Wire]:
    """The server, greeted; it has to end as the protocol says."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        wire = Wire(process)
        try:
            wire.ask("initialize", {"processId": None, "capabilities": {}, **parameters})
            wire.notify("initialized", {})
            yield wire
            wire.ask("shutdown")
            wire.notify("exit", None)
            assert process.wait(timeout=PATIENCE) == 0
        finally:
            process.kill()


def opened(uri: str, text: str, language: str = "python") -> Message:
    document = {"uri": uri, "languageId": language, "version": 1, "text": text}
    return {"method": "textDocument/didOpen", "params": {"textDocument": document}}


def changed(uri: str, version: int, *changes: Message) -> Message:
    document = {"uri": uri, "version": version}
    parameters = {"textDocument": document, "contentChanges": list(changes)}
    return {"method": "textDocument/didChange", "params": parameters}
