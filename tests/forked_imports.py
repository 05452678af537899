"""A Python for `--import` that is a fork of one that has imported the framework.

Most of the time in which modules are imported goes into the framework, which is the same for each
test. `stand_in` is a program that takes the place of `sys.executable`: the process that it starts
has its own arguments, folder, environment and standard streams, and all that is done in it is gone
with it. Whatever else is started with it is started with the Python that runs the tests.
"""

from __future__ import annotations

import atexit
import gc
import os
import selectors
import signal
import socket
import subprocess
import sys
import traceback
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import NoReturn

_LARGEST = 1 << 20
_IMPORTED = (
    *("spakky.task", "spakky.auth", "spakky.plugins.celery.main", "spakky.event"),
    "spakky_lint.project.importing",
)

# Started for each import, so that it loads nothing that it can do without.
_STAND_IN = """\
#!{python} -IS
import os, sys
options, code = sys.argv[1:4], sys.argv[4:5]
if options != ["-B", "-P", "-c"] or "spakky_lint.project.importing" not in code[0]:
    os.execv({python!r}, [{python!r}, *sys.argv[1:]])
import _socket
to = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
to.connect({address!r})
environment = [b"=".join(each) for each in os.environb.items()]
arguments = [os.fsencode(each) for each in sys.argv[4:]]
asked = b"\\1".join(b"\\0".join(each) for each in ([os.getcwdb()], environment, arguments))
streams = b"".join(number.to_bytes(4, sys.byteorder) for number in range(3))
to.sendmsg([asked], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
status = int(to.recv(9))
if status < 0:
    os.kill(os.getpid(), -status)
os._exit(status)
"""


@cache
def stand_in() -> str:
    """The path of the program; where there are no such forks, of Python itself."""
    if not hasattr(os, "pidfd_open"):
        return sys.executable
    folder = TemporaryDirectory()
    program, address = Path(folder.name, "python"), str(Path(folder.name, "forks"))
    program.write_text(_STAND_IN.format(python=sys.executable, address=address))
    program.chmod(0o755)
    forks = subprocess.Popen(
        [sys.executable, "-B", "-P", __file__, address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    atexit.register(_end, forks, folder)
    assert forks.stdout is not None
    assert forks.stdout.readline() == b"ready\n"
    return str(program)


def _end(forks: subprocess.Popen[bytes], folder: TemporaryDirectory[str]) -> None:
    forks.communicate()
    folder.cleanup()


# In the process that is forked


def _serve(address: str) -> None:
    """Fork for each that asks, until standard input ends; who goes away wants no answer."""
    for name in _IMPORTED:
        __import__(name)
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
        (folder,), environment, (code, *arguments) = (
            part.split(b"\0") for part in asked.split(b"\1")
        )
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.closerange(3, 64)
        os.chdir(folder)
        os.environb.clear()
        for each in environment:
            name, _, value = each.partition(b"=")
            os.environb[name] = value
        sys.argv = ["-c", *map(os.fsdecode, arguments)]
        sys.modules["__main__"] = ModuleType("__main__")
        exec(code, vars(sys.modules["__main__"]))
    except BaseException:  # noqa: BLE001  # a fork ends here, whatever it is
        traceback.print_exc()
    os._exit(1)


if __name__ == "__main__":
    _serve(sys.argv[1])
