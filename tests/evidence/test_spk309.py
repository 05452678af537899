"""SPK309 scheduled-parameters: every run that beat sends ends in a TypeError."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK309")


@evidence.cases_with(
    {
        "Reports": ("Reports.daily", "1 required positional argument: 'region'"),
        "Rates": ("Rates.refresh", "1 required positional argument: 'base'"),
        "Backups": ("Backups.dump", "2 required positional arguments: 'path' and 'retries'"),
        "Feeds": ("Feeds.poll", "1 required keyword-only argument: 'source'"),
        "Stock": ("Stock.count", "1 required positional argument: 'shelf'"),
        "Sessions": ("Sessions.expire", "1 required positional argument: 'older_than'"),
        "Reminders": ("Reminders.remind", "1 required positional argument: 'days'"),
    }
)
def test_the_run_that_beat_sends_fails_in_the_worker(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    task, missing = expected
    app = probe.application(case)
    assert task in app.beat_entries
    outcome = app.beat_sends(task)
    assert outcome.state == "FAILURE"
    assert outcome.raises("TypeError", f"{task}() missing {missing}")
    assert outcome.journal == ()


def test_methods_that_need_nothing_run_when_beat_sends_them(probe: Probe) -> None:
    app = probe.application(evidence.good)
    written = {task: app.beat_sends(task).journal for task in app.beat_entries}
    assert written == {
        "Reports.daily": ("daily",),
        "Reports.refresh": ("EURKRW",),
        "Reports.poll": ("poll",),
        "Reports.count": ("count",),
        "Reports.regional": ("EU",),
        "Reports.asian": ("EU",),
        "Reports.nested": ("nested",),
        "Nights.night": ("today",),
    }
    assert app.run("local()").journal == ("dear diary",)
