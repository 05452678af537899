"""SPK205 task-on-dunder: Python calls the method past the proxy, and the body runs in place."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK205")

IN_PLACE = {
    "Mailer": ("get(Mailer)('ada')", ("mail ada",)),
    "Backlog": ("len(get(Backlog))", ("count",)),
    "Outbox": ("len(get(Outbox))", ("count unsent",)),
    "Imports": ("[get(Imports).__class__, *map(enter, [get(Imports)])]", ("enter", "exit")),
    "Feeds": ("get(Feeds).poll()", ("connect", "poll", "disconnect")),
    "Cleanup": ("get(Cleanup)()", ("clean",)),
    "Search": ("get(Search)['rust']", ("look up rust",)),
}
AT_START = {"Warehouse": "open warehouse", "Ledger": "open EUR"}
REGISTERED = {
    "Mailer": ("Mailer.__call__",),
    "Warehouse": ("Warehouse.__init__", "Warehouse.restock"),
    "Backlog": ("Backlog.__len__",),
    "Outbox": ("Outbox.__len__",),
    "Imports": ("Imports.__enter__", "Imports.__exit__"),
    "Feeds": ("Feeds.__aenter__",),
    "Cleanup": ("Cleanup.__call__",),
    "Ledger": ("Ledger.__post_init__",),
    "Search": ("Search.__getitem__",),
}
WITH = """

def enter(imports):
    with imports:
        pass
"""


@evidence.cases_with(REGISTERED)
def test_the_worker_registers_a_task(probe: Probe, case: Case, expected: tuple[str, ...]) -> None:
    assert probe.application(case).registered == expected


@evidence.cases_with(IN_PLACE)
def test_the_body_runs_where_python_calls_it(
    probe: Probe, case: Case, expected: tuple[str, tuple[str, ...]]
) -> None:
    expression, written = expected
    outcome = probe.application(Case(case.rule, case.name, case.source + WITH)).run(expression)
    assert outcome.succeeds
    assert outcome.journal == written


@evidence.cases_with(AT_START)
def test_a_constructor_runs_when_the_application_starts(
    probe: Probe, case: Case, expected: str
) -> None:
    outcome = probe.start(case)
    assert outcome.succeeds
    assert outcome.journal == (expected,)


@evidence.cases("Mailer")
def test_a_method_of_another_name_is_sent(probe: Probe, case: Case) -> None:
    renamed = Case(case.rule, case.name, case.source.replace("__call__", "send"))
    app = probe.application(renamed)
    assert app.dispatch("get(Mailer).send('ada')").journal == ("mail ada",)


def test_methods_that_are_called_by_name_are_sent(probe: Probe) -> None:
    app = probe.application(evidence.good)
    for call, written in (
        ("get(Mailer).send('ada')", "mail ada"),
        ("get(Mailer)._Mailer__resend()", "resend"),
        ("get(Mailer)._retry_()", "retry"),
        ("get(Reports).__weekly__()", "weekly"),
        ("get(Cleanup).run()", "clean"),
        ("export(get(Exports))", "export"),
        ("executor.execute(NEXT)", "import"),
    ):
        assert app.dispatch(call).journal == (written,)
    assert app.run("len(get(Mailer))").value == 0
    assert app.beat_sends("Polling.__call__").journal == ("poll",)


def test_tasks_of_other_libraries_work_as_their_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("Flow()()").journal == ("flow",)
    assert app.run("build(lambda function: function)()").journal == ("door",)
    assert app.run("local()").journal == ("window",)
