"""SPK897 night-shift: TODO: the consequence that the real framework shows."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK897")


@evidence.every_case()
def test_what_the_page_claims_happens(probe: Probe, case: Case) -> None:
    pytest.fail("TODO: run the case, and see the exception or the silence that the page claims")


def test_correct_code_works_as_it_is_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.registered == ("Orders.confirm",)
    pytest.fail("TODO: run what good.py declares, and see it work")
