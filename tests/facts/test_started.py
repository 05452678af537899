"""What the starts of a program make of its tasks: never registered, or without a guard."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.facts.environment import (
    NOTHING_TOLD,
    Environment,
    Package,
    Source,
    SourceKind,
    Version,
)
from spakky_lint.facts.paths import PATHS, PathState, Reason
from spakky_lint.facts.registration import Registration, registration_of
from spakky_lint.facts.task import Auth
from spakky_lint.project.auditing import audit
from spakky_lint.project.demands import Demand, unmet
from spakky_lint.project.inventories import tasks_of_text
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.previewing import is_lost
from spakky_lint.project.programs import sources_of
from spakky_lint.report.auth.reason_words import reason_words
from spakky_lint.rules.settings import Settings

HANDLER = """\
from datetime import time

from spakky.auth import protected
from spakky.task import TaskHandler, schedule, task


@TaskHandler()
class Reports:
    @task
    @schedule(at=time(9, 0))
    @protected
    def daily(self) -> None: ...
"""
MAIN = """\
import shop
from spakky.core.application.application import SpakkyApplication
from spakky.core.application.application_context import ApplicationContext

app = SpakkyApplication(ApplicationContext()).load_plugins().scan(shop).start()
"""
HOOK = """\
from spakky.task import TaskHandler, task


class Registering:
    def __init_subclass__(cls) -> None:
        TaskHandler()(cls)


class Reports(Registering):
    @task
    def daily(self) -> None: ...
"""
CELERY = Settings(has_celery=True)


def located(
    top: Path, files: dict[str, str], name: str, settings: Settings = CELERY
) -> LocatedTask:
    """The one task of a file of the program."""
    (found,) = listed(top, files, name, settings)
    return found


def listed(
    top: Path, files: dict[str, str], name: str, settings: Settings = CELERY
) -> list[LocatedTask]:
    """All tasks of a file of the program."""
    texts = {"pyproject.toml": "", "shop/__init__.py": "", "main.py": MAIN, **files}
    for each, text in texts.items():
        path = top / each
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    file = sources_of(top).file(top / name)
    tasks = tasks_of_text(texts[name], settings, file=file)
    return [LocatedTask(task.name, name, task) for task in tasks]


def auth(top: Path, files: dict[str, str], name: str, settings: Settings = CELERY) -> Auth:
    found = located(top, files, name, settings).task.access
    assert found is not None
    return found


SCANNED = "scan skips its module, "


@pytest.mark.parametrize(
    ("files", "name", "expected"),
    [
        (
            {"shop/jobs/reports.py": HANDLER},
            "shop/jobs/reports.py",
            (
                f"{SCANNED}since shop/jobs has no __init__.py (SPK806 "
                "handler-outside-packages), so it is not registered"
            ),
        ),
        (
            {"shop/reports.py": f"from shop.templtes import TEXT\n{HANDLER}"},
            "shop/reports.py",
            (
                f"{SCANNED}whose import fails without shop.templtes (SPK807 "
                "handler-in-failing-module), so it is not registered"
            ),
        ),
        (
            {"shop/reports.py": f"from . import TXT\n{HANDLER}"},
            "shop/reports.py",
            (
                f"{SCANNED}whose import fails without .TXT (SPK807 "
                "handler-in-failing-module), so it is not registered"
            ),
        ),
        (
            {"shop/reports.py": HOOK},
            "shop/reports.py",
            "the application does not start (SPK117 inherited-class-annotation)",
        ),
    ],
)
def test_a_task_that_no_start_registers_is_lost_on_every_path(
    tmp_path: Path, files: dict[str, str], name: str, expected: str
) -> None:
    task = located(tmp_path, files, name)
    assert task.task.access is not None
    paths = task.task.access.paths
    assert [path.state for _, path in paths.named] == [PathState.ABSENT] * len(PATHS)
    assert {reason_words(path) for _, path in paths.named} == {expected}
    assert registration_of(task.task.access) is Registration.LOST
    (failed,) = unmet(audit([task]), [Demand.REACHABLE])
    assert failed.audited is not None
    assert failed.audited.located is task


def test_a_schedule_of_a_handler_that_a_scan_passes_over_never_fires(tmp_path: Path) -> None:
    assert is_lost(located(tmp_path, {"shop/jobs/a.py": HANDLER}, "shop/jobs/a.py"))
    assert not is_lost(located(tmp_path, {"shop/a.py": HANDLER}, "shop/a.py"))


def test_a_proxy_that_inherits_a_hook_is_made_where_tasks_are_dispatched_only(
    tmp_path: Path,
) -> None:
    found = auth(tmp_path, {"shop/a.py": HOOK}, "shop/a.py", Settings(has_celery=False))
    assert not found.paths.are_absent
    once = HOOK.replace("        Task", "        if not TaskHandler.exists(cls):\n            Task")
    assert not auth(tmp_path, {"shop/a.py": once}, "shop/a.py").paths.are_absent


def test_a_task_is_lost_with_the_handler_alone_that_is_passed_over(tmp_path: Path) -> None:
    base = HANDLER.replace("@TaskHandler()\n", "")
    subclass = (
        "from shop.base import Reports\nfrom spakky.task import TaskHandler\n\n\n"
        "@TaskHandler()\nclass {}(Reports): ...\n"
    )
    files = {"shop/base.py": base, "shop/a/lost.py": subclass.format("Lost")}
    assert auth(tmp_path, files, "shop/base.py").paths.are_absent
    files["shop/z.py"] = subclass.format("Kept")
    found = {
        each.task.handler: each.task.access for each in listed(tmp_path, files, "shop/base.py")
    }
    assert {name: access is None or access.paths.are_absent for name, access in found.items()} == {
        "Lost": True,
        "Kept": False,
    }


# A date that no year has


def on_celery(written: str, *release: int) -> Settings:
    version = Version(written, release, release, Source(SourceKind.DECLARED))
    return Settings(has_celery=True, environment=Environment({Package.CELERY: version}))


DATE = HANDLER.replace("at=time(9, 0)", "crontab=Crontab(month=2, day=30)").replace(
    "import TaskHandler", "import Crontab, TaskHandler"
)


def test_below_celery_5_7_beat_dies_of_an_impossible_date_and_a_worker_runs_the_task(
    tmp_path: Path,
) -> None:
    settings = on_celery("5.6.3", 5, 6, 3)
    found = auth(tmp_path, {"shop/a.py": DATE}, "shop/a.py", settings)
    assert found.paths.direct.state is PathState.ENFORCED
    assert found.paths.queue.reason is Reason.NO_SNAPSHOTS
    assert reason_words(found.paths.beat) == (
        "beat fails on its date, which no year has (SPK404 crontab-never-fires)"
    )
    assert registration_of(found) is Registration.REGISTERED


@pytest.mark.parametrize(
    "settings",
    [on_celery("5.7.0", 5, 7, 0), Settings(has_celery=True, environment=NOTHING_TOLD)],
    ids=["5.7", "unknown"],
)
def test_an_impossible_date_ends_the_start_of_celery_5_7(
    tmp_path: Path, settings: Settings
) -> None:
    found = auth(tmp_path, {"shop/a.py": DATE}, "shop/a.py", settings)
    assert {reason_words(path) for _, path in found.paths.named} == {
        "the application does not start (SPK404 crontab-never-fires)"
    }


def test_below_celery_5_7_another_mistake_still_ends_the_start(tmp_path: Path) -> None:
    wrong = DATE.replace("day=30", "day=30, hour=25")
    found = auth(tmp_path, {"shop/a.py": wrong}, "shop/a.py", on_celery("5.6.3", 5, 6, 3))
    assert found.paths.are_absent


# Without spakky-auth

LEFT_OUT = MAIN.replace(
    "load_plugins()", "load_plugins(include={spakky.task.PLUGIN_NAME})"
).replace("import shop\n", "import shop\nimport spakky.task\n")


def told(found: Auth) -> list[str | None]:
    return [reason_words(path) for _, path in found.paths.named]


WITHOUT = [
    "load_plugins leaves spakky-auth out, so nothing checks it",
    (
        "load_plugins leaves spakky-auth out, so no snapshots are sent and each run ends in "
        "CHALLENGE SNAPSHOT_MISSING"
    ),
    "beat has no caller, so each run ends in CHALLENGE SNAPSHOT_MISSING",
]


def test_where_spakky_auth_is_left_out_callers_are_not_asked_and_workers_refuse(
    tmp_path: Path,
) -> None:
    files = {"main.py": LEFT_OUT, "shop/a.py": HANDLER}
    found = auth(tmp_path, files, "shop/a.py")
    assert told(found) == WITHOUT
    assert [path.state for _, path in found.paths.named] == [
        PathState.OPEN,
        PathState.NEVER_PASSES,
        PathState.NEVER_PASSES,
    ]


@pytest.mark.parametrize(
    "main",
    [
        MAIN,
        LEFT_OUT.replace("{spakky.task", "{spakky.auth.PLUGIN_NAME, spakky.task"),
        LEFT_OUT.replace("{spakky.task.PLUGIN_NAME}", "names()"),
        LEFT_OUT + "\n\nrun(SpakkyApplication(ApplicationContext()).load_plugins().scan(shop))\n",
    ],
    ids=["all", "with it", "not told", "another start"],
)
def test_a_guard_is_there_where_a_start_may_load_spakky_auth(tmp_path: Path, main: str) -> None:
    main = main.replace("import spakky.task\n", "import spakky.auth\nimport spakky.task\n")
    found = auth(tmp_path, {"main.py": main, "shop/a.py": HANDLER}, "shop/a.py")
    assert found.paths.direct.state is not PathState.OPEN


def test_what_is_open_to_everybody_is_so_without_spakky_auth(tmp_path: Path) -> None:
    public = HANDLER.replace("protected", "public_access")
    found = auth(tmp_path, {"main.py": LEFT_OUT, "shop/a.py": public}, "shop/a.py")
    assert {path.reason for _, path in found.paths.named} == {Reason.PUBLIC}


FAULTS = {
    "Other": "@TaskHandler\nclass Other:\n    @task\n    def run(self) -> None: ...\n",
    "Bound": "@TaskHandler()\nclass Bound:\n    def __init__(self, name: str) -> None: ...\n",
    "Nightly.run": "@TaskHandler()\nclass Nightly:\n    @schedule(crontab=Crontab(hour=31))\n"
    "    def run(self) -> None: ...\n",
}
NAMES = "from spakky.core.pod.annotations.lazy import Lazy\nfrom spakky.task import Crontab\n"
ASKED = NAMES + HANDLER.partition("\n\n\n")[0] + "\n\n\n"
ONLY_TASKS = MAIN.replace("load_plugins()", 'load_plugins(include={"spakky-task"})')


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_one_handler_keeps_all_from_starting(tmp_path: Path, name: str) -> None:
    text = ASKED + FAULTS[name]
    files = {"shop/reports.py": HANDLER, "shop/other.py": text}
    found = auth(tmp_path, files, "shop/reports.py")
    assert found.paths.are_absent
    told = found.paths.direct.because
    assert told is not None
    assert (told.reason, told.by) == (Reason.ANOTHER_FAILS, name)
    assert f"{name} keeps the application from starting" in str(reason_words(found.paths.queue))


@pytest.mark.parametrize(
    "files",
    [
        {"other.py": ASKED + FAULTS["Other"]},  # not scanned
        {"shop/other.py": ASKED + FAULTS["Bound"].replace("@Task", "@Lazy()\n@Task")},
        # Only celery looks at what a schedule says.
        {"shop/other.py": ASKED + FAULTS["Nightly.run"], "main.py": ONLY_TASKS},
        # Whoever has the start may do something besides.
        {"shop/other.py": ASKED + FAULTS["Other"], "main.py": MAIN + "handed_on(app)\n"},
    ],
)
def test_a_fault_that_no_start_meets_stops_nobody(tmp_path: Path, files: dict[str, str]) -> None:
    found = auth(tmp_path, {"shop/reports.py": HANDLER, **files}, "shop/reports.py")
    assert not found.paths.are_absent
