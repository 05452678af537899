"""What is linted never runs, and nothing is imported that a file does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

HARMFUL = """\
from pathlib import Path
from spakky.task import TaskHandler, schedule, task

print("I ran")
Path("marker").unlink()
__import__("os").remove("other marker")


class Boom:
    def __init_subclass__(cls):
        Path("marker").unlink()

    def __getattr__(self, name):
        Path("marker").unlink()


HOUR = Path("marker").unlink() or 9


def harm(function=Path("marker").unlink()):
    Path("marker").unlink()
    return function


@TaskHandler()
@harm
class Orders(Boom, metaclass=harm()):
    @task()
    @schedule(interval=harm(), at=[Path("marker").unlink() for _ in range(1)])
    def run(self, day=harm()) -> f"{Path('marker').unlink()}":
        Path("marker").unlink()

    @schedule()
    def other(self) -> None: ...
"""


def run(code: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_file_that_deletes_and_prints_on_import_does_nothing(tmp_path: Path) -> None:
    (tmp_path / "harmful.py").write_text(HARMFUL)
    (tmp_path / "marker").touch()
    (tmp_path / "other marker").touch()
    ran = run(
        "from pathlib import Path\n"
        "from spakky_lint.linting.fixer import fix_source\n"
        "from spakky_lint.linting.linter import lint_bytes\n"
        "linted = lint_bytes(Path('harmful.py').read_bytes())\n"
        "fix_source(linted.source, unsafe=True)\n"
        "print(*sorted({finding.code for finding in linted.findings}))\n"
        "import sys; assert 'harmful' not in sys.modules and 'spakky' not in sys.modules\n",
        tmp_path,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "SPK202 SPK301\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "harmful.py",
        "marker",
        "other marker",
    ]


def test_the_harmful_file_would_do_harm_if_it_ran(tmp_path: Path) -> None:
    (tmp_path / "harmful.py").write_text(HARMFUL.replace("from spakky", "# from spakky"))
    (tmp_path / "marker").touch()
    ran = run("import harmful", tmp_path)
    assert ran.stdout == "I ran\n"
    assert not (tmp_path / "marker").exists()


def imported_by(code: str, tmp_path: Path) -> set[str]:
    """The top-level modules that `code` brings in, without those of a bare interpreter."""
    show = "import sys; print(*sorted(sys.modules), sep='\\n')"
    before = set(run(show, tmp_path).stdout.split())
    ran = run(f"{code}\n{show}", tmp_path)
    assert ran.returncode == 0, ran.stderr
    return {name.partition(".")[0] for name in set(ran.stdout.split()) - before}


def test_syntax_imports_libcst_and_the_standard_library_alone(tmp_path: Path) -> None:
    brought = imported_by(
        "import pkgutil, importlib, spakky_lint.syntax as package\n"
        "for found in pkgutil.iter_modules(package.__path__):\n"
        "    importlib.import_module(f'spakky_lint.syntax.{found.name}')\n"
        "from spakky_lint.syntax.parse import read_declarations\n"
        "module = read_declarations('from spakky.task import task\\n@task()\\ndef f(): ...')\n"
        "assert module.functions[0].function.decorators[0].place.range",
        tmp_path,
    )
    bare = imported_by("import libcst; from libcst.metadata import PositionProvider", tmp_path)
    assert brought - bare - {"libcst", "spakky_lint"} <= sys.stdlib_module_names


@pytest.mark.parametrize(
    "data", [b"import os\n\nclass Orders:\n    pass\n", b"", b"\xff\xfe", b"def f(:\n"]
)
def test_a_file_that_never_mentions_the_framework_costs_no_parser(
    data: bytes, tmp_path: Path
) -> None:
    brought = imported_by(
        "from spakky_lint.linting.linter import lint_bytes\n"
        f"linted = lint_bytes({data!r})\n"
        "assert not linted.analysed and not linted.findings",
        tmp_path,
    )
    assert "libcst" not in brought


@pytest.mark.parametrize("module", ["libcst.matchers", "libcst.codemod"])
def test_the_slow_parts_of_libcst_stay_out(module: str, tmp_path: Path) -> None:
    ran = run(
        "import sys\n"
        "from spakky_lint.linting.linter import lint_text\n"
        "assert lint_text('from spakky.task import schedule\\n@schedule()\\ndef f(): ...\\n')\n"
        f"print({module!r} in sys.modules)",
        tmp_path,
    )
    assert ran.stdout == "False\n", ran.stderr
