"""SPK001 unused-suppression: flake8 itself reports the same with the comment and without it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.evidence.cases import Case, Evidence
from tests.flake8_plugin.flake8_process import Report, run_flake8

evidence = Evidence("SPK001")

CODE = re.compile(r"SPK\d+", re.IGNORECASE)


def reports(directory: Path, *texts: str) -> list[list[Report]]:
    """What flake8 reports of each text, but for what it says about the comments themselves."""
    for number, text in enumerate(texts):
        (directory / f"{number}.py").write_text(text, "utf-8")
    run = run_flake8(directory, "--select=SPK", "--ignore=SPK001")
    return [run.reports.get(f"{number}.py", []) for number in range(len(texts))]


def without(text: str, code: str, line: int) -> str:
    """The text whose comment on a line names a code of nobody in the place of one."""
    lines = text.splitlines(keepends=True)
    start = lines[line - 1].lower().index("# noqa")
    comment = lines[line - 1][start:].replace(code, f"X{code[1:]}", 1)
    lines[line - 1] = lines[line - 1][:start] + comment
    return "".join(lines)


def unused(text: str, directory: Path) -> list[tuple[str, int]]:
    """The codes that SPK001 names under flake8, and where."""
    (directory / "file.py").write_text(text, "utf-8")
    run = run_flake8(directory, "--select=SPK")
    return [
        (code, line)
        for line, _, found, message in run.reports.get("file.py", [])
        if found == "SPK001"
        for code in re.findall(r"'(\w+)'", message)
    ]


@evidence.every_case()
def test_flake8_reports_the_same_without_the_code(case: Case, tmp_path: Path) -> None:
    codes = unused(case.source, tmp_path)
    assert codes
    texts = [without(case.source, code, line) for code, line in codes]
    assert case.source not in texts
    given, *others = reports(tmp_path, case.source, *texts)
    assert others == [given] * len(others)


@evidence.cases("OneOfTwo")
def test_the_code_beside_it_does_silence(case: Case, tmp_path: Path) -> None:
    line = next(n for n, text in enumerate(case.source.splitlines(), 1) if "noqa" in text)
    given, bare = reports(tmp_path, case.source, without(case.source, "SPK202", line))
    assert given == []
    assert [(found[0], found[2]) for found in bare] == [(line, "SPK202")]


@evidence.cases("Mended")
def test_an_unused_code_hides_a_later_mistake(case: Case, tmp_path: Path) -> None:
    line = next(n for n, text in enumerate(case.source.splitlines(), 1) if "noqa" in text)
    later = case.source.replace("@task  #", "@task()  #")
    hidden, told = reports(tmp_path, later, without(later, "SPK202", line))
    assert hidden == []
    assert [(found[0], found[2]) for found in told] == [(line, "SPK202")]


@evidence.cases("SmallLetters")
def test_small_letters_silence_nothing_and_capitals_do(case: Case, tmp_path: Path) -> None:
    given, right = reports(tmp_path, case.source, case.source.replace("spk202", "SPK202"))
    assert [found[2] for found in given] == ["SPK202"]
    assert right == []


SILENCING = [
    (code[0], number)
    for number, line in enumerate(
        evidence.good.source.split("class LeftToTheirAuthor")[0].splitlines(), 1
    )
    for code in CODE.finditer(line)
]


@pytest.mark.parametrize(("code", "line"), SILENCING)
def test_flake8_reports_more_without_the_code(code: str, line: int, tmp_path: Path) -> None:
    text = evidence.good.source
    given, bare = reports(tmp_path, text, without(text, code, line))
    assert given == []
    assert [found[2] for found in bare] == [code]


def test_what_is_left_alone_is_not_called_unused(tmp_path: Path) -> None:
    assert unused(evidence.good.source, tmp_path) == []


def test_an_opt_in_rule_that_is_on_is_silenced_where_it_was_left_alone(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text(evidence.good.source, "utf-8")
    run = run_flake8(tmp_path, "--select=SPK,SPK407")
    number = next(
        n for n, text in enumerate(evidence.good.source.splitlines(), 1) if "minutes=5" in text
    )
    assert [found[0] for found in run.reports["good.py"]] == [number]
    assert run.codes("good.py") == ["SPK001"]
