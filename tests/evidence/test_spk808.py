"""SPK808 unknown-setting: a name is ignored in silence, a value ends the start."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from importlib.util import find_spec

from spakky_lint.project.environment.dotenv import assignments
from tests.evidence.cases import RULES, Case, Evidence
from tests.evidence.installed import ALONE
from tests.evidence.process import environment
from tests.real_framework import requires_framework

pytestmark = requires_framework


class _Lines(Evidence):
    """Each line of `bad.env` that expects a finding is a case of its own."""

    def __init__(self) -> None:
        self.rule = "SPK808"
        self.bad = {
            f"{number}": Case(self.rule, f"{number}", line)
            for number, line in enumerate(text("bad").splitlines(), 1)
            if "# expect: " in line
        }
        self._taken: set[str] = set()


def text(kind: str) -> str:
    return (RULES / "SPK808" / f"{kind}.env").read_text("utf-8")


evidence = _Lines()

START = """
import json, os, sys

import spakky.auth.main
import spakky.plugins.celery.main
import spakky.task.main
from celery import Celery
from spakky.auth import AuthSnapshotPropagationConfig
from spakky.core.application.application import SpakkyApplication
from spakky.core.application.application_context import ApplicationContext

plugins = {
    spakky.auth.PLUGIN_NAME, spakky.task.PLUGIN_NAME, spakky.plugins.celery.PLUGIN_NAME,
}
before = dict(os.environ)
outcomes = []
for variables in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(before | variables)
    context = ApplicationContext()
    try:
        application = SpakkyApplication(context).load_plugins(include=plugins)
        application.start()
        conf = context.get(Celery).conf
        propagation = context.get(AuthSnapshotPropagationConfig).enabled
        outcomes.append([
            conf.timezone, conf.task_serializer, conf.result_serializer,
            sorted(conf.accept_content), conf.enable_utc, propagation,
        ])
        application.stop()
    except BaseException as error:
        outcomes.append(type(error).__name__)
json.dump(outcomes, sys.stdout)
"""
DEFAULT = ["UTC", "json", "json", ["json"], True, False]


@cache
def outcomes() -> dict[str, object]:
    """What the application comes to with each line of `bad.env`, and with all of `good.env`."""
    cases = {name: variables(case.source) for name, case in evidence.bad.items()}
    cases |= {"nothing": {}, "good": variables(text("good"))}
    plain = environment()
    del plain["SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED"]
    done = subprocess.run(
        [sys.executable, ALONE, "-W", "ignore", "-c", START],
        input=json.dumps(list(cases.values())),
        env=plain,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(cases, json.loads(done.stdout), strict=True))


def variables(lines: str) -> dict[str, str]:
    return {said.key: said.value for said in assignments(lines) if said.value is not None}


IGNORED = ("3", "4", "5", "6")


@evidence.cases(*IGNORED)
def test_a_name_that_is_none_s_changes_nothing(case: Case) -> None:
    assert outcomes()["nothing"] == DEFAULT
    assert outcomes()[case.name] == DEFAULT


ENDS = {
    "7": "InvalidTimezoneError",
    "8": "InvalidTimezoneError",
    # A folder of zones, where the package tzdata is asked; without it nobody knows the name.
    "9": "InvalidTimezoneError" if find_spec("tzdata") is None else "IsADirectoryError",
    "10": "ValidationError",
    "11": "ValidationError",
    "12": "ValidationError",
    "13": "SettingsError",
    "14": "ValidationError",
    "15": "ValidationError",
    "16": "ValidationError",
}


@evidence.cases_with(ENDS)
def test_a_value_that_is_not_taken_ends_the_start(case: Case, expected: str) -> None:
    assert outcomes()[case.name] == expected


def test_what_is_left_alone_is_applied() -> None:
    applied = ["Asia/Seoul", "msgpack", "json", ["json", "msgpack"], True, False]
    assert outcomes()["good"] == applied
