"""Tasks whose auth is of every sort, read from a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from spakky_lint.project.auditing import NOBODY, AuthReport, Caller, audit
from spakky_lint.project.inventories import FileTasks, tasks_of_bytes
from spakky_lint.project.located import LocatedTask
from spakky_lint.report.style import Style
from spakky_lint.runtime.decisions import Grant, Subject
from tests.environments import SENDING

HEAD = """\
from datetime import time
from enum import Enum

from spakky.auth import (
    protected,
    public_access,
    require_permission,
    require_policy,
    require_relation,
    require_role,
    require_scope,
)
from spakky.task import TaskHandler, schedule, task

from app.shared import ADMIN, Audited


"""
BILLING = (
    HEAD
    + """\
class Team(Enum):
    BOOKS = "books"


def logged(function):
    def inner(self):
        return function(self)

    return inner


@TaskHandler()
@require_role("accountant", tenant="eu")
class InvoiceHandler:
    @task
    @require_policy("invoice", "issue")
    def issue(self) -> None: ...

    @task
    @require_permission("billing:charge", resource="invoice", tenant="eu")
    @require_scope("billing")
    def charge(self) -> None: ...

    @task
    @schedule(at=time(18, 15))
    def settle(self) -> None: ...

    @schedule(at=time(4))
    def close_books_of_the_last_month(self) -> None: ...

    @task
    @public_access
    def price_list(self) -> None: ...

    @task
    @require_role(Team.BOOKS)
    def approve(self) -> None: ...


@TaskHandler()
class LedgerHandler:
    @task
    @logged
    @protected
    def post(self) -> None: ...

    @task
    @require_role
    def export(self) -> None: ...

    @schedule(at=time(2))
    def import_payments(self) -> None: ...

    @task
    def recount(self) -> None: ...

    @task
    @public_access
    def rates(self) -> None: ...
"""
)
ACCOUNTS = (
    HEAD
    + """\
class Common:
    @task
    @require_relation("owner", resource="account")
    def close(self) -> None: ...


@TaskHandler()
class AccountHandler(Common):
    @task
    @require_role(ADMIN)
    def unlock(self) -> None: ...

    @task
    @require_role("head of support")
    def lock(self) -> None: ...


@TaskHandler()
class 고객핸들러(Audited):
    @task
    @protected
    def 조회(self) -> None: ...

    @task
    def 삭제(self) -> None: ...
"""
)
SAMPLES = {"app/billing.py": BILLING, "app/accounts.py": ACCOUNTS}

GOOD = {
    "app/good.py": HEAD
    + """\
@TaskHandler()
class GoodHandler:
    @task
    @require_role("admin")
    def clean(self) -> None: ...

    @task
    @public_access
    def hello(self) -> None: ...
"""
}

ALICE = Caller(
    "alice",
    Subject(
        id="alice",
        roles=frozenset({"accountant", "clerk"}),
        scopes=frozenset({"billing"}),
        permissions=frozenset({Grant("billing:charge", "invoice")}),
        relations=frozenset({Grant("owner", "account")}),
        policies=frozenset({Grant("issue", "invoice")}),
        tenant="eu",
    ),
)
BOB = Caller("bob", Subject(id="bob"))
CALLERS = (ALICE, NOBODY)


def tasks(files: Mapping[str, str]) -> list[LocatedTask]:
    return [task for path, text in files.items() for task in _tasks(path, text)]


@cache
def _tasks(path: str, text: str) -> tuple[LocatedTask, ...]:
    module = path.removesuffix(".py").replace("/", ".")
    found = tasks_of_bytes(text.encode(), path, module, SENDING, with_auth_codes=True)
    assert isinstance(found, FileTasks), found
    return found.tasks


def report(files: Mapping[str, str] = SAMPLES, callers: Sequence[Caller] = ()) -> AuthReport:
    return audit(tasks(files), callers)


def handler(body: str, above: str = "") -> AuthReport:
    """A report on one handler, of this body."""
    text = f"{HEAD}{above}@TaskHandler()\nclass H:\n{body}"
    return report({"jobs.py": text})


def many(made: AuthReport, number: int) -> AuthReport:
    """The tasks of a report again and again, each time with other names."""
    found = []
    for index in range(number):
        each = made.tasks[index % len(made.tasks)]
        task = replace(each.located.task, name=f"{each.located.task.name}{index}")
        located = replace(each.located, name=f"{each.located.name}{index}", task=task)
        found.append(replace(each, located=located))
    return AuthReport(tuple(found), made.callers)


STYLES = {
    f"{width}-{'colour' if colour else 'plain'}": Style(width, colour=colour)
    for width in (40, 80, 120, 200)
    for colour in (False, True)
}
