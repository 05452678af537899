"""SPK602 direct-method-not-task: an unknown name raises; any other method runs, task or not.

A method that is no task runs without authentication even where the task that calls it asks for
it.
"""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK602")

with_and_without_celery = pytest.mark.parametrize(
    "celery", [True, False], ids=["celery", "without-celery"]
)


@with_and_without_celery
@evidence.cases("rebuild", "reindex", "count")
def test_a_name_that_the_handler_lacks_is_not_found(probe: Probe, case: Case, celery: bool) -> None:
    app = probe.application(case, celery=celery)
    assert app.run(f"{case}(executor)").raises(
        "TaskNotFoundError", "Task not found in the registry"
    )


@with_and_without_celery
@evidence.cases_with(
    {
        "purge": "purged",
        "refresh": "refreshed",
        "describe": "described",
        "describe_by_name": "described",
        "drop": "dropped",
    }
)
def test_a_method_that_is_no_task_runs(
    probe: Probe, case: Case, expected: str, celery: bool
) -> None:
    outcome = probe.application(case, celery=celery).run(f"{case}(executor)")
    assert outcome.succeeds
    assert outcome.journal == (expected,)


@evidence.cases("purge")
def test_the_helper_of_a_protected_task_runs_without_authentication(
    probe: Probe, case: Case
) -> None:
    app = probe.application(case, auth=True, celery=False)
    assert app.run("get(Catalog).purge()").raises("AuthContextNotFoundError")
    assert app.run("purge(executor)").journal == ("purged",)


@with_and_without_celery
@evidence.cases("recount")
def test_a_class_that_inherits_how_it_executes_finds_it_no_better(
    probe: Probe, case: Case, celery: bool
) -> None:
    app = probe.application(case, celery=celery)
    audited = "(lambda own: (own.set_application_context(context), own)[1])(Audited())"
    context = "(lambda context: {})(executor._application_context)".format
    assert app.run(context(f"recount({audited})")).raises("TaskNotFoundError")


def test_names_of_tasks_run_the_task(probe: Probe) -> None:
    app = probe.application(evidence.good, celery=False)
    assert app.run("run_all(executor)").journal == (
        "reindex",
        "count",
        "purge",
        "warm",
        "compact",
        "reindex",
        "reindex",
        "archive",
        "count",
    )
    assert app.run("local(Documents, executor)").raises("TaskNotFoundError")
    assert app.run("run_the_interface(executor)").journal == ("send", "extra", "hook")
    assert app.run("describe()").value == "rebuild"
    assert app.run("run_by_label(ByLabel(), ByPlace())").journal == ("by label", "by place")
    assert app.run("run_what_others_make(executor)").journal == ("clean", "sweep")
