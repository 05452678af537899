"""Comments that GitHub takes, whatever the code is called."""

from __future__ import annotations

from spakky_lint.project.inventoried import Inventory
from spakky_lint.project.inventories import FileTasks, tasks_of_bytes
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.task_comparing import compare_tasks
from spakky_lint.project.task_inventory import inventory
from spakky_lint.project.trouble import Trouble
from spakky_lint.report.markdown_text import code
from spakky_lint.report.tasks.changes import task_changes_markdown, task_changes_text
from spakky_lint.report.tasks.markdown import tasks_markdown
from spakky_lint.rules.settings import PLAIN

LIMIT = 65_536
"""The characters of a comment on GitHub."""
HEAD = "from spakky.task import TaskHandler, task\n\n@TaskHandler()\nclass Mails:\n"


def many(number: int, path: str = "app/mails.py", parameters: str = "to: str") -> Inventory:
    methods = "".join(
        f"    @task\n    def send_{n}(self, {parameters}): return {n}\n" for n in range(number)
    )
    found = tasks_of_bytes((HEAD + (methods or "    pass\n")).encode(), path, "app.mails", PLAIN)
    assert isinstance(found, FileTasks), found
    tasks: list[LocatedTask] = [*found.tasks]
    return inventory(tasks)


DEEP = f"app/{'deep/' * 60}mails.py"


def test_a_long_inventory_is_cut_and_says_so() -> None:
    text = "\n".join(tasks_markdown(many(200, DEEP)))
    assert len(text) < LIMIT
    assert text.splitlines()[-1].endswith(" tasks left out.")
    whole = "\n".join(tasks_markdown(many(5)))
    assert "left out" not in whole
    assert whole.count("app.mails.Mails.send_") == 5


def test_a_long_list_of_changes_is_cut_and_says_so() -> None:
    comparison = compare_tasks(many(200, DEEP), many(200, DEEP, "to: str, cc: str"))
    text = "\n".join(task_changes_markdown(comparison, "main", "0" * 40, is_required=True))
    assert len(text) < LIMIT
    assert text.splitlines()[0] == "### Tasks: 200 break messages"
    assert " more\n" in text
    assert text.splitlines()[-1] == ("**Required and not met: compatible** (200 not compatible)")


def test_what_would_be_markup_is_code() -> None:
    path = "app/`|<b>@all.py"
    found = many(1, path, "to: 'a|b' = '`|<i>@all'")
    rows = [line for line in tasks_markdown(found) if line.startswith("| `app")]
    assert len(rows) == 1
    assert len(rows[0].replace(r"\|", "").split("|")) == 6
    unread = [Trouble(path, "it is nested too deeply")]
    lines = [*task_changes_markdown(compare_tasks(found, many(0), unread), "m", "0")]
    assert f"- `app.mails.Mails.send_0` ({code(f'{path}:5')})" in lines
    assert lines[-1] == f"- {code(path)}: it is nested too deeply"


def test_a_terminal_is_steered_by_nothing() -> None:
    found = many(1, "app/\x1b[31m.py")
    comparison = compare_tasks(found, many(0), [Trouble("a\x07b", "c\x1b")])
    assert "\x1b" not in "\n".join(task_changes_text(comparison, "main\x1b", "0" * 40))
    assert "\x07" not in "\n".join(task_changes_text(comparison, "main", "0" * 40))
