"""What the starts of a program make of a task: whether it runs at all, and who is asked for."""

from __future__ import annotations

from dataclasses import replace

from spakky_lint.data import dataclass
from spakky_lint.facts.broken_starts import broken_start
from spakky_lint.facts.environment import Environment
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.passed_over import passed_over
from spakky_lint.facts.paths import (
    Access,
    Because,
    Path,
    Paths,
    PathState,
    Reason,
    open_because,
)
from spakky_lint.facts.providers import is_auth_left_out, start_failure
from spakky_lint.facts.shared_metadata import is_made_twice
from spakky_lint.facts.task import Auth
from spakky_lint.syntax.declarations import ClassDeclaration, Module


@dataclass(frozen=True, slots=True)
class Started:
    """What the starts that have a handler make of all its tasks."""

    loss: Because | None
    """Why nothing of it runs wherever it is started; None where something may."""
    is_auth_left_out: bool

    def of(self, auth: Auth) -> Auth:
        """Who may run a task with this auth where the application starts."""
        if auth.paths.are_absent:
            return auth
        if self.loss is not None:
            nothing = Path(PathState.ABSENT, self.loss)
            return replace(auth, paths=Paths(nothing, nothing, nothing))
        if auth.access is Access.PROTECTED and self.is_auth_left_out:
            return replace(auth, paths=_without_auth(auth.paths))
        return auth


def started(
    handler: ClassDeclaration, module: Module, environment: Environment, *, dispatches: bool
) -> Started:
    loss = _loss_of(handler, module, environment, dispatches=dispatches)
    return Started(loss, loss is None and is_auth_left_out(handler, module))


def _loss_of(
    handler: ClassDeclaration, module: Module, environment: Environment, *, dispatches: bool
) -> Because | None:
    passed = passed_over(handler, module)
    if passed is not None:
        return passed
    if is_made_twice(handler, module, dispatches=dispatches):
        return Because(Reason.START_FAILS, failure=FailureKind.SHARED_METADATA)
    return start_failure(handler, module, environment) or broken_start(
        handler, module, environment, dispatches=dispatches
    )


def _without_auth(paths: Paths) -> Paths:
    """Nobody is asked in the caller's process; a worker of spakky-celery asks all the same."""
    queue = paths.queue
    if queue.state not in (PathState.ABSENT, PathState.OPEN):
        queue = Path(PathState.NEVER_PASSES, Because(Reason.NO_SIGNER))
    return replace(paths, direct=open_because(Reason.AUTH_LEFT_OUT), queue=queue)
