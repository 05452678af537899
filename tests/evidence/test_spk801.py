"""SPK801 missing-auth-provider: nothing answers for what is asked for, and the start ends."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK801")


@evidence.every_case()
def test_the_start_is_refused(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).succeeds
    started = probe.ask("run", expression=f"{case}()", as_user=None)
    assert started.raises("AuthStartupCapabilityValidationError")


@pytest.mark.parametrize(
    "start",
    [
        "all_is_answered_for",
        "one_for_all",
        "nobody_is_asked_for_anything",
        "nobody_looks",
        "nothing_is_loaded",
        "is_not_started",
        "is_completed_by_another",
        "lists_what_is_not_told",
        "adds_in_a_loop",
    ],
)
def test_the_others_start(probe: Probe, start: str) -> None:
    assert probe.import_case(evidence.good).succeeds
    assert probe.ask("run", expression=f"{start}()", as_user=None).succeeds
