"""A Python that is a fork of one that has imported what is asked of it.

Most of the time of a short run goes into importing, which is the same for each test. A `stand_in`
is a program that takes the place of `sys.executable`: the process that it starts has its own
arguments, folder, environment and standard streams, and all that is done in it is gone with it.
Whatever else is started with it is started with the Python that runs the tests.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import importlib
import os
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import threading
import traceback
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from itertools import takewhile
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import NoReturn

_LARGEST = 1 << 20


@dataclass(frozen=True)
class Kind:
    name: str
    asked: str
    """What the arguments are like, as an expression: of which is forked."""
    imported: tuple[str, ...]
    """With a star, a package and all that is in it."""


IMPORTS = Kind(
    "imports",
    'options[:3] == ["-B", "-P", "-c"] and "spakky_lint.project.importing" in options[3]',
    (
        *("spakky.task", "spakky.auth", "spakky.plugins.celery.main", "spakky.event"),
        "spakky_lint.project.importing",
    ),
)
"""For `--import`."""
COMMANDS = Kind(
    "commands",
    '(options[:2] == ["-m", "spakky_lint"]'
    ' or options[0] == "-c" and "spakky_lint.lsp" in options[1])'
    " and steering <= quiet and locale.upper().endswith(('UTF-8', 'UTF8'))",
    ("spakky_lint.*",),
)
"""For the command line and the language server."""

# Started for each of them, so that it loads nothing that it can do without.
_STAND_IN = """\
#!{python} -IS
import os, sys
options = sys.argv[1:]
steering = {{name for name in os.environ if name.startswith("PYTHON")}}
quiet = {{"PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}}
names = ("LC_ALL", "LC_CTYPE", "LANG")
locale = next((os.environ[name] for name in names if os.environ.get(name)), "C.UTF-8")
if not ({asked}):
    os.execv({python!r}, [{python!r}, *options])
import _socket
to = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
to.connect({address!r})
environment = [b"=".join(each) for each in os.environb.items()]
arguments = [os.fsencode(each) for each in options]
asked = b"\\1".join(b"\\0".join(each) for each in ([os.getcwdb()], environment, arguments))
streams = b"".join(number.to_bytes(4, sys.byteorder) for number in range(3))
to.sendmsg([asked], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
status = int(to.recv(9))
if status < 0:
    os.kill(os.getpid(), -status)
os._exit(status)
"""


_Ends = tuple[int, int]


@cache
def _place() -> tuple[Path, _Ends]:
    """The folder of the programs, and a pipe that is open for as long as a process of the tests."""
    from tests.folders import lasting_folder  # which a process that runs this file does not find

    return lasting_folder(), os.pipe()


def share() -> None:
    """Have the processes that are forked from this one ask the same forks: these import once."""
    _place()


@cache
def stand_in(kind: Kind) -> str:
    """The path of the program; where there are no such forks, of Python itself."""
    if not hasattr(os, "pidfd_open"):
        return sys.executable
    folder, (reading, _) = _place()
    program, address = folder / kind.name / "python", folder / kind.name / "forks"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not program.exists():
            program.parent.mkdir()
            _start([str(address), *kind.imported], reading)
            filled = _STAND_IN.format(python=sys.executable, address=str(address), asked=kind.asked)
            program.write_text(filled)
            program.chmod(0o755)
    return str(program)


_started: list[subprocess.Popen[bytes]] = []


def _start(arguments: list[str], reading: int) -> None:
    forks = subprocess.Popen(
        [sys.executable, "-B", "-P", __file__, *arguments], stdin=reading, stdout=subprocess.PIPE
    )
    _started.append(forks)
    assert forks.stdout is not None
    assert forks.stdout.readline() == b"ready\n"
    forks.stdout.close()


# In the process that is forked


def _serve(address: str, *imported: str) -> None:
    """Fork for each that asks, until standard input ends; who goes away wants no answer."""
    for name in imported:
        _import(name)
    gc.freeze()
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listening.bind(address)
    listening.listen()
    os.write(1, b"ready\n")
    with selectors.DefaultSelector() as waiting:
        waiting.register(listening, selectors.EVENT_READ, partial(_fork, listening, waiting))
        waiting.register(0, selectors.EVENT_READ, partial(os._exit, 0))
        while True:
            for key, _ in waiting.select():
                if key.fd in waiting.get_map():  # the other end of a fork may be told of as well
                    key.data()


def _import(name: str) -> None:
    package = importlib.import_module(name.removesuffix(".*"))
    if name.endswith(".*"):
        for each in walk_packages(package.__path__, f"{package.__name__}."):
            if not each.name.endswith(".__main__"):
                importlib.import_module(each.name)


def _fork(listening: socket.socket, waiting: selectors.BaseSelector) -> None:
    client, _ = listening.accept()
    asked, streams, _, _ = socket.recv_fds(client, _LARGEST, 3)
    child = os.fork()
    if not child:
        _run(asked, streams)
    for stream in streams:
        os.close(stream)
    ended = os.pidfd_open(child)

    def answer() -> None:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        for descriptor in (ended, client):
            waiting.unregister(descriptor)
        os.close(ended)
        with client, suppress(BrokenPipeError):
            client.send(str(status).encode())

    waiting.register(ended, selectors.EVENT_READ, answer)
    waiting.register(client, selectors.EVENT_READ, partial(os.kill, child, signal.SIGKILL))


def _run(asked: bytes, streams: list[int]) -> NoReturn:
    try:
        (folder,), environment, arguments = (part.split(b"\0") for part in asked.split(b"\1"))
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.closerange(3, 64)
        os.chdir(folder)
        os.environb.clear()
        for each in environment:
            name, _, value = each.partition(b"=")
            os.environb[name] = value
        _open_streams()
        _execute([os.fsdecode(each) for each in arguments])
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001  # a fork ends here, whatever it is
        traceback.print_exc()
        status = 1
    else:
        status = 0
    _leave(status)


def _open_streams() -> None:
    """As Python does where the locale is C.UTF-8."""
    sys.stdin = os.fdopen(0, encoding="utf-8", errors="surrogateescape", closefd=False)
    by_line = 1 if os.isatty(1) else -1
    sys.stdout = os.fdopen(1, "w", by_line, "utf-8", "surrogateescape", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, "utf-8", "backslashreplace", closefd=False)


def _execute(arguments: list[str]) -> None:
    """What Python does with such arguments."""
    flags = takewhile(("-B", "-P").__contains__, arguments)
    kind, what, *more = arguments[len(list(flags)) :]
    sys.path[:0] = [] if "-P" in arguments else [str(Path.cwd())]
    if kind == "-m":
        sys.argv = [what, *more]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.argv = ["-c", *more]
        sys.modules["__main__"] = ModuleType("__main__")
        exec(what, vars(sys.modules["__main__"]))


def _leave(status: int) -> NoReturn:
    """As Python ends."""
    with suppress(BaseException):
        threading._shutdown()  # type: ignore[attr-defined]  # waits for the threads
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            status = 120
    os._exit(status)


if __name__ == "__main__":
    _serve(*sys.argv[1:])
