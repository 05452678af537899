"""SPK001 on comments of every form: what it names, and the text that its fix leaves."""

from __future__ import annotations

import pytest

from spakky_lint.linting.fixer import fix_source
from spakky_lint.linting.linter import judge, lint_bytes, lint_text
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend
from spakky_lint.syntax.source import of_text

HEAD = "from spakky.task import TaskHandler, task\n\n\n@TaskHandler()\nclass A:\n"
METHOD = "\n    def f(self): ...\n"


def named(text: str, selection: Selection = Selection()) -> list[str]:  # noqa: B008
    """The codes that SPK001 names: where its ranges lie."""
    found = [one for one in lint_text(text, selection) if one.code == "SPK001"]
    lines = text.split("\n")
    return [
        lines[one.range.start.line - 1][one.range.start.column - 1 : one.range.end.column - 1]
        for one in found
    ]


def fixed(text: str) -> str:
    return fix_source(of_text(text)).text


@pytest.mark.parametrize(
    ("comment", "codes", "left"),
    [
        ("  # noqa: SPK202", ["SPK202"], ""),
        ("  # noqa:SPK202  ", ["SPK202"], ""),
        ("\t# NoQA: SPK202,,", ["SPK202"], ""),
        ("# noqa: SPK202", ["SPK202"], ""),
        ("  # noqa: SPK202,SPK207", ["SPK202,SPK207"], ""),
        ("  # noqa: SPK202,E501,SPK207", ["SPK202,E501,SPK207"], "  # noqa: E501"),
        ("  # noqa: E501, SPK202 , W1", ["SPK202"], "  # noqa: E501, W1"),
        ("  # noqa: E501, SPK202", ["SPK202"], "  # noqa: E501"),
        ("  # noqa: E501,SPK202 why", ["SPK202"], "  # noqa: E501 why"),
        ("  # noqa: SPK202 E501\tSPK303,W1", ["SPK202 E501\tSPK303"], "  # noqa: E501\tW1"),
        ("  # noqa: SPK799", ["SPK799"], ""),
        ("  # noqa: SPK2022", ["SPK2022"], ""),
        ("  # noqa: SPK207, SPK20", ["SPK207, SPK20"], ""),
        # other text stays
        ("  # type: ignore  # noqa: SPK202", ["SPK202"], "  # type: ignore"),
        ("  # note # noqa: SPK202 # pragma: no cover", ["SPK202"], "  # note  # pragma: no cover"),
        ("  # noqa: SPK202, for a reason", ["SPK202"], "  # for a reason"),
        ("  ## noqa: SPK202", ["SPK202"], ""),
        ("  # noqa: SPK202: for a reason", ["SPK202"], "  # for a reason"),
        ("  # noqa: SPK202; for a reason", ["SPK202"], "  # for a reason"),
        ("  # noqa: SPK202 - for a reason", ["SPK202"], "  # for a reason"),
        ("  # noqa: SPK202;", ["SPK202"], ""),
        # what would begin to mean something else is left alone
        ("  # noqa: SPK202 noqa", ["SPK202"], None),
        ("  # noqa: SPK202 # noqa: E501", ["SPK202"], None),
        ("  # noqa: SPK202 type: ignore", ["SPK202"], None),
        ("  # noqa: SPK202 pragma no cover", ["SPK202"], None),
        ("  # noqa: SPK202abc", ["SPK202"], None),
        # behind a sign that separates no codes, so that flake8 reads none there
        ("  # noqa: SPK202;SPK207", ["SPK202"], None),
        ("  # noqa: SPK202; SPK207", ["SPK202"], None),
        ("  # noqa: SPK202/SPK207", ["SPK202"], None),
        ("  # noqa: SPK202 | E501", ["SPK202"], None),
        ("  # noqa: SPK202:E501 why", ["SPK202"], None),
        ("  # noqa: SPK202,E501;SPK207", ["SPK202"], "  # noqa: E501;SPK207"),
        ("  # noqa: E501,SPK202;SPK207", ["SPK202"], "  # noqa: E501;SPK207"),
        # not to be removed but to be written in capitals
        ("  # noqa: spk202", ["spk202"], None),
        ("  # noqa: Spk1,SPK207", ["Spk1", "SPK207"], "  # noqa: Spk1"),
        ("  # noqa: spk799", ["spk799"], ""),
        # not for us
        ("  # noqa", [], None),
        ("  # noqa : SPK202", [], None),
        ("  # noqa: SPK", [], None),
        ("  # noqa: E501", [], None),
        ("  # noqa: E501 # noqa: SPK202", [], None),
        ("  # noqa: SPK202E501", [], None),
        ("  #noqa: SPK202", [], None),
        ("  # noqa: SPK407", [], None),
        ("  # noqa: SPK4", [], None),
        ("  # noqa: SPK202, SPK001", [], None),
        ("  # noqa: SPK0 SPK202", [], None),
        ("  # nosec: SPK202", [], None),
    ],
)
def test_a_comment_behind_code(comment: str, codes: list[str], left: str | None) -> None:
    text = f"{HEAD}    @task{comment}{METHOD}"
    assert named(text) == codes
    assert fixed(text) == f"{HEAD}    @task{comment if left is None else left}{METHOD}"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_line_that_is_only_the_comment_goes(newline: str) -> None:
    text = f"{HEAD}    # noqa: SPK202\n    @task\n    # noqa: SPK101 why\n{METHOD}# noqa: SPK301"
    wanted = f"{HEAD}    @task\n    # why\n{METHOD}"
    assert fixed(text.replace("\n", newline)) == wanted.replace("\n", newline)


def test_a_comment_at_the_end_of_a_string_or_a_continued_line() -> None:
    text = (
        'import spakky\nx = """\n# noqa: SPK301\n"""\n'
        'y = """\n"""  # noqa: SPK301\nz = 1 + \\\n  2  # noqa: SPK301\n'
    )
    assert fixed(text) == text.replace("  # noqa: SPK301", "")


def test_only_the_comment_that_counts_is_judged() -> None:
    assert named('import spakky\nx = "# noqa: E501"  # noqa: SPK301\n') == []
    assert named('import spakky\nx = """\n# noqa: E501\n"""  # noqa: SPK301\n') == []


def test_a_used_code_and_the_one_beside_it() -> None:
    text = f"{HEAD}    @task()  # noqa: SPK202, SPK207{METHOD}"
    assert named(text) == ["SPK207"]
    assert fixed(text) == text.replace(", SPK207", "")
    assert named(text.replace("SPK202", "SPK2")) == ["SPK207"]


def test_codes_of_rules_that_are_off_are_left_alone() -> None:
    text = f"{HEAD}    @task  # noqa: SPK202, SPK20, SPK407, SPK799{METHOD}"
    assert named(text) == ["SPK202, SPK20, SPK407, SPK799"]
    assert fixed(text) == text.replace("SPK202, SPK20, SPK407, SPK799", "SPK407")
    assert named(text, Selection(ignore=("SPK202",))) == ["SPK799"]
    assert named(text, Selection(select=("SPK001",))) == ["SPK799"]
    assert named(text, Selection(ignore=("SPK001",))) == []


def test_an_opt_in_rule_that_is_on_is_judged() -> None:
    text = f"{HEAD}    @task  # noqa: SPK407{METHOD}"
    assert named(text) == []
    assert named(text, Selection(extend_select=("SPK407",))) == ["SPK407"]


def test_a_rule_that_needs_a_setting_is_off_without_it() -> None:
    line = "    @schedule(crontab=Crontab(hour=9))  # noqa: SPK409"
    text = HEAD.replace(" task\n", " Crontab, schedule\n", 1) + line + METHOD
    assert lint_text(text) == ()
    (found,) = lint_text(text, settings=Settings(Backend.CELERY))
    assert found.code == "SPK001"


def test_a_whole_file_that_is_silenced() -> None:
    text = f"# flake8: noqa\n{HEAD}    @task  # noqa: SPK202{METHOD}"
    assert named(text) == []


@pytest.mark.parametrize(
    "text", ["import spakky\nx = (  # noqa: SPK301\n", "x = '\0'  # noqa: SPK301"]
)
@pytest.mark.parametrize("selection", [Selection(), Selection(ignore=("SPK000",))])
def test_nothing_is_said_of_a_text_that_cannot_be_read(text: str, selection: Selection) -> None:
    assert named(text, selection) == []


def test_a_file_that_only_silences_is_read() -> None:
    text = "import os  # noqa: F401, SPK301\n"
    assert named(text) == ["SPK301"]
    assert [found.code for found in lint_bytes(text.encode()).findings] == ["SPK001"]
    assert fixed(text) == "import os  # noqa: F401\n"
    for other in ("import os  # noqa: E501\n", "SPK301 = '# noqa'\n", "# SPK301\n"):
        assert not lint_bytes(other.encode()).analysed


def test_where_nobody_heeds_comments_none_is_unused() -> None:
    source = of_text(f"{HEAD}    @task  # noqa: SPK202{METHOD}")
    assert judge(source, noqa=False).findings == ()
    (found,) = judge(source, noqa=False, unused_noqa=True).findings
    assert found.code == "SPK001"
    assert judge(source, unused_noqa=False).findings == ()
