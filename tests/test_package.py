"""The wheel and the sdist: they are well-formed, and work where nothing else is installed."""

from __future__ import annotations

import email
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from spakky_lint import __version__

ROOT = Path(__file__).parents[1]
SCRIPTS = Path(sys.executable).parent
WRONG = """\
from spakky.task import TaskHandler, task


@TaskHandler()
class Reports:
    @task()
    def weekly(self) -> None: ...
"""


def done(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    # What is imported must be what is installed.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run([*arguments], cwd=cwd, env=plain, capture_output=True, text=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "build", "--no-isolation", "--outdir", folder)
    made = done(*build, cwd=ROOT)
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


def test_twine_and_check_wheel_contents_accept_them(built: Path) -> None:
    files = sorted(built.iterdir())
    assert [path.name for path in files] == [
        f"spakky_lint-{__version__}-py3-none-any.whl",
        f"spakky_lint-{__version__}.tar.gz",
    ]
    twine = done(sys.executable, "-m", "twine", "check", "--strict", *files, cwd=built)
    assert twine.returncode == 0, twine.stdout
    contents = done(SCRIPTS / "check-wheel-contents", files[0], cwd=built)
    assert (contents.returncode, contents.stdout) == (0, f"{files[0]}: OK\n")


def test_the_wheel_has_the_program_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        metadata = email.message_from_bytes(
            packed.read(f"spakky_lint-{__version__}.dist-info/METADATA")
        )
    tops = {name.split("/")[0] for name in names}
    assert tops == {"spakky_lint", f"spakky_lint-{__version__}.dist-info"}
    assert "spakky_lint/py.typed" in names
    pages = {name for name in names if name.endswith((".html", ".css", ".js"))}
    here = ROOT / "src"
    assert pages == {
        path.relative_to(here).as_posix()
        for path in here.rglob("*")
        if path.suffix in {".html", ".css", ".js"}
    }
    assert metadata["Version"] == __version__
    assert {"flake8", "lsp", "rich", "completion"} <= {*metadata.get_all("Provides-Extra", [])}


def test_the_sdist_has_the_tests_and_no_caches(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        names = [name.split("/", 1)[1] for name in packed.getnames() if "/" in name]
    assert {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE"} <= {*names}
    assert "tests/test_package.py" in names
    assert [name for name in names if "__pycache__" in name or ".venv" in name] == []


def test_it_works_where_nothing_else_is_installed(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    done(sys.executable, "-m", "venv", "--without-pip", "empty", cwd=tmp_path)
    python = tmp_path / "empty" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python)
    installed = done(*pip, "install", "--quiet", "--no-compile", wheel, cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr
    command = tmp_path / "empty" / "bin" / "spakky-lint"
    assert done(command, "--version", cwd=tmp_path).stdout == f"spakky-lint {__version__}\n"
    (tmp_path / "app.py").write_text(WRONG, "utf-8")
    checked = done(command, "check", "--format", "concise", "app.py", cwd=tmp_path)
    assert (checked.returncode, "SPK202" in checked.stdout) == (1, True)
    korean = done(command, "check", "--lang", "ko", "app.py", cwd=tmp_path)
    assert "오류 1개를 찾았습니다" in korean.stdout
    for page in ("preview", "auth", "tasks"):
        written = done(command, page, "--format", "html", "app.py", cwd=tmp_path)
        assert (written.returncode, "<!doctype html>" in written.stdout.lower()) == (0, True)
    fixed = done(python, "-m", "spakky_lint", "check", "--fix", "app.py", cwd=tmp_path)
    assert (fixed.returncode, fixed.stderr) == (0, "")
    assert (tmp_path / "app.py").read_text("utf-8") == WRONG.replace("@task()", "@task")
    missing = done(command, "server", cwd=tmp_path)
    assert missing.returncode == 2
    assert "pip install 'spakky-lint[lsp]'" in missing.stderr
