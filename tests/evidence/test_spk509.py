"""SPK509 public-and-protected: the application does not start with spakky-auth.

Without the plugin it starts; the task is sent, and the worker wants a snapshot all the same.
"""

from __future__ import annotations

from spakky_lint.linting.linter import lint_text
from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK509")


@evidence.every_case()
def test_the_application_does_not_start(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case, auth=True).raises(
        "ConflictingAuthMetadataError", "Public access and protected auth requirements conflict"
    )


@evidence.cases_with(
    {
        "Search": "get(Search).reindex()",
        "Feeds": "get(Feeds).poll()",
        "Accounts": "get(Accounts).status()",
        "Reports": "get(Reports).publish()",
        "Invoices": "get(Invoices).preview()",
        "Stock": "get(Stock).count()",
    }
)
def test_without_the_plugin_the_worker_refuses_the_public_task(
    probe: Probe, case: Case, expected: str
) -> None:
    outcome = probe.application(case, auth=False).dispatch(expected)
    assert outcome.state == "FAILURE"
    assert outcome.is_refused("CHALLENGE SNAPSHOT_MISSING")
    assert outcome.journal == ()


def test_one_or_the_other_is_open_or_guarded_as_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    for call, written in (
        ("get(Search).query()", "query"),
        ("get(Feeds).poll()", "poll"),
        ("get(Feeds).preview()", "preview"),
    ):
        assert app.dispatch(call).journal == (written,)
    for call in (
        "get(Search).reindex()",
        "get(Accounts).close()",
        "get(Accounts).status()",
        "get(Accounts).count()",
        "get(Reports).publish()",
        "get(Prices).current()",
        "get(Parcels).deliver()",
        "get(Parcels).track()",
    ):
        assert app.run(call).raises("AuthContextNotFoundError")
    assert app.dispatch("get(Accounts).status()", as_user=User()).journal == ("status",)
    assert app.run("get(Prices).current()", as_user=User()).journal == ("render",)
    assert app.run("get(Reports).terms()").journal == ("terms",)
    assert app.run("Outer.Inner().show()").journal == ("show",)


def test_a_marker_that_marks_something_else_contradicts_nothing(probe: Probe) -> None:
    source = (
        "from spakky.auth import protected, public_access\n"
        "from spakky.task import TaskHandler, task\n\n\n"
        "def noted(function):\n    return function\n\n\n"
        "@TaskHandler()\nclass Invoices:\n"
        "    @task\n    @protected\n    @public_access(noted)\n    def send(self) -> None: ...\n"
    )
    assert probe.start(Case("SPK509", "noted", source)).succeeds
    assert [found.code for found in lint_text(source)] == ["SPK506"]
