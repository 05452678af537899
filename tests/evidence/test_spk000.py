"""SPK000 unreadable-file: Python itself refuses the file, so nothing in it exists."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK000")


@evidence.every_case()
def test_python_refuses_the_file_at_the_line_that_is_marked(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).raises("SyntaxError", "line 10")


def test_unusual_but_valid_text_is_imported_and_runs(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.registered == ("Σύνολα.drain", "Σύνολα.sweep", "Σύνολα.total")
    assert app.dispatch("get(Σύνολα).total(1, 2.5)").value == "3.50 EUR"
    assert app.dispatch("get(Σύνολα).drain()").value == [1, 2]
    assert app.beat_sends("Σύνολα.sweep").journal == ("ValueError and TypeError",)
