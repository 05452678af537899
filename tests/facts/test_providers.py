"""Which providers a start of several files has, by what the project depends on."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.facts.environment import Environment, Source, SourceKind
from spakky_lint.facts.paths import PathState
from spakky_lint.linting.linter import lint_text
from spakky_lint.project.inventories import tasks_of_text
from spakky_lint.project.programs import sources_of
from spakky_lint.report.auth.reason_words import reason_words
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings
from tests.environments import SENDING

TASKS = """\
from spakky.auth import require_policy, require_role
from spakky.task import TaskHandler, task


@TaskHandler()
class Reports:
    @task
    @require_role("editor")
    def weekly(self) -> None: ...
"""
POLICY = TASKS.replace('require_role("editor")', 'require_policy("report", "send")')
OURS = """\
from spakky.auth import AuthCapability, AuthProviderContribution
from spakky.core.pod.annotations.pod import Pod


@Pod()
def ours() -> AuthProviderContribution:
    return AuthProviderContribution(
        provider_id="ours", capabilities=frozenset({AuthCapability.AUTHENTICATION})
    )
"""
MAIN = """\
import shop
from spakky.core.application.application import SpakkyApplication
from spakky.core.application.application_context import ApplicationContext

app = SpakkyApplication(ApplicationContext()).load_plugins().scan(shop).start()
"""


def found(top: Path, files: dict[str, str], environment: Environment) -> list[str]:
    texts = {"pyproject.toml": "", "shop/__init__.py": "", "shop/tasks.py": TASKS, "main.py": MAIN}
    for name, text in {**texts, **files}.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    file = sources_of(top).file(top / "main.py")
    text = (top / "main.py").read_text()
    settings = Settings(environment=environment)
    selection = Selection(select=("SPK801", "SPK802"))
    return [
        f"{each.code} {each.message.partition(',')[0]}"
        for each in lint_text(text, selection, settings=settings, file=file)
    ]


def on(*dependencies: str, known: bool = True, others: bool | None = False) -> Environment:
    source = Source(SourceKind.DECLARED)
    return Environment(
        dependencies=dict.fromkeys(("spakky-auth", "spakky-task", *dependencies), source),
        are_dependencies_known=known,
        settings=SENDING.environment.settings if "spakky-celery" in dependencies else {},
        has_other_plugins=lambda: others,
    )


def beside(top: Path, files: dict[str, str], environment: Environment) -> tuple[str | None, ...]:
    """What auth says of each path to the task."""
    found(top, files, environment)
    file = sources_of(top).file(top / "shop/tasks.py")
    text = (top / "shop/tasks.py").read_text()
    (task,) = tasks_of_text(text, Settings(environment=environment), file=file)
    assert task.access is not None
    return tuple(
        path.state.value if path.state is not PathState.ABSENT else reason_words(path)
        for _, path in task.access.paths.named
    )


OIDC, POLICIES = "spakky-oidc", "spakky-policy"


@pytest.mark.parametrize(
    ("files", "environment", "expected"),
    [
        ({}, on(OIDC, POLICIES), []),
        ({}, on(OIDC), ["SPK801 no auth provider supplies ROLE_CHECK"]),
        ({}, on(POLICIES), ["SPK801 no auth provider supplies AUTHENTICATION"]),
        ({"shop/auth.py": OURS}, on(POLICIES), []),
        (
            {"tests/auth.py": OURS},
            on(POLICIES),
            ["SPK801 no auth provider supplies AUTHENTICATION"],
        ),
        (
            {"other/__init__.py": "", "other/auth.py": OURS},
            on(POLICIES),
            ["SPK801 no auth provider supplies AUTHENTICATION"],
        ),
        ({}, on(known=False), []),
        ({}, Environment(), []),
        ({}, on(OIDC, others=True), []),
        ({}, on(OIDC, others=None), []),
        ({}, on(OIDC, "spakky-tracing"), ["SPK801 no auth provider supplies ROLE_CHECK"]),
        ({}, on(OIDC, "spakky-of-somebody-else"), []),
        (
            {"shop/auth.py": OURS},
            on(OIDC, POLICIES),
            ["SPK802 AUTHENTICATION is supplied by spakky-oidc and ours"],
        ),
        (
            {"shop/auth.py": OURS},
            on(OIDC, known=False),
            ["SPK802 AUTHENTICATION is supplied by spakky-oidc and ours"],
        ),
        (
            {"shop/tasks.py": POLICY},
            on(OIDC, POLICIES, "spakky-openfga"),
            ["SPK802 POLICY_EVALUATION is supplied by spakky-policy and spakky-openfga"],
        ),
        (
            {},
            on(OIDC, POLICIES, "spakky-celery"),
            ["SPK801 no auth provider supplies SNAPSHOT_SIGN and SNAPSHOT_VERIFY"],
        ),
        ({}, on(OIDC, POLICIES, "spakky-celery", "spakky-cryptography"), []),
        ({"main.py": MAIN.replace(".scan(shop)", ".scan(acme).scan(shop)")}, on(), []),
        # What a scan passes over asks for nothing.
        ({"shop/tasks.py": f"from shop.templtes import TEXT\n{TASKS}"}, on(), []),
    ],
)
def test_what_is_missing_and_what_is_there_twice(
    tmp_path: Path, files: dict[str, str], environment: Environment, expected: list[str]
) -> None:
    assert found(tmp_path, files, environment) == expected


LOADED = ".load_plugins()"
MISSING = (
    "no auth provider supplies ROLE_CHECK (spakky-policy would), so the application does not start"
)
TWICE = (
    "several auth providers supply AUTHENTICATION (spakky-oidc, ours), so the application "
    "does not start"
)
RUNS = ("enforced", "never-passes", "it is not scheduled")


@pytest.mark.parametrize(
    ("files", "environment", "expected"),
    [
        ({}, on(OIDC), (MISSING,) * 3),
        ({"shop/auth.py": OURS}, on(OIDC, POLICIES), (TWICE,) * 3),
        ({}, on(OIDC, POLICIES), RUNS),
        ({}, on(known=False), RUNS),
        ({"main.py": ""}, on(OIDC), RUNS),
        ({"worker.py": MAIN}, on(OIDC), (MISSING,) * 3),
        ({"worker.py": MAIN.replace(LOADED, "")}, on(OIDC), RUNS),
        ({"worker.py": MAIN.replace("app = ", "run(").replace(".start()", ")")}, on(OIDC), RUNS),
        (
            {"main.py": MAIN + MAIN.replace("app = ", "run(").replace(".start()", ")")},
            on(OIDC),
            RUNS,
        ),
    ],
)
def test_nothing_runs_where_no_start_gets_so_far(
    tmp_path: Path, files: dict[str, str], environment: Environment, expected: tuple[str, ...]
) -> None:
    assert beside(tmp_path, files, environment) == expected
