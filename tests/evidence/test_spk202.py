"""SPK202 task-called: the module cannot be imported."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK202")

WITHOUT_METHOD = ("TypeError", "task() missing 1 required positional argument: 'obj'")
UNKNOWN_KEYWORD = "task() got an unexpected keyword argument "
NO_METADATA = " object has no attribute '__spakky_annotation_metadata__'"


@evidence.cases_with(
    {
        "Mailer": WITHOUT_METHOD,
        "Thumbnails": ("TypeError", f"{UNKNOWN_KEYWORD}'background'"),
        "Invoices": ("TypeError", f"{UNKNOWN_KEYWORD}'queue'"),
        "Receipts": ("AttributeError", f"'str'{NO_METADATA}"),
        "Retries": ("AttributeError", f"'int'{NO_METADATA}"),
        "Search": WITHOUT_METHOD,
        "Webhooks": ("TypeError", f"{UNKNOWN_KEYWORD}'retries'"),
        "Exports": WITHOUT_METHOD,
        "Feeds": WITHOUT_METHOD,
    }
)
def test_the_import_fails(probe: Probe, case: Case, expected: tuple[str, str]) -> None:
    assert probe.import_case(case).raises(*expected)


def test_bare_tasks_and_methods_passed_to_task_are_registered(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.registered == (
        "Mailer._remind",
        "Mailer.digest",
        "Mailer.goodbye",
        "Mailer.resend",
        "Mailer.welcome",
    )
    assert app.dispatch("get(Mailer).resend()").journal == ("resend",)
    assert app.dispatch("get(Mailer).digest()").journal == ("digest",)
    assert app.dispatch("get(Mailer).remind()").journal == ("remind",)
    assert app.dispatch("get(Mailer).goodbye()").journal == ("goodbye",)


def test_calls_of_other_decorators_work_as_their_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("[reindex(), build(), Queue().decorate()(), steps()]").journal == (
        "reindex",
        "build",
        "urgent",
        "first",
    )
    assert app.run("register(lambda name: lambda function: function)()").journal == ("nightly",)
