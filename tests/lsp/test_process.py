"""The server as a process: what it writes and how it ends, frame by frame."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lsp.wire import PYTHON, SERVER, Message, frame, opened, read, served

COMMAND = [sys.executable, "-m", "spakky_lint", "server"]
"""With all that the start of Python is; most of what is asked here is the same of a fork."""

INITIALIZE: Message = {
    "id": 1,
    "method": "initialize",
    "params": {"processId": None, "rootUri": None, "capabilities": {}},
}
INITIALIZED: Message = {"method": "initialized", "params": {}}
RENAMED: Message = {"method": "workspace/didRenameFiles", "params": {"files": []}}
SHUTDOWN: Message = {"id": 2, "method": "shutdown"}
EXIT: Message = {"method": "exit"}


def talk(*messages: Message, command: list[str] = SERVER) -> tuple[int, list[Message], str]:
    """Send everything, hang up, and see how the server takes it: exit code, messages, log."""
    done = subprocess.run(
        command, input=b"".join(map(frame, messages)), capture_output=True, timeout=60
    )
    output = io.BytesIO(done.stdout)
    return done.returncode, list(iter(lambda: read(output), None)), done.stderr.decode()


def test_shutdown_and_exit() -> None:
    status, answers, log = talk(INITIALIZE, INITIALIZED, SHUTDOWN, EXIT, command=COMMAND)
    assert status == 0
    assert [answer.get("id") for answer in answers] == [1, 2]
    assert not [answer for answer in answers if "error" in answer]
    assert log == ""


@pytest.mark.parametrize(
    "messages",
    [
        pytest.param([INITIALIZE, EXIT], id="exit without shutdown"),
        pytest.param([INITIALIZE], id="the editor died"),
        pytest.param([], id="nobody was there"),
    ],
)
def test_an_end_that_is_not_orderly(messages: list[Message]) -> None:
    status, _, log = talk(*messages)
    assert status == 1
    assert log == ""


def test_an_end_in_the_middle_of_work() -> None:
    text = "from spakky.task import TaskHandler, task\n@TaskHandler()\nclass A:\n"
    text += "".join(f"    @task()\n    def f{number}(self): ...\n" for number in range(500))
    document = {"uri": "file:///a.py", "languageId": "python", "version": 1, "text": text}
    opened: Message = {"method": "textDocument/didOpen", "params": {"textDocument": document}}
    asked: Message = {
        "id": 3,
        "method": "textDocument/codeAction",
        "params": {
            "textDocument": {"uri": "file:///a.py"},
            "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}},
            "context": {"diagnostics": []},
        },
    }
    status, _, log = talk(INITIALIZE, INITIALIZED, opened, asked, SHUTDOWN, EXIT)
    assert (status, log) == (0, "")


@pytest.mark.parametrize("support", [True, False])
def test_a_rule_is_explained_where_the_editor_can_show_its_page(support: bool) -> None:
    """Raw, for lsprotocol takes an action with a command for a command."""
    text = "from spakky.task import TaskHandler, task\n@TaskHandler\nclass A:\n    pass\n"
    document = {"uri": "file:///a.py", "languageId": "python", "version": 1, "text": text}
    place = {"line": 1, "character": 3}
    asked: Message = {
        "id": 3,
        "method": "textDocument/codeAction",
        "params": {
            "textDocument": {"uri": "file:///a.py"},
            "range": {"start": place, "end": place},
            "context": {"diagnostics": []},
        },
    }
    capabilities = {"window": {"showDocument": {"support": support}}}
    parameters = {"processId": None, "rootUri": None, "capabilities": capabilities}
    with subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        for message in (
            {**INITIALIZE, "params": parameters},
            INITIALIZED,
            {"method": "textDocument/didOpen", "params": {"textDocument": document}},
            asked,
        ):
            server.stdin.write(frame(message))
        server.stdin.flush()
        while (answer := read(server.stdout)) is not None and answer.get("id") != 3:
            pass
        server.stdin.write(frame(SHUTDOWN) + frame(EXIT))
        server.stdin.flush()
        assert read(server.stdout) is not None
    assert answer is not None
    explaining = [
        each["command"] for each in answer["result"] if each["title"].endswith("explain this rule")
    ]
    assert [(each["command"], each["arguments"]) for each in explaining] == (
        [("spakky-lint.server.explainRule", ["SPK101"])] if support else []
    )


def test_calls_in_files_of_the_same_name_can_be_told_apart(tmp_path: Path) -> None:
    range_ = {"start": {"line": 4, "character": 0}, "end": {"line": 4, "character": 2}}
    files = (tmp_path / "shop" / "jobs.py", tmp_path / "bills" / "jobs.py")
    places = [{"uri": file.as_uri(), "range": range_} for file in files]
    command = "spakky-lint.server.showCalls"
    with served(SERVER, {}) as wire:
        for some in (places, places[:1]):
            parameters = {"command": command, "arguments": [some]}
            wire.send({"id": command, "method": "workspace/executeCommand", "params": parameters})
            asked = wire.next()
            if len(some) > 1:
                actions = asked["params"]["actions"]
                assert [each["title"] for each in actions] == ["shop/jobs.py:5", "bills/jobs.py:5"]
            else:  # a client that shows no documents is told the place
                assert asked["params"]["message"] == "jobs.py:5"
            assert wire.next()["id"] == command


def test_who_asks_for_nothing_later_gets_the_comment_at_once() -> None:
    uri, start, end = "untitled:a", {"line": 0, "character": 0}, {"line": 9, "character": 0}
    text = "from spakky.task import TaskHandler, task\n@TaskHandler\nclass A:\n    pass\n"
    with served(SERVER, {}) as wire:
        wire.send(opened(uri, text))
        parameters = {"textDocument": {"uri": uri}, "range": {"start": start, "end": end}}
        asked = {**parameters, "context": {"diagnostics": []}}
        actions = wire.ask("textDocument/codeAction", asked)
        (silence,) = [each for each in actions if "silence" in each["title"]]
        place = {"line": 1, "character": 12}
        edit = {"range": {"start": place, "end": place}, "newText": "  # noqa: SPK101"}
        assert silence["edit"] == {"changes": {uri: [edit]}}
        assert "data" not in silence


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (b"Content-Length: abc\r\n\r\n{}", "b'abc' is no length"),
        (b"Content-Length: -5\r\n\r\n{}", "b'-5' is no length"),
        (b"Content-Length: 999999999999\r\n\r\n{}", "b'999999999999' is no length"),
        (b"Content-Length: 2\r\n\r\n{}{}", "b'{}Content-Length: 49\\r\\n' is no header"),
        (b"\0" * 9_000, "is no header"),
        (b"hello world\r\n\r\n", "b'hello world\\r\\n' is no header"),
    ],
)
def test_a_client_whose_messages_cannot_be_told_apart_is_not_waited_for(
    broken: bytes, why: str
) -> None:
    with subprocess.Popen(
        SERVER, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        # The client stays, and says nothing else.
        process.stdin.write(frame(INITIALIZE) + broken + frame(SHUTDOWN))
        process.stdin.flush()
        log = process.stderr.read().decode()
        assert process.wait() == 1
    assert "spakky-lint: the client's messages cannot be told apart: " in log
    assert why in log


@pytest.mark.parametrize(
    "header", [b"content-length: %d\n\n", b"X-Other: 1\nContent-Length:%d\n\n"]
)
def test_headers_are_read_however_they_are_written(header: bytes) -> None:
    sent = [
        json.dumps({"jsonrpc": "2.0", **each}).encode() for each in (INITIALIZE, SHUTDOWN, EXIT)
    ]
    done = subprocess.run(
        SERVER,
        input=b"".join(header % len(body) + body for body in sent),
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")


BUSY = """
import threading
from pathlib import Path

from spakky_lint.lsp import checks, serving

def never_done(*_, **others):
    Path(BEGUN).touch()
    threading.Event().wait()

checks.analyse = never_done
serving.serve(CLIENT)
"""
"""Linting that takes for ever, and says when it has begun."""

OPENED: Message = {
    "method": "textDocument/didOpen",
    "params": {
        "textDocument": {"uri": "file:///a.py", "languageId": "python", "version": 1, "text": "x"}
    },
}


def busy(
    folder: Path, client: int | None = None, named: int | None = None
) -> subprocess.Popen[bytes]:
    """A server in the middle of linting, with its standard input open.

    The client is told of by the command, or named by the first message.
    """
    parameters: Message = {"processId": named, "rootUri": None, "capabilities": {}}
    begun = folder / "begun"
    script = BUSY.replace("CLIENT", repr(client)).replace("BEGUN", repr(str(begun)))
    server = subprocess.Popen([PYTHON, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin is not None
    assert server.stdout is not None
    for message in ({**INITIALIZE, "params": parameters}, INITIALIZED, OPENED):
        server.stdin.write(frame(message))
    server.stdin.flush()
    deadline = time.monotonic() + 60
    while not begun.exists():
        assert time.monotonic() < deadline, "it never began"
        time.sleep(0.02)
    return server


@pytest.mark.parametrize(
    ("messages", "status"),
    [([SHUTDOWN, EXIT], 0), ([EXIT], 1), ([], 1)],
    ids=["shutdown", "exit", "hung up"],
)
def test_an_end_does_not_wait_for_what_is_linted(
    messages: list[Message], status: int, tmp_path: Path
) -> None:
    with busy(tmp_path) as server:
        assert server.stdin is not None
        server.stdin.write(b"".join(map(frame, messages)))
        server.stdin.close()
        assert server.wait(timeout=60) == status


@pytest.mark.parametrize("told", ["client", "named"])
def test_it_ends_with_the_process_of_the_client(told: str, tmp_path: Path) -> None:
    with (
        subprocess.Popen(["cat"], stdin=subprocess.PIPE) as client,
        busy(tmp_path, **{told: client.pid}) as server,
    ):
        assert server.poll() is None
        client.kill()
        client.wait()
        assert server.wait(timeout=60) == 1
        assert server.stdin is not None
        server.stdin.close()


def test_the_options_that_vscode_adds() -> None:
    added = ["--stdio", f"--clientProcessId={os.getpid()}"]
    status, answers, log = talk(INITIALIZE, INITIALIZED, SHUTDOWN, EXIT, command=[*COMMAND, *added])
    assert (status, [answer.get("id") for answer in answers], log) == (0, [1, 2], "")


def test_a_client_that_is_gone_already() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    for number in (gone.pid, 1 << 70):
        with subprocess.Popen(
            [*SERVER, f"--clientProcessId={number}"], stdin=subprocess.PIPE
        ) as server:
            assert server.wait(timeout=60) == 1


def test_a_request_that_is_cancelled_too_late_is_not_worth_a_word() -> None:
    cancelled: Message = {"method": "$/cancelRequest", "params": {"id": 1}}
    status, _, log = talk(INITIALIZE, INITIALIZED, cancelled, SHUTDOWN, EXIT)
    assert (status, log) == (0, "")


NOISY = """
from spakky_lint.lsp import serving

build = serving.build

def noisy():
    made = build()
    made.feature("workspace/didRenameFiles")(lambda parameters: print("noise"))
    return made

serving.build = noisy
serving.serve()
"""


def test_what_prints_does_not_disturb_the_protocol() -> None:
    status, answers, log = talk(
        INITIALIZE, INITIALIZED, RENAMED, SHUTDOWN, EXIT, command=[PYTHON, "-c", NOISY]
    )
    assert (status, len(answers), log) == (0, 2, "noise\n")


PLACE = {"textDocument": {"uri": "file:///nowhere.py"}}
INVALID, UNKNOWN, WRONG, UNREAD, EARLY = -32600, -32601, -32602, -32700, -32002
"""The kinds of errors, as JSON-RPC and the protocol number them."""


REQUESTS = [
    ("no/such/thing", [], UNKNOWN),
    ("textDocument/hover", {"textDocument": 5}, WRONG),
    ("textDocument/hover", {**PLACE, "position": {"line": -1, "character": 0}}, WRONG),
    ("textDocument/completion", {**PLACE, "position": {"line": 10**20}}, WRONG),
    ("textDocument/codeAction", None, WRONG),
    ("textDocument/inlayHint", PLACE, WRONG),
    ("textDocument/didOpen", {}, WRONG),
    ("workspace/executeCommand", {"command": "no.such"}, WRONG),
    ("initialize", INITIALIZE["params"], INVALID),
]
BODIES = [
    (b"{", UNREAD),
    (b"\xff\xfe", UNREAD),
    (b"[" * 100_000, UNREAD),
    (b"null", INVALID),
    (b"[1, 2]", INVALID),
    (b'{"id": 7, "method": "shutdown"}', INVALID),
    (b'{"jsonrpc": "1.0", "id": 7, "method": "shutdown"}', INVALID),
    (b'{"jsonrpc": "2.0", "id": null, "method": "shutdown"}', INVALID),
    (b'{"jsonrpc": "2.0", "id": [7], "method": "shutdown"}', INVALID),
]


def test_requests_that_make_no_sense_are_answered() -> None:
    asked: list[Message] = [
        {"id": f"{number}", "method": method, "params": parameters}
        for number, (method, parameters, _) in enumerate(REQUESTS)
    ]
    status, answers, _ = talk(INITIALIZE, INITIALIZED, *asked, SHUTDOWN, EXIT)
    assert status == 0
    # The user, who has asked for nothing, is told nothing.
    assert [answer["id"] for answer in answers] == [1, *(each["id"] for each in asked), 2]
    errors = [answer["error"]["code"] for answer in answers[1:-1]]
    assert errors == [error for *_, error in REQUESTS]


def test_what_is_no_message_is_answered() -> None:
    odd = b"".join(b"Content-Length: %d\r\n\r\n%b" % (len(body), body) for body, _ in BODIES)
    done = subprocess.run(
        SERVER,
        input=frame(INITIALIZE) + odd + frame(SHUTDOWN) + frame(EXIT),
        capture_output=True,
        timeout=60,
    )
    output = io.BytesIO(done.stdout)
    answers = list(iter(lambda: read(output), None))
    assert done.returncode == 0
    assert [answer["id"] for answer in answers] == [1, *[None] * len(BODIES), 2]
    errors = [answer["error"]["code"] for answer in answers[1:-1]]
    assert errors == [error for _, error in BODIES]


def test_other_messages_that_make_no_sense_are_passed_over() -> None:
    status, answers, _ = talk(
        INITIALIZE,
        INITIALIZED,
        {"method": "textDocument/didOpen", "params": {"textDocument": 5}},
        {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "", "version": 1}}},
        {
            "method": "textDocument/didChange",
            "params": {
                "textDocument": {"uri": "file:///nowhere.py", "version": 2},
                "contentChanges": [{"text": "x"}],
            },
        },
        {"method": "textDocument/didClose", "params": {"textDocument": {"uri": "file:///x.py"}}},
        {"method": "$/setTrace", "params": 5},
        {"method": "initialized"},
        {},
        {"id": 5, "result": 5},
        {"id": [5], "result": 5},
        {"id": None, "error": {"code": 1, "message": "no"}},
        SHUTDOWN,
        EXIT,
    )
    assert status == 0
    assert [answer["id"] for answer in answers] == [1, 2]


def test_what_is_asked_at_a_wrong_time_is_answered() -> None:
    asked = {"id": 5, "method": "textDocument/hover", "params": {}}
    status, answers, _ = talk(asked, INITIALIZE, SHUTDOWN, asked, EXIT)
    assert status == 0
    assert [answer["id"] for answer in answers] == [5, 1, 2, 5]
    assert [answers[number]["error"]["code"] for number in (0, 3)] == [EARLY, INVALID]


@pytest.mark.parametrize(
    ("offered", "agreed", "column"),
    [
        (["utf-8", "utf-16"], "utf-8", 45),
        (["utf-16", "utf-8"], "utf-16", 42),
        (["utf-32", "utf-16"], "utf-32", 41),
        (["latin-1"], "utf-16", 42),
    ],
)
def test_the_columns_that_were_agreed_on(offered: list[str], agreed: str, column: int) -> None:
    text = (
        "from spakky.task import TaskHandler, schedule\n@TaskHandler()\nclass A:\n"
        '    @schedule(at="\U0001f600é" and None, interval=300)\n    def b(self): ...\n'
    )
    document = {"uri": "file:///a.py", "languageId": "python", "version": 1, "text": text}
    general = {"capabilities": {"general": {"positionEncodings": offered}}}
    with subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        for message in (
            {**INITIALIZE, "params": {"processId": None, "rootUri": None, **general}},
            INITIALIZED,
            {"method": "textDocument/didOpen", "params": {"textDocument": document}},
        ):
            server.stdin.write(frame(message))
        server.stdin.flush()
        answer, published = read(server.stdout), read(server.stdout)
        server.stdin.write(frame(SHUTDOWN) + frame(EXIT))
        server.stdin.flush()
        assert read(server.stdout) is not None
    assert server.returncode == 0
    assert answer is not None
    assert published is not None
    assert answer["result"]["capabilities"]["positionEncoding"] == agreed
    (diagnostic,) = published["params"]["diagnostics"]
    assert diagnostic["range"]["start"] == {"line": 3, "character": column}
    assert diagnostic["range"]["end"] == {"line": 3, "character": column + 3}
