"""SPK805 by what is known of the settings of a project, and by what its code may set itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from spakky_lint.facts.environment import Environment, Setting, Source, SourceKind
from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import PLAIN, Settings
from tests.cli.running import plant, run

HANDLER = """\
from spakky.task import TaskHandler, task


@TaskHandler()
class Reports:
    @task
    def total(self) -> int: ...
"""
WAITING = """\


def show(reports: Reports) -> None:
    print(reports.total().get())
"""
TEXT = HANDLER + WAITING
BROKER = "SPAKKY_CELERY__BROKER_URL"
BACKEND = "SPAKKY_CELERY__RESULT_BACKEND"


def told(
    values: Mapping[str, str | None],
    kind: SourceKind = SourceKind.SETTINGS_FILE,
    path: str = ".env",
) -> Settings:
    settings = {key: Setting(key, value, Source(kind, path)) for key, value in values.items()}
    return Settings(has_celery=True, environment=Environment(settings=settings))


def is_found(settings: Settings, text: str = TEXT) -> bool:
    return bool(lint_text(text, Selection(("SPK805",)), settings=settings))


@pytest.mark.parametrize(
    "settings",
    [
        told({BROKER: "redis://"}),
        told({BROKER: None}),
        told({BROKER: "redis://", BACKEND: ""}),
        told({BACKEND: "disabled://"}),
        told({BROKER: "redis://"}, path="deploy/compose.prod.yaml"),
        told({BROKER: "redis://"}, path="Dockerfile"),
        told({BACKEND: ""}, SourceKind.CONFIGURATION, "pyproject.toml"),
    ],
)
def test_settings_of_the_application_without_a_backend_are_enough(settings: Settings) -> None:
    assert is_found(settings)


@pytest.mark.parametrize(
    "settings",
    [
        PLAIN,
        told({}),
        told({BACKEND: "redis://"}),
        told({BROKER: "redis://", BACKEND: None}),
        told({"SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED": "true"}),
        told({"SPAKKY_CELERY__RESULT_BAKCEND": "redis://"}),
        told({BROKER: "redis://", BACKEND: ""}, path=".env.example"),
        told({BROKER: "memory://"}, path=".env.test"),
        told({BROKER: "memory://"}, path="pytest.ini"),
        told({BROKER: "memory://"}, path=".github/workflows/ci.yml"),
        told({BROKER: "redis://"}, SourceKind.CONFIGURATION, "pyproject.toml"),
    ],
)
def test_what_nobody_can_see_proves_nothing(settings: Settings) -> None:
    assert not is_found(settings)


def test_a_misspelt_backend_is_no_backend() -> None:
    # It is not one of those that are read: SPK808 tells of it.
    assert is_found(told({BROKER: "redis://", "SPAKKY_CELERY__RESULT_BAKCEND": "redis://"}))


def test_without_celery_the_call_gives_the_value() -> None:
    settings = Settings(has_celery=False, environment=told({BROKER: "redis://"}).environment)
    assert not is_found(settings)


def test_celery_that_only_an_extra_asks_for_may_be_missing() -> None:
    environment = Environment(
        dependencies={"spakky-celery": Source(SourceKind.DECLARED)},
        settings=told({BROKER: "redis://"}).environment.settings,
        optional=frozenset({"spakky-celery"}),
    )
    assert not is_found(Settings(environment=environment))


@pytest.mark.parametrize(
    "line",
    [
        "from celery import Celery",
        "import celery",
        "configure(result_backend='redis://')",
        "configure({'result_backend': 'redis://'})",
        "configure.conf.result_backend = 'redis://'",
        "from spakky.plugins.celery.common.config import CeleryConfig",
        "put('SPAKKY_CELERY__RESULT_BACKEND', 'redis://')",
    ],
)
def test_code_that_may_name_a_backend_is_believed(line: str) -> None:
    assert not is_found(told({BROKER: "redis://"}), f"{TEXT}\n{line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "# result_backend, Celery, CeleryConfig: SPAKKY_CELERY__RESULT_BACKEND",
        '"""result_backend"""',
        "from celery.schedules import crontab",
        "import os\nNAME = os.environ['NAME']",
        "def other(result_backend): ...",
    ],
)
def test_what_names_none_changes_nothing(line: str) -> None:
    assert is_found(told({BROKER: "redis://"}), f"{TEXT}\n{line}\n")


@pytest.mark.parametrize(
    ("settings", "needs"),
    [(told({BROKER: "redis://"}), True), (told({BACKEND: "redis://"}), False)],
)
def test_the_fix_that_awaits_says_that_it_needs_a_backend(settings: Settings, needs: bool) -> None:
    text = TEXT.replace("def show", "async def show")
    (finding,) = lint_text(text, Selection(("SPK605",)), settings=settings)
    assert finding.fix is not None
    assert ("needs a result backend" in finding.fix.title) is needs


PROJECT = {
    "pyproject.toml": "[project]\nname = 'shop'\nversion = '1'\ndependencies = ['spakky-celery']\n",
    ".env": f"{BROKER}=redis://broker\n",
    "shop/__init__.py": "",
    "shop/reports.py": HANDLER,
    "shop/show.py": f"from shop.reports import Reports\n{WAITING}",
}


def codes(folder: Path, **files: str) -> list[str]:
    plant(folder, PROJECT | files)
    done = run("check", "--select", "SPK805", "--format", "concise", cwd=folder)
    return [line.split(" ")[2] for line in done.lines if " SPK" in line]


def test_a_project_is_told_by_its_files(tmp_path: Path) -> None:
    assert codes(tmp_path) == ["SPK805"]
    assert codes(tmp_path, **{".env": f"{BROKER}=redis://\n{BACKEND}=redis://\n"}) == []


@pytest.mark.parametrize(
    "text",
    [
        f"import os\n\nos.environ['{BACKEND}'] = 'redis://'\n",
        "import os\n\nos.environ.update(read())\n",
        "from celery import Celery\n\nCelery().conf.update(result_backend='redis://')\n",
    ],
)
def test_another_module_of_the_application_may_name_one(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, **{"shop/start.py": text}) == []


def test_a_test_that_sets_one_sets_it_for_itself(tmp_path: Path) -> None:
    text = f"import os\n\nos.environ['{BACKEND}'] = 'cache+memory://'\n"
    assert codes(tmp_path, **{"tests/conftest.py": text}) == ["SPK805"]
