"""SPK804 own-celery-pod: a second one stops the start, and the first loses what is set."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Outcome, Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK804")


def started(probe: Probe, case: Case, start: str) -> Outcome:
    assert probe.import_case(case).succeeds
    return probe.ask("run", expression=f"{start}()", as_user=None)


@evidence.cases_with(
    {
        "after_the_plugins": "NoUniquePodError",
        "without_config": "UnexpectedDependencyTypeInjectedError",
    }
)
def test_the_start_fails(probe: Probe, case: Case, expected: str) -> None:
    assert started(probe, case, case.name).raises(expected)


@evidence.cases("loses_the_zone")
def test_what_is_set_is_not_in_force(probe: Probe, case: Case) -> None:
    assert started(probe, case, case.name).value in ("None", "UTC")


@pytest.mark.parametrize(
    "start",
    ["of_the_plugin", "with_its_config", "with_update", "with_brackets", "with_another_function"],
)
def test_what_is_set_is_in_force(probe: Probe, start: str) -> None:
    assert started(probe, evidence.good, start).value == "Asia/Seoul"


def test_without_the_plugin_nobody_promises_anything(probe: Probe) -> None:
    assert started(probe, evidence.good, "without_the_plugin").succeeds
