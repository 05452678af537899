"""SPK701 constructor-unannotated: the module cannot be imported."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK701")


@evidence.cases_with(
    {
        "Reports": "'mailer'",
        "Feeds": "'limit'",
        "Rates": "'source'",
        "Invoices": "'this'",
        "Exports": "'mailer'",
        "Caches": "'mailer'",
    }
)
def test_the_module_cannot_be_imported(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(case).raises("CannotDeterminePodTypeError", expected)


def test_annotated_constructors_are_injected(probe: Probe) -> None:
    app = probe.application(evidence.good)
    started = app.run("[type(get(Stock)).__name__, type(get(Sessions)).__name__]")
    assert started.value == ["Stock", "Sessions"]
    assert app.run("get(Rates).mailer is get(NightlyExports)._mailer is get(Mailer)").value
    assert app.dispatch("get(Reports).send('limit')").journal == ("limit 10",)
    assert app.run("Elsewhere('anything')._mailer").value == "anything"
