"""SPK312 schedule-only-called: the job runs in the caller, and nothing is sent."""

from __future__ import annotations

import pytest

from tests.evidence.cases import RULES, Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK312")

IN_PLACE: dict[str, dict[str, tuple[str, ...]]] = {
    "CloseDay": {
        "get(CloseDay).close()": ("close", "daily yesterday"),
        "get(CloseDay).refresh()": ("hourly",),
    },
    "Admin": {"get(Admin).run_all()": ("daily monday", "daily tuesday", "dump")},
    "Housekeeping": {"get(Housekeeping).tidy()": ("clean",)},
    "Janitor": {"get(Janitor).sweep_now()": ("sweep",)},
    "on_upload": {"on_upload(get(Reports))": ("daily today",)},
    "by_hand": {"by_hand(get.__self__)": ("dump",)},
}


@evidence.cases_with(IN_PLACE)
def test_the_job_runs_in_the_caller_without_a_worker(
    probe: Probe, case: Case, expected: dict[str, tuple[str, ...]]
) -> None:
    app = probe.application(case)
    for call, written in expected.items():
        assert app.run(call).journal == written


@evidence.every_case()
def test_beat_has_the_worker_run_it(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.beat_sends("Reports.daily").journal == ("daily today",)
    assert app.beat_sends("Backups.dump").journal == ("dump",)


@pytest.mark.parametrize(
    ("call", "here", "in_the_worker"),
    [
        ("get(CloseDay).close()", ("close",), ("daily yesterday",)),
        ("get(CloseDay).refresh()", (), ("hourly",)),
        ("get(Admin).run_all()", (), ("daily monday", "daily tuesday", "dump")),
        ("get(Housekeeping).tidy()", (), ("clean",)),
        ("by_hand(get.__self__)", (), ("dump",)),
    ],
)
def test_with_task_added_the_call_is_sent_and_beat_goes_on(
    probe: Probe, call: str, here: tuple[str, ...], in_the_worker: tuple[str, ...]
) -> None:
    fixed = (RULES / "SPK312" / "bad.fixed.py").read_text("utf-8")
    app = probe.application(Case("SPK312", "fixed", fixed))
    assert app.run(call).journal == here
    # Messages are handled in order, so what the call has sent comes before this one.
    assert app.beat_sends("Backups.dump").journal == (*in_the_worker, "dump")


GOOD = {
    "get(CloseDay).total()": ("daily",),
    "get(CloseDay).check()": ("daily", "3 reports"),
    "get(CloseDay).refresh()": ("hourly",),
    "get(CloseDay).start()": ("daily",),
    "test_daily(get(Reports))": ("daily",),
    "TestReports().check_daily(get(Reports))": ("daily",),
    "main(get.__self__)": ("daily",),
    "on_startup(get(Reports))": ("hourly", "daily"),
    "built_by_hand()": ("daily",),
    "send_reports(get(Reports))": ("daily",),
    "fill_caches(get(Reports))": ("hourly",),
    "get(Rollup).helper()": ("daily",),
}


def test_what_is_meant_to_run_in_place_does(probe: Probe) -> None:
    app = probe.application(evidence.good)
    for call, written in GOOD.items():
        assert app.run(call).journal == written, call


def test_what_a_task_calls_runs_in_its_worker(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.dispatch("get(Reports).everything()").journal == ("daily", "now")
    assert app.dispatch("get(Rollup).roll_up()").journal == ("daily",)


def test_what_is_a_task_too_is_sent(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("get(CloseDay).close()").journal == ("now", "monthly", "sometimes")
    assert app.beat_sends("Reports.daily").journal == ("weekly", "daily")
