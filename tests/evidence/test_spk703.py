"""SPK703 constructor-unresolvable: the application does not start."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK703")


@evidence.cases_with(
    {
        "Reports": "<class 'str'>",
        "Feeds": "<class 'int'>",
        "Rates": "<class 'float'>",
        "Invoices": "typing.Any",
        "Sessions": "AuthContext",
        "Users": "AuthContext",
        "Caches": "IApplicationContext",
        "Metrics": "IContainer",
        "Alarms": "ApplicationContext",
        "Payroll": "Fax",
        "Payouts": "Fax",
        "Digest": "<class 'str'>",
        "Named": "<class 'bytes'>",
        "Base": "<class 'str'>",
        "Deliveries": "Truck | None",
    }
)
def test_the_application_does_not_start(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises("UnexpectedDependencyTypeInjectedError", expected)


def test_the_second_problem_of_a_constructor_is_one_by_itself(probe: Probe) -> None:
    case, first = evidence.bad["Rates"], "        factor: float,"
    assert first in case.source
    without = Case(case.rule, case.name, case.source.replace(first, "", 1))
    outcome = probe.start(without)
    assert outcome.raises("UnexpectedDependencyTypeInjectedError", "<class 'bool'>")


def test_a_function_that_is_a_pod_makes_the_type_one(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("get(Reports)").succeeds
    assert app.run("get(Caches).is_one").value is True
    assert app.run("[get(Named).name, get(Digest).sender, get(Aware).context is None]").value == [
        7,
        "shop",
        False,
    ]
    assert app.run("[get(Either).channel is None, type(get(Shadowed).sender).name]").value == [
        True,
        "sender",
    ]
    assert app.dispatch("get(Reports).send('a', 2)").journal[-1] == "aa"


def test_no_function_can_make_a_union_a_pod(probe: Probe) -> None:
    case = evidence.bad["Payroll"]
    factory = "\n\n@Pod()\ndef channel() -> Mailer | Fax:\n    return Mailer()\n"
    outcome = probe.start(Case(case.rule, case.name, case.source + factory))
    assert outcome.raises("AttributeError")
