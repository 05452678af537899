"""SPK103 task-handler-arguments: the import fails, or a wrong scope makes a handler a prototype."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK103")

REFUSED = {
    "Reports": "takes 1 positional argument but 2 were given",
    "Thumbnails": "got an unexpected keyword argument 'queue'",
    "Invoices": "got an unexpected keyword argument 'bind'",
    "Mailer": "got an unexpected keyword argument 'queue'",
    "Sessions": "takes 1 positional argument but 2 positional arguments",
    "Retries": "takes 1 positional argument but 2 were given",
    "slow_handler": "got an unexpected keyword argument 'concurrency'",
}
PROTOTYPES = {
    "Counters": 'scope="singleton"',
    "Exports": 'scope=("PROTOTYPE")',
    "Requests": 'scope="Context"',
    "Uploads": "scope=REQUEST",
    "Imports": "scope=None",
    "Digests": "scope=1",
}


def with_scope(case: Case, written: str, scope: str) -> Case:
    """The same case with a member of Pod.Scope."""
    assert written in case.source
    source = case.source.replace(written, f"scope=Pod.Scope.{scope}")
    return Case(case.rule, case.name, f"from spakky.task.direct import Pod\n{source}")


@evidence.cases_with(REFUSED)
def test_the_import_fails(probe: Probe, case: Case, expected: str) -> None:
    outcome = probe.import_case(case)
    assert outcome.raises("TypeError", f"TaskHandler.__init__() {expected}")


@evidence.cases_with(PROTOTYPES)
def test_each_time_there_is_a_new_handler_as_with_prototype(
    probe: Probe, case: Case, expected: str
) -> None:
    for variant in (case, with_scope(case, expected, "PROTOTYPE")):
        app = probe.application(variant)
        assert app.run(f"get({case}) is get({case})").value is False
        for _ in range(2):
            assert app.dispatch(f"get({case}).add()").journal == ("add 1",)


@evidence.cases_with(PROTOTYPES)
def test_a_member_of_pod_scope_is_what_it_says(probe: Probe, case: Case, expected: str) -> None:
    app = probe.application(with_scope(case, expected, "SINGLETON"))
    assert app.run(f"get({case}) is get({case})").value is True
    for count in (1, 2):
        assert app.dispatch(f"get({case}).add()").journal == (f"add {count}",)
    app = probe.application(with_scope(case, expected, "CONTEXT"))
    assert app.run(f"get({case}) is get({case})").value is True


def test_names_and_scopes_are_as_they_are_given(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.registered == (
        "Archive.pack",
        "Counters.count",
        "Digests.send",
        "Exports.export",
        "Imports.load",
        "Mailer.welcome",
        "Night.watch",
        "Reports.weekly",
        "Requests.answer",
        "Sessions.expire",
        "Thumbnails.render",
        "Uploads.store",
    )
    kept = {
        name: app.run(f"get({name}) is get({name})").value
        for name in ("Thumbnails", "Uploads", "Mailer", "Archive", "Exports", "Imports", "Refund")
    }
    assert kept == {
        "Thumbnails": True,
        "Uploads": True,
        "Mailer": True,
        "Archive": True,
        "Exports": False,
        "Imports": False,
        "Refund": False,
    }
    assert app.dispatch("get(Requests).answer()").journal == ("answer",)
    assert app.run("Pod.get(Exports).name").value == "exports"
    assert app.run("Pod.get(Digests).name").value == "digests"


def test_what_others_call_a_task_handler_works_as_its_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("QueuedHandler.get(Night).queue").value == "slow"
    assert app.run("Legacy().run()").journal == ("legacy",)
    assert app.run("local()").journal == ("plugin",)
