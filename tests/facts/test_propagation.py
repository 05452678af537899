"""Whether an application sends snapshots, told by several files and by what it runs on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from spakky_lint.facts.environment import (
    Environment,
    Package,
    Setting,
    Source,
    SourceKind,
    Version,
)
from spakky_lint.facts.framework_settings import PROPAGATION
from spakky_lint.facts.propagation import Propagation, Sending, Why, is_known_off, propagation_at
from spakky_lint.project.programs import sources_of
from spakky_lint.syntax.declarations import Module

HANDLER = "from spakky.task import TaskHandler\n\n\n@TaskHandler()\nclass Orders: ...\n"
START = (
    "import shop\nfrom spakky.core.application.application import SpakkyApplication\n"
    "from spakky.core.application.application_context import ApplicationContext\n"
)
RUN = "SpakkyApplication(ApplicationContext()).load_plugins().scan(shop).start()\n"
ON = f'import os\nos.environ["{PROPAGATION}"] = "true"\n'
OFF = ON.replace("true", "false")
MAIN = f"def main():\n    os.environ['{PROPAGATION}'] = '1'\n    {RUN}"
POD = (
    "from spakky.auth import AuthSnapshotPropagationConfig\n"
    "from spakky.core.pod.annotations.pod import Pod\n\n\n@Pod()\n"
    "def sending() -> AuthSnapshotPropagationConfig:\n"
    "    return AuthSnapshotPropagationConfig(enabled=True)\n"
)


def told(top: Path, files: dict[str, str], environment: Environment) -> Propagation:
    texts = {"pyproject.toml": "", "shop/__init__.py": "", "shop/orders.py": HANDLER, **files}
    for name, text in texts.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return propagation_at(top / "shop/orders.py", sources_of(top).program, environment)


def of_file(path: str, key: str, value: str | None = None) -> Environment:
    """Where this file sets this variable, and nothing sets any other."""
    setting = Setting(key, value, Source(SourceKind.SETTINGS_FILE, path, 1))
    return Environment(settings={key: setting})


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, Sending.OFF, id="nothing"),
        pytest.param({"shop/settings.py": ON}, Sending.ON, id="in the package"),
        pytest.param({"shop/settings.py": POD}, Sending.ON, id="a pod in the package"),
        pytest.param(
            {"main.py": START + MAIN.replace("):", "):\n    import os")},
            Sending.ON,
            id="what a function imports itself",
        ),
        pytest.param(
            {"other/__init__.py": "", "other/x.py": ON}, Sending.OFF, id="another package"
        ),
        pytest.param({"shop/tests/test_x.py": ON}, Sending.OFF, id="a test"),
        pytest.param({"tests/conftest.py": ON + POD}, Sending.OFF, id="a conftest"),
        pytest.param({"main.py": ON + START + RUN}, Sending.ON, id="the start"),
        pytest.param({"main.py": ON}, Sending.OFF, id="a script that starts nothing of it"),
        pytest.param(
            {"main.py": f"import os\n{START}{MAIN}"},
            Sending.ON,
            id="the function that starts",
        ),
        pytest.param(
            {"main.py": f"import env\n{START}{RUN}", "env.py": ON},
            Sending.ON,
            id="what the start imports",
        ),
        pytest.param(
            {"main.py": ON + START + RUN, "worker.py": OFF + START + RUN},
            Sending.UNKNOWN,
            id="two starts that differ",
        ),
        pytest.param(
            {"main.py": ON + START + RUN, "worker.py": ON + START + RUN},
            Sending.ON,
            id="two starts that agree",
        ),
    ],
)
def test_what_one_start_brings_together_counts(
    tmp_path: Path, files: dict[str, str], expected: Sending
) -> None:
    assert told(tmp_path, files, Environment()).sending is expected


def having(value: str | None, kind: SourceKind = SourceKind.SETTINGS_FILE) -> Environment:
    return Environment(settings={PROPAGATION: Setting(PROPAGATION, value, Source(kind, ".env", 3))})


DEFAULT = f'import os\nos.environ.setdefault("{PROPAGATION}", "true")\n'


@pytest.mark.parametrize(
    ("environment", "code", "expected"),
    [
        (having("true"), "", (Sending.ON, ".env:3")),
        (having("0"), "", (Sending.OFF, ".env:3")),
        (having(None), "", (Sending.UNKNOWN, ".env:3")),
        (having("maybe"), "", (Sending.UNKNOWN, ".env:3")),
        (having("false"), ON, (Sending.ON, "shop/settings.py:2")),
        (having("false"), DEFAULT, (Sending.OFF, ".env:3")),
        (Environment(), DEFAULT, (Sending.ON, "shop/settings.py:2")),
        (having("false", SourceKind.CONFIGURATION), ON, (Sending.OFF, ".env:3")),
    ],
)
def test_the_last_word_counts_and_its_place_is_told(
    tmp_path: Path, environment: Environment, code: str, expected: tuple[Sending, str]
) -> None:
    found = told(tmp_path, {"shop/settings.py": code}, environment)
    where = found.where.replace(f"{tmp_path.as_posix()}/", "")
    assert (found.sending, where) == expected


@pytest.mark.parametrize(
    ("lowest", "highest", "sending"),
    [((6, 7), (6, 7), Sending.OFF), ((6, 8), None, Sending.ON), ((6, 5), None, Sending.ON)],
)
def test_before_6_8_the_variable_says_nothing(
    tmp_path: Path, lowest: tuple[int, ...], highest: tuple[int, ...] | None, sending: Sending
) -> None:
    version = Version("", lowest, highest, Source(SourceKind.DECLARED))
    environment = Environment({Package.AUTH: version}, settings=having("true").settings)
    found = told(tmp_path, {}, environment)
    assert found.sending is sending
    if sending is Sending.OFF:
        assert (found.why, found.by_environment) == (Why.DEFAULT, False)
        assert told(tmp_path, {"shop/pods.py": POD}, environment).sending is Sending.ON


@pytest.mark.parametrize(
    ("environment", "code", "expected"),
    [
        (Environment(), "", False),
        (Environment(are_dependencies_known=True), "", False),
        (having("false"), "", True),
        (having("true"), "", False),
        (having(None), "", False),
        (Environment(), OFF, True),
        (Environment(), OFF.replace(PROPAGATION, "SPAKKY_CELERY__BROKER_URL"), True),
        (
            Environment(
                settings={
                    "SPAKKY_CELERY__BROKER_URL": Setting(
                        "SPAKKY_CELERY__BROKER_URL",
                        None,
                        Source(SourceKind.SETTINGS_FILE, ".env", 1),
                    )
                }
            ),
            "",
            True,
        ),
        (of_file(".github/workflows/ci.yml", "SPAKKY_CELERY__BROKER_URL"), "", False),
        (of_file("pyproject.toml", "SPAKKY_CELERY__BROKER_URL"), "", False),
        (of_file(".env.example", "SPAKKY_CELERY__BROKER_URL"), "", False),
        (of_file(".env.test", PROPAGATION, "false"), "", False),
        (of_file(".env.prod", PROPAGATION, "false"), "", True),
        (
            replace(of_file(".env", "SPAKKY_CELERY__BROKER_URL"), is_any_setting_unseen=True),
            "",
            False,
        ),
    ],
)
def test_the_default_counts_where_the_project_shows_its_settings(
    tmp_path: Path, environment: Environment, code: str, *, expected: bool
) -> None:
    propagation = told(tmp_path, {"shop/settings.py": code}, environment)
    module = sources_of(tmp_path).program.module(tmp_path / "shop/orders.py")
    assert isinstance(module, Module)
    assert is_known_off(propagation, module, environment) is expected
