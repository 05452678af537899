"""``spakky-lint auth --import`` on modules that are really imported, with the real framework."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Run, plant, run, run_on_terminal
from tests.environments import SENDING_IN_CODE
from tests.real_framework import requires_framework

pytestmark = [
    requires_framework,
    pytest.mark.long,
    pytest.mark.usefixtures("forked_imports"),
]

TASKS = """\
from datetime import time

from spakky.auth import protected, public_access, require_permission, require_role
from spakky.task import TaskHandler, schedule, task


@TaskHandler()
@require_role("admin", tenant="eu")
class Reports:
    @task
    @require_permission("billing:charge", resource="invoice")
    def charge(self) -> None: ...

    @schedule(at=time(9, 0))
    def sweep(self) -> None: ...


@TaskHandler()
class Orders:
    @task
    @public_access
    def browse(self) -> None: ...

    @task
    def forget(self) -> None: ...
"""
UNTOLD = """\
import os
from spakky.auth import require_role
from spakky.task import TaskHandler, task

@TaskHandler()
class Nightly:
    @task
    @require_role(os.environ.get("NO_SUCH_ROLE", "night"))
    def sweep(self) -> None: ...
"""
NIGHTLY = """\
from spakky.auth import protected
from spakky.task import TaskHandler, task

@TaskHandler()
class Nightly:
    @task
    @protected
    def kept(self) -> None: ...

    @task
    def locked(self) -> None: ...
"""
PATCH = """\
from app.nightly import Nightly
from spakky.auth import protected

protected(Nightly.locked)
"""
"""Whoever reads the class does not see that `locked` is protected."""
DIFFERENT = {"app/nightly.py": NIGHTLY, "app/patch.py": PATCH}

PACKAGE = {
    "pyproject.toml": "",
    "app/__init__.py": "",
    "app/settings.py": SENDING_IN_CODE,
    "app/tasks.py": TASKS,
}


def asked(tree: Path, *modules: str, arguments: tuple[str, ...] = ("--format", "json")) -> Run:
    names = [part for module in modules for part in ("--import", module)]
    return run("auth", *names, *arguments, cwd=tree)


def document(tree: Path, *arguments: str, module: str = "app", code: int = 0) -> Any:
    done = asked(tree, module, arguments=("--format", "json", *arguments))
    assert (done.code, done.complaints) == (code, [])
    return json.loads(done.out)


LOST = """\
from spakky.auth import protected, require_role, require_scope
from spakky.task import TaskHandler, task

@TaskHandler()
class Nightly:
    @require_scope
    @task
    def above(self) -> None: ...

    @task
    @require_scope
    def below(self) -> None: ...

    @task
    @protected
    def kept(self) -> None: ...

@require_role
@TaskHandler()
class Replaced:
    @task
    def gone(self) -> None: ...
"""
SHARED = """\
from spakky.auth import protected
from spakky.task import TaskHandler, task

@protected
class GuardedMixin:
    @task
    def inherited(self) -> None: ...
"""
HEIR = """\
from app.shared import GuardedMixin
from spakky.task import TaskHandler, task

@TaskHandler()
class {name}(GuardedMixin):
    @task
    def own(self) -> None: ...
"""


# What is found


def test_the_classes_are_what_the_text_says(tmp_path: Path) -> None:
    tree = plant(tmp_path, PACKAGE)
    imported = document(tree)
    assert list(imported) == ["version", "callers", "tasks", "providers", "differences", "unmet"]
    assert imported.pop("differences") == []
    text = json.loads(run("auth", "--format", "json", cwd=tree).out)
    for task in (*imported["tasks"], *text["tasks"]):
        for requirement in task["requirements"]:
            # There is no text on a class.
            assert requirement.pop("written")
    assert len(imported["tasks"]) == 4
    assert imported == text
    done = asked(tree, "app", arguments=())
    assert done.code == 0
    assert done.lines[-1] == "The imported classes require what the code says."


def test_a_task_that_a_decorator_took_the_place_of_is_listed(tmp_path: Path) -> None:
    tree = plant(tmp_path, {**PACKAGE, "app/tasks.py": "", "app/lost.py": LOST})
    found = document(tree, "--require", "reachable", code=1)
    assert {
        task["task"]: (task["handler"], task["line"], task["paths"]["queue"]["reason"])
        for task in found["tasks"]
        if task["paths"]["queue"]["state"] == "absent"
    } == {
        f"app.lost.{name}": (name.partition(".")[0], line, reason)
        for name, line, reason in (
            (
                "Nightly.above",
                6,
                "@require_scope is not called, and takes the place of the method",
            ),
            (
                "Nightly.below",
                10,
                "@require_scope is not called, and takes the place of the method",
            ),
            (
                "Replaced.gone",
                21,
                "@require_role is not called, and takes the place of the class",
            ),
        )
    }
    assert [each["task"].rpartition(".")[2] for each in found["unmet"]] == [
        "above",
        "below",
        "gone",
    ]
    assert found["differences"] == []


def test_handlers_that_share_the_metadata_of_another_module_do_not_start(tmp_path: Path) -> None:
    files = {"app/__init__.py": "", "app/settings.py": SENDING_IN_CODE, "app/shared.py": SHARED}
    one = plant(tmp_path / "one", {**files, "app/one.py": HEIR.format(name="One")})
    found = document(one)
    assert {task["paths"]["queue"]["state"] for task in found["tasks"]} == {"enforced"}
    files |= {f"app/{name.lower()}.py": HEIR.format(name=name) for name in ("One", "Two")}
    both = plant(tmp_path / "two", files)
    found = document(both)
    assert len(found["tasks"]) == 5
    (reason,) = {task["paths"]["queue"]["reason"] for task in found["tasks"]}
    assert reason == (
        "its class, or one that shares metadata with it, is decorated as a pod again, so the "
        "application does not start (MultipleAnnotationFoundError)"
    )


def test_a_difference_is_shown_and_makes_the_exit_code_1(tmp_path: Path) -> None:
    tree = plant(tmp_path, {**PACKAGE, **DIFFERENT})
    found = document(tree, code=1)
    (difference,) = found["differences"]
    assert (difference["task"], difference["path"], difference["line"]) == (
        "app.nightly.Nightly.locked",
        "app/nightly.py",
        10,
    )
    assert (difference["kind"], difference["contradiction"]) == ("other-access", True)
    assert (difference["text"]["access"], difference["imported"]["access"]) == (
        "undeclared",
        "protected",
    )
    assert difference["message"].startswith("app.nightly.Nightly.locked (app/nightly.py:10): ")
    assert "protected" in difference["message"]
    (locked,) = [task for task in found["tasks"] if task["task"].endswith("locked")]
    assert (locked["access"], locked["paths"]["queue"]["state"]) == ("protected", "enforced")
    assert {task["path"] for task in found["tasks"]} == {"app/nightly.py", "app/tasks.py"}

    table = asked(tree, "app", arguments=())
    assert (table.code, table.err) == (1, b"")
    assert "The imported classes differ from the code:" in table.lines
    markdown = asked(tree, "app", arguments=("--format", "markdown"))
    assert (markdown.code, markdown.err) == (1, b"")
    assert "**The imported classes differ from the code:**" in markdown.lines
    page = asked(tree, "app", arguments=("--format", "html"))
    assert (page.code, page.out[:9].lower()) == (1, b"<!doctype")
    (line,) = page.complaints
    assert line == f"spakky-lint: {difference['message']}"


def test_what_only_the_class_tells_is_shown_and_is_no_difference(tmp_path: Path) -> None:
    tree = plant(tmp_path, {**PACKAGE, "app/nightly.py": UNTOLD})
    found = document(
        tree,
        "--as",
        "alice",
        "--role",
        "night",
        "--require",
        "declared,reachable",
        module="app.nightly",
    )
    (untold,) = found["differences"]
    assert (untold["kind"], untold["contradiction"]) == ("unknown", False)
    (sweep,) = found["tasks"]
    (requirement,) = sweep["requirements"]
    assert (requirement["ref"], requirement["known"]) == ("night", True)
    assert sweep["decision"] == {"state": "ALLOW", "reason_code": "AUTHORIZED"}


def test_a_base_of_another_module_is_seen(tmp_path: Path) -> None:
    base = TASKS.replace(
        '@TaskHandler()\n@require_role("admin", tenant="eu")\nclass Reports',
        "@protected\nclass ReportsBase",
    )
    subclass = """\
from spakky.task import TaskHandler
from base import ReportsBase

@TaskHandler()
class Weekly(ReportsBase): ...
"""
    tree = plant(tmp_path, {"base.py": base, "subclass.py": subclass})
    found = document(tree, "--require", "declared", module="subclass")
    assert {task["task"] for task in found["tasks"]} == {
        "base.ReportsBase.charge",
        "base.ReportsBase.sweep",
    }
    assert {task["handler"] for task in found["tasks"]} == {"Weekly"}
    assert {task["access"] for task in found["tasks"]} == {"protected"}
    assert all(task["certain"] for task in found["tasks"])


def test_what_is_required_is_required_of_the_classes(tmp_path: Path) -> None:
    tree = plant(tmp_path, {**PACKAGE, **DIFFERENT})
    text = run("auth", "--require", "declared", "--format", "json", cwd=tree)
    assert [each["task"].rpartition(".")[2] for each in json.loads(text.out)["unmet"]] == [
        "locked",
        "forget",
    ]
    found = document(tree, "--require", "declared", code=1)
    assert [each["task"] for each in found["unmet"]] == ["app.tasks.Orders.forget"]
    table = asked(tree, "app.tasks", arguments=("--require", "declared"))
    assert table.code == 1
    assert table.lines[-5:] == [
        "The imported classes require what the code says.",
        "",
        "Required and not met: declared (1 task)",
        "  nothing says who may run it:",
        "    app.tasks.Orders.forget  app/tasks.py:24",
    ]


def test_decisions_are_about_the_classes(tmp_path: Path) -> None:
    tree = plant(tmp_path, {**PACKAGE, **DIFFERENT})
    found = document(tree, "--anonymous", code=1)
    (locked,) = [task for task in found["tasks"] if task["task"].endswith("locked")]
    assert locked["decision"] == {"state": "CHALLENGE", "reason_code": "MISSING_CREDENTIAL"}


def test_what_is_wrong_in_the_text_is_told_with_the_task(tmp_path: Path) -> None:
    found = document(plant(tmp_path, PACKAGE))
    (sweep,) = [task for task in found["tasks"] if task["task"].endswith("sweep")]
    assert (sweep["problems"], sweep["paths"]["beat"]["state"]) == (["SPK510"], "open")


def test_a_document_goes_to_a_file(tmp_path: Path) -> None:
    tree = plant(tmp_path, PACKAGE)
    for format_ in ("json", "markdown", "html"):
        done = asked(tree, "app", arguments=("--format", format_, "-o", "out"))
        assert (done.code, done.out, done.err) == (0, b"", b"")
        printed = asked(tree, "app", arguments=("--format", format_))
        assert (tree / "out").read_bytes() == printed.out


# What cannot be done


@pytest.mark.parametrize("format_", ["table", "markdown", "json", "html"])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from spakky.auth import no", "ImportError: cannot import name 'no' from 'spakky.auth'"),
        ("1 / 0", "ZeroDivisionError: division by zero (app/bad.py:1)"),
        (
            "from spakky.auth import require_role\nrequire_role()",
            "TypeError: require_role() missing 1 required positional argument: 'role'",
        ),
    ],
)
def test_a_module_that_cannot_be_imported(
    tmp_path: Path, format_: str, text: str, words: str
) -> None:
    tree = plant(tmp_path, {**PACKAGE, "app/bad.py": f"{text}\n"})
    done = asked(tree, "app.tasks", "app.bad", arguments=("--format", format_))
    assert (done.code, done.out) == (2, b"")
    (line,) = done.complaints
    assert line.startswith(f"spakky-lint: --import: app.bad: {words}")


def test_bad_input_is_found_before_anything_is_imported(tmp_path: Path) -> None:
    tree = plant(tmp_path, {**PACKAGE, "app/ran.py": "open('ran', 'w')\n"})
    done = asked(tree, "app", arguments=("--require", "x", "--policy", "none.toml"))
    assert (done.code, done.out, len(done.complaints)) == (2, b"", 2)
    assert not (tree / "ran").exists()
    asked(tree, "app")
    assert (tree / "ran").exists()


def test_a_text_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    odd = "import spakky\nopen(__file__, 'w').write('import spakky\\ndef f(:')\n"
    tree = plant(tmp_path, {**PACKAGE, "app/odd.py": odd})
    done = asked(tree, "app")
    assert done.code == 2
    assert len(json.loads(done.out)["tasks"]) == 4
    (line,) = done.complaints
    assert line.startswith("spakky-lint: app/odd.py: ")


def test_a_long_import_is_told_of_on_a_terminal_only(tmp_path: Path) -> None:
    tree = plant(tmp_path, {**PACKAGE, "app/slow.py": "import time\ntime.sleep(1.5)\n"})
    _, shown = run_on_terminal("auth", "--import", "app", cwd=tree)
    assert "\rImporting app\r             \r" in shown
    assert "Importing" not in asked(tree, "app").err.decode()
