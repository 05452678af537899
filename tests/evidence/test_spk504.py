"""SPK504 auth-marker-called: the module cannot be imported."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK504")


@evidence.cases_with(
    {
        "Payouts": "protected",
        "Search": "public_access",
        "Invoices": "protected",
        "Feeds": "public_access",
        "CloseMonth": "protected",
    }
)
def test_the_import_fails(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(case).raises(
        "TypeError", f"{expected}() missing 1 required positional argument: 'obj'"
    )


def test_bare_markers_guard_or_open_the_task(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("get(Payouts).pay()").raises("AuthContextNotFoundError")
    assert app.run("get(Payouts).refund()").raises("AuthContextNotFoundError")
    assert app.run("get(Invoices).issue()").raises("AuthContextNotFoundError")
    assert app.dispatch("get(Payouts).refund()", as_user=User()).journal == ("refund",)
    assert app.dispatch("get(Payouts).rates()").journal == ("rates",)
    assert app.dispatch("get(Feeds).poll()").journal == ("poll",)


def test_calls_of_other_markers_work_as_their_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("get(CloseMonth).close()").journal == ("close",)
    assert app.run("local()").journal == ("door",)
    assert app.run("with_marker(lambda: lambda function: function)()").journal == ("page",)
