"""The action of `action.yml`: its own steps, run by bash with its inputs as their environment."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))  # Any: YAML
EXPRESSION = re.compile(r"\$\{\{ (?P<words>[\w.-]+) \}\}")
STEPS = [step for step in ACTION["runs"]["steps"] if "run" in step]


@dataclass(frozen=True)
class Runner:
    """What a job of GitHub has, as far as the steps of the action need it."""

    temp: Path
    """In which the action has installed spakky-lint."""

    def run(self, step: Mapping[str, Any], cwd: Path, **given: str) -> tuple[int, str]:
        inputs = {name: each["default"] for name, each in ACTION["inputs"].items()}
        inputs.update({name.replace("_", "-"): value for name, value in given.items()})

        def filled(text: str) -> str:
            told = {
                "github.action_path": str(ROOT),
                "steps.python.outputs.python-path": sys.executable,
            }
            told |= {f"inputs.{name}": value for name, value in inputs.items()}
            return EXPRESSION.sub(lambda found: told[found["words"]], text)

        own = {name: filled(value) for name, value in step["env"].items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=cwd / filled(step.get("working-directory", ".")),
            env={**os.environ, "RUNNER_TEMP": str(self.temp), **own},
            capture_output=True,
            text=True,
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """With spakky-lint as the action installs it from itself, which takes most of the time here."""
    runner = Runner(tmp_path_factory.mktemp("runner"))
    code, said = runner.run(STEPS[0], ROOT)
    assert code == 0, said
    return runner


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "fixtures" / "shop", tmp_path / "my shop")
    (tmp_path / "my shop" / "*").mkdir()
    return tmp_path / "my shop"


def test_no_input_is_put_into_a_script() -> None:
    """But by the environment: an input of a pull request could be a command otherwise."""
    assert [step["run"] for step in STEPS if "${{" in step["run"]] == []
    used = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text("utf-8")))
    assert used == ACTION["inputs"].keys()


def test_every_input_is_documented() -> None:
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([\w-]+)` \| .* \| (.*) \|$", page, re.MULTILINE))
    assert rows.keys() == ACTION["inputs"].keys()
    for name, each in ACTION["inputs"].items():
        if each["default"]:
            assert rows[name] == f"`{each['default']}`"


def test_it_annotates_the_lines_of_a_pull_request(runner: Runner, project: Path) -> None:
    code, said = runner.run(STEPS[1], project)
    assert code == 1
    place = f"file={project}/shop/accounts.py,line=41"
    assert f"::error title=spakky-lint (SPK510),{place}" in said
    code, said = runner.run(STEPS[1], project, src="shop/main.py shop/shared.py\nshop/admin.py")
    assert (code, said.count("::error")) == (1, 1)


def test_it_writes_sarif_beside(runner: Runner, project: Path) -> None:
    runner.run(STEPS[1], project, sarif="lint.sarif", format="concise", args="check --exit-zero")
    (run,) = json.loads((project / "lint.sarif").read_text("utf-8"))["runs"]
    assert len(run["results"]) == 17


def test_other_commands_and_folders(runner: Runner, project: Path) -> None:
    given = {"args": "tasks --quiet", "src": "billing.py", "working_directory": "shop"}
    code, said = runner.run(STEPS[1], project, **given)
    assert code == 0
    assert "InvoiceHandler" in said
    code, said = runner.run(STEPS[1], project, args="auth --require enforced")
    assert code == 1
    assert "AccountHandler.purge_dormant" in said


def test_an_input_is_no_pattern_and_no_command(runner: Runner, project: Path) -> None:
    code, said = runner.run(STEPS[1], project, src="* $(touch hacked) ;touch${IFS}hacked")
    assert code == 2
    assert not (project / "hacked").exists()
    assert "$(touch: no such file or directory" in said


@pytest.mark.parametrize(
    ("version", "wanted"), [("0.0.7", "spakky-lint==0.0.7"), (">=77", "spakky-lint>=77")]
)
def test_a_version_may_be_asked_for(tmp_path: Path, version: str, wanted: str) -> None:
    """Neither of these is there, and pip says what it was asked for."""
    code, said = Runner(tmp_path).run(STEPS[0], ROOT, version=version)
    assert code == 1
    assert wanted in said
