"""Who may run what on really imported classes: as their text says, or else a difference is told.

Packages are written to disk and imported as the command line does it, in a process of their own.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.paths import Access, Because, PathState, Reason
from spakky_lint.facts.task import Auth
from spakky_lint.project.auth_differences import (
    AuthDifference,
    auth_differences,
    with_problems,
)
from spakky_lint.project.imported import ImportFailed, import_modules
from spakky_lint.project.inventories import FileTasks, tasks_of_bytes
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.programs import sources_of
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.requirements import AuthRequirementKind
from tests.cli.running import plant
from tests.conformance.handler_texts import Odds, draw_module, handlers_of, imported
from tests.conformance.observed_paths import on_every_path
from tests.conformance.systems import REAL, outcome_of
from tests.environments import SENDING
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = [
    pytest.mark.real_framework,
    requires_framework,
    pytest.mark.usefixtures("forked_imports"),
]

SHOP = Path(__file__).parents[2] / "fixtures" / "shop"
SEEDS = range(12)
HANDLERS = 20
ODDS = Odds(mixed=0.4, no_text=0.05, no_action=0.1)


@dataclass(frozen=True)
class Both:
    """What the classes tell, and what their text says."""

    real: Sequence[LocatedTask]
    text: Sequence[LocatedTask]

    @property
    def differences(self) -> tuple[AuthDifference, ...]:
        return auth_differences(self.text, self.real)

    @property
    def kinds(self) -> dict[str, str]:
        return {
            f"{found.located.task.handler}.{method(found.located)}": found.kind.value
            for found in self.differences
        }


def both(tree: Path, *modules: str) -> Both:
    found = import_modules(modules, tree)
    text: list[LocatedTask] = []
    sources = sources_of(tree)
    for module, file in found.files.items():
        shown = file.relative_to(tree).as_posix()
        tasks = tasks_of_bytes(
            file.read_bytes(), shown, module, SENDING, with_auth_codes=True, file=sources.file(file)
        )
        assert isinstance(tasks, FileTasks), tasks
        text += [
            task for task in tasks.tasks if module in found.modules or _is_in(task, found.tasks)
        ]
    return Both(with_problems(found.tasks[Backend.SPEC], text), text)


def _is_in(task: LocatedTask, tasks: Mapping[Backend, Sequence[LocatedTask]]) -> bool:
    return any(task.name == each.name for each in tasks[Backend.SPEC])


def written(tmp_path: Path, text: str, **more: str) -> Both:
    files = {"app/__init__.py": "", "app/tasks.py": text}
    files |= {f"app/{name}.py": content for name, content in more.items()}
    return both(plant(tmp_path, files), "app")


def method(located: LocatedTask) -> str:
    return located.name.rpartition(".")[2]


def access(located: LocatedTask) -> Auth:
    assert located.task.access is not None
    return located.task.access


def states(located: LocatedTask) -> tuple[str, ...]:
    paths = access(located).paths
    return (paths.direct.state.value, paths.queue.state.value, paths.beat.state.value)


def by_key(tasks: Iterable[LocatedTask]) -> dict[tuple[str, str, str], LocatedTask]:
    return {(each.path, each.task.handler, method(each)): each for each in tasks}


# Drawn at random


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Many modules of many handlers, imported at once; each an application of its own.

    Their handlers have the same names, and in one application these would clash.
    """
    packages = [f"app_{seed}" for seed in SEEDS]
    files = {f"app_{seed}/drawn.py": text_of(seed) for seed in SEEDS}
    empty = {f"{package}/__init__.py": "" for package in packages}
    return both(plant(tmp_path_factory.mktemp("drawn"), {**empty, **files}), *packages)


def text_of(seed: int) -> str:
    return draw_module(random.Random(seed), HANDLERS, ODDS)


def test_the_classes_are_what_the_text_says(drawn: Both) -> None:
    assert drawn.differences == ()
    real, text = by_key(drawn.real), by_key(drawn.text)
    assert real.keys() == text.keys()
    for key, located in real.items():
        said = text[key]
        assert located.name == said.name
        assert (located.task.line, located.task.on_demand) == (said.task.line, said.task.on_demand)
        assert access(located).access is access(said).access
        assert access(located).problems == access(said).problems
        assert states(located) == states(said), key
        assert [
            (found.kind, found.requirement, found.fate, found.declared_on)
            for found in access(located).requirements
        ] == once(
            (found.kind, found.requirement, found.fate, found.declared_on)
            for found in access(said).requirements
        )


def once(found: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """A repeated requirement that names no text is repeated in the text, too."""
    kept: list[tuple[Any, ...]] = []
    for each in found:
        if not any(each[:3] == other[:3] for other in kept):
            kept.append(each)
    return kept


@pytest.mark.parametrize("seed", SEEDS)
def test_the_classes_are_what_the_framework_says(drawn: Both, seed: int) -> None:
    module = imported(text_of(seed), f"app_drawn_{seed}")
    handlers = {found.__name__: found for found in handlers_of(module)}
    mine = [each for each in drawn.real if each.path == f"app_{seed}/drawn.py"]
    assert len(mine) > HANDLERS
    for located in mine:
        handler = handlers[located.task.handler]
        function = getattr(handler, method(located))
        assert function.__qualname__ == located.task.name
        assert plainly(access(located)) == effective(handler, function)


Plain = tuple[str | None, ...]
NO_TEXT: Plain = ("no text",)


def plainly(told: Auth) -> tuple[str, list[Plain]]:
    if told.access is Access.CONFLICT:
        return ("conflict", [])
    return (told.access.value, [plain(found.requirement) for found in told.requirements])


def effective(handler: type[object], function: object) -> tuple[str, list[Plain]]:
    ask = partial(REAL.api.get_effective_auth_metadata, function, owner_type=handler)
    outcome = outcome_of(ask)
    if outcome.exception is not None:
        assert outcome.exception == "ConflictingAuthMetadataError"
        return ("conflict", [])
    found: Any = outcome.result
    word = "protected" if found.protected else "public" if found.public_access else "undeclared"
    return (word, [plain(requirement) for requirement in found.requirements])


def plain(requirement: Any) -> Plain:
    if requirement is None or not isinstance(requirement.ref, str):
        return NO_TEXT
    values = (requirement.ref, requirement.resource, requirement.action, requirement.tenant)
    return (
        str(requirement.kind),
        *(None if each is None else str.__str__(each) for each in values),
    )


def test_the_draw_reaches_everything(drawn: Both) -> None:
    assert len(drawn.real) > 300
    accesses = Counter(access(each).access for each in drawn.real)
    assert all(accesses[each] > 10 for each in Access), accesses
    kinds = Counter(found.kind for each in drawn.real for found in access(each).requirements)
    assert all(kinds[kind] > 20 for kind in AuthRequirementKind), kinds
    found = {state for each in drawn.real for state in states(each)}
    assert found == {state.value for state in PathState} - {PathState.UNKNOWN}
    assert any(each.task.name.startswith("Root") for each in drawn.real)


# The shop


def test_the_shop_is_what_its_text_says(tmp_path: Path) -> None:
    tree = tmp_path / "shop"
    shutil.copytree(SHOP, tree, ignore=shutil.ignore_patterns("__pycache__"))
    with pytest.raises(ImportFailed, match=r"shop\.orders: TypeError"):
        import_modules(["shop"], tree)
    orders = tree / "shop" / "orders.py"
    orders.write_text(orders.read_text("utf-8").replace("@task()", "@task"), "utf-8")
    found = both(tree, "shop")
    assert found.differences == ()
    told = {each.task.name: access(each) for each in found.real}
    (supported,) = told["AccountHandler.unlock"].requirements
    assert supported.written == 'require_role("support")'
    of_class, of_method = told["InvoiceHandler.issue"].requirements
    assert of_class.written == 'require_role("accountant", tenant="shop-eu")'
    assert of_method.written == 'require_policy("invoice", "issue", tenant="shop-eu")'
    assert told["InvoiceHandler.settle"].problems == ("SPK511",)
    assert told["AccountHandler.request_password_reset"].access is Access.CONFLICT
    # No metadata tells that the application does not start.
    never = told["LedgerHandler.close_month"].paths.direct
    assert never.state is PathState.ABSENT
    assert never.because == Because(Reason.START_FAILS, failure=FailureKind.FIELD_RANGE)


# What the text does not show

HEAD = """\
import functools
from datetime import timedelta
from enum import Enum

from spakky.auth import (
    protected, public_access, require_permission, require_policy, require_relation, require_role,
    require_scope,
)
from spakky.task import TaskHandler, schedule, task

hourly = schedule(interval=timedelta(hours=1))


def unwrapped(function):
    def wrapper(*args):
        return function(*args)

    return wrapper


"""


def test_what_is_done_to_the_classes_afterwards_is_a_difference(tmp_path: Path) -> None:
    text = f"""{HEAD}
@TaskHandler()
class Accounts:
    @task
    def guarded_in_a_loop(self): ...

    @task
    @require_role("admin")
    def asks_for_more(self): ...

    @task
    @require_role("admin")
    @protected
    def in_another_order(self): ...

    @hourly
    @protected
    def made_a_task(self): ...

    @task
    @protected
    def deleted(self): ...

    @task
    @protected
    def as_it_says(self): ...

"""
    patch = """\
from spakky.auth import protected, require_scope
from spakky.task import task
import app.tasks

Accounts = getattr(app.tasks, "Accounts")

for name in ["guarded_in_a_loop"]:
    setattr(Accounts, name, protected(getattr(Accounts, name)))
for name in ["asks_for_more"]:
    require_scope("bills")(getattr(Accounts, name))
for name in ["made_a_task"]:
    task(getattr(Accounts, name))
for found in Accounts.in_another_order.__spakky_annotation_metadata__.values():
    found.reverse()
delattr(Accounts, "deleted")
setattr(Accounts, "added", task(lambda self: None))
"""
    found = written(tmp_path, text, patch=patch)
    assert found.kinds == {
        "Accounts.guarded_in_a_loop": "other-access",
        "Accounts.asks_for_more": "other-requirements",
        "Accounts.in_another_order": "other-requirements",
        "Accounts.made_a_task": "other-paths",
        "Accounts.deleted": "only-text",
        "Accounts.<lambda>": "only-imported",
    }
    assert all(each.is_contradiction for each in found.differences)


def test_what_the_text_seems_to_do_to_a_class_is_told_by_the_class(tmp_path: Path) -> None:
    text = f"""{HEAD}
@TaskHandler()
class Accounts:
    @task
    def guarded_in_a_loop(self): ...

    @task
    @require_role("admin")
    def left_alone(self): ...

    @task
    @require_role("admin")
    def stripped(self): ...


for name in ["guarded_in_a_loop"]:
    setattr(Accounts, name, protected(getattr(Accounts, name)))
for kind, carriers in list(Accounts.stripped.__spakky_annotation_metadata__.items()):
    if kind.__name__ == "ProtectedRequirement":
        carriers.clear()
"""
    found = written(tmp_path, text)
    assert found.kinds == {
        "Accounts.guarded_in_a_loop": "unknown",
        "Accounts.stripped": "other-access",
    }


def test_a_base_of_another_module_tells_what_the_text_does_not(tmp_path: Path) -> None:
    base = f"""{HEAD}
@require_role("admin")
class AdminBase:
    @task
    @require_scope("bills")
    def close(self): ...


class PlainBase:
    @task
    def open(self): ...
"""
    text = f"""{HEAD}
from app.base import AdminBase, PlainBase


@TaskHandler()
class Accounts(AdminBase):
    @task
    @protected
    def pay(self): ...


@TaskHandler()
class Orders(PlainBase):
    @task
    def send(self): ...


@TaskHandler()
@public_access
class News(PlainBase):
    @task
    @protected
    def print(self): ...
"""
    found = written(tmp_path, text, base=base)
    told = {(each.task.handler, method(each)): access(each) for each in found.real}
    assert [each.written for each in told["Accounts", "close"].requirements] == [
        'require_role("admin")',
        'require_scope("bills")',
    ]
    assert told["News", "open"].access is Access.PUBLIC
    assert told["Orders", "open"].access is Access.UNDECLARED
    assert found.kinds == {}
    assert not any(each.is_contradiction for each in found.differences)


def test_a_decorator_of_another_module_tells_what_the_text_does_not(tmp_path: Path) -> None:
    guards = f"""{HEAD}
def guarded(function):
    return [require_role("admin")][0](function)


ROLE = "clerk"
"""
    text = f"""{HEAD}
from app.guards import ROLE, guarded, unwrapped as hiding


@TaskHandler()
class Accounts:
    @task
    @guarded
    def close(self): ...

    @task
    @require_role(ROLE)
    def pay(self): ...

    @task
    @guarded
    @public_access
    def send(self): ...

    @task
    @guarded
    @require_scope("bills")
    @hiding
    @require_scope("orders")
    def ship(self): ...
"""
    found = written(tmp_path, text, guards=guards)
    told = {method(each): access(each) for each in found.real}
    assert [each.written for each in told["pay"].requirements] == ['require_role("clerk")']
    assert told["send"].access is Access.CONFLICT
    assert [each.written for each in told["wrapper"].unenforced] == ['require_scope("orders")']
    assert set(found.kinds.values()) == {"unknown"}
    assert "Accounts.pay" not in found.kinds  # a constant of another module
    assert len(found.kinds) == 3


def test_heirs_keep_what_is_theirs(tmp_path: Path) -> None:
    text = f"""{HEAD}
class Shared:
    @task
    @hourly
    def close(self): ...


@TaskHandler()
@require_role("admin")
class First(Shared): ...


@TaskHandler()
class Second(Shared): ...
"""
    found = written(tmp_path, text)
    assert found.kinds == {}
    told = {each.task.handler: access(each) for each in found.real}
    assert [each.declared_by for each in told["First"].requirements] == ["First"]
    assert told["Second"].access is Access.UNDECLARED
    # A worker knows one task of that name.
    assert not told["First"].is_certain
    assert not told["Second"].is_certain


# Special shapes

SHAPES = {
    # Both are the same wrapper for celery, and a worker knows one task of a name.
    "hidden by a wrapper": ("task unwrapped protected", ("unknown", "unknown", "absent")),
    "hidden, and one above": (
        "task require_role('a') unwrapped require_role('b')",
        ("unknown", "unknown", "absent"),
    ),
    "no text": ("task require_role(7)", ("enforced", "open", "absent")),
    "nothing to ask": (
        "task require_relation('owner',resource=None)",
        ("never-passes", "never-passes", "absent"),
    ),
    "no hash": ("task require_role(['admin'])", ("absent", "absent", "absent")),
    "no name": ("task require_scope", ("absent", "absent", "absent")),
    "only scheduled": ("hourly protected", ("enforced", "absent", "open")),
    "scheduled, too": ("task hourly protected", ("enforced", "enforced", "never-passes")),
}


@pytest.fixture(scope="module")
def special(tmp_path_factory: pytest.TempPathFactory) -> Both:
    lines = [HEAD, "@TaskHandler()", "class Accounts:"]
    for number, (decorators, _) in enumerate(SHAPES.values()):
        lines += [f"    @{each}" for each in decorators.split()]
        lines += [f"    def task_{number}(self): ...", ""]
    tree = plant(tmp_path_factory.mktemp("special"), {"app.py": "\n".join(lines)})
    return both(tree, "app")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_special_shape_is_what_the_text_says(special: Both, shape: str) -> None:
    assert special.kinds == {}
    number = list(SHAPES).index(shape)
    text = next(each for each in special.text if method(each) == f"task_{number}")
    (real,) = (each for each in special.real if each.task.line == text.task.line)
    assert states(real) == SHAPES[shape][1]
    assert access(real).problems == access(text).problems
    assert [found.kind for found in access(real).unenforced] == [
        found.kind for found in access(text).unenforced
    ]


def test_a_call_past_the_guard_is_taken_from_the_text(tmp_path: Path) -> None:
    text = f"""{HEAD}
@TaskHandler()
class Accounts:
    @task
    def sweep(self):
        self.close()

    @task
    @protected
    def close(self): ...
"""
    found = written(tmp_path, text)
    assert found.kinds == {}
    close = next(access(each) for each in found.real if method(each) == "close")
    assert close.problems == ("SPK513",)
    assert close.paths.direct.state is PathState.OPEN


def test_values_are_written_as_they_could_be(tmp_path: Path) -> None:
    text = f"""{HEAD}
class Role(Enum):
    ADMIN = 1


class Level(str, Enum):
    HIGH = "high"


class Odd:
    def __str__(self):
        return "odd"

    def __repr__(self):
        raise RuntimeError("odd")


@TaskHandler()
class Accounts:
    @task
    @require_role(Role.ADMIN)
    @require_role(Level.HIGH, tenant="it's \\"here\\"")
    @require_permission("read", resource=Odd())
    @require_policy("bill", action=7)
    @require_relation("owner", resource=None)
    @require_scope("é\\n")
    @require_scope(frozenset(range(100)))
    @protected
    def close(self): ...
"""
    (close,) = written(tmp_path, text).real
    assert [
        (found.written, found.fate and found.fate.name) for found in access(close).requirements
    ] == [
        ("protected", None),
        ("require_scope(<frozenset>)", "DROPPED"),
        ('require_scope("é\\n")', None),
        ('require_relation("owner", resource=None)', "MISSING"),
        ('require_policy("bill", 7)', "REWRITTEN"),
        ('require_permission("read", resource=...)', "REWRITTEN"),
        ('require_role("high", tenant="it\'s \\"here\\"")', None),
        ("require_role(Role.ADMIN)", "DROPPED"),
    ]


# Whatever the user's objects do

LIES = {
    "requirements that cannot be read": "found.requirement = Liar()",
    "requirements that are none": "found.requirement = None",
    "requirements of a kind that nobody knows": (
        "found.requirement = type('New', (), {'kind': 'FINGER', 'ref': 'thumb', 'resource': None,"
        " 'action': None, 'tenant': None})()"
    ),
    "values that cannot be compared": (
        "found.requirement = type(found.requirement)(kind='ROLE', ref=Liar())"
    ),
    "a value that ends the process": (
        "found.requirement = type(found.requirement)(kind='ROLE', ref=Quitter())"
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_cannot_be_read_is_told_and_never_certain(tmp_path: Path, lie: str) -> None:
    text = f"""{HEAD}
class Liar:
    def __getattribute__(self, name):
        raise KeyError(name)

    def __eq__(self, other):
        raise KeyError("eq")

    def __hash__(self):
        raise KeyError("hash")


class Quitter:
    def __hash__(self):
        raise SystemExit(3)


@TaskHandler()
class Accounts:
    @task
    @protected
    def close(self): ...

    @task
    @require_role("admin")
    def pay(self): ...


for carriers in Accounts.close.__spakky_annotation_metadata__.values():
    for found in carriers:
        if hasattr(found, "requirement"):
            {LIES[lie]}
"""
    found = written(tmp_path, text)
    told = {method(each): access(each) for each in found.real}
    assert not told["close"].is_certain
    assert told["close"].paths.direct.state is PathState.UNKNOWN
    assert told["close"].paths.direct.reason is Reason.UNREADABLE
    assert [each.written for each in told["pay"].requirements] == ['require_role("admin")']
    assert found.kinds == {"Accounts.close": "other-access"}


@pytest.mark.parametrize(
    "metadata", ["7", "{}", "{int: 7}", "{'ProtectedRequirement': [1]}", "{type: []}"]
)
def test_metadata_that_is_none_of_the_frameworks_asks_for_nothing(
    tmp_path: Path, metadata: str
) -> None:
    text = f"""{HEAD}
def odd(function):
    function.__wrapped__ = 7
    function.func = function
    return function


@TaskHandler()
class Accounts:
    @task
    @odd
    def close(self): ...


class Inner:
    __spakky_annotation_metadata__ = {metadata}


Accounts.close.__func__ = Inner()
"""
    (close,) = written(tmp_path, text).real
    assert access(close).access is Access.UNDECLARED
    assert access(close).is_certain


# On the real worker


@pytest.mark.parametrize(
    "decorators",
    [
        "staticmethod task protected",
        "protected staticmethod task",
        "task protected staticmethod",
        "classmethod task protected",
        "task protected classmethod",
        "protected classmethod task",
        "task protected functools.cache",
        "functools.cache task protected",
    ],
)
def test_what_is_no_function_any_more_goes_the_paths_that_it_goes(
    probe: Probe, tmp_path: Path, decorators: str
) -> None:
    lines = "".join(f"    @{each}\n" for each in decorators.split())
    text = (
        f"{HEAD}journal: list[str] = []\n\n\n@TaskHandler()\nclass Accounts:\n{lines}"
        "    def close(*args: object) -> str:\n"
        '        journal.append("Accounts.close")\n'
        '        return "ran"\n'
    )
    (close,) = both(plant(tmp_path, {"app.py": text}), "app").real
    (observed,) = on_every_path(probe, text, "held").values()
    assert states(close) == tuple(state.value for state in observed)
    assert (close.task.name, close.task.schedule) == ("Accounts.close", None)
