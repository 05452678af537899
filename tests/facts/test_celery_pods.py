"""What becomes of a Celery pod of a package, by when its start scans it and by what is set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from spakky_lint.facts.environment import (
    Environment,
    Package,
    Release,
    Setting,
    Source,
    SourceKind,
    Version,
)
from spakky_lint.linting.linter import lint_text
from spakky_lint.project.programs import sources_of
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings

POD = """\
from celery import Celery
from spakky.core.pod.annotations.pod import Pod


@Pod()
def ours() -> Celery:
    return Celery("ours", broker="amqp://localhost")
"""
MAIN = """\
import shop
from spakky.core.application.application import SpakkyApplication
from spakky.core.application.application_context import ApplicationContext

app = SpakkyApplication(ApplicationContext()){calls}.start()
"""
EARLY, LATE = ".scan(shop).load_plugins()", ".load_plugins().scan(shop)"
SOURCE = Source(SourceKind.SETTINGS_FILE, ".env", 1)


def on(*keys: str, celery: bool = True) -> Environment:
    return Environment(
        dependencies={"spakky-celery": SOURCE} if celery else {},
        are_dependencies_known=True,
        settings={key: Setting(key, "x", SOURCE) for key in keys},
    )


def found(top: Path, calls: str, environment: Environment, pod: str = POD) -> list[str]:
    main = MAIN.format(calls=calls)
    files = {"shop/__init__.py": "", "shop/queue.py": pod, "main.py": main, "pyproject.toml": ""}
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    file = sources_of(top).file(top / "main.py")
    settings = Settings(environment=environment)
    return [
        each.message.partition(", ")[0]
        for each in lint_text(main, Selection(select=("SPK804",)), settings=settings, file=file)
    ]


TIMEZONE, BROKER = "SPAKKY_CELERY__TIMEZONE", "SPAKKY_CELERY__BROKER_URL"
SECOND = "the plugin registers a Celery pod of its own before 'ours' is added"


@pytest.mark.parametrize(
    ("calls", "environment", "expected"),
    [
        (LATE, on(), [SECOND]),
        (EARLY, on(), []),
        (EARLY, on(BROKER), []),
        (EARLY, on(BROKER, TIMEZONE), [f"nothing reads {TIMEZONE}"]),
        (LATE, on(TIMEZONE, celery=False), []),
        (LATE, Environment(), []),
        (".load_plugins().scan(acme)", on(TIMEZONE), []),
    ],
)
def test_the_order_and_what_is_set_decide(
    tmp_path: Path, calls: str, environment: Environment, expected: list[str]
) -> None:
    assert found(tmp_path, calls, environment) == expected


@pytest.mark.parametrize(
    "body",
    [
        'return Celery("ours", broker="x", timezone="UTC")',
        'celery = Celery("ours")\n    celery.conf.timezone = "UTC"\n    return celery',
        'celery = Celery("ours")\n    celery.config_from_object("shop.conf")\n    return celery',
        'celery = Celery("ours")\n    prepare(celery)\n    return celery',
        "return Celery(**CONFIG)",
        "return make()",
        'return Celery("ours", changes=CONFIG)',
        'return Celery("ours", config_source="shop.conf")',
        'celery = Celery("ours")\n    setattr(celery.conf, "timezone", "UTC")\n    return celery',
        'celery = Celery("ours")\n    celery.conf.update(CONFIG)\n    return celery',
        'celery = Celery("ours")\n    celery.conf |= CONFIG\n    return celery',
        'celery = Celery("ours")\n    celery.conf[KEY] = "UTC"\n    return celery',
        'celery = Celery("ours")\n    celery.conf.update({KEY: "UTC"})\n    return celery',
        'celery = Celery("ours")\n    conf = celery.conf\n    fill(conf)\n    return celery',
    ],
)
def test_what_is_applied_or_may_be_is_not_lost(tmp_path: Path, body: str) -> None:
    pod = f"{POD.partition('    return')[0]}    {body}\n"
    assert found(tmp_path, EARLY, on(TIMEZONE), pod) == []


def test_a_second_pod_that_goes_first_is_no_trouble(tmp_path: Path) -> None:
    primary = "from spakky.core.pod.annotations.primary import Primary\n"
    pod = primary + POD.replace("@Pod()", "@Primary()\n@Pod()")
    assert found(tmp_path, LATE, on(TIMEZONE), pod) == []


@pytest.mark.parametrize(("release", "count"), [((6, 9), 1), ((6, 8), 0)])
def test_before_the_plugin_made_a_celery_pod_every_application_had_to(
    tmp_path: Path, release: Release, count: int
) -> None:
    versions = {Package.SPAKKY_CELERY: Version("", release, release, SOURCE)}
    assert len(found(tmp_path, LATE, replace(on(), versions=versions))) == count
