"""SPK604 direct-arguments: the method gets other arguments, or the call raises."""

from __future__ import annotations

import pytest

from tests.evidence.cases import RULES, Case, Evidence
from tests.evidence.probe import Application, Outcome, Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK604")

FURTHER = {
    "a_name_in_brackets": ", 'ab'",
    "an_annotated_name": ", 7",
    "a_built_text": ", 17",
    "an_f_string": ", 7",
    "a_dict_of_names": ", 'ada'",
}


def executed(app: Application, name: str) -> Outcome:
    return app.run(f"{name}(executor{FURTHER.get(name, '')})")


@evidence.cases_with(
    {
        "in_brackets": "send 'a' 'b'",
        "on_lines_of_its_own": "send 'a' 'b' copy=True",
        "a_name_in_brackets": "send 'a' 'b'",
        "a_built_text": "send '1' '7'",
        "an_f_string": "send 'a' '7'",
        "a_constant": "send 'a' 'd' 'a'",
        "side_by_side": "send 'a' 'b'",
        "some_bytes": "send 97",
        "a_dict": "send 'to'",
        "a_dict_of_names": "send 'to' copy=True",
        "in_a_lambda": "send 'a' 'b'",
    }
)
def test_the_method_gets_other_arguments(probe: Probe, case: Case, expected: str) -> None:
    outcome = executed(probe.application(case, celery=False), case.name)
    assert outcome.succeeds
    assert outcome.journal == (expected,)


@evidence.cases_with(
    {
        "an_annotated_name": ("TypeError", "argument after * must be an iterable, not int"),
        "a_number": ("TypeError", "argument after * must be an iterable, not int"),
        "nothing": ("TypeError", "'NoneType' object is not iterable"),
        "nothing_in_brackets": ("TypeError", "argument after * must be an iterable, not NoneType"),
        "a_text_as_keywords": ("ValueError", "dictionary update sequence element #0 has length 1"),
        "numbers_as_keywords": ("TypeError", "keywords must be strings"),
        "one_pair_as_keywords": ("ValueError", "dictionary update sequence element #1"),
        "by_position": ("TypeError", "takes 1 positional argument but 4 were given"),
        "partly_by_position": ("TypeError", "takes 1 positional argument but 2 "),
        "with_a_comment": ("TypeError", "takes 1 positional argument but 3 were given"),
        "one_too_many": ("TypeError", "takes 1 positional argument but 6 were given"),
        "twice": ("TypeError", "takes 1 positional argument but 2 "),
    }
)
def test_executing_raises(probe: Probe, case: Case, expected: tuple[str, str]) -> None:
    outcome = executed(probe.application(case, celery=False), case.name)
    assert outcome.raises(*expected), outcome
    assert outcome.journal == ()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("in_brackets", "send 'ab'"),
        ("on_lines_of_its_own", "send 'ab' copy=True"),
        ("a_name_in_brackets", "send 'ab'"),
        ("an_annotated_name", "send 7"),
        ("a_built_text", "send '17'"),
        ("an_f_string", "send 'a7'"),
        ("a_constant", "send 'ada'"),
        ("some_bytes", "send b'a'"),
        ("a_number", "send 5"),
        ("nothing", "send "),
        ("nothing_in_brackets", "send None"),
        ("a_dict", "send to='ada'"),
        ("in_a_lambda", "send 'ab'"),
        ("by_position", "send 'ada'"),
        ("partly_by_position", "send "),
    ],
)
def test_repaired_the_method_gets_its_arguments(probe: Probe, name: str, written: str) -> None:
    fixed = (RULES / "SPK604" / "bad.fixed.py").read_text("utf-8")
    outcome = executed(probe.application(Case("SPK604", "fixed", fixed), celery=False), name)
    assert outcome.succeeds, outcome
    assert outcome.journal == (written,)


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("tuples(executor)", ("'ada'", "'ada'", "'ada' 'bob'", "", "'a' 'b'")),
        ("what_spreads_as_it_is_meant(executor)", ("'ada'", "0 1", "'ada'", "'a'", "", "", "")),
        ("keywords(executor, {'copy': 1})", ("copy=1", "to='ada'", "to='ada'", "")),
        ("of_unknown_type(executor, ('x',), ('y', 'z'))", ("'x'", "'y' 'z'", "'y' 'z' ('x',)")),
        ("bound_again(executor, 'ab')", ("'ab'",)),
        ("all_of_them(executor, 'ab', copy=1)", ("'ab' copy=1",)),
        ("unpacked(executor)", ("", "")),
        ("made_in_steps(executor)", ("'ada'", "'bob'")),
        ("send(executor, args=('ab',))", ("'ab'",)),
    ],
)
def test_what_is_a_tuple_or_dict_or_spreads_as_meant(
    probe: Probe, call: str, written: tuple[str, ...]
) -> None:
    app = probe.application(evidence.good, celery=False)
    outcome = app.run(call)
    assert outcome.succeeds, outcome
    assert outcome.journal == tuple(f"send {arguments}" for arguments in written)
    assert app.run("of_somebody_else()").value == "ab"
