"""SPK001 unused-suppression: flake8 itself reports the same with the comment and without it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest

from tests.evidence.cases import Case, Evidence
from tests.flake8_plugin.flake8_process import Report, run_flake8

evidence = Evidence("SPK001")

CODE = re.compile(r"SPK\d+", re.IGNORECASE)


def flake8_reports(top: Path, texts: Iterable[str], *options: str) -> dict[str, list[Report]]:
    """What one run of flake8 says of each text, which is in a folder of its own."""
    files = {f"{number}/file.py": text for number, text in enumerate(dict.fromkeys(texts))}
    for name, text in files.items():
        (top / name).parent.mkdir()
        (top / name).write_text(text, "utf-8")
    run = run_flake8(top, "--select=SPK", *options)
    return {text: run.reports.get(name, []) for name, text in files.items()}


def without(text: str, code: str, line: int) -> str:
    """The text whose comment on a line names a code of nobody in the place of one."""
    lines = text.splitlines(keepends=True)
    start = lines[line - 1].lower().index("# noqa")
    comment = lines[line - 1][start:].replace(code, f"X{code[1:]}", 1)
    lines[line - 1] = lines[line - 1][:start] + comment
    return "".join(lines)


def on_line(text: str, word: str) -> int:
    """The first line, from 1, that has the word."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if word in line)


GOOD = evidence.good.source
SOURCES = {case.name: case.source for case in evidence.bad.values()}
LATER = SOURCES["Mended"].replace("@task  #", "@task()  #")
SILENCING = [
    (code[0], number)
    for number, line in enumerate(GOOD.split("class LeftToTheirAuthor")[0].splitlines(), 1)
    for code in CODE.finditer(line)
]
OTHERS = [
    without(SOURCES["OneOfTwo"], "SPK202", on_line(SOURCES["OneOfTwo"], "noqa")),
    LATER,
    without(LATER, "SPK202", on_line(LATER, "noqa")),
    SOURCES["SmallLetters"].replace("spk202", "SPK202"),
    GOOD,
    *(without(GOOD, code, line) for code, line in SILENCING),
]


Unused = Mapping[str, Sequence[tuple[str, int]]]
"""By text, the codes that SPK001 names under flake8, and where."""
Reports = Mapping[str, Sequence[Report]]
"""By text, what flake8 reports of it but for what it says about the comments themselves."""


@pytest.fixture(scope="module")
def unused(tmp_path_factory: pytest.TempPathFactory) -> Unused:
    reports = flake8_reports(tmp_path_factory.mktemp("told"), [*SOURCES.values(), GOOD])
    return {
        text: [
            (code, line)
            for line, _, found, message in said
            if found == "SPK001"
            for code in re.findall(r"'(\w+)'", message)
        ]
        for text, said in reports.items()
    }


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, unused: Unused) -> Reports:
    bare = [without(text, *each) for text, codes in unused.items() for each in codes]
    texts = [*SOURCES.values(), *bare, *OTHERS]
    return flake8_reports(tmp_path_factory.mktemp("compared"), texts, "--ignore=SPK001")


@evidence.every_case()
def test_flake8_reports_the_same_without_the_code(
    case: Case, unused: Unused, reports: Reports
) -> None:
    codes = unused[case.source]
    assert codes
    texts = [without(case.source, code, line) for code, line in codes]
    assert case.source not in texts
    assert [reports[text] for text in texts] == [reports[case.source]] * len(texts)


def test_the_code_beside_it_does_silence(reports: Reports) -> None:
    text = SOURCES["OneOfTwo"]
    line = on_line(text, "noqa")
    assert reports[text] == []
    bare = reports[without(text, "SPK202", line)]
    assert [(found[0], found[2]) for found in bare] == [(line, "SPK202")]


def test_an_unused_code_hides_a_later_mistake(reports: Reports) -> None:
    line = on_line(LATER, "noqa")
    assert reports[LATER] == []
    told = reports[without(LATER, "SPK202", line)]
    assert [(found[0], found[2]) for found in told] == [(line, "SPK202")]


def test_small_letters_silence_nothing_and_capitals_do(reports: Reports) -> None:
    text = SOURCES["SmallLetters"]
    assert [found[2] for found in reports[text]] == ["SPK202"]
    assert reports[text.replace("spk202", "SPK202")] == []


@pytest.mark.parametrize(("code", "line"), SILENCING)
def test_flake8_reports_more_without_the_code(code: str, line: int, reports: Reports) -> None:
    assert reports[GOOD] == []
    assert [found[2] for found in reports[without(GOOD, code, line)]] == [code]


def test_what_is_left_alone_is_not_called_unused(unused: Unused) -> None:
    assert unused[GOOD] == []


def test_an_opt_in_rule_that_is_on_is_silenced_where_it_was_left_alone(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text(GOOD, "utf-8")
    run = run_flake8(tmp_path, "--select=SPK,SPK407")
    assert [found[0] for found in run.reports["good.py"]] == [on_line(GOOD, "minutes=5")]
    assert run.codes("good.py") == ["SPK001"]
