"""A process that has imported flake8 and all that it runs, and is forked for each run.

Most of the time of a short run goes into importing. A fork begins where a process has imported all
of it and done nothing else.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

TEXT = """\
from spakky.task import TaskHandler, task

@TaskHandler()
class Orders:
    @task()
    def ship(self): ...
"""
"""With something to report."""


class Asked(TypedDict):
    folder: str
    arguments: list[str]
    environment: dict[str, str]
    streams: str
    """The folder of the files that are its standard streams: `in`, `out` and `err`."""


def run(asked: Asked) -> int:
    """Its exit status."""
    child = os.fork()
    if not child:
        try:
            _begin(asked)
            status = _flake8()
        except BaseException:  # noqa: BLE001  # a fork ends here, whatever it is
            traceback.print_exc()
            status = 1
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _begin(asked: Asked) -> None:
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    for number, name in enumerate(("in", "out", "err")):
        flags = os.O_WRONLY | os.O_CREAT if number else os.O_RDONLY
        os.dup2(os.open(Path(asked["streams"], name), flags), number)
    sys.stdin = os.fdopen(0, closefd=False)
    sys.path[0] = asked["folder"]
    sys.argv = ["flake8", *asked["arguments"]]


def _flake8() -> int:
    from flake8.main.cli import main

    return main()


def _import_all() -> None:
    """What a run imports, which a fork finds out."""
    with TemporaryDirectory() as folder:
        Path(folder, "a.py").write_text(TEXT)
        child = os.fork()
        if not child:
            sys.argv = ["flake8", "--isolated", "--jobs=1", "--output-file=reports", folder]
            os.chdir(folder)
            _flake8()
            Path(folder, "modules").write_text("\n".join(sys.modules))
            os._exit(0)
        os.waitpid(child, 0)
        for name in Path(folder, "modules").read_text().splitlines():
            importlib.import_module(name)


if __name__ == "__main__":
    _import_all()
    for line in sys.stdin:
        print(run(json.loads(line)), flush=True)  # noqa: T201
