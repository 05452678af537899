"""SPK802 repeated-auth-provider: two answer for the same, and the start ends."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK802")


@evidence.every_case()
def test_the_start_is_refused(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).succeeds
    started = probe.ask("run", expression=f"{case}()", as_user=None)
    assert started.raises("AuthStartupCapabilityValidationError")


@pytest.mark.parametrize(
    "start",
    ["one_for_each", "nobody_asks_for_relations", "nobody_asks_for_anything", "nobody_looks"],
)
def test_the_others_start(probe: Probe, start: str) -> None:
    assert probe.import_case(evidence.good).succeeds
    assert probe.ask("run", expression=f"{start}()", as_user=None).succeeds
