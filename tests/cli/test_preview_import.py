"""``spakky-lint preview --import`` on modules that are really imported, with the real framework."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.project.imported import ImportFailed, import_modules
from tests.cli.running import Run, plant, run, run_on_terminal
from tests.real_framework import requires_framework

pytestmark = [
    requires_framework,
    pytest.mark.long,
    pytest.mark.usefixtures("forked_imports"),
]

TASKS = """\
import os
from datetime import time, timedelta, timezone
from zoneinfo import ZoneInfo

from spakky.task import Crontab, Month, TaskHandler, Weekday, schedule, task


@TaskHandler()
class Reports:
    @schedule(at=time(9, 0))
    def daily(self) -> None: ...

    @schedule(
        crontab=Crontab(month=(Month.MARCH, Month.JUNE), day=1, weekday=Weekday.MONDAY, hour=2)
    )
    async def seldom(self) -> None: ...

    @task
    @schedule(interval=timedelta(minutes=5, microseconds=1))
    def poll(self) -> None: ...

    @schedule(at=time(7, 30, 15, tzinfo=ZoneInfo("America/New_York")))
    def abroad(self) -> None: ...

    @schedule(at=time(7, 30, tzinfo=timezone(timedelta(hours=-3))))
    def offset(self) -> None: ...

    @task
    def on_demand(self) -> None: ...
"""
PACKAGE = {
    "pyproject.toml": "[tool.spakky-lint]\ntimezone = 'Asia/Seoul'\n",
    "app/__init__.py": "",
    "app/tasks.py": TASKS,
}
START = ("--from", "2026-11-23")


def asked(tree: Path, *modules: str, **options: Any) -> Run:
    names = [part for module in modules for part in ("--import", module)]
    arguments = options.pop("arguments", ("--format", "json"))
    return run("preview", *names, *START, *arguments, cwd=tree, **options)


def document(tree: Path, *modules: str) -> Any:
    done = asked(tree, *modules)
    assert (done.code, done.complaints) == (0, [])
    return json.loads(done.out)


def differences(tree: Path, *modules: str) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (each["kind"], each["task"], each["text"], each["imported"])
        for each in document(tree, *modules)["differences"]
    ]


# What is found


@pytest.mark.parametrize("backend", ["spec", "celery"])
def test_the_classes_are_what_the_text_says(tmp_path: Path, backend: str) -> None:
    tree = plant(tmp_path, PACKAGE)
    told = ("--format", "json", *START, "--backend", backend)
    imported = json.loads(run("preview", "--import", "app", *told, cwd=tree).out)
    assert imported.pop("differences") == []
    assert len(imported["schedules"]) == 5
    assert imported == json.loads(run("preview", *told, cwd=tree).out)


def test_a_package_is_imported_with_all_below_it_but_its_program(tmp_path: Path) -> None:
    deep = "app/deep/inner"
    tree = plant(
        tmp_path,
        {
            **PACKAGE,
            "app/deep/__init__.py": "",
            f"{deep}/__init__.py": TASKS,
            f"{deep}/__main__.py": "raise SystemExit('I am a program')\n",
            "elsewhere.py": TASKS,
        },
    )
    names = {schedule["task"] for schedule in document(tree, "app")["schedules"]}
    assert {name.rpartition(".Reports.")[0] for name in names} == {"app.tasks", "app.deep.inner"}
    names = {schedule["task"] for schedule in document(tree, "app.tasks", "elsewhere")["schedules"]}
    assert {name.rpartition(".Reports.")[0] for name in names} == {"app.tasks", "elsewhere"}


def test_modules_are_found_in_the_working_directory_and_in_src(tmp_path: Path) -> None:
    tree = plant(tmp_path, {"here.py": TASKS, "src/there.py": TASKS})
    found = document(tree, "here", "there")["schedules"]
    assert {schedule["path"] for schedule in found} == {"here.py", "src/there.py"}


def test_what_the_text_cannot_tell_is_told(tmp_path: Path) -> None:
    unknown = TASKS.replace("at=time(9, 0)", "at=time(int(os.environ.get('HOUR', '4')))")
    tree = plant(tmp_path, {**PACKAGE, "app/tasks.py": unknown})
    assert differences(tree, "app") == [
        ("unknown", "app.tasks.Reports.daily", "not known from the code", "at 04:00 every day")
    ]
    (daily,) = [
        each
        for each in document(tree, "app")["schedules"]
        if each["task"] == "app.tasks.Reports.daily"
    ]
    assert daily["fires"][0] == "2026-11-23T04:00:00+09:00"


def test_each_way_to_differ_has_its_line(tmp_path: Path) -> None:
    text = """\
from datetime import time
from spakky.task import TaskHandler, schedule

@TaskHandler()
class Nightly:
    @schedule(at=time(1, 0))
    def kept(self) -> None: ...

    @schedule(at=time(2, 0))
    def moved(self) -> None: ...

    @schedule(at=time(3, 0))
    def dropped(self) -> None: ...

    def added(self) -> None: ...

    class Inner:
        pass

    @TaskHandler()
    class Nested:
        @schedule(at=time(5, 0))
        def unseen(self) -> None: ...


def patch(route):
    route.at = time(2, 30)


patch(Nightly.moved.__spakky_annotation_metadata__[type(schedule(at=time(0)))][0])
del Nightly.dropped.__spakky_annotation_metadata__
for name in ("added",):
    schedule(at=time(4, 0))(getattr(Nightly, name))
"""
    tree = plant(tmp_path, {"nightly.py": text})
    assert sorted(differences(tree, "nightly")) == [
        ("only-imported", "nightly.Nightly.added", None, "at 04:00 every day"),
        ("only-text", "nightly.Nested.unseen", "at 05:00 every day", None),
        ("only-text", "nightly.Nightly.dropped", "at 03:00 every day", None),
        ("other-times", "nightly.Nightly.moved", "at 02:00 every day", "at 02:30 every day"),
    ]
    table = asked(tree, "nightly", arguments=())
    assert table.code == 0
    assert table.lines[-5] == "The imported classes differ from the code:"
    assert sorted(line.split(" ")[2] for line in table.lines[-4:]) == [
        "nightly.Nested.unseen",
        *(f"nightly.Nightly.{name}" for name in ("added", "dropped", "moved")),
    ]
    korean = asked(tree, "nightly", arguments=("--lang", "ko"))
    assert "코드는 '매일 02:00'이지만" in korean.text
    calendar = asked(tree, "nightly", arguments=("--format", "ics"))
    assert calendar.out.startswith(b"BEGIN:VCALENDAR")
    assert sum("nightly.N" in line for line in calendar.complaints) == 4


def test_a_method_that_a_handler_inherits_from_another_module(tmp_path: Path) -> None:
    base = TASKS.replace("@TaskHandler()\nclass Reports", "class ReportsBase")
    subclass = """\
from spakky.task import TaskHandler
from base import ReportsBase

@TaskHandler()
class Weekly(ReportsBase): ...
"""
    tree = plant(tmp_path, {"base.py": base, "subclass.py": subclass})
    found = document(tree, "subclass")
    assert found["differences"] == []
    assert {schedule["task"] for schedule in found["schedules"]} == {
        f"base.ReportsBase.{name}" for name in ("daily", "seldom", "poll", "abroad", "offset")
    }
    assert {schedule["path"] for schedule in found["schedules"]} == {"base.py"}


def test_a_method_behind_a_wrapper_is_where_it_is_written(tmp_path: Path) -> None:
    text = """\
import functools
from datetime import time
from spakky.task import TaskHandler, schedule

def logged(method):
    @functools.wraps(method)
    def wrapper(self):
        return method(self)
    return wrapper

@TaskHandler()
class Nightly:
    @schedule(at=time(1))
    @logged
    def sweep(self) -> None: ...
"""
    tree = plant(tmp_path, {"nightly.py": text})
    (schedule,) = document(tree, "nightly")["schedules"]
    assert (schedule["path"], schedule["line"]) == ("nightly.py", 13)


def test_what_is_wrong_in_the_text_is_told_with_the_schedule(tmp_path: Path) -> None:
    never = "at=time(9, 0)", "crontab=Crontab(month=Month.FEBRUARY, day=30)"
    tree = plant(tmp_path, {**PACKAGE, "app/tasks.py": TASKS.replace(*never)})
    daily = document(tree, "app")["schedules"][0]
    assert (daily["never"], daily["problems"]) == (True, ["SPK404"])


def test_a_page(tmp_path: Path) -> None:
    done = asked(plant(tmp_path, PACKAGE), "app", arguments=("--format", "html"))
    assert (done.code, done.complaints) == (0, [])
    assert b"app.tasks.Reports.seldom" in done.out


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # no fork: a Python of its own could write what it compiles
    tree = plant(tmp_path, PACKAGE)
    before = sorted(tree.rglob("*"))
    document(tree, "app")
    assert sorted(tree.rglob("*")) == before


# What the user's code does


NOISE = """
import atexit, os, subprocess, sys, threading
print("printed")
sys.__stdout__.write("written\\n")
os.write(1, b"to the descriptor\\n")
subprocess.run(["echo", "from a child"])
atexit.register(print, "at the end")
threading.Thread(target=threading.Event().wait).start()
"""


def test_what_it_prints_goes_to_standard_error(tmp_path: Path) -> None:
    tree = plant(tmp_path, {**PACKAGE, "app/noise.py": NOISE})
    done = asked(tree, "app")
    assert done.code == 0
    assert len(json.loads(done.out)["schedules"]) == 5
    assert {"printed", "written", "to the descriptor", "from a child"} <= set(done.complaints)


ODD = """\
class Meta(type):
    def __getattribute__(cls, name):
        raise KeyError(name)

class Odd(metaclass=Meta): ...
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import nothing_like_it", "ModuleNotFoundError: No module named 'nothing_like_it'"),
        ("1 / 0", "ZeroDivisionError: division by zero (app/bad.py:1)"),
        ("raise RuntimeError('two\\n  lines')", "RuntimeError: two lines (app/bad.py:1)"),
        ("raise SystemExit(3)", "SystemExit: 3 (app/bad.py:1)"),
        ("import sys; sys.exit()", "SystemExit (app/bad.py:1)"),
        ("def f(:", "SyntaxError: invalid syntax"),
        ("raise BaseException", "BaseException (app/bad.py:1)"),
        ("class E(Exception):\n    __str__ = None\nraise E", "E (app/bad.py:3)"),
        (
            ODD,
            "KeyError: '__spakky_annotation_metadata__' (app/bad.py:3)",
        ),
        (
            "from spakky.task import schedule\n\nschedule()",
            "InvalidScheduleSpecificationError",
        ),
    ],
)
def test_a_module_that_cannot_be_imported(tmp_path: Path, text: str, words: str) -> None:
    tree = plant(tmp_path, {**PACKAGE, "app/bad.py": f"{text}\n"})
    done = asked(tree, "app")
    assert (done.code, done.out) == (2, b"")
    (line,) = done.complaints
    assert line.startswith(f"spakky-lint: --import: app.bad: {words}")


@pytest.mark.parametrize("format_", ["table", "ics", "html"])
def test_nothing_is_half_printed(tmp_path: Path, format_: str) -> None:
    tree = plant(tmp_path, {**PACKAGE, "app/bad.py": "1 / 0\n"})
    done = asked(tree, "app.tasks", "app.bad", arguments=("--format", format_))
    assert (done.code, done.out) == (2, b"")
    assert len(done.complaints) == 1


def test_a_module_that_ends_the_process(tmp_path: Path) -> None:
    tree = plant(
        tmp_path, {"bad.py": "import os\nos._exit(5)\n", "killed.py": "import os\nos.abort()\n"}
    )
    for module, how in (("bad", "5"), ("killed", "signal 6")):
        done = asked(tree, module)
        assert (done.code, done.out) == (2, b"")
        assert done.complaints[-1] == (
            f"spakky-lint: --import: {module}: the process ended ({how}) before the import was done"
        )


ANSWERS = """\
import os

def __getattr__(name):
    raise RuntimeError(name)

for descriptor in range(3, 20):
    try:
        os.write(descriptor, b"{}\\n")
        os.close(descriptor)
    except OSError:
        pass
"""


def test_what_a_module_does_to_all_that_is_open_and_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # no fork: a Python of its own has other things open
    tree = plant(tmp_path, {**PACKAGE, "app/answers.py": ANSWERS})
    assert document(tree, "app")["schedules"] == document(tree, "app.tasks")["schedules"]


@pytest.mark.parametrize(
    "text",
    [
        "def __getattr__(name):\n    raise KeyError(name)\n",
        "def __getattr__(name):\n    return print\n",
        "import sys\n\nsys.stdout.close()\n",
        "__file__ = 5\n__name__ = None\n",
    ],
)
def test_an_odd_module_is_no_reason_to_fail(tmp_path: Path, text: str) -> None:
    tree = plant(tmp_path, {**PACKAGE, "app/odd.py": text})
    assert len(document(tree, "app")["schedules"]) == len(document(tree, "app.tasks")["schedules"])


def test_a_module_whose_path_is_none_is_named(tmp_path: Path) -> None:
    tree = plant(tmp_path, {**PACKAGE, "app/odd.py": "__path__ = 7\n"})
    done = asked(tree, "app")
    assert (done.code, done.out) == (2, b"")
    (line,) = done.complaints
    assert line.startswith(
        "spakky-lint: --import: app.odd: TypeError: 'int' object is not iterable"
    )


def test_an_endless_import_is_not_waited_for(tmp_path: Path) -> None:
    plant(tmp_path, {"endless.py": "import time\n\nwhile True:\n    time.sleep(0.01)\n"})
    with pytest.raises(ImportFailed, match=r"^endless: not imported within 0\.5 seconds$"):
        import_modules(["endless"], tmp_path, patience=0.5)


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("nope", "nope: ModuleNotFoundError: No module named 'nope'"),
        ("app.nope", "app.nope: ModuleNotFoundError: No module named 'app.nope'"),
        ("app/tasks.py", '"app/tasks.py" is not a module; its name is app.tasks'),
        ("src/app/tasks.py", '"src/app/tasks.py" is not a module; its name is app.tasks'),
        ("app.tasks.Reports", "app.tasks.Reports: ModuleNotFoundError: No module named"),
        ("", '"" is not a module; a name such as app.tasks is allowed'),
        (".app", '".app" is not a module; a name such as app.tasks is allowed'),
        ("app; import os", '"app; import os" is not a module; a name such as'),
    ],
)
def test_a_name_of_no_module(tmp_path: Path, name: str, complaint: str) -> None:
    done = asked(plant(tmp_path, PACKAGE), name)
    assert (done.code, done.out) == (2, b"")
    (line,) = done.complaints
    assert line.startswith(f"spakky-lint: --import: {complaint}")


def test_every_module_that_fails_is_named(tmp_path: Path) -> None:
    tree = plant(tmp_path, {**PACKAGE, "app/a.py": "1 / 0\n", "app/b.py": "[][1]\n"})
    done = asked(tree, "app")
    assert (done.code, done.out) == (2, b"")
    assert [line.split(": ")[2] for line in done.complaints] == ["app.a", "app.b"]


def test_without_the_option_nothing_is_imported(tmp_path: Path) -> None:
    tree = plant(tmp_path, {**PACKAGE, "app/bad.py": "open('ran', 'w')\n"})
    assert run("preview", "--format", "json", cwd=tree).code == 0
    assert not (tree / "ran").exists()
    asked(tree, "app")
    assert (tree / "ran").exists()


def test_the_help_says_that_it_runs_code(tmp_path: Path) -> None:
    words = " ".join(run("preview", "--help", cwd=tmp_path).text.split())
    assert "--import MODULE RUNS YOUR CODE" in words


def test_a_long_import_is_told_of_on_a_terminal_only(tmp_path: Path) -> None:
    slow = "import time\ntime.sleep(1.5)\n"
    tree = plant(tmp_path, {**PACKAGE, "app/slow.py": slow})
    _, shown = run_on_terminal("preview", "--import", "app", *START, cwd=tree)
    assert "\rImporting app\r             \r" in shown
    assert "Importing" not in asked(tree, "app").err.decode()
