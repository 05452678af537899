"""SPK115 override-drops-decorators: no task, no beat entry, no check; with them repeated, all."""

from __future__ import annotations

import pytest

from tests.evidence.cases import RULES, Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK115")

FIXED = Case("SPK115", "fixed", (RULES / "SPK115" / "bad.fixed.py").read_text("utf-8"))

IN_PLACE = {
    "Orders": ("confirm", ("confirm",)),
    "Refunds": ("refund", ("refund",)),
    "MonthlyClosing": ("close", ("close month",)),
    "StockReports": ("hourly", ("hourly base", "hourly")),
    "Feeds": ("feed", ("feed",)),
}
UNSCHEDULED = {
    "SalesReports": "SalesReports.weekly",
    "StockReports": "StockReports.hourly",
    "Payouts": "Payouts.pay",
}
UNGUARDED = {
    "Refunds": ("get(Refunds).refund()", "refund"),
    "Archive": ("get(Archive).purge()", "purge"),
    "MonthlyClosing": ("get(Books).close()", "close month"),
}
UNGUARDED_TASKS = {
    "Ledger": ("get(Ledger).close()", None, "close ledger"),
    "Accounts": ("get(Accounts).close()", User(), "close accounts"),
}
GUARDED = {
    "get(Refunds).refund()": User(),
    "get(Books).close()": User(roles=("accountant",)),
    "get(Ledger).close()": User(roles=("accountant",)),
    "get(Accounts).close()": User(roles=("accountant",)),
}


@evidence.cases_with(IN_PLACE)
def test_the_override_is_no_task_and_runs_in_the_caller(
    probe: Probe, case: Case, expected: tuple[str, tuple[str, ...]]
) -> None:
    method, written = expected
    app = probe.application(case)
    handler = "Books" if case.name == "MonthlyClosing" else case.name
    assert f"{case.name}.{method}" not in app.registered
    assert app.run(f"get({handler}).{method}()").journal == written
    assert app.dispatch(f"get({handler}).{method}()").raises("TypeError", "nothing was sent")


@evidence.cases_with(UNSCHEDULED)
def test_beat_has_no_entry_for_the_override(probe: Probe, case: Case, expected: str) -> None:
    assert expected not in probe.application(case).beat_entries


@evidence.cases_with(UNGUARDED)
def test_the_override_runs_for_anybody(probe: Probe, case: Case, expected: tuple[str, str]) -> None:
    call, written = expected
    assert probe.application(case).run(call).journal == (written,)


@evidence.cases_with(UNGUARDED_TASKS)
def test_the_worker_runs_the_override_for_anybody(
    probe: Probe, case: Case, expected: tuple[str, User | None, str]
) -> None:
    call, user, written = expected
    outcome = probe.application(case).dispatch(call, as_user=user)
    assert outcome.state == "SUCCESS"
    assert outcome.journal == (written,)


def test_with_the_decorators_repeated_all_is_registered(probe: Probe) -> None:
    app = probe.application(FIXED)
    assert {"Orders.confirm", "Refunds.refund", "MonthlyClosing.close"} <= set(app.registered)
    assert {"SalesReports.weekly", "StockReports.hourly"} <= set(app.beat_entries)
    assert app.dispatch("get(Orders).confirm()").journal == ("confirm",)
    assert app.beat_sends("StockReports.hourly").journal == ("hourly base", "hourly")


@pytest.mark.parametrize(("call", "user"), GUARDED.items(), ids=list(GUARDED))
def test_with_the_decorators_repeated_the_check_is_made(
    probe: Probe, call: str, user: User
) -> None:
    app = probe.application(FIXED)
    assert app.run(call).raises("AuthContextNotFoundError")
    assert app.dispatch(call, as_user=user).state == "SUCCESS"
    assert app.run("get(Archive).purge()").raises("AuthContextNotFoundError")
    if user.roles:
        assert app.run(call, as_user=User()).is_refused("DENY POLICY_DENIED")


DISPATCHED = {
    "get(Orders).ship()": ("ship",),
    "get(Orders).nightly()": ("nightly",),
    "get(PublicFeed).poll()": ("poll",),
    "get(Mails).retry()": ("retry mails",),
    "get(Rows).load()": ("load rows",),
    "get(Jobs).run()": ("run jobs",),
    "get(Numbers).store(3)": ("store 3",),
    "get(Shop).close()": ("finish",),
    "get(Pipeline).first()": ("first quietly", "first"),
    "get(Files).scan()": ("scan",),
    "get(Prices).load_prices()": ("load base", "load prices"),
    "get(Prices).check()": ("check base",),
}


@pytest.mark.parametrize(("call", "written"), DISPATCHED.items(), ids=list(DISPATCHED))
def test_other_overrides_are_the_tasks_they_are_meant_to_be(
    probe: Probe, call: str, written: tuple[str, ...]
) -> None:
    assert probe.application(evidence.good).dispatch(call).journal == written


def test_other_overrides_are_checked_as_they_are_meant_to_be(probe: Probe) -> None:
    app = probe.application(evidence.good)
    clerk, accountant = User(roles=("clerk",)), User(roles=("accountant",))
    assert app.run("get(Orders).confirm()", as_user=accountant).is_refused("DENY POLICY_DENIED")
    confirmed = app.dispatch("get(Orders).confirm()", as_user=clerk)
    assert confirmed.journal == ("confirm order", "confirm")
    for method in ("close", "post"):
        call = f"get(Ledger).{method}()"
        assert app.run(call, as_user=clerk).is_refused("DENY POLICY_DENIED")
        assert app.dispatch(call, as_user=accountant).journal == (method,)
    assert app.run("[get(Orders).extract(), FakeRetrying().retry()]").journal == (
        "extract",
        "retry fake",
    )
    assert app.run("get(RetryNow).retry()").journal == ("retry now",)
    assert app.run("get(RecordingRetrying).retry()").journal == ("retry recorded",)
    assert app.run("get(PublicFeed).sweep()").journal == ()
    assert app.beat_sends("Sweeps.sweep").journal == ("sweep",)
