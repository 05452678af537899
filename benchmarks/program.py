"""What whole programs cost: ratios of processes that are run in turns, each against its bound.

    python benchmarks/program.py [--quick] [--runs N] [--only cold,flake8,file,shapes]

- cold: `check` in a fresh process over a generated application and over the installed packages of
  the framework, against a process that reads every file, loads libcst and parses those files that
  a name of the framework's tasks or auth reaches
- flake8: with the plugin, against without it, on the same trees
- file: a clean file of handlers against its parse, in one process
- shapes: `check`, `preview`, `auth` and `tasks` over programs of a costly shape, against the parse

Prints a table, and exits with 1 when a bound is missed. Progress goes to standard error.
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import json
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from benchmarks.corpus import generate
from benchmarks.linked_shapes import linked_shapes
from benchmarks.measuring import (
    ROOT,
    Command,
    Failed,
    Row,
    Run,
    check,
    compared,
    in_turns,
    median_wall,
    python,
    run,
    tell,
    verdict,
)
from benchmarks.shapes import Shape, shapes

COLD_BOUND = 1.6
FLAKE8_BOUND = 1.25
_COLD = {"SPAKKY_LINT_NO_CACHE": "1"}
SHAPE_FACTOR, SHAPE_START = 8.0, 1.0

_TASK_NAMES = {
    "TaskHandler",
    "task",
    "schedule",
    "Crontab",
    "Month",
    "Weekday",
    "DirectTaskExecutor",
    "DirectTaskInvocation",
    "TaskRoute",
    "ScheduleRoute",
}
_AUTH_NAMES = {
    "protected",
    "public_access",
    "require_permission",
    "require_policy",
    "require_relation",
    "require_role",
    "require_scope",
}
_REACHING = _TASK_NAMES | _AUTH_NAMES | {"spakky.task", "spakky.auth"}


@dataclass(frozen=True, slots=True)
class Tree:
    """A folder to be checked; its files to be parsed are in a list beside it."""

    title: str
    folder: Path
    reached: Path


@dataclass(frozen=True, slots=True)
class FileRequest:
    quick: bool
    runs: int | None

    def turns(self, full: int, quick: int) -> int:
        return self.runs or (quick if self.quick else full)


def application(room: Path, requested: FileRequest) -> Tree:
    corpus = generate(200 if requested.quick else 1000)
    folder = room / "application"
    corpus.plant(folder)
    title = f"an application of {len(corpus.files)} files"
    return _tree(title, folder, sorted(corpus.reached))


def framework(room: Path, requested: FileRequest) -> Tree | None:
    """A copy of the installed packages, or of some; None where there are none."""
    found = importlib.util.find_spec("spakky")
    places = list(found.submodule_search_locations or ()) if found else []
    if not places:
        return None
    folder = room / "framework"
    ignored = shutil.ignore_patterns(
        "__pycache__", *(("core", "plugins") if requested.quick else ())
    )
    shutil.copytree(places[0], folder / "spakky", ignore=ignored)
    files = sorted(folder.rglob("*.py"))
    reached = [file.relative_to(folder).as_posix() for file in files if _is_reached(file)]
    return _tree(f"the framework's {len(files)} files", folder, reached)


def _tree(title: str, folder: Path, reached: list[str]) -> Tree:
    listed = folder.with_suffix(".reached")
    listed.write_text("\n".join(reached), encoding="utf-8")
    return Tree(f"{title}, {len(reached)} reached", folder, listed)


def _is_reached(file: Path) -> bool:
    """Whether an import of the file brings a name of the framework's tasks or auth."""
    nodes = ast.walk(ast.parse(file.read_bytes()))
    return any(brought in _REACHING for brought in _brought(nodes))


def _brought(nodes: Iterator[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}"
                if f"{node.module}.".startswith(("spakky.task.", "spakky.auth.")):
                    yield node.module if alias.name == "*" else alias.name


def cold(trees: list[Tree], requested: FileRequest) -> Iterator[Row]:
    for tree in trees:
        tell(f"check: {tree.title}")
        bare = python(str(ROOT / "benchmarks/bare_parse.py"), ".", str(tree.reached))
        runs = in_turns(
            {"bare parse": Command(bare, tree.folder), "check": check(tree.folder, "--no-cache")},
            requested.turns(7, 3),
        )
        yield compared(f"check: {tree.title}", runs["check"], runs["bare parse"], COLD_BOUND)
        yield _findings(tree)


def _findings(tree: Tree) -> Row:
    """What is checked here is right: a check that is quick and wrong has won nothing."""
    done = run(check(tree.folder, "--no-cache", "--format", "json"))
    if isinstance(done, Failed):
        return Row("  findings in it", "-", "0", False, done.reason)
    codes = [str(finding["code"]) for finding in json.loads(done.output)["findings"]]
    detail = ", ".join(f"{codes.count(code)} {code}" for code in sorted(set(codes)))
    return Row("  findings in it", str(len(codes)), "0", not codes, detail)


def flake8(trees: list[Tree], requested: FileRequest) -> Iterator[Row]:
    """With flake8's own choice of rules and of processes, as most people run it."""
    for tree in trees:
        tell(f"flake8: {tree.title}")
        arguments = python(str(ROOT / "benchmarks/flake8_run.py"), "--isolated", "--exit-zero")
        commands = {
            name: Command((*arguments, "."), tree.folder, {"SPAKKY_LINT_PLUGIN": value, **_COLD})
            for name, value in {"without": "0", "with": "1"}.items()
        }
        for name, command in commands.items():
            asked = Command((*arguments, "--version"), tree.folder, command.environment)
            seen = run(asked)
            if isinstance(seen, Failed) or ("spakky" in seen.output) != (name == "with"):
                raise SystemExit(f"flake8 {name} the plugin is not what is measured: {seen}")
        runs = in_turns(commands, requested.turns(5, 2))
        yield compared(f"flake8: {tree.title}", runs["with"], runs["without"], FLAKE8_BOUND)


def single_file(requested: FileRequest) -> Iterator[Row]:
    from benchmarks.linting import RELEVANT_BOUND, relevant

    tell("one file of handlers")
    ratio = relevant(requested.turns(15, 5))
    title = "a clean file of handlers, of its parse"
    yield Row(title, f"{ratio:.2f}", f"{RELEVANT_BOUND:.2f}", ratio <= RELEVANT_BOUND)


def costly_shapes(room: Path, requested: FileRequest) -> Iterator[Row]:
    large = not requested.quick
    for number, shape in enumerate([*shapes(large=large), *linked_shapes(large=large)]):
        tell(shape.title)
        folder = room / f"shape_{number}"
        for name, text in shape.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        yield from _shape(shape, folder, requested)


def _shape(shape: Shape, folder: Path, requested: FileRequest) -> Iterator[Row]:
    def ours(command: str, *options: str) -> Command:
        whole = python("-m", "spakky_lint", command, *options, "--no-cache", ".")
        return Command(whole, folder)

    commands = {
        "check": check(folder, "--no-cache"),
        "preview": ours("preview", "--isolated", "--next", "1"),
        "auth": ours("auth", "--isolated"),
        "tasks": ours("tasks", "--isolated"),
    }
    bare = Command(python(str(ROOT / "benchmarks/bare_parse.py"), ".", "-"), folder)
    runs = in_turns({"bare parse": bare, **commands}, requested.turns(3, 1))
    basis = runs["bare parse"]
    if isinstance(basis, Failed):
        raise SystemExit(f"{shape.title} cannot be parsed: {basis.reason}")
    parse = statistics.median(float(one.output) for one in basis)
    for name in commands:
        yield _within(f"{name}: {shape.title}", runs[name], parse)


def _within(title: str, runs: list[Run] | Failed, parse: float) -> Row:
    bound = SHAPE_FACTOR * parse + SHAPE_START
    basis = f"the parse takes {parse:.2f} s"
    if isinstance(runs, Failed):
        return Row(title, "-", f"{bound:.2f} s", False, f"{runs.reason}; {basis}")
    taken = median_wall(runs)
    return Row(title, f"{taken:.2f} s", f"{bound:.2f} s", taken <= bound, basis)


def _measured(parts: list[str], room: Path, requested: FileRequest) -> Iterator[Row]:
    trees: list[Tree] = []
    if {"cold", "flake8"} & set(parts):
        trees = [
            tree for tree in (application(room, requested), framework(room, requested)) if tree
        ]
    if len(trees) == 1:
        yield Row("the framework's own packages", "-", "-", False, "they are not installed")
    ways: dict[str, Callable[[], Iterator[Row]]] = {
        "cold": lambda: cold(trees, requested),
        "flake8": lambda: flake8(trees, requested),
        "file": lambda: single_file(requested),
        "shapes": lambda: costly_shapes(room, requested),
    }
    for part in parts:
        yield from ways[part]()


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure whole programs against their bounds.")
    parser.add_argument("--quick", action="store_true", help="smaller trees, fewer turns")
    parser.add_argument("--runs", type=int, help="so many turns of everything")
    parts = ["cold", "flake8", "file", "shapes"]
    parser.add_argument("--only", help=f"some of {','.join(parts)}")
    options = parser.parse_args()
    wanted = options.only.split(",") if options.only else parts
    if unknown := [part for part in wanted if part not in parts]:
        parser.error(f"--only: {', '.join(unknown)} is none of {', '.join(parts)}")
    with TemporaryDirectory() as room:
        rows = list(_measured(wanted, Path(room), FileRequest(options.quick, options.runs)))
    return verdict(rows)


if __name__ == "__main__":
    sys.exit(main())
