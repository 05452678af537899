"""SPK201 task-outside-handler: nothing registers the task.

What is no pod runs where it is called; what is a pod is sent, and no worker knows it.
"""

from __future__ import annotations

import pytest

from spakky_lint.linting.linter import lint_text
from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK201")

IN_PLACE = {
    "purge_carts": ("purge_carts()", ("purge carts",)),
    "sync_rates": ("sync_rates()", ("sync rates",)),
    "resend_to": ("resend_to('ada')", ("resend ada",)),
    "Digest": ("Digest()", ("digest",)),
    "Newsletter": ("Newsletter().send()", ("newsletter",)),
    "Ledger": ("Ledger().close()", ("close",)),
    "Basket": ("[Basket().remind(), Basket().expire()]", ("remind nobody", "expire nobody")),
    "RushOrders": ("RushOrders().expedite()", ("expedite",)),
    "Drafts": (
        "[Drafts.parse(), Drafts().rate(), Drafts().save(), Drafts()(), list(Drafts().pages())]",
        ("parse", "rate", "save", "called", "page"),
    ),
}
SENT = {
    "RefundOrder": "refund",
    "Webhooks": "deliver",
    "Warehouse": "restock",
}


@evidence.every_case()
def test_only_the_task_of_the_handler_is_registered(probe: Probe, case: Case) -> None:
    assert probe.application(case).registered == ("Orders.confirm",)


@evidence.cases_with(IN_PLACE)
def test_a_call_runs_the_body_in_place(
    probe: Probe, case: Case, expected: tuple[str, tuple[str, ...]]
) -> None:
    call, written = expected
    assert probe.application(case).run(call).journal == written


@evidence.cases_with(SENT)
def test_a_call_on_another_pod_is_sent_and_no_worker_knows_it(
    probe: Probe, case: Case, expected: str
) -> None:
    outcome = probe.application(case).dispatch(f"get({case}).{expected}()")
    assert outcome.raises("NotRegistered", f"{case}.{expected}")
    assert outcome.journal == ()


@evidence.cases("RushOrders")
def test_a_subclass_of_a_handler_is_no_pod(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.run("get(RushOrders)").raises("NoSuchPodError")
    assert app.dispatch("get(Orders).confirm()").journal == ("confirm",)


def test_tasks_with_a_handler_are_registered_and_run_in_the_worker(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.registered == (
        "Audit.record",
        "Billing.bill",
        "Dunning.remind",
        "Exports.export",
        "Orders.cancel",
        "Orders.confirm",
        "Orders.refund",
        "Orders.ship",
        "Payouts.pay",
        "Prices.refresh",
        "Registered.enroll",
        "Retrying.retry",
        "Steps.first",
        "Stock.count",
        "Webhooks.deliver",
        "archive",
    )
    assert app.dispatch("get(Exports).export()").journal == ("export",)
    assert app.dispatch("get(Prices).refresh()").journal == ("refresh",)
    assert app.dispatch("get(Pipeline).first()").journal == ("first",)
    assert app.dispatch("get(Archives).store()").journal == ("archive",)
    assert app.dispatch("get(Webhooks).retry()").journal == ("retry",)
    assert app.dispatch("get(Orders).cancel()").journal == ("call", "cancel")
    assert app.dispatch("get(Orders).refund()").journal == ("call", "refund")
    assert app.dispatch("get(Stock).count()").journal == ("count",)


def test_tasks_of_other_libraries_work_as_their_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("[extract(), transform()]").journal == ("extract", "transform")
    assert app.run("get(CloseMonth).close()").journal == ("close month",)
    assert app.run("run_with(lambda function: function)()").journal == ("inner",)
    assert app.run("local_decorator()").journal == ("lookup",)


IMPORTS = """
class Imports:
    @task
    def fetch(self) -> None:
        journal.append("fetch")
"""

MADE_HANDLERS_UNSEEN = {
    "partial": f"""{IMPORTS}
make = functools.partial(TaskHandler, name="imports")
make()(Imports)
""",
    "map": f"""{IMPORTS}
list(map(TaskHandler(name="imports"), [Imports]))
""",
    "mixin of a function": """
def importing():
    class Imports:
        @task
        def fetch(self) -> None:
            journal.append("fetch")

    return Imports


@TaskHandler()
class Products(importing()): ...
""",
}


@pytest.mark.parametrize("rest", MADE_HANDLERS_UNSEEN.values(), ids=MADE_HANDLERS_UNSEEN.keys())
def test_a_class_that_may_become_a_handler_unseen_is_left_alone(probe: Probe, rest: str) -> None:
    """Each in a file of its own, since one of them keeps the rule silent for the whole file."""
    head = "import functools\nfrom spakky.task import TaskHandler, task\njournal = []\n"
    case = Case("SPK201", "unseen", head + rest)
    assert lint_text(case.source) == ()
    [name] = probe.application(case).registered
    assert name.endswith("Imports.fetch")
