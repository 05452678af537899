"""The tests on every supported Python that the machine has: `nox`, or `make test-all`."""

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "venv"
nox.options.reuse_venv = "yes"
# A version that is not installed is skipped with a warning, on a build server too.
nox.options.error_on_missing_interpreters = False


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """Run pytest; anything after `--` goes to it."""
    session.install("--editable", ".[dev]")
    session.run("python", "-m", "compileall", "-q", "src")
    session.run("python", "-m", "pytest", *session.posargs)
