"""SPK402 crontab-field-type: the application does not start, or the field means something else.

A cron string as hour or minute works by accident: celery gets the text as it is.
"""

from __future__ import annotations

from spakky_lint.linting.fixer import fix_source
from spakky_lint.rules.selection import Selection
from spakky_lint.syntax.source import of_text
from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK402")

NO_WEEKDAY = "Invalid weekday literal "
NO_NUMBER = "invalid literal for int() with base 10: "
NO_INT = "int() argument must be a string, a bytes-like object or a real number, not "

REFUSED = {
    "WEEKEND": ("TypeError", f"{NO_INT}'list'"),
    "Reports": ("ValueError", f"{NO_WEEKDAY}'(9'"),
    "Rates": ("ValueError", f"{NO_WEEKDAY}'(9'"),
    "Feeds": ("ValueError", f"{NO_WEEKDAY}'None'"),
    "Sensors": ("ValueError", f"{NO_WEEKDAY}'7.5'"),
    "Switches": ("ValueError", f"{NO_WEEKDAY}'True'"),
    "Caches": ("ValueError", f"{NO_WEEKDAY}'range(9'"),
    "Digest": ("ValueError", f"{NO_NUMBER}'mon'"),
    "Taxes": ("ValueError", f"{NO_NUMBER}'jan'"),
    "Backups": ("ValueError", f"{NO_NUMBER}'*/2'"),
    "Quotes": ("ValueError", f"{NO_NUMBER}'*'"),
    "Exports": ("ValueError", f"{NO_NUMBER}'*'"),
    "Archive": ("TypeError", f"{NO_INT}'set'"),
    "Invoices": ("TypeError", f"{NO_INT}'list'"),
    "Alarms": ("TypeError", f"{NO_INT}'NoneType'"),
}
TAKEN = {
    "Sessions": {"Sessions.expire": "0 * * * *"},
    "Metrics": {"Metrics.collect": "*/5 9-17 * * *"},
    "Stock": {"Stock.count": "0 3 1 * *"},
    "Payroll": {"Payroll.run": "0 6 1 * *"},
    "Flags": {"Flags.raise_flag": "0 6 1 * *"},
}


@evidence.cases_with(REFUSED)
def test_the_application_does_not_start(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises(*expected)


@evidence.cases("Quotes")
def test_each_of_two_texts_is_refused_and_the_fix_says_what_was_meant(
    probe: Probe, case: Case
) -> None:
    alone = case.source.replace('month="*"', "month=None")
    assert probe.start(Case(case.rule, case.name, alone)).raises("ValueError", f"{NO_NUMBER}'tue'")
    fixed = fix_source(of_text(case.source), Selection(select=("SPK402",)), unsafe=True).text
    app = probe.application(Case(case.rule, case.name, fixed))
    assert app.beat_entries == {"Quotes.fetch": "0 7 * * 1"}  # celery counts from Sunday: SPK409


@evidence.cases_with(TAKEN)
def test_text_a_fraction_and_a_truth_value_are_taken_in_silence(
    probe: Probe, case: Case, expected: dict[str, str]
) -> None:
    app = probe.application(case)
    assert app.beat_entries == expected
    assert app.beat(ticks=3).succeeds


@evidence.cases_with(
    {
        "Sessions": ("2026-01-01 01:00", "2026-01-01 02:00", "2026-01-01 03:00"),
        "Metrics": ("2026-01-01 09:00", "2026-01-01 09:05", "2026-01-01 09:10"),
    }
)
def test_a_cron_string_as_hour_or_minute_fires_as_cron_would(
    probe: Probe, case: Case, expected: tuple[str, ...]
) -> None:
    app = probe.application(case)
    (task,) = app.beat_entries
    assert app.fires(task, after="2026-01-01", count=3) == expected


@evidence.every_case()
def test_without_celery_nothing_notices(probe: Probe, case: Case) -> None:
    assert probe.start(case, celery=False).succeeds


def test_numbers_members_and_tuples_reach_beat_as_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Reports.workdays": "0 9 * * 0,1,2,3,4",
        "Reports.new_year": "0 0 1 1 *",
        "Reports.may": "0 7 1,2 5 *",
        "Reports.opening": "15 6 * * *",
        "Reports.wildcards": "0 1 * * *",
        "Reports.from_list": "0 2 1,15 * *",
        "Reports.environment": "0 9 * * *",
        "Reports.quarterly": "0 3 1 1,4,7,10 *",
        "Reports.daily": "5 4 * * *",
    }
    assert app.beat(ticks=3).succeeds
    assert app.run("local()").journal == ("crontab */2 *",)
