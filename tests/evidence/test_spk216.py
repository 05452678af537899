"""SPK216 transactional-task: the transaction, if any, is in the caller, the work in the worker."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK216")

SENT = {
    "Payouts": ("get(Payouts).pay(7)", "pay"),
    "Refunds": ("get(Refunds).refund()", "refund"),
    "Ledger": ("get(Ledger).close()", "close"),
    "Stock": ("get(Stock).count()", "count"),
    "Archives": ("get(Archives).archive()", "archive"),
}
SCHEDULED = {
    "Statements": ("Statements.send", "send"),
    "Rates": ("Rates.refresh", "refresh"),
    "Archives": ("Archives.archive", "archive"),
}


@evidence.cases_with(SENT)
def test_a_dispatched_body_runs_outside_the_callers_transaction(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    call, name = expected
    outcome = probe.application(case).dispatch(call, as_user=User())
    assert outcome.state == "SUCCESS"
    # Begun and committed here; the worker is another thread, and may be done before the commit.
    assert sorted(outcome.journal) == sorted(["begin", "commit", f"{name} without a transaction"])


@evidence.cases_with(SCHEDULED)
def test_a_scheduled_body_runs_without_any_transaction(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    task, name = expected
    outcome = probe.application(case).beat_sends(task)
    assert outcome.state == "SUCCESS"
    assert outcome.journal == (f"{name} without a transaction",)


@evidence.cases("ImportMixin")
def test_a_shared_task_runs_outside_it_in_the_handler_that_inherits_it(
    probe: Probe, case: Case
) -> None:
    subclass = "\n\n@TaskHandler()\nclass Orders(ImportMixin):\n    pass\n"
    app = probe.application(Case(case.rule, case.name, case.source + subclass))
    outcome = app.dispatch("get(Orders).load()")
    assert sorted(outcome.journal) == sorted(["begin", "commit", "load without a transaction"])


@evidence.cases_with(SENT)
def test_without_a_task_queue_the_transaction_is_around_the_body(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    call, name = expected
    app = probe.application(case, auth=False, celery=False)
    assert app.run(call).journal == ("begin", f"{name} in a transaction", "commit")


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("get(Payouts).pay(7)", ("begin", "pay in a transaction", "commit")),
        ("get(Payouts).refund(7)", ("begin", "refund in a transaction", "commit")),
        ("get(Payouts).close()", ("begin", "close in a transaction", "commit")),
        ("get(Payouts).count()", ("begin", "count in a transaction", "commit")),
        ("get(Payouts).log()", ("log without a transaction",)),
        ("get(Payouts).report()", ("report without a transaction",)),
        ("get(Own).run()", ("run without a transaction",)),
    ],
)
def test_what_opens_its_transaction_in_the_body_has_one(
    probe: Probe, call: str, written: tuple[str, ...]
) -> None:
    assert probe.application(evidence.good).dispatch(call).journal == written


def test_scheduled_and_plain_methods_have_the_transactions_they_open(probe: Probe) -> None:
    app = probe.application(evidence.good)
    settled = ("begin", "settle in a transaction", "commit")
    assert app.beat_sends("Payouts.settle").journal == settled
    assert app.run("get(Payouts).book()").journal == ("begin", "book in a transaction", "commit")


def test_decorators_of_others_work_as_their_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("nightly()").journal == ("nightly without a transaction",)
    assert app.run("nested(lambda function: function)()").journal == ("inner",)
