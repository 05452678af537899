"""What a subject gets on each path: as the report says, and as the framework decides.

Directly, the runtime core and the real framework run the same handlers under the same policy. For
the queue a real worker is sent messages with the subject's snapshot, or without one, and for beat
as beat sends them.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping

import pytest

from spakky_lint.facts.decisions import decisions_of
from spakky_lint.facts.task import Auth, Task
from spakky_lint.runtime.decisions import NOT_ENFORCED, UNKNOWN_REQUIREMENT, Decision, Subject
from tests.conformance.checkers import checkers
from tests.conformance.handler_texts import (
    Odds,
    draw_module,
    for_the_runtime_core,
    handlers_of,
    imported,
    told,
)
from tests.conformance.policies import IN_THE_WORKER, answering, draw_subject, user_of
from tests.conformance.sending import SENDING, sent
from tests.conformance.systems import OURS, REAL, Outcome, System
from tests.evidence.cases import Case
from tests.evidence.probe import Outcome as Observed
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = [
    pytest.mark.real_framework,
    requires_framework,
    pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning"),
]

ROUNDS = 10
HANDLERS = 12
POLICIES = 4

STARTING = Odds(no_text=0.1, no_action=0.1)
WHATEVER = Odds(mixed=0.2, no_text=0.05, no_action=0.1)


def method_of(task: Task) -> str:
    return task.name.partition(".")[2]


def plain(decision: Decision) -> tuple[str, str]:
    return (decision.state.value, str(decision.reason_code))


# Directly.


Handlers = Mapping[str, type[object]]
Methods = Mapping[str, Mapping[str, Auth]]
"""What the text tells of the tasks of each handler."""


def direct_outcomes(
    system: System, handlers: Handlers, methods: Methods, subject: Subject | None
) -> dict[tuple[str, str], Outcome] | str:
    """How a direct call of each task ends, or why the application does not start."""
    try:
        policy = checkers(system.api, answering(system.api, subject))
        with system.running(*handlers.values(), *policy, auth=True) as app:
            if subject is not None:
                app.sign_in(subject.id)
            return {
                (name, method): app.run_async(handler, method)
                for name, handler in handlers.items()
                for method in methods[name]
            }
    except Exception as error:  # noqa: BLE001  # whichever it is, it is the outcome
        return type(error).__name__


def decided(outcome: Outcome) -> tuple[str, str]:
    """The decision that an outcome amounts to."""
    match outcome.exception:
        case None:
            assert outcome.result == "ran"
            return ("ALLOW", "AUTHORIZED")
        case "AuthContextNotFoundError":
            return ("CHALLENGE", "MISSING_CREDENTIAL")
        case "AuthRequirementProviderUnavailableError":
            return ("ERROR", "INTERNAL_ERROR")
    assert outcome.decision is not None, outcome
    return outcome.decision


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_direct_call_ends_the_same_on_both_and_as_decided(seed: int) -> None:
    draw = random.Random(seed)
    text = draw_module(draw, HANDLERS, WHATEVER)
    tasks = told(text)
    real = {found.__name__: found for found in handlers_of(imported(text, f"real_{seed}"))}
    core = for_the_runtime_core(text)
    ours = {found.__name__: found for found in handlers_of(imported(core, f"ours_{seed}"))}
    methods = {
        name: {method_of(task): access for task, access in tasks if task.handler == name}
        for name in real
    }

    def agreed(names: Iterable[str], subject: Subject | None) -> bool:
        """Whether an application with these handlers starts; its calls end as decided."""
        outcomes = direct_outcomes(REAL, {name: real[name] for name in names}, methods, subject)
        assert outcomes == direct_outcomes(
            OURS, {name: ours[name] for name in names}, methods, subject
        )
        if isinstance(outcomes, str):
            assert outcomes == "ConflictingAuthMetadataError"
            return False
        for (name, method), outcome in outcomes.items():
            access = methods[name][method]
            decision = decisions_of(access, subject).of_a_call
            assert decision == decisions_of(access, subject).direct
            said = plain(decision)
            if said == ("ERROR", UNKNOWN_REQUIREMENT):
                assert any(found.requirement is None for found in access.requirements)
            else:
                assert said == decided(outcome), (name, method, access, subject)
        return True

    # One that does not start would keep the others from it.
    starting = [name for name in real if agreed([name], draw_subject(draw))]
    for subject in (None, *(draw_subject(draw) for _ in range(POLICIES - 1))):
        assert agreed(starting, subject)


# By the queue and by beat.


def worker_says(outcome: Observed) -> tuple[str, str]:
    """The decision that a run in the worker amounts to."""
    if outcome.journal:
        assert outcome.succeeds
        return ("ALLOW", "AUTHORIZED")
    assert outcome.error is not None
    assert outcome.error.decision is not None, outcome
    state, _, code = outcome.error.decision.partition(" ")
    return (state, code)


def is_all_checked(handler: type[object], task: Task) -> bool:
    """Whether the worker asks for all that the caller's side asks for, as the classes tell."""
    api = REAL.api
    method = getattr(handler, method_of(task))
    declared = api.get_effective_auth_metadata(method, owner_type=handler).requirements
    if not api.TaskRoute.exists(method):
        return not declared
    collected = api.collect_task_auth_metadata(method, owner_type=handler).requirements
    return len(collected) == len(declared)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_the_worker_decides_as_said_for_the_queue_and_for_beat(probe: Probe, seed: int) -> None:
    draw = random.Random(2000 + seed)
    text = draw_module(draw, HANDLERS, STARTING)
    classes = {found.__name__: found for found in handlers_of(imported(text, f"worker_{seed}"))}
    app = probe.application(Case("paths", f"decided_{seed}", text + SENDING + IN_THE_WORKER))

    def agreed(said: Decision | None, outcome: Observed) -> None:
        assert said is not None
        expected = worker_says(outcome)
        if expected[0] == "ALLOW" and not is_all_checked(classes[task.handler], task):
            expected = ("ALLOW", NOT_ENFORCED)
        assert plain(said) == expected, (task, subject)

    for task, access in told(text):
        subject: Subject | None = None
        if task.schedule is None:
            assert decisions_of(access, subject).beat is None
        else:
            agreed(decisions_of(access, subject).beat, app.beat_sends(task.name))
        if not task.on_demand:
            assert decisions_of(access, subject).queue is None
            continue
        for subject in (None, *(draw_subject(draw) for _ in range(POLICIES))):
            message = sent(task.name, None if subject is None else user_of(subject))
            said = decisions_of(access, subject)
            agreed(said.queue, app.dispatch(message))
            assert said.beat == decisions_of(access, None).beat


def test_the_draws_reach_every_decision_on_every_path() -> None:
    direct, queue, beat = (Counter[tuple[str, str]]() for _ in range(3))
    for seed in range(ROUNDS):
        draw = random.Random(2000 + seed)
        for _, access in told(draw_module(draw, HANDLERS, STARTING)):
            for _ in range(POLICIES):
                said = decisions_of(access, draw_subject(draw))
                for counter, decision in (
                    (direct, said.direct),
                    (queue, said.queue),
                    (beat, said.beat),
                ):
                    if decision is not None:
                        counter[plain(decision)] += 1
    states = {"ALLOW", "CHALLENGE", "DENY", "ERROR"}
    assert {state for state, _ in direct} == {state for state, _ in queue} == states
    assert {state for state, _ in beat} == {"ALLOW", "CHALLENGE"}
    assert queue["ALLOW", "AUTHORIZED"]
    assert queue["ALLOW", NOT_ENFORCED]
    assert beat["ALLOW", "AUTHORIZED"]
    assert beat["ALLOW", NOT_ENFORCED]
    assert queue["ERROR", "INTERNAL_ERROR"]
    assert direct["ERROR", UNKNOWN_REQUIREMENT]
    assert queue["CHALLENGE", "SNAPSHOT_MISSING"]
    assert direct["CHALLENGE", "MISSING_CREDENTIAL"]
