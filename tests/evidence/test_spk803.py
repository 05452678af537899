"""SPK803 snapshots-not-sent: every run of a dispatched task is refused, whoever sends it."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK803")

SOMEBODY = User(roles=("admin", "editor"))


@evidence.cases_with(
    {
        "send": ("send(get(Reports))", "get(Reports).weekly()", "weekly"),
        "send_async": ("send_async(get(Reports))", "get(Reports).daily()", "daily"),
        "end_the_year": ("end_the_year(get(Accounts))", "get(Accounts).close()", "close"),
    }
)
def test_the_right_user_is_refused_unless_snapshots_are_sent(
    probe: Probe, case: Case, expected: tuple[str, str, str]
) -> None:
    sends, call, written = expected
    app = probe.application(case, snapshots=False)
    assert app.run(sends, as_user=SOMEBODY).succeeds
    refused = app.dispatch(call, as_user=SOMEBODY)
    assert refused.is_refused("CHALLENGE SNAPSHOT_MISSING")
    assert refused.journal == ()
    app = probe.application(case, snapshots=True)
    assert app.dispatch(call, as_user=SOMEBODY).journal == (written,)


def test_what_asks_for_nothing_runs_without_a_snapshot(probe: Probe) -> None:
    app = probe.application(evidence.bad["send"], snapshots=False)
    assert app.dispatch("get(Reports).hourly()").journal == ("hourly",)
    assert app.dispatch("get(Reports).rates()").journal == ("rates",)


def test_the_code_itself_may_have_them_sent(probe: Probe) -> None:
    app = probe.application(evidence.good, snapshots=False)
    assert app.dispatch("get(Reports).weekly()", as_user=SOMEBODY).journal == ("weekly",)
    assert app.dispatch("get(Reports).daily()", as_user=SOMEBODY).journal == ("daily",)
