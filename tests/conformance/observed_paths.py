"""What really becomes of a task: called directly, sent to a worker, and sent by beat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from spakky_lint.facts.paths import PathState
from spakky_lint.facts.task import Task
from spakky_lint.project.inventories import tasks_of_text
from tests.conformance.handler_texts import told
from tests.conformance.policies import PERMISSIONS, POLICY, RELATIONS, ROLES, SCOPES
from tests.conformance.sending import SENDING, called, sent
from tests.evidence.cases import Case
from tests.evidence.probe import Application, Outcome, Probe, User

# 7 is what stands in for a role or scope that is no text. Only a direct call keeps it.
EVERYTHING = User(
    roles=(*ROLES, 7),  # type: ignore[arg-type]
    scopes=(*SCOPES, 7),  # type: ignore[arg-type]
    grants=(
        *(f"permission:{grant.name}" for grant in PERMISSIONS),
        *(f"relation:{grant.name}:{grant.resource}" for grant in RELATIONS),
        *(f"policy:{grant.resource}:{grant.name}" for grant in POLICY),
    ),
)
TEXTS = replace(EVERYTHING, roles=ROLES, scopes=SCOPES)


def state(outcome: Outcome, *, with_all_rights: Callable[[], Outcome]) -> PathState:
    """What a path does, from what comes of a run of nobody's and of one with all rights."""
    if outcome.journal:
        return PathState.OPEN
    if outcome.succeeds or outcome.raises("NotRegistered") or outcome.raises("EncodeError"):
        return PathState.ABSENT
    assert "Auth" in str(outcome.error), outcome
    allowed = with_all_rights()
    if not allowed.journal and (allowed.succeeds or allowed.raises("EncodeError")):
        return PathState.ABSENT
    return PathState.ENFORCED if allowed.journal else PathState.NEVER_PASSES


def registered_name(app: Application, task: Task) -> str:
    """What celery calls the task: after whatever stands in the method's place."""
    method = task.name.partition(".")[2]
    name = app.run(f"{task.handler}.{method}.__qualname__").value
    assert isinstance(name, str)
    return name


def direct_state(app: Application, task: Task) -> PathState:
    call = called(task.handler, task.name.partition(".")[2])
    return state(app.run(call), with_all_rights=lambda: app.run(call, as_user=EVERYTHING))


def queue_state(app: Application, task: Task) -> PathState:
    name = registered_name(app, task)
    if name not in app.registered:
        return PathState.ABSENT
    if not task.on_demand:  # a call does not send it
        method = task.name.partition(".")[2]
        outcome = app.dispatch(f"get({task.handler}).{method}()", as_user=EVERYTHING)
        assert not outcome.succeeds
        return PathState.ABSENT
    return state(app.dispatch(sent(name)), with_all_rights=lambda: app.dispatch(sent(name, TEXTS)))


def beat_state(app: Application, task: Task) -> PathState:
    name = registered_name(app, task)
    if name not in app.beat_entries:
        return PathState.ABSENT
    return state(app.beat_sends(name), with_all_rights=lambda: app.beat_sends(name))


States = tuple[PathState, PathState, PathState]


def on_every_path(probe: Probe, text: str, name: str) -> dict[str, States]:
    """Direct, queue and beat of each task, as the real framework does it."""
    tasks = tasks_of_text(text)
    case = Case("paths", name, text + SENDING)
    app = probe.application(case, celery=False)
    direct = {task.name: direct_state(app, task) for task in tasks}
    app = probe.application(case)
    return {
        task.name: (direct[task.name], queue_state(app, task), beat_state(app, task))
        for task in tasks
    }


def as_told(text: str) -> dict[str, States]:
    """The same as the report has it."""
    found: dict[str, States] = {}
    for task, access in told(text):
        paths = access.paths
        found[task.name] = (paths.direct.state, paths.queue.state, paths.beat.state)
    return found
