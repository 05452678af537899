"""What it costs to work out what a project runs on, with a lock file of 5,000 lines.

The project has a pyproject.toml with groups, a uv.lock, a `.env`, compose files, a Dockerfile, and
the configuration of CI. The fastest of the runs may take 5 ms, modules loaded; beside it stands
what tomllib alone needs for the lock file. Files that never pass the gate must read nothing at all.
Exits with 1 when a bound is missed.

    python benchmarks/environment.py [RUNS]
"""

from __future__ import annotations

import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from spakky_lint.facts.environment import Package
from spakky_lint.project.checking import check_file
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import SourceFile

BOUND = 0.005
RUNS = 15
LINES = 5_000

_PYPROJECT = """\
[project]
name = "shop"
dependencies = ["spakky[celery]>=8", "requests>=2", "sqlalchemy>=2"]

[dependency-groups]
dev = ["pytest>=9", "celery>=5.6"]

[tool.pytest.ini_options]
env = ["SPAKKY_CELERY__BROKER_URL=memory://"]
"""
_COMPOSE = """\
services:
  worker:
    image: shop
    env_file: .env
    environment:
      SPAKKY_CELERY__TIMEZONE: Asia/Seoul
      DATABASE_URL: ${DATABASE_URL}
  db:
    image: postgres
"""
_PACKAGE = """
[[package]]
name = "{name}"
version = "{version}"
source = {{ registry = "https://packages.example/simple" }}
dependencies = [{dependencies}]
sdist = {{ url = "https://packages.example/{name}.tar.gz", hash = "sha256:{n:064}", size = 1 }}
wheels = [
    {{ url = "https://packages.example/{name}-1.whl", hash = "sha256:{n:064}", size = 1 }},
    {{ url = "https://packages.example/{name}-2.whl", hash = "sha256:{n:064}", size = 1 }},
]
"""


def lock() -> str:
    """A lock as uv writes it, in which the project needs half of the packages."""
    names = [f"package-{n}" for n in range(LINES // 10)]
    needed = [*names[: len(names) // 2], "spakky-celery"]
    ours = ["spakky", "spakky-task", "spakky-auth", "celery"]
    blocks = [
        _block("shop", "0.1.0", 0, needed),
        *(_block(name, "1.0", n, names[n + 1 : n + 4]) for n, name in enumerate(names)),
        _block("spakky-celery", "8.5.0", 1, ours),
        *(_block(name, "8.5.0", 2, []) for name in ours),
    ]
    return "version = 1\nrevision = 3\n" + "".join(blocks)


def _block(name: str, version: str, n: int, needed: list[str]) -> str:
    dependencies = ", ".join(f'{{ name = "{each}" }}' for each in needed)
    return _PACKAGE.format(name=name, version=version, n=n, dependencies=dependencies)


def plant(folder: Path) -> None:
    for name, text in {
        "pyproject.toml": _PYPROJECT,
        "uv.lock": lock(),
        ".env": "".join(f"KEY_{n}=value\n" for n in range(50)) + "SPAKKY_CELERY__ENABLE_UTC=1\n",
        "compose.yaml": _COMPOSE,
        "Dockerfile": "FROM python:3.12\nENV PYTHONUNBUFFERED=1\nRUN pip install .\n",
        ".github/workflows/ci.yml": "jobs:\n  test:\n    steps:\n" + "      - run: make\n" * 100,
        "plain.py": "import os\n",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def fastest(runs: int, work: Callable[[], float]) -> float:
    """What else the machine does at the time only ever adds to it."""
    return min(work() for _ in range(runs))


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plant(folder)
        data = (folder / "uv.lock").read_bytes()

        def ours() -> float:
            projects = Configurations(folder).main.projects
            assert projects is not None
            start = time.process_time()
            found = projects.main.surroundings.environment
            needed = time.process_time() - start
            assert found.versions[Package.SPAKKY_CELERY].source.path == "uv.lock"
            return needed

        def theirs() -> float:
            start = time.process_time()
            tomllib.loads(data.decode())
            return time.process_time() - start

        ours()  # loads the modules
        reading, parsing = fastest(runs, ours), fastest(max(1, runs // 5), theirs)
        configuration = Configurations(folder).main
        check_file(SourceFile(folder / "plain.py", "plain.py"), configuration)
        reads_nothing = configuration.projects is not None and not configuration.projects.read
    print(f"lock file: {data.count(bytes([10])):,} lines, {len(data):,} bytes")
    print(f"reading all of the environment: {reading * 1000:.1f} ms (bound {BOUND * 1000:.0f} ms)")
    print(f"tomllib alone on the lock file: {parsing * 1000:.1f} ms, {parsing / reading:.0f} times")
    print(f"a file that does not pass the gate reads nothing: {reads_nothing}")
    return 0 if reading <= BOUND and reads_nothing else 1


if __name__ == "__main__":
    sys.exit(main())
