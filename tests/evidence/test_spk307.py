"""SPK307 crontab-not-crontab: the application does not start, or the task runs at midnight."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK307")

WITHOUT_MONTH = {
    "Reports": "str",
    "Rates": "str",
    "Feeds": "str",
    "Backups": "str",
    "Invoices": "str",
    "Newsletters": "str",
    "Stock": "str",
    "Health": "str",
    "Hours": "str",
    "Superstitions": "str",
    "Archive": "str",
    "Closing": "crontab",
    "Shifts": "crontab",
    "Sales": "dict",
    "Clocks": "datetime.time",
    "first_of_may": "str",
}


@evidence.cases_with(WITHOUT_MONTH)
def test_the_application_does_not_start(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises(
        "AttributeError", f"'{expected}' object has no attribute 'month'"
    )


@evidence.cases("Launch")
def test_a_date_has_a_month_and_fails_on_its_weekday(probe: Probe, case: Case) -> None:
    assert probe.start(case).raises("TypeError", "int() argument must be")


@evidence.cases("Digests")
def test_the_class_itself_fires_at_midnight(probe: Probe, case: Case) -> None:
    assert probe.application(case).beat_entries == {"Digests.digest": "0 0 * * *"}


def test_every_crontab_is_scheduled_as_it_says(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Reports.literal": "0 9 * * 0,4",
        "Reports.constant": "30 8 * * *",
        "Reports.module": "0 10 * 5 *",
        "Reports.member": "0 0 * * *",
        "Reports.twice_bound": "0 3 * * *",
        "Reports.environment": "0 7 * * *",
        "Reports.parsed": "15 11 * * *",
        "Reports.quarterly": "0 1 1 1,4,7,10 *",
        "Reports.of_another_library": "0 13 * * *",
        "Reports.parameter": "20 14 * * *",
        "Reports.partial": "0 7 * * 0",
        "Reports.either": "0 23 * * *",
        "Reports.daily": "0 5 * * *",
        "Reports.often": 300.0,
    }
    assert app.run("[old_style(), local()]").journal == ("old style", "sweep")
