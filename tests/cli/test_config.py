"""``spakky-lint config``: what is in force, and where each answer comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.cli import main
from tests.cli.running import plant

PYPROJECT = """\
[project]
name = "shop"
dependencies = ["spakky[celery]==8.5.0", "spakky-celery==8.5.0", "spakky-auth>=6.9", "celery<6"]
[project.optional-dependencies]
oidc = ["spakky-oidc"]
[tool.spakky-lint]
ignore = ["SPK501"]
[tool.spakky-lint.environment]
spakky-task = ">=6.4,<6.6"
"""
FILES = {
    "pyproject.toml": PYPROJECT,
    "poetry.lock": """\
[[package]]
name = "spakky-auth"
version = "8.4.0"

[[package]]
name = "celery"
version = "5.6.3"

[metadata]
lock-version = "2.1"
""",
    ".env": "PASSWORD=hunter2\nSPAKKY_CELERY__TIMEZONE=Asia/Seoul\n",
    "compose.yaml": """\
services:
  worker:
    environment:
      SPAKKY_CELERY__RESULT_BACKEND: redis://:hunter2@cache
      SPAKKY_CELERY__ENABLE_UTC: ${UTC}
""",
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    return plant(tmp_path, FILES)


def read(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["config", *arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def source(answer: Mapping[str, Any]) -> str:
    return f"{answer['source']['path']}:{answer['source']['line']}"


def test_every_answer_with_where_it_comes_from(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["config"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert (
        printed.out
        == """\
project  .

configuration
  select               the rules that are on by default  default
  extend-select        none                              default
  ignore               SPK501                            pyproject.toml:7
  severity             that of each rule                 default
  fixable              all rules                         default
  unfixable            none                              default
  extend-safe-fixes    none                              default
  extend-unsafe-fixes  none                              default
  include              *.py                              default
  exclude              none                              default
  force-exclude        no                                default
  respect-gitignore    yes                               default
  per-file-ignores     none                              default
  src                  from the layout of the project    default
  output-format        text                              default
  required-version     any                               default
  max-file-size        8 MB                              default
  baseline             none                              default
  cache-dir            .spakky-lint-cache                default

versions
  spakky-task    >=6.4,<6.6  pyproject.toml:9
  spakky-auth    8.4.0       poetry.lock:3
  spakky-celery  8.5.0       pyproject.toml:3
  celery         5.6.3       poetry.lock:7

distributions of the framework
  celery          pyproject.toml:3
  spakky          pyproject.toml:3
  spakky-auth     pyproject.toml:3
  spakky-celery   pyproject.toml:3
  spakky-oidc     pyproject.toml:5, only in an extra or a group
  spakky-task     pyproject.toml:9
  spakky-tracing  pyproject.toml:3

settings of the framework
  SPAKKY_CELERY__ENABLE_UTC      set, value not known                 compose.yaml:5
  SPAKKY_CELERY__RESULT_BACKEND  set, but hidden (may be a password)  compose.yaml:4
  SPAKKY_CELERY__TIMEZONE        Asia/Seoul                           .env:2

what follows
  backend   celery      pyproject.toml:3, this spakky-celery runs weekdays one day early
  timezone  Asia/Seoul  .env:2
"""
    )


def test_for_other_programs(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = read(capsys)
    assert document["version"] == 1
    assert document["versions"]["celery"] == {
        "value": "5.6.3",
        "source": {"kind": "locked", "path": "poetry.lock", "line": 7},
    }
    backend = document["settings"]["SPAKKY_CELERY__RESULT_BACKEND"]
    assert (backend["value"], backend["hidden"], source(backend)) == (None, True, "compose.yaml:4")
    assert document["dependencies"]["spakky-oidc"]["remark"] == "only in an extra or a group"
    assert document["decided"]["timezone"]["value"] == "Asia/Seoul"
    assert "hunter2" not in json.dumps(document)


def test_what_cannot_be_read_is_told_beside_it(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {".env": b"\x00\x01", "poetry.lock": "[metadata]\nlock-version = '9'\n"})
    assert main(["config"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "spakky-lint: poetry.lock: not read: its format version 9 is not supported",
        "spakky-lint: .env: not read: not UTF-8 text",
    ]
    notes = read(capsys)["notes"]
    assert [note["path"] for note in notes] == ["poetry.lock", ".env"]


def test_one_project_of_several(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    worker = "[project]\nname = 'worker'\ndependencies = ['spakky-task==7.0.0']\n"
    plant(tree, {"worker/pyproject.toml": worker, "worker/app/jobs.py": ""})
    for path in ("worker", "worker/app", "worker/app/jobs.py"):
        document = read(capsys, path)
        assert document["project"] == "worker"
        assert source(document["versions"]["spakky-task"]) == "pyproject.toml:9"
        assert document["decided"]["backend"]["value"] == "spec"
        assert "celery" not in document["dependencies"]


def test_options_are_heeded(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packages = "envs/x/lib/python3.12/site-packages"
    plant(
        tree,
        {
            f"{packages}/spakky_policy-8.5.0.dist-info/METADATA": "",
            "mine.toml": "[tool.spakky-lint]\ntimezone = 'Asia/Tokyo'\n",
        },
    )
    document = read(capsys, "--python", "envs/x", "--config", "mine.toml")
    assert document["dependencies"]["spakky-policy"]["source"]["kind"] == "installed"
    assert source(document["decided"]["timezone"]) == "mine.toml:2"
    isolated = read(capsys, "--isolated")
    assert isolated["dependencies"] == {"others": {"value": None, "source": None}}
    assert isolated["settings"] == {}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "nowhere: no such file or directory"),
        (["--python", "nowhere"], '--python: no packages are installed at "nowhere"'),
        (["--python", "/nowhere"], '--python: no packages are installed at "/nowhere"'),
        (["--python", ".venv/bin/pip"], '--python: no packages are installed at ".venv/bin/pip"'),
        (["--python", ".", "--isolated"], "--isolated reads nothing of it"),
        (["--config", "nowhere.toml"], "nowhere.toml: no such file"),
        (
            ["--config", "backend=celery"],
            "--config: backend=celery: neither a file nor a key with a TOML value, such as",
        ),
        (["--config", "bakend = 'spec'"], "--config: bakend: no such key; did you mean backend?"),
        (["--config", "python = 'no'"], '--config: python: no packages are installed at "no"'),
    ],
)
def test_what_cannot_be_done(
    tree: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(["config", *arguments]) == 2
    assert words in capsys.readouterr().err


MAIN = """\
import os

from spakky.core.application.application import SpakkyApplication

os.environ["SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED"] = "true"
os.environ.setdefault("SPAKKY_CELERY__BROKER_URL", "amqp://me:hunter2@host")
os.environ["PASSWORD"] = "hunter2"
if os.name == "posix":
    os.environ["SPAKKY_CELERY__ENABLE_UTC"] = str(os.getpid())
SpakkyApplication()
"""


def test_what_the_code_sets_itself(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(tree, {"main.py": MAIN, "tests/test_it.py": MAIN, "y/pyproject.toml": PYPROJECT})
    assert main(["config"]) == 0
    shown = capsys.readouterr().out
    assert (
        """
settings that the code sets
  SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED  true                                 main.py:5
  SPAKKY_CELERY__BROKER_URL                 set, but hidden (may be a password)  main.py:6, \
only where nothing else sets it
  SPAKKY_CELERY__ENABLE_UTC                 set, value not known                 main.py:9, \
in some cases
"""
        in shown
    )
    assert "hunter2" not in shown
    assert "code" not in read(capsys, "y")


def test_what_extends_what_and_what_options_say(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(
        tree,
        {
            "worker/spakky-lint.toml": """\
# of the team
extend = "../pyproject.toml"
ignore = ["SPK2"]
extend-exclude = ["old"]
timezone = "Asia/Tokyo"

[severity]
SPK301 = "warning"
""",
        },
    )
    severity = 'severity.SPK406 = "error"'
    document = read(capsys, "worker", "--config", severity, "--no-respect-gitignore")
    told = document["configuration"]
    assert told["ignore"] == {
        "value": ["SPK501", "SPK2"],
        "source": {"kind": "configuration", "path": "worker/spakky-lint.toml", "line": 3},
        "remark": "and pyproject.toml:7",
    }
    assert told["severity"]["value"] == {"SPK301": "warning", "SPK406": "error"}
    assert told["severity"]["source"]["kind"] == "option"
    assert told["severity"]["remark"] == "and worker/spakky-lint.toml:7"
    assert source(told["exclude"]) == "worker/spakky-lint.toml:4"
    assert told["respect-gitignore"]["value"] is False
    assert source(document["decided"]["timezone"]) == "worker/spakky-lint.toml:5"
    assert main(["config", "worker", "--config", severity]) == 0
    assert "the command line, and worker/spakky-lint.toml:7" in capsys.readouterr().out
