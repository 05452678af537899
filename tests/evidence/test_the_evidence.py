"""The evidence itself: complete, and run in a process that survives whatever a case does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests.evidence.cases import RULES, Case, Evidence, cut
from tests.evidence.probe import Probe
from tests.evidence.process import ProbeDiedError
from tests.real_framework import requires_framework

HERE = Path(__file__).parent
MODULES = sorted(path.stem for path in HERE.glob("test_spk*.py"))

PRELUDE = """\
from somewhere import task

limit = 3


def helper():
    return limit


"""


def test_every_fixture_has_its_evidence_and_every_evidence_its_fixture() -> None:
    fixtures = sorted(folder.name for folder in RULES.glob("SPK*"))
    assert [re.sub("^test_spk", "SPK", module) for module in MODULES] == fixtures


@pytest.mark.parametrize("module", MODULES)
def test_every_case_of_the_fixture_is_taken_by_some_test(module: str) -> None:
    evidence: Evidence = import_module(f"tests.evidence.{module}").evidence
    assert f"test_{evidence.rule.lower()}" == module
    assert evidence.bad or (RULES / evidence.rule / "bad" / "evidence.txt").exists()
    assert evidence.untaken == frozenset()


def test_a_case_is_its_statement_with_all_that_has_no_finding() -> None:
    first = "@task  # expect: SPK999\nclass First:\n    pass\n"
    second = "second = task()  # expect: SPK998 SPK999\n"
    cases = {case.name: case.source for case in cut("SPK999", PRELUDE + first + second)}
    assert cases == {
        "First": PRELUDE + first + "\n",
        "second": PRELUDE + "\n\n\n" + second,
    }


def test_a_case_leaves_out_what_is_built_on_the_wrong_code_of_another() -> None:
    wrong = "wrong = task()  # expect: SPK999\n"
    built = "class Built(wrong):\n    pass\n"
    again = "class Again(Built):\n    pass\n"
    other = "other = task(1)  # expect: SPK999\n"
    cases = {case.name: case.source for case in cut("SPK999", wrong + built + again + other)}
    assert cases["wrong"] == wrong + built + again + "\n"
    assert cases["other"] == "\n" * 5 + other


def test_two_cases_of_one_name_are_refused() -> None:
    line = "same = task()  # expect: SPK999\n"
    with pytest.raises(ValueError, match="two cases named same"):
        list(cut("SPK999", line + line))


def test_a_name_that_is_no_case_is_refused() -> None:
    with pytest.raises(ValueError, match="no case Nobody"):
        Evidence("SPK101").cases("Nobody")


@pytest.fixture
def hasty() -> Iterator[Probe]:
    probe = Probe(answer_seconds=0.5)
    yield probe
    probe.close()


def module(source: str) -> Case:
    return Case("SPK999", "case", source)


@requires_framework
def test_a_case_that_kills_the_process_costs_no_other_case(hasty: Probe) -> None:
    with pytest.raises(ProbeDiedError, match="the process ended"):
        hasty.import_case(module("import os\nos._exit(3)\n"))
    assert hasty.import_case(module("x = 1\n")).succeeds


@requires_framework
def test_a_case_that_hangs_is_given_up(hasty: Probe) -> None:
    assert hasty.import_case(module("x = 1\n")).succeeds
    with pytest.raises(ProbeDiedError, match=r"no answer .* in 0.5 s"):
        hasty.import_case(module("while True:\n    pass\n"))
    assert hasty.import_case(module("x = 1\n")).succeeds


@requires_framework
def test_what_a_case_prints_or_exits_with_is_no_answer(probe: Probe) -> None:
    assert probe.import_case(module("import os\nprint('{}')\nos.write(1, b'{}\\n')\n")).succeeds
    assert probe.import_case(module("raise SystemExit(0)\n")).raises("SystemExit")


@requires_framework
def test_every_case_is_a_new_module(probe: Probe) -> None:
    source = module("journal = ['imported ' + __name__]\n")
    assert probe.import_case(source).journal != probe.import_case(source).journal
    assert probe.import_case(module("journal.append('left over')\n")).raises("NameError")


@requires_framework
def test_an_application_is_gone_when_the_probe_goes_on(probe: Probe) -> None:
    app = probe.application(module("x = 1\n"))
    assert app.run("x").value == 1
    probe.import_case(module("x = 2\n"))
    with pytest.raises(RuntimeError, match="gone on"):
        app.run("x")


@requires_framework
def test_what_aspects_find_in_the_pods_of_the_framework_is_so_in_another_application(
    probe: Probe,
) -> None:
    for rule in ("SPK501", "SPK603"):
        app = probe.application(Evidence(rule).good, auth=True)
    own_pods = "__import__('tests.evidence.own_pods', fromlist=['*'])"
    compared = app.run(f"{own_pods}.compared(get.__self__)").value
    assert {told for _, told, _ in compared} == {True, False}
    assert [name for name, told, found in compared if told is not found] == []


@requires_framework
def test_a_step_that_cannot_be_taken_is_an_outcome_with_an_error(probe: Probe) -> None:
    app = probe.application(module("def nothing():\n    return 1\n"))
    assert app.run("missing").raises("NameError", "missing")
    assert app.dispatch("nothing()").raises("TypeError", "nothing was sent")
    assert app.beat_sends("Nobody.nothing").raises("KeyError")
    with pytest.raises(AssertionError, match="does not start"):
        probe.application(module("raise RuntimeError('no')\n"))
