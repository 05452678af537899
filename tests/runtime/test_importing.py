"""What importing the runtime gives, and what it costs."""

from __future__ import annotations

import ast
import pkgutil
import subprocess
import sys
from pathlib import Path
from types import UnionType

import pytest

import spakky_lint.runtime as runtime

SOURCE = Path(runtime.__file__)
NAMES: tuple[str, ...] = runtime.__all__  # type: ignore[attr-defined]  # made at run time


def modules_after(statements: str) -> set[str]:
    """The modules that a fresh interpreter has loaded, above those it starts with."""
    script = (
        f"import sys; before = set(sys.modules); {statements}; print(*set(sys.modules) - before)"
    )
    run = subprocess.run(
        [
            sys.executable,
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(SOURCE.parents[2])!r}); {script}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.split())


def is_alias(value: object) -> bool:
    """Whether it is another name for a type of Python's own, which knows nothing of that name."""
    return value is str or isinstance(value, UnionType)


def test_every_promised_name_can_be_imported() -> None:
    for name in NAMES:
        value = getattr(runtime, name)
        assert is_alias(value) or getattr(value, "__name__", name) == name
    assert set(NAMES) <= set(dir(runtime))


def test_a_star_import_gives_every_name() -> None:
    names: dict[str, object] = {}
    exec("from spakky_lint.runtime import *", names)
    assert set(NAMES) <= set(names)


def test_type_checkers_see_the_names_that_exist() -> None:
    tree = ast.parse(SOURCE.read_text())
    seen = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module != "typing"
        for alias in node.names
        if alias.name == alias.asname
    }
    assert set(seen) == set(NAMES)
    for name, module in seen.items():
        value = getattr(runtime, name)
        assert is_alias(value) or getattr(value, "__module__", module) == module


def test_no_module_hides_a_name() -> None:
    modules = {module.name for module in pkgutil.iter_modules(runtime.__path__)}
    assert modules.isdisjoint(NAMES)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'shedule'"):
        _ = runtime.shedule  # type: ignore[attr-defined]  # the point of the test


def test_the_whole_runtime_stands_on_the_standard_library_alone() -> None:
    loaded = modules_after("from spakky_lint.runtime import *; import spakky_lint.runtime.validity")
    others = {name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names)
    assert others == {"spakky_lint"}
    ours = {name for name in loaded if name.startswith("spakky_lint.")}
    rooms = ("spakky_lint.runtime", "spakky_lint.messages", "spakky_lint.patterns")
    assert all(name.startswith(rooms) for name in ours)


def test_the_schedule_values_cost_nothing_of_auth_and_execution() -> None:
    loaded = modules_after(
        "from spakky_lint.runtime import Crontab, Month, Weekday, ScheduleRoute; "
        "import spakky_lint.runtime.validity"
    )
    assert {"spakky_lint.runtime.crontab", "spakky_lint.runtime.schedules"} <= loaded
    heavy = ("enforcement", "context", "direct", "checkers", "pod", "tasks", "requirements")
    assert loaded.isdisjoint(f"spakky_lint.runtime.{name}" for name in heavy)
    assert loaded.isdisjoint({"asyncio", "threading", "uuid", "logging"})


def test_importing_the_package_alone_loads_no_module_of_it() -> None:
    loaded = modules_after("import spakky_lint.runtime")
    assert {name for name in loaded if name.startswith("spakky_lint.runtime.")} == set()
