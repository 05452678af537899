"""What each application needs of auth providers, and who gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.facts.application import Application
from spakky_lint.facts.environment import NOTHING_TOLD, Environment
from spakky_lint.facts.supply import applications_of
from spakky_lint.project.programs import sources_of
from spakky_lint.report.auth.supply_words import need_words
from tests.facts.test_providers import MAIN, OURS, TASKS, on

OIDC, POLICIES = "spakky-oidc", "spakky-policy"
LEFT_OUT = MAIN.replace(
    "load_plugins()", "load_plugins(include={spakky.task.PLUGIN_NAME})"
).replace("import shop\n", "import shop\nimport spakky.task\n")


def applications(
    top: Path,
    files: dict[str, str],
    environment: Environment,
    of: tuple[str, ...] = ("shop/tasks.py",),
) -> list[Application]:
    texts = {"pyproject.toml": "", "shop/__init__.py": "", "shop/tasks.py": TASKS, **files}
    for name, text in texts.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    program = sources_of(top, shown=lambda path: path.relative_to(top).as_posix()).program
    return [*applications_of({top / name for name in of}, program, lambda path: environment)]


def told(found: list[Application]) -> dict[str, dict[str, str]]:
    return {
        each.where: {need.capability.value: need_words(need) for need in each.needs}
        for each in found
    }


ENDS = "so the application does not start"


@pytest.mark.parametrize(
    ("files", "environment", "expected"),
    [
        ({}, on(OIDC, POLICIES), {"AUTHENTICATION": OIDC, "ROLE_CHECK": POLICIES}),
        (
            {},
            on(OIDC),
            {
                "AUTHENTICATION": OIDC,
                "ROLE_CHECK": f"nothing supplies it, {ENDS}: spakky-policy would",
            },
        ),
        (
            {"shop/auth.py": OURS},
            on(OIDC, POLICIES),
            {
                "AUTHENTICATION": f"supplied by spakky-oidc and ours, and one is allowed, {ENDS}",
                "ROLE_CHECK": POLICIES,
            },
        ),
        # A plugin of somebody else's may give it.
        (
            {},
            on(OIDC, others=True),
            {
                "AUTHENTICATION": OIDC,
                "ROLE_CHECK": "nothing found supplies it: spakky-policy would",
            },
        ),
        (
            {},
            on(OIDC, POLICIES, "spakky-celery"),
            {
                "AUTHENTICATION": OIDC,
                "ROLE_CHECK": POLICIES,
                "SNAPSHOT_SIGN": f"nothing supplies it, {ENDS}: spakky-cryptography would",
                "SNAPSHOT_VERIFY": f"nothing supplies it, {ENDS}: spakky-cryptography would",
            },
        ),
    ],
)
def test_each_capability_of_a_start_has_a_line(
    tmp_path: Path, files: dict[str, str], environment: Environment, expected: dict[str, str]
) -> None:
    found = applications(tmp_path, {"main.py": MAIN, **files}, environment)
    assert told(found) == {"main.py:5": expected}
    assert [each.is_start_seen for each in found] == [True]


def test_a_start_without_spakky_auth_asks_no_provider(tmp_path: Path) -> None:
    (found,) = applications(tmp_path, {"main.py": LEFT_OUT}, on(OIDC))
    assert (found.where, found.is_auth_loaded, found.needs) == ("main.py:6", False, ())


def test_each_start_of_the_tasks_is_an_application(tmp_path: Path) -> None:
    files = {"main.py": MAIN, "worker.py": LEFT_OUT, "shop/other.py": OURS}
    found = applications(tmp_path, files, on(OIDC, POLICIES))
    assert [each.where for each in found] == ["main.py:5", "worker.py:6"]


def test_a_package_without_a_start_counts_as_one_as_far_as_is_seen(tmp_path: Path) -> None:
    files = {
        "shop/auth.py": OURS,
        "other/__init__.py": "",
        "other/jobs.py": TASKS,
        "script.py": TASKS,
        "tests/test_jobs.py": TASKS,
    }
    asked = ("shop/tasks.py", "other/jobs.py", "script.py", "tests/test_jobs.py")
    found = applications(tmp_path, files, on(OIDC), asked)
    missing = "nothing found supplies it: spakky-policy would"
    assert told(found) == {
        "other": {"AUTHENTICATION": OIDC, "ROLE_CHECK": missing},
        "script.py": {"AUTHENTICATION": OIDC, "ROLE_CHECK": missing},
        "shop": {
            "AUTHENTICATION": "supplied by spakky-oidc and ours, and one is allowed",
            "ROLE_CHECK": missing,
        },
    }
    assert not any(each.is_start_seen for each in found)


@pytest.mark.parametrize(
    "main",
    [MAIN.replace(".start()", ""), MAIN.replace("app = ", "run(").replace(".start()", ")")],
    ids=["not started here", "handed on"],
)
def test_a_start_that_is_not_seen_whole_says_nothing_for_certain(tmp_path: Path, main: str) -> None:
    (found,) = applications(tmp_path, {"main.py": main}, on(OIDC))
    assert (found.where, found.is_start_seen) == ("shop", False)
    assert not any(each.is_certain for each in found.needs)


def test_nothing_is_said_where_nothing_tells_what_there_is(tmp_path: Path) -> None:
    assert applications(tmp_path, {}, NOTHING_TOLD) == []
    assert applications(tmp_path, {"shop/auth.py": OURS}, NOTHING_TOLD) != []


def test_what_asks_for_nothing_needs_nothing(tmp_path: Path) -> None:
    public = TASKS.replace("require_role", "public_access").replace('("editor")', "")
    assert applications(tmp_path, {"main.py": MAIN, "shop/tasks.py": public}, on(OIDC)) == []
