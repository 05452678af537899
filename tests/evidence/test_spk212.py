"""SPK212 reserved-parameter-name: passed by keyword, the call fails before anything is sent."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK212")

CLERK = User(roles=("clerk",))

IN_THE_PROXY = "ProxyFactory.__proxy_call__() got multiple values for argument "
IN_THE_HANDLER = "AspectProxyHandler.call() got multiple values for argument 'target'"
IN_THE_ASPECT = "CeleryTaskDispatchAspect.around() got multiple values for argument 'joinpoint'"

BY_KEYWORD = {
    "Payments": ("get(Payments).charge(7, method='card')", f"{IN_THE_PROXY}'method'"),
    "Mirrors": (
        "get(Mirrors).sync('main', target='backup')",
        "AspectProxyHandler.call_async() got multiple values for argument 'target'",
    ),
    "Backups": ("get(Backups).copy(target='tape')", IN_THE_HANDLER),
    "Traces": ("get(Traces).record(joinpoint='charge')", IN_THE_ASPECT),
    "Gateways": (
        "get(Gateways).call(joinpoint='entry')",
        "AsyncCeleryTaskDispatchAspect.around_async() got multiple values",
    ),
    "Deployments": ("get(Deployments).deploy(target='live')", IN_THE_HANDLER),
    "Refunds": ("get(Refunds).refund(method='card')", f"{IN_THE_PROXY}'method'"),
    "Catalog": ("get(Catalog).load(method='csv')", f"{IN_THE_PROXY}'method'"),
    "Couriers": ("get(Couriers).hand_over(self='parcel')", f"{IN_THE_PROXY}'self'"),
}


@evidence.cases_with(BY_KEYWORD)
def test_passing_it_by_keyword_fails_in_the_caller(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    call, message = expected
    outcome = probe.application(case).run(call, as_user=CLERK)
    assert outcome.raises("TypeError", message)
    assert outcome.journal == ()


@evidence.cases("Gateways")
def test_each_of_several_names_fails(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    for name in ("method", "target", "joinpoint"):
        outcome = app.run(f"get(Gateways).call({name}='x')")
        assert outcome.raises("TypeError", f"multiple values for argument '{name}'")


@evidence.cases("ExportMixin")
def test_a_shared_task_fails_in_the_handler_that_inherits_it(probe: Probe, case: Case) -> None:
    subclass = "\n\n@TaskHandler()\nclass Orders(ExportMixin):\n    pass\n"
    app = probe.application(Case(case.rule, case.name, case.source + subclass))
    assert app.run("get(Orders).export(target='csv')").raises("TypeError", IN_THE_HANDLER)
    assert app.dispatch("get(Orders).export('csv')").journal == ("export to csv",)


@evidence.cases_with(
    {
        "Payments": ("get(Payments).charge(7, 'card')", "charge 7 by card"),
        "Mirrors": ("get(Mirrors).sync('main', 'tape')", "sync main to tape"),
        "Traces": ("get(Traces).record('charge')", "record charge"),
        "Deployments": ("get(Deployments).deploy()", "deploy staging"),
        "Couriers": ("get(Couriers).hand_over('parcel')", "hand over parcel"),
    }
)
def test_passed_by_position_it_arrives(probe: Probe, case: Case, expected: tuple[str, str]) -> None:
    call, written = expected
    assert probe.application(case).dispatch(call).journal == (written,)


@evidence.cases("Backups", "Payments")
def test_without_a_task_queue_the_same_call_works(probe: Probe, case: Case) -> None:
    call, _ = BY_KEYWORD[case.name]
    assert len(probe.application(case, auth=False, celery=False).run(call).journal) == 1


def test_other_names_and_other_ways_of_passing_arrive(probe: Probe) -> None:
    app = probe.application(evidence.good)
    for call, written in {
        "get(Payments).charge(order_id=7, payment_method='card')": "charge 7 by card",
        "get(Payments).refund('card', reason='late')": "refund by card, late",
        "get(Payments).settle('a', 'b', day='1')": "settle ('a', 'b') {'day': '1'}",
        "get(Payments).mirror(source='main')": "mirror main to replica",
        "get(Payments).notify(address='ada')": "mail to ada",
        "get(Reports).render(page=3)": "render 3",
        "get(Transfers).transfer(amount=5)": "transfer 5 to ledger by wire",
        "get(Payments).names(instance=1, args=1, kwargs=1, value=1, name=1, handler=1, next=1,"
        " func=1, task_id=1, cls=1, queue=1)": "names",
    }.items():
        assert app.dispatch(call).journal == (written,)
    assert app.beat_sends("Reports.daily").journal == ("daily all mail",)


def test_what_goes_through_no_proxy_takes_any_name(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("get(Payments)._pay(joinpoint='all')").journal == ("pay all",)
    assert app.run("get(Router).route(method='GET', target='/')").journal == ("GET /",)
    assert app.run("get(Ship).ship(target='Oslo')").journal == ("ship to Oslo",)
    assert app.run("reindex(target='orders')").journal == ("reindex orders",)
    assert app.run("proxied(method='GET', target='/')").journal == ("GET /",)
