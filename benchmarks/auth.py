"""What an auth report costs: 1,400 tasks in 200 files that have their roles from one module.

Reading them, following the roles, deciding for one caller and laying out the table may cost two
and a half times libcst's bare parse of the same texts. Both are measured in turns, and the median
of the ratios counts. Exits with 1 when the bound is missed.

    python benchmarks/auth.py [RUNS]
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from benchmarks.preview import RUNS, SETTINGS, in_turns, judged, parse, sources
from spakky_lint.project.auditing import Caller, audit
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.inventories import tasks_of_file
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.programs import sources_of
from spakky_lint.project.trouble import Trouble
from spakky_lint.report.auth.table import auth_table
from spakky_lint.runtime.decisions import Subject

BOUND = 2.5

_ROLES = """\
from enum import StrEnum


class Role(StrEnum):
    DISPATCHER = "dispatcher"
"""
ANN = Caller("ann", Subject(id="ann", roles=frozenset({"dispatcher"})))


def with_roles(text: str) -> str:
    """The same file, which imports the role that it requires."""
    imported = text.replace("from shop.mail", "from shop.roles import Role\nfrom shop.mail")
    return imported.replace('"dispatcher"', "Role.DISPATCHER")


def plant(folder: Path, texts: list[str]) -> list[SourceFile]:
    package = folder / "shop"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "roles.py").write_text(_ROLES, encoding="utf-8")
    files = []
    for n, text in enumerate(texts):
        path = package / f"region_{n}.py"
        path.write_text(text, encoding="utf-8")
        files.append(SourceFile(path, f"shop/region_{n}.py"))
    return files


def read(files: list[SourceFile], root: Path) -> list[LocatedTask]:
    sources = sources_of(root)
    tasks: list[LocatedTask] = []
    for file in files:
        found = tasks_of_file(file, root, SETTINGS, sources, with_auth_codes=True)
        if isinstance(found, Trouble):
            raise SystemExit(found.message)
        tasks += found.tasks
    return tasks


def table(files: list[SourceFile], root: Path) -> int:
    """The whole command but for its output."""
    return len(list(auth_table(audit(read(files, root), [ANN]))))


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    texts = [with_roles(text) for text in sources()]
    with TemporaryDirectory() as folder:
        root = Path(folder)
        files = plant(root, texts)
        tasks = read(files, root)
        seconds = in_turns(
            {"parse": lambda: parse(texts), "table": lambda: table(files, root)}, runs
        )
    ratio = statistics.median(
        table / parse for parse, table in zip(seconds["parse"], seconds["table"], strict=True)
    )
    sys.stdout.write(
        f"{len(tasks)} tasks in {len(texts)} files, median of {runs} turns; "
        f"the parse takes {statistics.median(seconds['parse']):.2f} s\n"
    )
    return 0 if judged("the auth report, of the parse", ratio, BOUND) else 1


if __name__ == "__main__":
    sys.exit(main())
