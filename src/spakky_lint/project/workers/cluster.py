"""Workers of a dask cluster: processes of other machines, which share no disk with this one."""

from __future__ import annotations

import time
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import field
from typing import TYPE_CHECKING, Final

from spakky_lint import __version__
from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, labelled
from spakky_lint.project.workers import NoWorkers

if TYPE_CHECKING:
    from distributed import Client

SCHEME: Final = "dask://"

_CONNECTING: Final = 10.0
"""Seconds in which a scheduler answers."""
_ALONE: Final = 30.0
"""Seconds in which a worker comes to a cluster that has lost all of its own: they are restarted."""


@dataclass
class ClusterWorkers:
    address: str
    """``HOST:PORT`` of the scheduler."""
    size: int = 1
    fall_together: bool = False
    _client: Client | None = None
    _last_seen: float = field(default=0.0)
    """When there was a worker."""

    def begin(self) -> Executor:
        try:
            from distributed import Client
        except ImportError:
            words = Message("distributed is needed: pip install 'spakky-lint[dask]'")
            raise NoWorkers(self._said(words)) from None
        try:
            client = Client(f"tcp://{self.address}", timeout=_CONNECTING, set_as_default=False)
        except (OSError, ValueError) as error:
            raise NoWorkers(
                self._said(Message("no scheduler answers ({reason})", reason=_words(error)))
            ) from None
        self._client = client
        try:
            self._meet(client)
        except BaseException:
            client.close()
            raise
        self._last_seen = time.monotonic()
        executor: Executor = client.get_executor(pure=False)
        return executor

    def _meet(self, client: Client) -> None:
        """Raises NoWorkers where not all of them can do the work."""
        try:
            versions = client.run(version)
        except Exception as error:  # noqa: BLE001  # whatever keeps a worker from importing this package
            words = Message(
                "spakky-lint has to be installed on every worker ({reason})", reason=_words(error)
            )
            raise NoWorkers(self._said(words)) from None
        if not versions:
            raise NoWorkers(self._said(Message("the scheduler has no workers")))
        for worker, other in versions.items():
            if other != __version__:
                words = Message(
                    "the worker {worker} has spakky-lint {other}, but this is {version}",
                    worker=worker,
                    other=other,
                    version=__version__,
                )
                raise NoWorkers(self._said(words))
        self.size = len(versions)

    def end(self, executor: Executor) -> None:
        with suppress(Exception):  # the cluster may be gone, and nothing is waited for
            executor.shutdown(wait=False)
        if self._client is not None:
            with suppress(Exception):
                self._client.close(timeout=2)
            self._client = None

    def check(self) -> None:
        client = self._client
        if client is None or client.status not in ("running", "connecting"):
            raise NoWorkers(self._said(Message("the scheduler is gone")))
        now = time.monotonic()
        if client.scheduler_info(n_workers=-1)["workers"]:
            self._last_seen = now
        elif now - self._last_seen > _ALONE:
            raise NoWorkers(self._said(Message("the last worker is gone")))

    def _said(self, words: str) -> str:
        return labelled(f"{SCHEME}{self.address}", words)


def version() -> str:
    """Of this package on a worker."""
    return __version__


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
