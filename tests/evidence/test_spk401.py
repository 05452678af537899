"""SPK401 crontab-out-of-range: the application does not start, once celery is loaded."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK401")

NEGATIVE = ("ParseException", "negative numbers not supported")


@evidence.cases_with(
    {
        "CLOSING": ("ValueError", "Invalid end range: 25 > 23"),
        "Reports": ("ValueError", "Invalid end range: 24 > 23"),
        "Rates": ("ValueError", "Invalid end range: 60 > 59"),
        "Feeds": NEGATIVE,
        "Invoices": ("ValueError", "Invalid beginning range: 0 < 1"),
        "Backups": ("ValueError", "Invalid end range: 32 > 31"),
        "Stock": ("ValueError", "Invalid end range: 13 > 12"),
        "Archive": ("ValueError", "Invalid beginning range: 0 < 1"),
        "Digest": ("ValueError", "Invalid end range: 7 > 6"),
        "Newsletter": NEGATIVE,
        "Sessions": ("ParseException", "empty part"),
        "Caches": ("ValueError", "Invalid end range: 24 > 23"),
        "Metrics": NEGATIVE,
        "Evenings": ("ValueError", "Invalid end range: 60 > 59"),
    }
)
def test_the_application_does_not_start(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises(*expected)


@evidence.every_case()
def test_without_celery_nothing_notices(probe: Probe, case: Case) -> None:
    assert probe.start(case, celery=False).succeeds


def test_fields_at_the_edge_of_their_range_reach_beat(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Reports.first_minute": "0 0 * * *",
        "Reports.last_minute": "59 23 * * *",
        "Reports.last_day": "0 1 31 12 *",
        "Reports.ends": "0 1 1,1,31 1,12 *",
        "Reports.weekend": "0 5 * * 0,6,6",
        "Reports.every_noon": "0 12 * * *",
        "Reports.middle": "0 6 15 * *",
        "Reports.asked": "0 8 28 * *",
        "Reports.parameter": "0 7 * * *",
        "Reports.evening": "30 21 * * *",
        "Reports.slowly": 90000.0,
    }
    assert app.beat(ticks=3).succeeds
    assert app.run("local()").journal == ("crontab 99",)
