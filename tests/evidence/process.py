"""A process with the framework: one JSON object a line goes in, one comes back for each."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from typing import IO, Any

from tests.evidence.installed import ALONE, ROOT, path_of_applications

START_SECONDS = 60.0

RESULTS = "cache+memory://"
"""Where celery keeps the results of tasks."""

ENVIRONMENT = {
    "SPAKKY_CELERY__BROKER_URL": "memory://",
    "SPAKKY_CELERY__RESULT_BACKEND": RESULTS,
    "SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED": "true",
}


def environment() -> dict[str, str]:
    """Of a Python that is started with the option `ALONE`."""
    return os.environ | ENVIRONMENT | {"PYTHONPATH": path_of_applications()}


class ProbeDiedError(Exception):
    """The process ended or fell silent; the next request gets a new one."""


class Process:
    """The pipes to a module that answers requests, with a limit to every wait."""

    def __init__(self, module: str, answer_seconds: float) -> None:
        self._answer_seconds = answer_seconds
        self._errors = tempfile.TemporaryFile(  # noqa: SIM115  # closed with the process
            "w+", encoding="utf-8", errors="replace"
        )
        self._popen = subprocess.Popen(
            [sys.executable, ALONE, "-m", module],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
        )
        self._answers: queue.Queue[str] = queue.Queue()
        self._limit = START_SECONDS
        self._reader = threading.Thread(
            target=self._read, args=(_open(self._popen.stdout),), daemon=True
        )
        self._reader.start()

    def ask(self, request: dict[str, object]) -> dict[str, Any]:
        requests = _open(self._popen.stdin)
        try:
            print(json.dumps(request), file=requests, flush=True)
            line = self._answers.get(timeout=self._limit)
        except queue.Empty:
            raise ProbeDiedError(f"no answer to {request} in {self._limit} s") from None
        except OSError:
            line = ""
        if not line:
            raise ProbeDiedError(f"the process ended at {request}: {self._last_words()}")
        self._limit = self._answer_seconds
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        self._popen.kill()
        self._popen.wait()
        self._reader.join()
        _open(self._popen.stdout).close()
        with contextlib.suppress(OSError):  # it may hold text for a process that is gone
            _open(self._popen.stdin).close()
        self._errors.close()

    def _read(self, answers: IO[str]) -> None:
        for line in answers:
            self._answers.put(line)
        self._answers.put("")

    def _last_words(self) -> str:
        self._errors.seek(0)
        return self._errors.read()[-2000:].strip()


def _open(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None, "every stream was asked for as a pipe"
    return pipe
