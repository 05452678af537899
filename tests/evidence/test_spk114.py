"""SPK114 model-task-handler: importing the module fails."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK114")

VARIABLE = "CannotUseVarArgsInPodError"
UNANNOTATED = "CannotDeterminePodTypeError"

DISPATCHED = {
    "get(Reports).weekly()": "weekly EUR 3",
    "get(Reports).daily(4)": "daily 4",
    "get(Prices).update()": "update EUR",
    "get(Imports).load()": "load shop",
    "get(Labels).print_all()": "print",
    "get(Stock).count()": "count",
    "get(Newsletter).send()": "send localhost",
    "get(Exports).run()": "export",
}


@evidence.cases_with(
    {
        "Reports": VARIABLE,
        "Mails": VARIABLE,
        "Imports": VARIABLE,
        "Tags": UNANNOTATED,
        "Cleanup": UNANNOTATED,
        "Prices": VARIABLE,
        "Payouts": VARIABLE,
    }
)
def test_the_import_fails(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(case).raises(expected)


@pytest.mark.parametrize(("call", "written"), DISPATCHED.items(), ids=list(DISPATCHED))
def test_what_the_container_can_construct_runs_its_tasks(
    probe: Probe, call: str, written: str
) -> None:
    assert probe.application(evidence.good).dispatch(call).journal == (written,)


def test_a_name_is_not_enough(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("local()().show()").journal == ("local",)
