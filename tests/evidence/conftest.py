"""The probe: one process with the framework for each pytest worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.evidence.probe import Probe


@pytest.fixture(scope="session")
def probe() -> Iterator[Probe]:
    probe = Probe()
    yield probe
    probe.close()
