"""What the pages of the site say of code is what is reported of it."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from spakky_lint.cli.arguments import parse
from spakky_lint.project.configuration import Problem
from spakky_lint.project.configuration_keys import Table
from spakky_lint.project.configuration_values import read_keys
from tests.cli.running import run

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "understanding.md"
EXAMPLE = re.compile(r"<!-- reports: (?P<codes>[\w ]+) -->\n```python\n(?P<code>.*?)```", re.DOTALL)


def examples() -> Iterator[tuple[str, str]]:
    for found in EXAMPLE.finditer(PAGE.read_text("utf-8")):
        yield found["codes"], found["code"]


def commands() -> Iterator[tuple[str, str]]:
    """Every command that a page or the README shows, with where it stands."""
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        text = page.read_text("utf-8")
        for found in re.finditer(r"^(?:\$|- run:|    -) (spakky-lint .*)$", text, re.MULTILINE):
            yield page.relative_to(ROOT).as_posix(), found[1]


def test_every_command_that_is_shown_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    """But it is not run: many of them need a repository, a server or a network."""
    shown = [*commands()]
    assert len(shown) > 40
    for page, command in shown:
        if "COMMAND" in command or "selct" in command:  # that is shown for its mistake
            continue
        arguments = shlex.split(command, comments=True)[1:]
        if any(sign in arguments for sign in (">", ">>", "<", "|")):
            arguments = arguments[: min(map(arguments.index, {*arguments} & {">", ">>", "<", "|"}))]
        try:
            parse(arguments)
        except SystemExit as end:
            pytest.fail(f"{page}: {command}: {end.code} {capsys.readouterr().err}")


def test_every_configuration_that_is_shown_is_read(tmp_path: Path) -> None:
    for folder in ("src", "services/mail/src", "libraries/common/src"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / ".venv" / "lib" / "python3.12" / "site-packages").mkdir(parents=True)
    seen = 0
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for found in re.finditer(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
            table = tomllib.loads(found[1]).get("tool", {}).get("spakky-lint")
            if table is not None:
                seen += 1
                problems: list[Problem] = []
                read_keys(Table(None, tmp_path, table), problems)
                assert problems == [], page
    assert seen > 4


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
