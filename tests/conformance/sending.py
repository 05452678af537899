"""What a case needs to be asked on every path: a text to add to it, and what to evaluate in it."""

from __future__ import annotations

from dataclasses import asdict

from tests.evidence.probe import User

SENDING = '''

from celery import Celery
from spakky.auth import AUTH_CONTEXT_SNAPSHOT_METADATA_KEY, SnapshotSignRequest
from spakky.plugins.celery.common.task_result import CeleryTaskResult
from spakky.task import DirectTaskInvocation
from tests.evidence.providers import Snapshots, user


def sent(application, task, rights):
    """A message as it may come from anywhere, past what guards the caller's side."""
    headers = {}
    if rights is not None:
        request = SnapshotSignRequest(auth_context=user(**rights))
        snapshot = Snapshots().sign_snapshot(request)
        headers[AUTH_CONTEXT_SNAPSHOT_METADATA_KEY] = snapshot.base64url_canonical_json()
    return CeleryTaskResult(application.send_task(f"{__name__}.{task}", headers=headers))


def called(executor, handler, method):
    invocation = DirectTaskInvocation(handler_type=handler, method_name=method)
    return executor.execute_async(invocation)
'''
"""Sends messages as they may come from anywhere, past what guards the caller's side."""


def sent(task: str, user: User | None = None) -> str:
    """What sends a message with the user's snapshot, or without one."""
    rights = None if user is None else asdict(user)
    return f"sent(get(Celery), {task!r}, {rights!r})"


def called(handler: str, method: str) -> str:
    """What runs a task directly."""
    return f"called(executor, {handler}, {method!r})"
