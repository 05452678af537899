"""What uv says in pyproject.toml: workspaces without a lock, and where packages come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.facts.environment import Package
from tests.project.environment.projects import environment, version

CELERY = Package.SPAKKY_CELERY
WORKSPACE = "[tool.uv.workspace]\nmembers = ['packages/*']\nexclude = ['packages/old']\n"


def project(name: str, *requirements: str, version: str = "1.0") -> str:
    named = f"[project]\nname = '{name}'\nversion = '{version}'\n"
    return f"{named}dependencies = {list(requirements)!r}\n"


def test_a_workspace_without_a_lock_depends_on_what_its_members_do(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": WORKSPACE,
        "packages/a/pyproject.toml": project("a", "spakky-celery==9.1.0"),
        "packages/b/pyproject.toml": project("b", "spakky-oidc"),
        "packages/old/pyproject.toml": project("old", "spakky-policy"),
        "packages/notes/readme.md": "",
        "elsewhere/pyproject.toml": project("c", "spakky-openfga"),
    }
    assert version(tmp_path, files, CELERY) == "==9.1.0 packages/a/pyproject.toml:4"
    found = environment(tmp_path, files)
    assert {"spakky-oidc", "spakky-policy", "spakky-openfga"} & found.dependencies.keys() == {
        "spakky-oidc"
    }
    assert environment(tmp_path, files, "packages/b").depends_on(CELERY) is False


SOURCES = project("app", "spakky-celery>=9") + "\n[tool.uv.sources]\nspakky-celery = {}\n"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("{ path = '../theirs' }", "==9.3.0 app/pyproject.toml:7"),
        ("{ path = '../theirs', editable = true }", "==9.3.0 app/pyproject.toml:7"),
        (
            "{ path = 'spakky_celery-9.4.0-py3-none-any.whl' }",
            "==9.4.0 app/pyproject.toml:7",
        ),
        (
            "{ url = 'https://example.org/spakky_celery-9.5.0.tar.gz#sha256=1' }",
            "==9.5.0 app/pyproject.toml:7",
        ),
        ("{ url = 'https://example.org/other-9.5.0.tar.gz' }", ">=9 app/pyproject.toml:4"),
        (
            "{ git = 'https://example.org/celery', tag = 'v9.2.0' }",
            "git v9.2.0 app/pyproject.toml:7",
        ),
        ("{ git = 'https://example.org/celery', branch = 'main' }", ">=9 app/pyproject.toml:4"),
        ("{ git = 'https://example.org/celery' }", ">=9 app/pyproject.toml:4"),
        ("{ path = '../nowhere' }", ">=9 app/pyproject.toml:4"),
        ("{ index = 'ours' }", ">=9 app/pyproject.toml:4"),
        ("'9.1'", ">=9 app/pyproject.toml:4"),
    ],
)
def test_a_source_tells_the_version_of_what_it_leads_to(
    tmp_path: Path, said: str, expected: str
) -> None:
    files = {
        "app/pyproject.toml": SOURCES.replace("{}", said),
        "theirs/pyproject.toml": project("spakky-celery", version="9.3.0"),
        ".git/HEAD": "",
    }
    found = environment(tmp_path, files, "app").versions[CELERY]
    shown = (
        found.source.path if found.source.path.startswith("app/") else f"app/{found.source.path}"
    )
    assert f"{found.written} {shown}:{found.source.line}" == expected


def test_a_member_of_the_workspace_is_of_the_version_that_it_says(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": WORKSPACE,
        "packages/app/pyproject.toml": SOURCES.replace("{}", "{ workspace = true }"),
        "packages/theirs/pyproject.toml": project("spakky_celery", version="9.3.0"),
        ".git/HEAD": "",
    }
    found = environment(tmp_path, files, "packages/app").versions[CELERY]
    assert found.written == "==9.3.0"
