"""SPK702 constructor-signature: the module cannot be imported."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK702")

VARIADIC = "CannotUseVarArgsInPodError"
COLLECTION = "UnsupportedCollectionDependencyTypeError"


@evidence.cases_with(
    {
        "Reports": (VARIADIC, "'mailers'"),
        "Feeds": (VARIADIC, "'options'"),
        "Rates": ("CannotUsePositionalOnlyArgsInPodError", "'mailer'"),
        "Invoices": (VARIADIC, "'args'"),
        "Stock": (COLLECTION, "'mailers'"),
        "Archive": (COLLECTION, "'names'"),
        "Sessions": (COLLECTION, "'mailers'"),
        "Caches": (COLLECTION, "'sizes'"),
        "Metrics": (COLLECTION, "'mailers'"),
        "Alarms": (COLLECTION, "'pair'"),
        "Payroll": (COLLECTION, "'mailers'"),
        "Payouts": (COLLECTION, "'hooks'"),
        "Exports": (COLLECTION, "'boxes'"),
        "Digest": (COLLECTION, "'mailers'"),
        "Summary": ("CannotDeterminePodTypeError", "'size'"),
        "Ledger": (COLLECTION, "'mailers'"),
        "Base": (VARIADIC, "'rest'"),
        "Couriers": (COLLECTION, "list['Mailer']"),
        "Routes": (COLLECTION, "'vans'"),
        "Depots": ("CannotDeterminePodTypeError", "'van'"),
        "Garages": ("CannotDeterminePodTypeError", "'van'"),
    }
)
def test_the_module_cannot_be_imported(probe: Probe, case: Case, expected: tuple[str, str]) -> None:
    assert probe.import_case(case).raises(*expected)


def test_the_second_problem_of_a_constructor_is_one_by_itself(probe: Probe) -> None:
    for name, first, second in (
        ("Invoices", "*args, ", "'kwargs'"),
        ("Exports", "boxes: Dict[str, Box[int]], ", "'rest'"),
    ):
        case = evidence.bad[name]
        assert first in case.source
        without = Case(case.rule, case.name, case.source.replace(first, "", 1))
        assert probe.import_case(without).raises(
            VARIADIC if name == "Invoices" else COLLECTION, second
        )


def test_what_is_left_alone_is_injected(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.dispatch("get(Reports).count('a', 'b')").journal[-1] == "8 a-b"
    assert app.run("len(get(Rates).mailers)").value == 2
    assert app.run("get(Feeds)._mailer is get(Made)._mailer is get(Derived)._rest[0]").value
    assert app.run("Audit()").journal == ("None None",)
