"""Pages about who may run what, and the reports that they were made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spakky_lint.project.auditing import NOBODY, AuthReport, Caller, audit
from spakky_lint.project.inventories import FileTasks, tasks_of_bytes
from spakky_lint.project.located import LocatedTask
from spakky_lint.report.auth.html import auth_html
from spakky_lint.runtime.decisions import Grant, Subject
from tests.browser.chromium import Browser
from tests.environments import SENDING

HEAD = """\
from datetime import time
from app.outside import Base, Tenant
from spakky.auth import (
    protected, public_access, require_permission, require_policy, require_relation,
    require_role, require_scope,
)
from spakky.task import TaskHandler, schedule, task
"""

GUARDED: Mapping[str, str] = {
    "src/app/reports.py": HEAD
    + """
def logged(function):
    def around(*args):
        return function(*args)
    return around

@TaskHandler()
@require_role("admin")
class Reports:
    @task
    @require_scope("reports:read")
    def weekly(self) -> None: ...

    @task
    @schedule(at=time(2, 30))
    def nightly(self) -> None: ...

    @schedule(at=time(4))
    def sweep(self) -> None: ...

    @task
    @logged
    @require_scope("reports:audit")
    def audit(self) -> None: ...

@TaskHandler()
class Exports:
    @task
    @logged
    @require_permission("export", resource="report", tenant="eu")
    def everything(self) -> None: ...

    @task
    def preview(self) -> None: ...

    @task
    @public_access
    def status(self) -> None: ...
""",
    "src/app/billing.py": HEAD
    + """
@TaskHandler()
@protected
class Billing:
    @task
    @require_relation("owner", resource="invoice")
    @require_policy("invoice", "send")
    def send(self) -> None: ...

    @task
    @public_access
    def ping(self) -> None: ...

    @task
    @require_role(Tenant.role)
    def settle(self) -> None: ...

@TaskHandler()
class Imports(Base):
    @task
    def load(self) -> None: ...
""",
}

ALICE = Caller("alice", Subject(id="alice", roles=frozenset({"admin"})))
BOB = Caller("bob", Subject(id="bob", relations=frozenset({Grant("owner", "invoice")})))
CALLERS = (ALICE, BOB, NOBODY)


@dataclass(frozen=True)
class Audited:
    """A page in a file, with what it shows."""

    path: Path
    text: str
    report: AuthReport


def audited(texts: Mapping[str, str], path: Path, callers: Sequence[Caller] = ()) -> Audited:
    report = audit(guarded_tasks(texts), callers)
    page = auth_html(report)
    path.write_text(page, encoding="utf-8")
    return Audited(path, page, report)


def guarded_tasks(texts: Mapping[str, str]) -> list[LocatedTask]:
    found: list[LocatedTask] = []
    for shown, text in texts.items():
        module = shown.removeprefix("src/").removesuffix(".py").replace("/", ".")
        read = tasks_of_bytes(text.encode(), shown, module, SENDING, with_auth_codes=True)
        assert isinstance(read, FileTasks), read
        found.extend(read.tasks)
    return found


def many_guarded(number: int, requirements: int) -> dict[str, str]:
    """So many tasks in files of twenty-five, which ask for so many requirements all in all."""
    asked = [
        [
            f'@require_role("role-{n}")',
            f'@require_scope("area-{n}:read")',
            f'@require_permission("area-{n}:change", resource="document")',
            f'@require_relation("owner", resource="thing-{n}")',
            f'@require_policy("document", "action-{n}")',
        ][n % 5]
        for n in range(requirements)
    ]
    texts: dict[str, str] = {}
    for first in range(0, number, 25):
        lines = [HEAD, "@TaskHandler()", asked[first % requirements]]
        lines += [f"class Handler{first // 25}:"]
        for n in range(first, min(first + 25, number)):
            guards = [asked[(n + step * 5) % requirements] for step in range(n % 4)]
            lines += [f"    {guard}" for guard in dict.fromkeys(guards)]
            if n % 7 == 0:
                lines += [f"    @schedule(at=time({n % 24}))"]
            if n % 11 or n % 7 != 0:
                lines += ["    @task"]
            lines += [f"    def task_{n}(self) -> None: ...", ""]
        texts[f"src/app/file_{first // 25}.py"] = "\n".join(lines)
    return texts


# What a test asks of such a page


def listed(browser: Browser) -> list[str]:
    """The methods of the rows, from the first."""
    return browser.texts("#table tbody th[scope=row] .method")


def cell(row: str, column: str, which: int = 0) -> str:
    """A script's expression for the cell of a task under a head, by their texts."""
    return (
        f"[...document.querySelectorAll('#table tbody tr')].filter((row) => row.querySelector("
        f"'.method')?.textContent === {row!r})[{which}].cells[{column_of(column)}]"
    )


def column_of(text: str) -> str:
    """A script's expression for the place of a column."""
    return (
        "(() => { const heads = ['Task', 'Access', ..."
        "[...document.querySelector('#table thead').rows[1].cells].map((head) =>"
        " [...(head.querySelector('.label') ?? head).childNodes].filter((part) =>"
        "  part.className !== 'unseen').map((part) => part.textContent).join(''))];"
        f" const found = heads.indexOf({text!r});"
        f" if (found < 0) throw new Error('no ' + {text!r} + ' in ' + heads); return found; }})()"
    )


def told(browser: Browser, row: str, column: str) -> str:
    """What a cell says, its sign left out."""
    found: str = browser.run(
        f"const copy = {cell(row, column)}.cloneNode(true);"
        "copy.querySelectorAll('[aria-hidden]').forEach((e) => e.remove());"
        "return copy.textContent.trim()"
    )
    return found


def open_cell(browser: Browser, row: str, column: str = "Task", which: int = 0) -> None:
    """A real click on a cell."""
    _click(browser, cell(row, column, which))


def press_head(browser: Browser, name: str) -> None:
    """A real click on the head of a requirement."""
    head = f"document.querySelector('#table thead').rows[1].cells[{column_of(name)} - 2]"
    _click(browser, f"{head}.querySelector('button')")


def _click(browser: Browser, element: str) -> None:
    """As a reader does, who scrolls to what lies under the heads first."""
    browser.run(
        f"const wanted = {element}; wanted.id = 'wanted';"
        "wanted.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'})"
    )
    browser.click("#wanted")
    browser.run("document.querySelector('#wanted')?.removeAttribute('id')")
