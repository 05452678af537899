"""SPK101 task-handler-not-called: the module cannot be imported."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK101")


@evidence.every_case()
def test_the_import_fails(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).raises(
        "TypeError", "TaskHandler.__init__() takes 1 positional argument but 2 were given"
    )


def test_every_handler_that_is_called_registers_its_tasks(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.registered == (
        "Archive.pack",
        "Audit.record",
        "Converter._convert",
        "Mailer.welcome",
        "Night.watch",
        "Payouts.pay",
        "Receipts.file",
        "Search.reindex",
        "Thumbnails.render",
    )
    assert app.beat_entries == {"Night.watch": 3600.0}
    assert app.dispatch("get(Receipts).file()").journal == ("file",)
    assert app.dispatch("get(Converter)._convert()").journal == ("convert",)


def test_names_that_only_look_like_the_stereotype_work_as_their_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("Legacy().run()").journal == ("legacy",)
    assert app.run("plugin_for_tests()().run()").journal == ("plugin",)
    assert app.run("decorate(lambda cls: cls, Legacy)().run()").journal == ("legacy",)
