"""SPK207 repeated-task: the application does not start, with celery or without."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK207")


@pytest.mark.parametrize("celery", [True, False], ids=["celery", "without-celery"])
@evidence.every_case()
def test_the_application_does_not_start(probe: Probe, case: Case, celery: bool) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case, celery=celery).raises(
        "MultipleAnnotationFoundError", "spakky.task.stereotype.task_handler.TaskRoute"
    )


def test_methods_with_one_route_are_registered_and_run(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.registered == (
        "Mailer._resend",
        "Mailer.digest",
        "Mailer.welcome",
        "Receipts.print_out",
        "Receipts.welcome",
        "bare.<locals>.wrapper",
    )
    assert app.dispatch("get(Letters).post()").journal == ("post",)
    assert app.dispatch("get(Mailer).resend()").journal == ("resend",)
    assert app.dispatch("get(Mailer).welcome()").journal == ("welcome",)
    assert app.dispatch("get(Receipts).welcome()").journal == ("receipt",)
    assert app.run("outer(lambda function: function)()").journal == ("twice",)
    assert app.run("local()").journal == ("harmless",)
