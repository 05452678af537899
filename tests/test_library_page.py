"""docs/library.md: its code runs on both systems, and it lists every name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import spakky_lint.runtime
import spakky_lint.testing
from tests.real_framework import requires_framework

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "library.md").read_text("utf-8")
BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# (?P<path>[\w/]+\.py)\n")
OF_THE_FRAMEWORK = re.compile(r"^from spakky\.[\w.]+ import", re.MULTILINE)


def files() -> Mapping[str, str]:
    """The code of the page by the file that each block says to be."""
    found = {}
    for block in BLOCK.finditer(PAGE):
        named = NAMED.match(block["text"])
        assert block["language"] == "python"
        assert named is not None, f"a block says of no file that it is it: {block['text'][:60]}"
        assert named["path"] not in found
        found[named["path"]] = block["text"]
    return found


def of_the_runtime(text: str) -> str:
    changed = OF_THE_FRAMEWORK.sub("from spakky_lint.runtime import", text)
    assert "spakky." not in changed
    return changed


@pytest.mark.parametrize(
    "family",
    [
        "ours",
        pytest.param("real", marks=[pytest.mark.real_framework, requires_framework]),
    ],
)
def test_the_code_of_the_page_is_a_project_whose_tests_pass(family: str, tmp_path: Path) -> None:
    written = files()
    tests = [path for path in written if path.startswith("tests/")]
    for path, text in written.items():
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(of_the_runtime(text) if family == "ours" else text, "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "pythonpath=."],
        cwd=tmp_path,
        # Its tests need no plugin, and what is installed here takes longer than they do.
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    promised = sum(written[path].count("\ndef test_") for path in tests)
    assert f"{promised} passed" in run.stdout
    assert promised > 8


def test_the_page_lists_every_name_and_no_other() -> None:
    table = PAGE.partition("| part | names |")[2].partition("\n\n")[0]
    listed = re.findall(r"`(\w+)`", table)
    assert sorted(listed) == sorted(spakky_lint.runtime.__all__)  # type: ignore[attr-defined]  # made at run time
    of_testing = re.search(r"^`spakky_lint.testing` has (?P<names>.*)$", PAGE, re.MULTILINE)
    assert of_testing is not None
    assert sorted(re.findall(r"`(\w+)`", of_testing["names"])) == sorted(
        spakky_lint.testing.__all__
    )


def test_what_the_page_asks_for_has_a_docstring_that_tells_what_is_raised() -> None:
    for name in ("next_fires", "effective_auth", "decide", "decide_message"):
        described = getattr(spakky_lint.testing, name).__doc__
        assert "Raises" in described
        assert f"`{name}(" in PAGE
