"""SPK102 task-handler-on-function: the import fails, or a factory pod without tasks is made."""

from __future__ import annotations

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.selection import Selection
from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK102")

REFUSED = {
    "send_welcome": "CannotDeterminePodTypeError",
    "send_report": "CannotDeterminePodTypeError",
    "render": "CannotDeterminePodTypeError",
    "resize": "CannotDeterminePodTypeError",
    "export": "TypeError",
    "archive": "CannotUseVarArgsInPodError",
    "sync": "CannotUsePositionalOnlyArgsInPodError",
    "find": "CannotUseOptionalReturnTypeInPodError",
    "build": "GenericMROTypeError",
    "Refund": "CannotDeterminePodTypeError",
}
FACTORIES = {
    "sender": ("get(Sender)", "<Sender>"),
    "greeting": ("get(str)", "Limits"),
}


def messages(case: Case) -> list[str]:
    return [found.message for found in lint_text(case.source, Selection(("SPK102",)))]


@evidence.cases_with(REFUSED)
def test_the_import_fails_as_the_finding_says(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(case).raises(expected)
    assert [f"which raises {expected} when" in message for message in messages(case)] == [True]


@pytest.mark.parametrize("annotation", ["None", "int", "Sender"])
def test_with_deferred_annotations_every_return_annotation_is_refused(
    probe: Probe, annotation: str
) -> None:
    source = evidence.bad["sender"].source.replace("-> Sender:", f"-> {annotation}:")
    case = Case("SPK102", "deferred", f"from __future__ import annotations\n{source}")
    assert probe.import_case(case).raises("GenericMROTypeError")
    assert ["raises GenericMROTypeError" in message for message in messages(case)] == [True]


@evidence.cases_with(FACTORIES)
def test_a_factory_pod_is_made_and_no_task(
    probe: Probe, case: Case, expected: tuple[str, object]
) -> None:
    access, value = expected
    app = probe.application(case)
    assert app.registered == ()
    assert app.beat_entries == {}
    assert app.run(access).value == value
    assert ["factory pod" in message for message in messages(case)] == [True]


@evidence.cases("Cleanup")
def test_a_method_runs_in_place(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.registered == ()
    assert app.run("get(Cleanup).count()").value == 3
    assert app.run("get(int)").raises("NoSuchPodError")


@evidence.cases("registered_later")
def test_a_nested_function_is_no_task_either(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.run("TaskHandler.get(registered_later()).type_ is int").value is True
    assert app.run("registered_later()()").value == 7
    assert app.registered == ()


def test_handlers_that_are_classes_register_their_tasks(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.registered == (
        "Exports.export",
        "Mailer.welcome",
        "nightly",
        "weekly",
    )
    assert app.dispatch("get(nightly).nightly()").journal == ("nightly",)
    assert app.run("get(int)").value == 100


def test_functions_with_other_decorators_are_what_they_were(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("[legacy(), get(Refund).run(), Stereotypes().find()]").journal == (
        "legacy",
        "refund",
        "find",
    )
    assert app.run("plugin_for_tests()").journal == ("plugin",)
