"""SPK211 task-not-awaited: no message is sent, and nothing runs."""

from __future__ import annotations

import pytest

from tests.evidence.cases import RULES, Case, Evidence
from tests.evidence.probe import Application, Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK211")

DROPPED: dict[str, dict[str, tuple[str, ...]]] = {
    "Checkout": {
        "get(Checkout).place()": ("place",),
        "get(Checkout).place_all([1, 2])": (),
        "get(Checkout).place_now()": ("place now",),
    },
    "Signup": {
        "get(Signup).sign_up('ada')": ("signed up", "done"),
        "get(Signup).count()": (),
    },
    "remind": {"remind(get(Orders))": ("confirm 2",)},
    "start": {"start(get.__self__)": ("start",)},
    "run": {"run(get(Stock))": ()},
    "from_the_class": {"from_the_class(get(Orders))": ()},
    "ignore": {"ignore(get(Orders))": ()},
}


def all_written(app: Application, call: str) -> tuple[str, ...]:
    """What the call and all messages it sends write: a later message is handled after them."""
    done = app.run(call)
    assert done.succeeds, done
    return done.journal + app.dispatch("get(Orders).check()").journal


@evidence.cases_with(DROPPED)
def test_nothing_is_sent(probe: Probe, case: Case, expected: dict[str, tuple[str, ...]]) -> None:
    app = probe.application(case)
    for call, written in expected.items():
        assert all_written(app, call) == (*written, "check")


@evidence.cases("Reminders")
def test_a_sibling_does_not_run_in_the_worker(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.dispatch("get(Reminders).remind_all()").journal == ("remind all",)
    assert app.dispatch("get(Orders).check()").journal == ("check",)


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("get(Checkout).place()", ("place", "confirm 7")),
        ("get(Checkout).place_all([1, 2])", ("confirm 1", "confirm 2")),
        ("get(Signup).count()", ("sync",)),
        ("start(get.__self__)", ("start", "confirm 3", "confirm 4")),
        ("from_the_class(get(Orders))", ("confirm 5",)),
    ],
)
def test_awaited_it_is_sent(probe: Probe, call: str, written: tuple[str, ...]) -> None:
    fixed = (RULES / "SPK211" / "bad.fixed.py").read_text("utf-8")
    app = probe.application(Case("SPK211", "fixed", fixed))
    assert all_written(app, call) == (*written, "check")


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("get(Checkout).place()", ["confirm 1"]),
        ("get(Checkout).together()", ["confirm 2", "confirm 3"]),
        ("get(Checkout).beside()", ["confirm 4"]),
        ("get(Checkout).group()", ["confirm 5"]),
        ("get(Checkout).later()", ["confirm 6"]),
        ("get(Checkout).many()", ["confirm 7", "confirm 8"]),
        ("get(Checkout).hand_on()", ["confirm 9"]),
        ("get(Checkout).loop()", ["confirm 10"]),
        ("get(Checkout).choose(1)", ["confirm 1"]),
        ("get(Checkout).sync()", ["cancel 11"]),
        ("get(Checkout).converted()", ["refund 12"]),
        ("get(Checkout).other()", ["queued 13"]),
        ("get(Checkout).close()", []),
        ("get(Checkout).within()", ["confirm 15"]),
        ("rebound(get(Orders))", ["queued 18"]),
        ("by_name(get(Orders))()", ["confirm 19"]),
        ("plain()", ["plain"]),
        ("get(Orders).prepare()", ["prepare"]),
        ("get(Orders).pack()", ["pack"]),
    ],
)
def test_what_is_awaited_somewhere_is_sent(probe: Probe, call: str, written: list[str]) -> None:
    app = probe.application(evidence.good)
    done = app.run(call)
    assert done.succeeds, done
    left = app.dispatch("get(Orders).cancel(0)").journal
    assert sorted(done.journal + left) == sorted([*written, "cancel 0"])
