"""The tasks of a module in a program: for which handler each is listed, and how certain it is."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.facts.task import Task
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.inventories import tasks_of_text
from spakky_lint.project.programs import sources_of

IMPORTS = """\
from spakky.auth import require_role
from spakky.task import TaskHandler, task

"""


def tasks(folder: Path, files: dict[str, str], name: str) -> tuple[Task, ...]:
    for each, text in files.items():
        (folder / each).write_text(IMPORTS + text)
    sources = sources_of(folder, Configuration(folder))
    file = sources.file(folder / name)
    return tasks_of_text((folder / name).read_text(), with_auth_codes=True, file=file)


def test_a_task_that_one_handler_overrides_is_listed_for_the_other(tmp_path: Path) -> None:
    files = {
        "base.py": "class Mixin:\n    @task\n    def run(self) -> None: ...\n\n\n"
        "@TaskHandler()\nclass Own(Mixin):\n    def run(self) -> None: ...\n",
        "other.py": "from base import Mixin\n\n\n@TaskHandler()\nclass Other(Mixin): ...\n",
    }
    assert [(each.name, each.handler) for each in tasks(tmp_path, files, "base.py")] == [
        ("Mixin.run", "Other")
    ]


def test_a_task_is_listed_for_each_handler_that_inherits_it_in_whatever_file(
    tmp_path: Path,
) -> None:
    mixin = "class Mixin:\n    @task\n    def run(self) -> None: ...\n\n\n"
    own = "@TaskHandler()\nclass Own(Mixin): ...\n"
    other = "@TaskHandler()\nclass Other(Mixin): ...\n"
    files = {"base.py": f"{mixin}{own}", "other.py": f"from base import Mixin\n\n\n{other}"}
    found = tasks(tmp_path, files, "base.py")
    assert {(each.handler, each.handler_module) for each in found} == {
        ("Own", ""),
        ("Other", "other"),
    }
    assert not tasks(tmp_path, files, "other.py")
    (tmp_path / "other.py").unlink()
    together = tasks(tmp_path, {"base.py": f"{mixin}{own}\n\n{other}"}, "base.py")
    assert {each.handler for each in together} == {"Own", "Other"}


def test_a_task_that_two_bases_of_a_handler_inherit_is_listed_once(tmp_path: Path) -> None:
    bases = "class Top:\n    @task\n    def run(self) -> None: ...\n\n\n"
    bases += "class Left(Top): ...\n\n\nclass Right(Top): ...\n"
    handler = "from base import Left, Right\n\n\n@TaskHandler()\nclass Both(Left, Right): ...\n"
    found = tasks(tmp_path, {"base.py": bases, "jobs.py": handler}, "base.py")
    assert [(each.name, each.handler) for each in found] == [("Top.run", "Both")]


def test_what_another_file_may_write_on_the_metadata_is_not_certain(tmp_path: Path) -> None:
    handler = "@TaskHandler()\nclass Base:\n    @task\n    def run(self) -> None: ...\n"
    (alone,) = tasks(tmp_path, {"base.py": handler}, "base.py")
    assert alone.access is not None
    assert alone.access.is_certain
    subclass = 'from base import Base\n\n\n@require_role("admin")\nclass Sub(Base): ...\n'
    (shared,) = tasks(tmp_path, {"base.py": handler, "sub.py": subclass}, "base.py")
    assert shared.access is not None
    assert [each.kind for each in shared.access.unknowns] == ["shared-metadata"]


def test_a_handler_below_a_handler_keeps_both_from_starting_in_one_file_and_in_two(
    tmp_path: Path,
) -> None:
    base = "@TaskHandler()\nclass Base:\n    @task\n    def run(self) -> None: ...\n"
    below = "@TaskHandler()\nclass Below(Base): ...\n"
    one, two, apart = (tmp_path / name for name in ("one", "two", "apart"))
    for folder in (one, two, apart):
        for package in ("app", "other"):
            (folder / package).mkdir(parents=True)
            (folder / package / "__init__.py").touch()
    told = [
        tasks(one, {"app/base.py": f"{base}\n\n{below}"}, "app/base.py"),
        tasks(
            two,
            {"app/base.py": base, "app/below.py": f"from app.base import Base\n\n\n{below}"},
            "app/base.py",
        ),
    ]
    for found in told:
        assert {each.handler for each in found} == {"Base", "Below"}
        for each in found:
            assert each.access is not None
            assert each.access.is_certain
            assert each.access.paths.are_absent
    # Two packages without a start in sight are two applications.
    files = {"app/base.py": base, "other/below.py": f"from app.base import Base\n\n\n{below}"}
    of_base = next(each for each in tasks(apart, files, "app/base.py") if each.handler == "Base")
    assert of_base.access is not None
    assert not of_base.access.paths.are_absent
    assert [each.kind for each in of_base.access.unknowns] == ["shared-metadata"]
