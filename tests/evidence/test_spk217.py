"""SPK217 task-call-arguments: the call succeeds, and the worker raises TypeError."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK217")

APPLICATION = "type('Context', (), {'get': staticmethod(get)})"
WEEKLY, CLOSE = "Reports.weekly()", "Closing.close()"


@evidence.cases_with(
    {
        "too_many": f"{WEEKLY} takes 2 positional arguments but 3 were given",
        "too_few": f"{WEEKLY} missing 1 required positional argument: 'team'",
        "misspelt": f"{WEEKLY} got an unexpected keyword argument 'drafts'",
        "twice": f"{WEEKLY} got multiple values for argument 'team'",
        "awaited": "Reports.monthly() missing 1 required positional argument: 'month'",
        "inherited": f"{CLOSE} missing 1 required positional argument: 'year'",
        "by_place_alone": "Reports.by_place() got some positional-only arguments passed as keyword",
        "without_the_month": "Reports.by_name() missing 1 required keyword-only argument: 'month'",
    }
)
def test_the_call_succeeds_and_the_worker_fails(probe: Probe, case: Case, expected: str) -> None:
    app = probe.application(case)
    call = f"{case.name}(get(Reports))"
    assert app.run(call).succeeds
    sent = app.dispatch(call)
    assert (sent.state, sent.journal) == ("FAILURE", ())
    assert sent.raises("TypeError", expected)


@evidence.cases_with(
    {
        "got": (f"got({APPLICATION})", f"{CLOSE} takes 2 positional arguments but 3 were given"),
        "of_two": (
            "of_two(get(Splits))",
            "Splits.split() missing 1 required positional argument: 'second'",
        ),
        "kept": ("kept(get(Reports))[0]", f"{CLOSE} got an unexpected keyword argument 'month'"),
        "unpacked": (
            "unpacked(get(Reports), ['sales'], {'draft': True})",
            f"{WEEKLY} got an unexpected keyword argument 'titel'",
        ),
        "Ordering": (
            "get(Ordering).order()",
            f"{WEEKLY} missing 1 required positional argument: 'team'",
        ),
    }
)
def test_so_it_is_however_the_handler_is_reached(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    call, error = expected
    app = probe.application(case)
    assert app.run(call).succeeds
    sent = app.dispatch(call)
    assert (sent.state, sent.journal) == ("FAILURE", ())
    assert sent.raises("TypeError", error)


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("by_place(get(Reports))", "weekly sales False"),
        ("by_name(get(Reports))", "weekly sales True"),
        ("with_a_default(get(Reports))", "monthly sales 1"),
        ("all_names(get(Reports))", "by place sales ada bob"),
        ("none_at_all(get(Reports))", "by place all "),
        ("any_names(get(Reports))", "by name sales support 2 year"),
        ("unpacked(get(Reports))", "weekly sales True"),
        ("unpacked_behind(get(Reports))", "weekly sales False"),
        ("with_wrapper(get(Reports))", "wrapped all"),
        ("without_self(get(Reports))", "all at once sales"),
        ("get(Ordering).order()", "weekly sales True"),
        ("get(Reports).in_a_worker()", "in place"),
        ("get(Later).in_a_worker()", "in place"),
    ],
)
def test_what_fits_runs(probe: Probe, call: str, written: str) -> None:
    app = probe.application(evidence.good)
    sent = app.dispatch(call)
    assert sent.journal == (written,), sent


@pytest.mark.parametrize(
    ("call", "written"),
    [("of_another_class(Weekly())", "of its own"), ("not_sent(get(Reports))", "not sent")],
)
def test_what_is_no_message_tells_its_caller(probe: Probe, call: str, written: str) -> None:
    app = probe.application(evidence.good)
    assert app.run(call).journal == (written,)


def test_without_a_queue_the_call_itself_fails(probe: Probe) -> None:
    app = probe.application(evidence.bad["too_few"], celery=False)
    assert app.run("too_few(get(Reports))").raises("TypeError", "missing 1 required")
