"""What ruff removes of our comments, as it is configured: ruff itself is the judge of RUF102."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from spakky_lint.project.ruff import Removal, first_removal
from tests.cli.running import environment, plant

TEXT = "import os\n\nx = 1  # noqa: SPK202\nprint(os, x)\n"
BOTH = ("RUF100", "RUF102")
OLD = ("RUF100",)
NEW = ("RUF102",)

CONFIGURATIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "all": ('[lint]\nselect = ["ALL"]', BOTH),
    "prefix": ('[lint]\nselect = ["E", "RUF"]', BOTH),
    "longer prefix": ('[lint]\nselect = ["RUF1"]', BOTH),
    "one": ('[lint]\nselect = ["RUF102"]', NEW),
    "the older": ('[lint]\nselect = ["RUF100"]', OLD),
    "in addition": ('[lint]\nextend-select = ["RUF102"]', NEW),
    "at the top": ('select = ["RUF102"]', NEW),
    "others": ('[lint]\nselect = ["E", "F", "RUF0"]', ()),
    "nothing": ("", ()),
    "external": ('[lint]\nselect = ["RUF"]\nexternal = ["SPK"]', ()),
    "external at the top": ('external = ["SPK"]\n[lint]\nselect = ["RUF"]', ()),
    "a part is external": ('[lint]\nselect = ["RUF"]\nexternal = ["SPK2"]', ()),
    "another part is": ('[lint]\nselect = ["RUF"]\nexternal = ["SPK3", "X"]', BOTH),
    "ignored": ('[lint]\nselect = ["RUF"]\nignore = ["RUF10"]', ()),
    "ignored alike": ('[lint]\nselect = ["RUF102"]\nignore = ["RUF102"]', ()),
    "ignored less": ('[lint]\nselect = ["RUF102"]\nignore = ["RUF"]', NEW),
    "one ignored": ('[lint]\nselect = ["RUF"]\nignore = ["RUF102"]', OLD),
    "unfixable": ('[lint]\nselect = ["RUF102"]\nunfixable = ["RUF"]', ()),
    "others fixable": ('[lint]\nselect = ["RUF102"]\nfixable = ["E"]', ()),
    "also fixable": ('[lint]\nselect = ["RUF102"]\nfixable = ["E"]\nextend-fixable = ["RUF"]', NEW),
    "per file": ('[lint]\nselect = ["RUF"]\n[lint.per-file-ignores]\n"a.*" = ["RUF"]', ()),
    "other file": ('[lint]\nselect = ["RUF"]\n[lint.per-file-ignores]\n"b.*" = ["RUF"]', BOTH),
    "excluded": ('extend-exclude = ["src"]\n[lint]\nselect = ["RUF"]', ()),
    "inherited": ('extend = "on.toml"', BOTH),
    "inherited, in a circle": ('extend = "ruff.toml"\n[lint]\nselect = ["E"]', ()),
    "inherited, replaced": ('extend = "on.toml"\n[lint]\nselect = ["E"]', ()),
    "inherited, ignored": ('extend = "on.toml"\n[lint]\nignore = ["RUF"]', ()),
    "inherited external": ('extend = "external.toml"\n[lint]\nselect = ["RUF"]', ()),
    "other external": ('extend = "external.toml"\n[lint]\nselect = ["RUF"]\nexternal = []', BOTH),
    "ignored in what is inherited": ('extend = "off.toml"\n[lint]\nselect = ["RUF"]', BOTH),
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return plant(
        tmp_path,
        {
            "src/a.py": TEXT,
            "on.toml": '[lint]\nselect = ["RUF"]\n',
            "off.toml": '[lint]\nignore = ["RUF10"]\n',
            "external.toml": '[lint]\nexternal = ["SPK"]\n',
        },
    )


@pytest.mark.parametrize(("text", "rules"), CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_the_rules_that_remove_a_comment(tree: Path, text: str, rules: tuple[str, ...]) -> None:
    plant(tree, {"ruff.toml": text})
    file = tree / "src/a.py"
    found = first_removal([file])
    expected = Removal(tree / "ruff.toml", rules, file, 3, "SPK202") if rules else None
    assert found == expected


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        # ruff refuses a circle
        each
        for name, each in CONFIGURATIONS.items()
        if "circle" not in name
    ],
    ids=[name for name in CONFIGURATIONS if "circle" not in name],
)
def test_ruff_removes_it_then_and_only_then(tree: Path, text: str, rules: tuple[str, ...]) -> None:
    plant(tree, {"ruff.toml": text})
    command = [sys.executable, "-m", "ruff", "check", "--fix", "--no-cache", "--quiet", "."]
    done = subprocess.run(command, cwd=tree, env=environment(), capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    assert ("SPK202" not in (tree / "src/a.py").read_text()) is ("RUF102" in rules)


@pytest.mark.parametrize(
    ("files", "nearest"),
    [
        ({"pyproject.toml": '[tool.ruff.lint]\nselect = ["RUF"]'}, "pyproject.toml"),
        ({".ruff.toml": '[lint]\nselect = ["RUF"]', "ruff.toml": ""}, ".ruff.toml"),
        ({"ruff.toml": "", "pyproject.toml": '[tool.ruff.lint]\nselect = ["RUF"]'}, None),
        (
            {"src/pyproject.toml": "[project]", "ruff.toml": '[lint]\nselect = ["RUF"]'},
            "ruff.toml",
        ),
        ({"src/ruff.toml": "", "ruff.toml": '[lint]\nselect = ["RUF"]'}, None),
        ({"ruff.toml": '[lint]\nselect = "RUF"'}, None),
        ({"ruff.toml": "no toml"}, None),
        ({}, None),
    ],
)
def test_the_nearest_configuration_counts(
    tree: Path, files: dict[str, str], nearest: str | None
) -> None:
    plant(tree, files)
    found = first_removal([tree / "src/a.py"])
    assert (None if found is None else found.configuration) == (
        None if nearest is None else tree / nearest
    )


def test_a_code_in_a_string_or_of_others_is_no_loss(tree: Path) -> None:
    plant(
        tree,
        {
            "ruff.toml": '[lint]\nselect = ["RUF"]',
            "src/b.py": 'x = "# noqa: SPK202"\ny = 1  # noqa: E501, SPKX1\nz = 1  # noqa\n',
        },
    )
    assert first_removal([tree / "src/b.py"]) is None
    found = first_removal([tree / "src/b.py", tree / "src/a.py"])
    assert found is not None
    assert found.file == tree / "src/a.py"
