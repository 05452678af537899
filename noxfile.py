"""The tests on every supported Python that the machine has: `nox`, or `make test-all`.

And the evidence on older versions of the framework and of celery: `make evidence-versions`.
"""

import re
import sys
from pathlib import Path

import nox

sys.path.insert(0, str(Path(__file__).parent))

from tests.framework_versions import ASKED_FOR, OLDER

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "venv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["tests"]
# A version that is not installed is skipped with a warning, on a build server too.
nox.options.error_on_missing_interpreters = False

ONCE = (
    "tests/browser",
    "tests/editors",
    "tests/test_action.py",
    "tests/test_comparison.py",
    "tests/test_package.py",
    "tests/test_workflows.py",
)
"""What is about pages, editors and packages, the same on every Python: `make test` runs it."""

FRAMEWORK_AND_SELF = re.compile(r"(celery|spakky[a-z-]*)\b")


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """Run pytest without what `make test` runs once; anything after `--` goes to it instead."""
    session.install("--editable", ".[dev]")
    session.run("python", "-m", "compileall", "-q", "src")
    left_out = [f"--ignore={path}" for path in ONCE]
    session.run("python", "-m", "pytest", *(session.posargs or left_out))


@nox.session(python="3.12")
@nox.parametrize("versions", list(OLDER))
def evidence(session: nox.Session, versions: str) -> None:
    """Run the wrong code of every rule on older versions; anything after `--` goes to pytest."""
    development = nox.project.load_toml("pyproject.toml")["project"]["optional-dependencies"]["dev"]
    tools = [needed for needed in development if not FRAMEWORK_AND_SELF.match(needed)]
    pins = [f"{name}=={version}" for name, version in OLDER[versions].items()]
    session.install("--editable", ".[flake8,lsp,rich]", *tools, *pins)
    session.run("python", "-m", "compileall", "-q", "src")
    session.run(
        "python",
        "-m",
        "pytest",
        *(session.posargs or ["tests/evidence"]),
        env={ASKED_FOR: versions, "SPAKKY_LINT_REQUIRE_FRAMEWORK": "1"},
    )
