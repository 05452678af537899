"""SPK514 class-auth-gap: the bodies run for anybody, while the methods beside them are guarded."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK514")

ENTER = "__import__('contextlib').ExitStack().enter_context(get(Sessions))"
ENTER_ASYNC = "__import__('contextlib').AsyncExitStack().enter_async_context(get(Sessions))"
OPEN = {
    "Payouts": {
        "get(Payouts).total": "total",
        "setattr(get(Payouts), 'total', 7)": "set 7",
    },
    "Accounts": {"get(Accounts).close('7')": "close 7", "get(Accounts).describe(7)": "describe"},
    "Ledger": {
        "get(Ledger)(5)": "post 5",
        "len(get(Ledger))": "len",
        "get(Ledger)[3]": "line 3",
        "get(Ledger) << 4": "shift 4",
    },
    "Sessions": {ENTER: "enter", ENTER_ASYNC: "enter async"},
    "Imports": {"get(Imports).load()": "load"},
    "Exports": {
        "list(get(Exports))": "iterate",
        "aiter(get(Exports)).__anext__()": "iterate async",
        "'row' in get(Exports)": "contains",
    },
}
# The same members, called as methods: then the proxy is asked.
CALLED = {
    "Ledger": ("__call__(5)", "__len__()", "__getitem__(3)", "__lshift__(4)"),
    "Sessions": ("__enter__()", "__aenter__()"),
    "Exports": ("__iter__()", "__contains__('row')", "run()"),
    "Payouts": ("pay()",),
}


@evidence.cases_with(OPEN)
def test_the_body_runs_for_anybody(probe: Probe, case: Case, expected: dict[str, str]) -> None:
    app = probe.application(case, celery=False)
    for expression, written in expected.items():
        outcome = app.run(expression)
        assert outcome.succeeds, expression
        assert written in outcome.journal


@evidence.cases_with(CALLED)
def test_a_call_of_a_method_is_guarded(probe: Probe, case: Case, expected: tuple[str, ...]) -> None:
    app = probe.application(case, celery=False)
    for call in expected:
        outcome = app.run(f"get({case.name}).{call}")
        assert outcome.raises("AuthContextNotFoundError"), call
        assert outcome.journal == ()


@evidence.cases("Salaries")
def test_a_cached_property_is_computed_at_start_and_read_by_anybody(
    probe: Probe, case: Case
) -> None:
    assert probe.start(case, celery=False).journal == ("highest",)
    app = probe.application(case, celery=False)
    assert app.run("get(Salaries).highest").value == 2


@evidence.cases("readings")
def test_an_inherited_property_is_open_too(probe: Probe, case: Case) -> None:
    at_module = Case(case.rule, case.name, case.source + "\n\nReadings = readings()\n")
    app = probe.application(at_module, celery=False)
    assert app.run("get(Readings).latest").value == "1"
    assert app.run("get(Readings).all()").raises("AuthContextNotFoundError")


def test_what_the_class_reaches_is_guarded(probe: Probe) -> None:
    app = probe.application(evidence.good, celery=False)
    for call, journal in {
        "get(Payouts).pay()": ("pay",),
        "get(Payouts).all()": ("all",),
        "get(Payouts).refund()": ("logged", "refund"),
        "get(Payouts).find(1)": ("find",),
        "get(Accounts).close()": ("close",),
        "get(Boxes).size()": ("boxes",),
        "get(Switches)()": ("turn",),
        ENTER_ASYNC.replace("Sessions", "Switches"): ("turn later",),
    }.items():
        assert app.run(call).raises("AuthContextNotFoundError"), call
        assert app.run(call, as_user=User()).journal == journal
    assert app.run("get(Forms).fill()", as_user=User()).is_refused("DENY POLICY_DENIED")


def test_a_property_may_ask_for_the_caller_itself(probe: Probe) -> None:
    app = probe.application(evidence.good, celery=False)
    assert app.run("get(Salaries).total").raises("AuthContextNotFoundError")
    assert app.run("get(Salaries).total", as_user=User()).value == 3


def test_what_is_harmless_or_open_on_purpose_works(probe: Probe) -> None:
    app = probe.application(evidence.good, celery=False)
    for expression, value in {
        "repr(get(Payouts))": "<payouts 0>",
        "bool(get(Payouts))": True,
        "get(Payouts).name": "payouts",
        "get(Payouts).currency()": "EUR",
        "get(Payouts).terms()": "Terms",
        "get(Payouts).count": 0,
        "get(Payouts).later": 0,
        "get(Accounts).total": 3,
        "len(get(Accounts))": 1,
        "get(Catalogue)[4]": "4",
        "NoPod('box').size": 3,
    }.items():
        assert app.run(expression).value == value, expression
    assert app.run("local()").journal == ("Door",)
