"""Whether messages carry a snapshot of the caller: as auth tells, and as the framework does it."""

from __future__ import annotations

import pytest

from spakky_lint.facts.paths import PathState, Reason
from spakky_lint.project.inventories import tasks_of_text
from spakky_lint.rules.settings import PLAIN, Settings
from tests.environments import SENDING
from tests.evidence.cases import Case
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = [pytest.mark.real_framework, requires_framework]

HEAD = """\
import os

from spakky.auth import AuthSnapshotPropagationConfig, protected, public_access
from spakky.core.pod.annotations.pod import Pod
from spakky.task import TaskHandler, task

journal: list[str] = []


"""
HANDLER = """

@TaskHandler()
class Accounts:
    @task
    @protected
    def close(self) -> None:
        journal.append("close")

    @task
    @public_access
    def rates(self) -> None:
        journal.append("rates")
"""
NAME = "SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED"


def pod(arguments: str) -> str:
    return (
        "@Pod()\ndef sending() -> AuthSnapshotPropagationConfig:\n"
        f"    return AuthSnapshotPropagationConfig({arguments})\n"
    )


SENT = {
    "a pod": pod("enabled=True"),
    "a pod, whatever the variable says": f'os.environ["{NAME}"] = "off"\n{pod("enabled=True")}',
    "the variable": f'os.environ["{NAME}"] = "true"\n',
    "the variable in other words": f'os.environ["{NAME}"] = "Yes"\n',
    "a default": f'os.environ.setdefault("{NAME}", "1")\n',
    "an update": f'os.environ.update({{"{NAME}": "on"}})\n',
    "an update by keyword": f'os.environ.update({NAME}="t")\n',
    "another name of it": f'from os import environ as env\nKEY = "{NAME}"\nenv[KEY] = "true"\n',
}
NOT_SENT = {
    "nothing": "",
    "a pod that asks the environment": pod(""),
    "a pod that says no": pod("enabled=False"),
    "the variable": f'os.environ["{NAME}"] = "false"\n',
    "putenv": f'os.putenv("{NAME}", "true")\n',
    "another variable": 'os.environ["SPAKKY_AUTH_SNAPSHOT_PROPAGATION"] = "true"\n',
    "a word in a text": f'NOTE = "{NAME}=true"\n# {NAME}=true\n',
}


def queue(text: str, settings: Settings = PLAIN) -> dict[str, tuple[PathState, Reason | None]]:
    return {
        task.name: (task.access.paths.queue.state, task.access.paths.queue.reason)
        for task in tasks_of_text(text, settings, with_auth_codes=True)
        if task.access is not None
    }


def check(probe: Probe, text: str, *, is_sent: bool, snapshots: bool = False) -> None:
    told = queue(text, SENDING if snapshots else PLAIN)
    app = probe.application(Case("snapshots", "case", text), snapshots=snapshots)
    sent = app.dispatch("get(Accounts).close()", as_user=User())
    if is_sent:
        assert sent.journal == ("close",)
        assert told["Accounts.close"] == (PathState.ENFORCED, None)
    else:
        assert sent.is_refused("CHALLENGE SNAPSHOT_MISSING")
        assert sent.journal == ()
        assert told["Accounts.close"] == (PathState.NEVER_PASSES, Reason.NO_SNAPSHOTS)
    assert app.run("get(Accounts).close()").raises("AuthContextNotFoundError")
    assert app.dispatch("get(Accounts).rates()").journal == ("rates",)
    assert told["Accounts.rates"] == (PathState.OPEN, Reason.PUBLIC)


def test_the_environment_of_the_process_switches_snapshots_on(probe: Probe) -> None:
    check(probe, HEAD + HANDLER, is_sent=True, snapshots=True)


@pytest.mark.parametrize("how", SENT)
def test_the_code_switches_snapshots_on(probe: Probe, how: str) -> None:
    check(probe, HEAD + SENT[how] + HANDLER, is_sent=True)


@pytest.mark.parametrize("how", NOT_SENT)
def test_by_default_no_message_ever_passes(probe: Probe, how: str) -> None:
    check(probe, HEAD + NOT_SENT[how] + HANDLER, is_sent=False)


@pytest.mark.parametrize(
    "unseen",
    [
        f'from app.settings import SEND\nos.environ["{NAME}"] = SEND\n',
        "from app.settings import VALUES\nos.environ.update(VALUES)\n",
        f'os.environ |= {{"{NAME}": "y"}}\n',
        f'if os.environ.get("DEBUG"):\n    os.environ["{NAME}"] = "true"\n',
        f'def prepare():\n    os.environ["{NAME}"] = "true"\n',
        pod("enabled=bool(os.environ.get('SEND'))"),
        pod("**dict(enabled=True)"),
        f'os.environ["{NAME}"] = "perhaps"\n',
    ],
)
def test_what_the_text_does_not_tell_is_unknown_with_its_place(unseen: str) -> None:
    text = HEAD + unseen + HANDLER
    (close,) = (
        task for task in tasks_of_text(text, with_auth_codes=True) if task.name == "Accounts.close"
    )
    assert close.access is not None
    path = close.access.paths.queue
    assert (path.state, path.reason) == (PathState.UNKNOWN, Reason.SNAPSHOTS_UNKNOWN)
    assert path.because is not None
    line = int(path.because.by.removeprefix("line "))
    assert "SPAKKY" in text.splitlines()[line - 1] or "update" in text or "sending" in text
