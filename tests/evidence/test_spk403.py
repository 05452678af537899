"""SPK403 crontab-enum-mismatch: the member counts as its number, or celery refuses the number."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK403")


@evidence.cases_with(
    {
        "STOCKTAKING": {"Shop.close": "0 6 1 5 *"},  # Saturday has become May
        "Reports": {"Reports.yearly": "0 9 * * 5"},
        "Feeds": {"Feeds.poll": "0 4 * * *"},
        "Backups": {"Backups.dump": "0 2 6 * *"},
        "Stock": {"Stock.count": "0 3 * * 3,4,5"},
        "Archive": {"Archive.pack": "0 1 1 6,1 *"},
        "Sessions": {"Sessions.expire": "10 3 * * *"},
    }
)
def test_the_number_of_the_member_is_taken_in_silence(
    probe: Probe, case: Case, expected: dict[str, str]
) -> None:
    app = probe.application(case)
    assert app.beat_entries == expected
    assert app.beat(ticks=3).succeeds


@evidence.cases_with(
    {
        "Rates": ("ValueError", "Invalid end range: 12 > 6"),
        "Invoices": ("ValueError", "Invalid beginning range: 0 < 1"),
    }
)
def test_a_number_that_the_field_does_not_have_stops_the_application(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises(*expected)


def test_a_yearly_report_that_is_given_a_weekday_runs_every_week(probe: Probe) -> None:
    (case,) = (case for name, case in evidence.bad.items() if name == "Reports")
    app = probe.application(case)
    assert app.fires("Reports.yearly", after="2026-01-01", count=2) == (
        "2026-01-02 09:00",
        "2026-01-09 09:00",
    )


def test_members_in_their_own_field_reach_beat(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Reports.yearly": "0 9 1 5 *",
        "Reports.weekly": "0 9 * * 0,4",
        "Reports.quarterly": "0 6 1 1,4,7,10 *",
        "Reports.opening": "30 9 * * *",
        "Reports.payday": "0 7 15 * *",
        "Reports.number": "0 6 5 * *",
        "Reports.closing": "0 18 * * 5",
        "Reports.chosen": "0 4 * * 3",
        "Reports.in_order": "0 5 1 6 6",
    }
    assert app.beat(ticks=3).succeeds
    assert app.run("local()").journal == ("crontab 5",)
