"""How long an editor waits: from a change to its findings, and from the start to the first answer.

A real server, over real pipes. From a change to its findings it may take three times the bare parse
of the text and 5 ms, without the pause that waits for the end of the typing; a text without tasks
2 ms; what a save takes a tenth of the first reading of the program; and from its start to the
answer to `initialize` 1.15 times what a pygls server takes that can do nothing. After 2,000 changes
it takes at most 1.5 times the memory that it takes after 20. What is compared is measured in turns.
The processor's time counts, as far as the system tells it: what else the machine does would add to
the short times as much again. Exits with 1 when a bound is missed.

From a key to the findings in a real Neovim, with the configuration of its page, it may take 60 ms
for 20 lines and 150 ms for 500: by the clock, without the time in which the server waited for a
processor that something else had.

    python benchmarks/editor.py [RUNS]
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import libcst as cst

from benchmarks.corpus import generate
from benchmarks.linting import IMPORTS, OTHER_IMPORTS, source
from tests.editors.real import snippets
from tests.lsp.wire import Message, Wire, changed, frame, opened, read, served

RUNS = 15
PARSES, MORE = 3.0, 0.005
"""How many times the parse, and how many seconds besides."""
WITHOUT_TASKS = 0.002
SAVE = 0.1
START = 1.15
FILES, SAVES = 200, 5
FEW, MANY, MEMORY = 20, 2000, 1.5
KEYS = {"short": 0.06, "of 500 lines": 0.15}
"""Seconds from a key to the findings, by the text."""

HASTY = """
from spakky_lint.lsp import documents, serving

documents.LONGEST_PAUSE = 0.0
serving.serve()
"""
"""A server that does not wait for the end of the typing."""

EMPTY = """
from pygls.lsp.server import LanguageServer

LanguageServer("empty", "1").start_io()
"""

SHORT = """\
from spakky.auth import require_role
from spakky.task import Crontab, TaskHandler, schedule, task


@TaskHandler()
class Reports:
    \"""What is sent every day.\"""

    @task
    @require_role("clerk")
    def on_demand(self, order: str) -> None:
        print(order)

    @schedule(crontab=Crontab(hour=9, minute=30))
    def daily(self) -> None:
        self.on_demand("every")

    @task()
    def wrong(self) -> None: ...
"""


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    long = source(IMPORTS).decode() + SHORT.partition("\n\n\n")[2]
    held = [
        started(runs),
        *(findings(title, text, runs) for title, text in (("short", SHORT), ("long", long))),
        without_tasks(source(OTHER_IMPORTS).decode(), runs),
        saving(),
        memory(),
        *(keys(title, text, runs) for title, text in zip(KEYS, (SHORT, middle()), strict=True)),
    ]
    return 0 if all(held) else 1


def findings(title: str, text: str, runs: int) -> bool:
    """From the change of one character in the middle to the findings, beside the bare parse."""
    parsed, waited = [], []
    with TemporaryDirectory() as folder, hasty(Path(folder)) as (wire, uri):
        for turn, seconds in enumerate(changes(wire, uri, text, runs)):
            start = time.thread_time()
            cst.parse_module(text)
            if turn:
                parsed.append(time.thread_time() - start)
                waited.append(seconds)
            rest()  # the server has one before each change, too
    ratio = statistics.median(
        (wait - MORE) / parse for wait, parse in zip(waited, parsed, strict=True)
    )
    return told(
        f"change to findings, {title} text of {text.count(chr(10))} lines",
        f"{ratio:.2f} parses and 5 ms",
        f"{PARSES}",
        f"{ms(statistics.median(waited))} to {ms(statistics.median(parsed))}",
        holds=ratio <= PARSES,
    )


def without_tasks(text: str, runs: int) -> bool:
    with TemporaryDirectory() as folder, hasty(Path(folder)) as (wire, uri):
        _, *waited = changes(wire, uri, text, runs)
    middle = statistics.median(waited)
    return told(
        f"change of a text without tasks, {text.count(chr(10))} lines",
        ms(middle),
        f"{WITHOUT_TASKS * 1e3:.0f} ms",
        holds=middle <= WITHOUT_TASKS,
    )


def saving() -> bool:
    """What an editor says after a save, of a text that it has told, beside the first reading."""
    corpus = generate(FILES)
    with TemporaryDirectory() as folder:
        top = Path(folder).resolve()
        corpus.plant(top)
        file = top / min(corpus.reached)
        uri, text = file.as_uri(), file.read_text()
        command = [sys.executable, "-m", "spakky_lint", "server"]
        with served(command, {"rootUri": top.as_uri()}) as wire:
            before = spent(wire.process.pid)
            wire.send(opened(uri, text))
            said(wire, uri, 1)
            read = spent(wire.process.pid) - before
            seconds = []
            for version in range(2, SAVES + 2):
                text += "# a\n"
                wire.send(changed(uri, version, {"text": text}))
                said(wire, uri, version)
                file.write_text(text)
                time.sleep(0.1)  # what the key is to do afterwards
                before = spent(wire.process.pid)
                wire.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
                event = {"changes": [{"uri": uri, "type": 2}]}
                wire.notify("workspace/didChangeWatchedFiles", event)
                time.sleep(0.5)
                seconds.append(spent(wire.process.pid) - before)
    middle = statistics.median(seconds)
    return told(
        f"save in a program of {FILES} files",
        f"{middle / read:.3f} of the first reading",
        f"{SAVE}",
        f"{ms(middle)} to {ms(read)}",
        holds=middle <= SAVE * read,
    )


def memory() -> bool:
    """All that its processes have for themselves."""
    with TemporaryDirectory() as folder, hasty(Path(folder)) as (wire, uri):
        wire.send(opened(uri, SHORT))
        sizes = []
        for version in range(2, MANY + 2):
            wire.send(changed(uri, version, {"text": f"{SHORT}# {version}\n"}))
            said(wire, uri, version)
            if version - 1 in (FEW, MANY):
                sizes.append(size(wire.process.pid))
    ratio = sizes[1] / sizes[0]
    return told(
        f"memory after {MANY} changes",
        f"{ratio:.2f} of that after {FEW}",
        f"{MEMORY}",
        f"{sizes[1] >> 20} MB to {sizes[0] >> 20} MB",
        holds=ratio <= MEMORY,
    )


def size(process: int) -> int:
    """Bytes of a process and of those that it has started, which no other has."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    own = sum(int(line.split()[1]) << 10 for line in rollup if line.startswith("Private_"))
    return own + sum(size(child) for child in children(process))


def middle() -> str:
    """A text of 500 lines with a finding."""
    methods = (
        f"    @task\n    def run_{number}(self) -> None:\n        print({number})\n\n"
        for number in range(120)
    )
    return SHORT + "\n" + "".join(methods)


def keys(title: str, text: str, runs: int) -> bool:
    """From a key to the findings in Neovim."""
    neovim = shutil.which("nvim")
    if neovim is None:
        print(f"key to findings, text {title}: not measured, for there is no Neovim")
        return True
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "pyproject.toml").write_text("[tool.spakky-lint]\n")
        (folder / "reports.py").write_text(text)
        (folder / "init.lua").write_text(*snippets("neovim.md", "lua"))
        scripts = str(Path(sys.executable).parent)
        environment = {
            **os.environ,
            "HOME": place,
            "PATH": os.pathsep.join([scripts, os.environ["PATH"]]),
            "FILE": str(folder / "reports.py"),
            "RUNS": str(runs),
        }
        session = Path(__file__).parent / "neovim_keys.lua"
        done = subprocess.run(
            [neovim, "--headless", "-u", str(folder / "init.lua"), "-S", str(session)],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    turns = json.loads(done.stdout)
    waited = statistics.median(passed - delayed for passed, delayed in turns) / 1e3
    return told(
        f"key to findings in Neovim, text {title}, {text.count(chr(10))} lines",
        ms(waited),
        ms(KEYS[title]),
        f"{ms(statistics.median(passed for passed, _ in turns) / 1e3)} by the clock",
        holds=waited <= KEYS[title],
    )


@contextmanager
def hasty(folder: Path) -> Iterator[tuple[Wire, str]]:
    """A server with an empty folder, and the address of a file in it."""
    top = folder.resolve()
    (top / "pyproject.toml").write_text("[tool.spakky-lint]\n")
    with served([sys.executable, "-c", HASTY], {"rootUri": top.as_uri()}) as wire:
        yield wire, (top / "reports.py").as_uri()


def changes(wire: Wire, uri: str, text: str, runs: int) -> Iterator[float]:
    """Seconds from each change to what is said of it; the first one fills caches."""
    wire.send(opened(uri, text))
    said(wire, uri, 1)
    half = text.count("\n") // 2
    place = {"line": half, "character": 0}
    for turn in range(2 * runs + 2):
        # A comment comes and goes, so that the text is another one every time.
        end = place if turn % 2 == 0 else {"line": half + 1, "character": 0}
        change = {"range": {"start": place, "end": end}, "text": "# a\n" if turn % 2 == 0 else ""}
        start = spent(wire.process.pid)
        wire.send(changed(uri, turn + 2, change))
        said(wire, uri, turn + 2)
        seconds = spent(wire.process.pid) - start
        rest()
        if turn % 2:
            yield seconds


def rest() -> None:
    """What is to be done afterwards is done before the next change."""
    time.sleep(0.05)


def spent(process: int) -> float:
    """The processor's seconds of a process and of those that it has started; the clock's, where
    nobody tells them.
    """
    if not Path(f"/proc/{process}/task").exists():
        return time.perf_counter()
    nanoseconds = 0
    for thread in Path(f"/proc/{process}/task").iterdir():
        nanoseconds += int((thread / "schedstat").read_text().split()[0])
    return nanoseconds / 1e9 + sum(spent(child) for child in children(process))


def children(process: int) -> list[int]:
    threads = Path(f"/proc/{process}/task").iterdir()
    return [int(child) for each in threads for child in (each / "children").read_text().split()]


def said(wire: Wire, uri: str, version: int) -> None:
    while wire.versions.get(uri) != version:
        wire.next()


def started(runs: int) -> bool:
    commands = {
        "ours": [sys.executable, "-m", "spakky_lint", "server"],
        "empty": [sys.executable, "-c", EMPTY],
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            taken = answered(command)
            if turn:
                seconds[name].append(taken)
    ratio = statistics.median(
        ours / empty for ours, empty in zip(seconds["ours"], seconds["empty"], strict=True)
    )
    return told(
        "start to the answer to initialize",
        f"{ratio:.2f} of an empty server",
        f"{START}",
        " to ".join(ms(statistics.median(each)) for each in seconds.values()),
        holds=ratio <= START,
    )


def answered(command: list[str]) -> float:
    parameters: Message = {"processId": None, "rootUri": None, "capabilities": {}}
    environment = {**os.environ}
    # An installed package has its byte code; to compile it in every process is nobody's case.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(frame({"id": 1, "method": "initialize", "params": parameters}))
        process.stdin.flush()
        assert read(process.stdout) is not None
        process.kill()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ms(seconds: float) -> str:
    return f"{seconds * 1e3:.1f} ms"


def told(title: str, measured: str, bound: str, detail: str = "", *, holds: bool) -> bool:
    verdict = "holds" if holds else "MISSED"
    print(f"{title}: {measured} (at most {bound}{f'; {detail}' if detail else ''}): {verdict}")
    return holds


if __name__ == "__main__":
    sys.exit(main())
