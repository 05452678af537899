"""What a worker asks before it runs a task: nothing at all, before spakky-celery 6.6."""

from __future__ import annotations

from dataclasses import replace

from spakky_lint.facts.environment import Environment
from spakky_lint.facts.paths import Path, PathState, Reason, open_because
from spakky_lint.facts.task import Auth
from spakky_lint.facts.versions import AUTH_IN_WORKERS

_CHECKED = (PathState.ENFORCED, PathState.NEVER_PASSES)


def with_workers(auth: Auth, environment: Environment) -> Auth:
    """Who may run a task where workers of the environment run it: they call the bare method."""
    if AUTH_IN_WORKERS.holds(environment):
        return auth
    paths = auth.paths
    return replace(
        auth,
        paths=replace(paths, queue=_unchecked(paths.queue), beat=_unchecked(paths.beat)),
    )


def is_checked_by_workers(auth: Auth) -> bool:
    """Whether it makes a difference that they ask."""
    return any(path.state in _CHECKED for path in (auth.paths.queue, auth.paths.beat))


def _unchecked(path: Path) -> Path:
    return open_because(Reason.UNCHECKED_WORKER) if path.state in _CHECKED else path
