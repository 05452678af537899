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
        ("Mixin.run", "Mixin")
    ]


def test_a_task_of_a_handler_of_the_same_module_is_listed_once(tmp_path: Path) -> None:
    files = {
        "base.py": "class Mixin:\n    @task\n    def run(self) -> None: ...\n\n\n"
        "@TaskHandler()\nclass Own(Mixin): ...\n",
        "other.py": "from base import Mixin\n\n\n@TaskHandler()\nclass Other(Mixin): ...\n",
    }
    assert [each.handler for each in tasks(tmp_path, files, "base.py")] == ["Own"]


def test_what_another_file_may_write_on_the_metadata_is_not_certain(tmp_path: Path) -> None:
    handler = "@TaskHandler()\nclass Base:\n    @task\n    def run(self) -> None: ...\n"
    (alone,) = tasks(tmp_path, {"base.py": handler}, "base.py")
    assert alone.access is not None
    assert alone.access.is_certain
    subclass = 'from base import Base\n\n\n@require_role("admin")\nclass Sub(Base): ...\n'
    (shared,) = tasks(tmp_path, {"base.py": handler, "sub.py": subclass}, "base.py")
    assert shared.access is not None
    assert [each.kind for each in shared.access.unknowns] == ["shared-metadata"]
