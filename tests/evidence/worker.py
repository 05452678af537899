"""A real worker in a thread of this process, and what it makes of the messages."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import signals
from celery.contrib.testing.worker import start_worker
from celery.worker import state as worker_state

# What the worker tells is JSON, and celery is untyped.
Json = Any

WORKER_SECONDS = 45.0
WAKE_UP = "evidence.wake_up"

_handled: queue.Queue[tuple[str, Json]] = queue.Queue()
_unhandled: set[str] = set()


def prepare_for_worker(application: Any, task_queue: str) -> None:
    """Let the application be served by `worker_of`, and leave this process as it is."""
    application.conf.update(
        task_default_queue=task_queue,
        broker_transport_options={"polling_interval": 0.002},
        worker_enable_remote_control=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
    )


@contextmanager
def worker_of(application: Any) -> Iterator[None]:
    """A real worker in a thread of this process."""
    with start_worker(application, perform_ping_check=False, loglevel="CRITICAL"):
        yield
        # The worker looks for the order to stop once a message, and then waits for one more;
        # without these two it would sit out its poll of two seconds, twice.
        worker_state.should_terminate = 0
        for _ in range(2):
            application.send_task(WAKE_UP)


def forget_messages() -> None:
    """Whatever was sent and not handled is left to nobody."""
    _unhandled.clear()


def has_handled_all() -> bool:
    """Whether nothing is left of what was sent since; what is to be tried again is."""
    return not _unhandled


@signals.before_task_publish.connect
def _sent(sender: str = "", headers: Json = None, **_: object) -> None:
    if sender != WAKE_UP:
        _unhandled.add(headers["id"])


# Whoever handles a message, celery tells how it went through signals.


@signals.task_success.connect
def _succeeded(sender: Any = None, result: object = None, **_: object) -> None:
    _unhandled.discard(sender.request.id)
    _handled.put((sender.request.id, {"state": "SUCCESS", "value": result}))


@signals.task_failure.connect
def _failed(task_id: str = "", exception: Any = None, **_: object) -> None:
    _unhandled.discard(task_id)
    _handled.put((task_id, {"state": "FAILURE", "error": described(exception)}))


@signals.task_retry.connect
def _retried(request: Any = None, reason: Any = None, **_: object) -> None:
    _handled.put((request.id, {"state": "RETRY", "error": described(reason.exc or reason)}))


@signals.task_unknown.connect
def _not_registered(id: str = "", exc: Any = None, **_: object) -> None:  # noqa: A002  # its name
    error = {**described(exc), "name": "NotRegistered"}
    _unhandled.discard(id)
    _handled.put((id, {"state": "FAILURE", "error": error}))


def handling_of(task_id: str) -> Json:
    """What the worker has made of a message: its `state`, and `value` or `error`."""
    while True:
        handled, how = _handled.get(timeout=WORKER_SECONDS)
        if handled == task_id:
            return how


def described(error: BaseException) -> Json:
    """The class, the text, and the decision that an exception carries."""
    decision = getattr(error, "decision", None)
    return {
        "name": type(error).__name__,
        "message": str(error) or str(getattr(error, "message", "")),
        "decision": decision and f"{decision.state} {decision.reason_code}",
    }
