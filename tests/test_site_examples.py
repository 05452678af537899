"""What the pages of the site say of code is what is reported of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import run

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "understanding.md"
EXAMPLE = re.compile(r"<!-- reports: (?P<codes>[\w ]+) -->\n```python\n(?P<code>.*?)```", re.DOTALL)


def examples() -> Iterator[tuple[str, str]]:
    for found in EXAMPLE.finditer(PAGE.read_text("utf-8")):
        yield found["codes"], found["code"]


@pytest.mark.parametrize(("codes", "code"), [*examples()])
def test_an_example_reports_what_the_page_says(codes: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(code, "utf-8")
    done = run("check", "--isolated", "--format", "concise", "app.py", cwd=tmp_path)
    found = re.findall(r"^app\.py:\d+:\d+: [EWC] (SPK\d{3})", done.out.decode(), re.MULTILINE)
    assert found == ([] if codes == "nothing" else codes.split())


def test_every_example_of_python_is_one_of_these() -> None:
    assert PAGE.read_text("utf-8").count("```python") == len([*examples()]) > 5


def test_what_explain_unknown_is_said_to_show(tmp_path: Path) -> None:
    (code,) = (code for _, code in examples() if "acme.tracing" in code)
    (tmp_path / "app.py").write_text(code, "utf-8")
    done = run("check", "--isolated", "--explain-unknown", "--format", "concise", cwd=tmp_path)
    assert done.out.decode() in PAGE.read_text("utf-8")
