"""SPK515 undeclared-auth: an undeclared task is as open as a public one."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK515")


@evidence.cases_with(
    {
        "Payouts": ("get(Payouts).pay()", "pay"),
        "Salaries": ("get(Salaries).change()", "change"),
        "Shared": ("get(Mails).send()", "send"),
        "Rates": ("get(Rates).refresh()", "refresh"),
    }
)
def test_anybody_may_run_it_until_it_says_otherwise(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    call, body = expected
    source = case.source
    if case.name == "Shared":  # what is built on a case is left out with the others
        source += "\n\n@TaskHandler()\nclass Mails(Shared):\n    pass\n"
    app = probe.application(Case(case.rule, case.name, source))
    assert app.dispatch(call).journal == (body,)

    marked = source.replace("# expect: SPK515", "\n    @protected")
    app = probe.application(Case(case.rule, case.name, marked))
    assert app.run(call).raises("AuthContextNotFoundError")


@evidence.cases("late")
def test_a_handler_that_a_function_makes_is_open_too(probe: Probe, case: Case) -> None:
    app = probe.application(Case(case.rule, case.name, case.source + "\n\nLate = late()\n"))
    assert app.run("get(Late).run()").succeeds


def test_tasks_that_declare_it_are_open_or_guarded(probe: Probe) -> None:
    app = probe.application(evidence.good)
    everybody = {
        "get(Payouts).rates()": "rates",
        "get(Catalogue).show()": "show",
        "get(Catalogue).index()": "index",
        "get(Feeds).poll()": "poll",
    }
    for call, body in everybody.items():
        assert app.dispatch(call).journal == (body,)
    staff = User(roles=("admin", "clerk", "staff"))
    members = {
        "get(Payouts).pay()": "pay",
        "get(Payouts).refund()": "refund",
        "get(Payouts).count()": "count",
        "get(Payouts).hire()": "hire",
        "get(Salaries).change()": "change",
        "get(Exports).run()": "run",
        "get(Stock).take()": "take",
    }
    for call, body in members.items():
        assert app.run(call).raises("AuthContextNotFoundError"), call
        assert app.dispatch(call, as_user=staff).journal == (body,)


def test_what_is_no_task_works_as_its_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("get(Payouts).helper()").journal == ("helper",)
    assert app.run("get(Accounts).close()").journal == ("close",)
    assert app.beat_sends("Payouts.refresh").journal == ("refresh",)
    assert app.run("local()").journal == ("door",)
