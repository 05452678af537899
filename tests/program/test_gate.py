"""Which files are read: those that may have something of tasks or auth, from wherever."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

import pytest

from spakky_lint.program.gate import imports_alone
from spakky_lint.program.statements import Import, imports
from tests.program.texts import TOP, Texts, as_bytes, sources_of

TASKS = "from spakky.task import TaskHandler, task\n"
HANDLER = f"{TASKS}@TaskHandler()\nclass Orders: ...\ndef helper(): ...\n"


def passes(text: str | bytes, files: Texts | None = None, path: str = "main.py") -> bool:
    sources = sources_of({**(files or {}), path: text})
    return sources.file(TOP / path).passes(as_bytes(text))


# By itself

PASSING = {
    "from": "from spakky.task import task",
    "by another name": "from spakky.task import task as job",
    "one of several": "from spakky.task import x, task",
    "in brackets": "from spakky.task import (\n    task,\n)",
    "in brackets with comments": "from spakky.task import (  # all )\n    # of these\n    task,\n)",
    "without spaces": "from spakky.task import(task)",
    "with more spaces": "from  spakky.task\timport   task",
    "with backslashes": "from spakky.task \\\n    import \\\n    task",
    "a backslash within the names": "from spakky.task import x, \\\n    task",
    "a star": "from spakky.task import *",
    "a module": "import spakky.task",
    "a module under a name": "import spakky.task as st",
    "after others": "import os, spakky.task",
    "after a backslash": "import os, \\\n    spakky.task",
    "the whole framework": "import spakky",
    "a module from the framework": "from spakky import task",
    "a module deep in it": "from spakky.task.stereotype.task_handler import TaskHandler",
    "a name of auth": "from spakky.auth import protected",
    "a name that spakky has elsewhere": "from spakky.core.pod.annotations.pod import task",
    "behind a semicolon": "import os; from spakky.task import task",
    "in a function": "def f():\n    from spakky.task import task",
    "in a branch of one line": "if x: from spakky.task import task",
    "in a try": "try:\n    from spakky.task import task\nexcept ImportError: ...",
    "for the type checker": "if TYPE_CHECKING:\n\tfrom spakky.task import task",
    "by hand": "import_module('spakky.task')",
    "by hand, the old way": "__import__('spakky.task')",
    "a schedule of celery": "app.conf.beat_schedule = {'x': {'task': 'spakky'}}",
    "plugins that are loaded": "import spakky.core\napp = made().load_plugins().start()",
    "plugins on a line of their own": "import spakky.core\na = (made()\n .load_plugins # all\n ())",
    "plugins that something else loads": "import spakky.core\nload = app.load_plugins\nload()",
    "plugins that a function loads": "import spakky.core\nload_plugins()",
    "plugins that are loaded where that is defined": (
        "import spakky.core\ndef load_plugins(app):\n    app.load_plugins()"
    ),
    "behind a form feed": "\fimport spakky.task",
    "what is silenced": "x = 1  # noqa: SPK101",
}  # fmt: skip
LAYOUTS: Mapping[str, Callable[[bytes], bytes]] = {
    "as it is": lambda data: data,
    "with a mark of its encoding": lambda data: b"\xef\xbb\xbf" + data,
    "with CR LF": lambda data: data.replace(b"\n", b"\r\n"),
    "with CR": lambda data: data.replace(b"\n", b"\r"),
    "below others": lambda data: b"import os\n" + data,
    "below others with CR": lambda data: b"import os\r" + data.replace(b"\n", b"\r"),
}


@pytest.mark.parametrize("form", PASSING)
def test_a_file_passes_that_imports_it(form: str) -> None:
    for layout, laid in LAYOUTS.items():
        assert passes(laid(PASSING[form].encode())), layout


STOPPED = {
    "nothing": "",
    "other imports": "import os\nfrom shop import orders",
    "a comment": "# from spakky.task import task, as others do",
    "a comment behind code": "x = 1  # import spakky.task",
    "the name alone": "spakky = 1\nprint(spakky.task)",
    "a text": "x = 'from spakky.task import task'",
    "a docstring": '"""Has nothing of spakky.task: import it where tasks are."""',
    "another part of the framework": "import spakky.data",
    "a name of another part": "from spakky.core.pod.annotations.pod import Pod",
    "all of another part": "from spakky.data import *",
    "a library that is called alike": "import spakky_tools.task\nfrom spakkytask import task",
    "a package of another that is called so": "from tools.spakky.task import task",
    "modules by hand of others": "import_module('shop.orders')",
    "modules by hand beside the framework": "import spakky.core\nimport_module(name)",
    "what loads plugins": "import spakky.core\ndef load_plugins(self): '''load_plugins alone'''",
    "a schedule of others": "app.conf.beat_schedule = {}",
    "what others silence": "x = 1  # noqa: SPK",
}


@pytest.mark.parametrize("text", STOPPED.values(), ids=STOPPED)
def test_a_file_is_stopped_that_only_mentions_it(text: str) -> None:
    assert not passes(text)


APART = "import os\nfrom shop.hours import HOUR\n\nprint(HOUR)\n"
TYPED = {
    **PASSING,
    **STOPPED,
    "a nul byte": "x = 1\0\n",
    "code": "class Orders:\n    @property\n    def total(self): return 1",
    "a comment": "# spakky",
}


def test_what_imports_the_same_as_a_text_apart_does_not_pass() -> None:
    files = {"shop/__init__.py": "", "shop/hours.py": "HOUR = 9\n"}
    file = sources_of({**files, "main.py": APART}).file(TOP / "main.py")
    apart = file.apart(APART.encode())
    assert apart == imports(APART.encode())
    for name, typed in TYPED.items():
        text = f"{APART}{typed}\n"
        if imports_alone(text.encode()) == apart:
            assert not passes(text, files), name
            assert typed in {*STOPPED.values(), TYPED["code"], TYPED["a comment"]}


@pytest.mark.parametrize("text", [TASKS, "from shop import Orders\n", "load_plugins()\n"])
def test_what_may_bring_tasks_is_not_apart(text: str) -> None:
    sources = sources_of({"shop/__init__.py": HANDLER, "main.py": text})
    assert sources.file(TOP / "main.py").apart(text.encode()) is None


def test_a_nul_byte_passes() -> None:
    assert passes(b"x = 1\0\n")


# Through other modules

COMPAT = {
    "a name": TASKS,
    "under another": "from spakky.task import task as job\ntask = job\n",
    "a module": "import spakky.task\ntask = spakky.task.task\n",
    "a star": "from spakky.task import *\n",
    "a decorator of its own": f"{TASKS}def task(f): return TaskHandler()(f)\n",
    "a handler": HANDLER.replace("Orders", "task"),
    "a value in brackets": f"{TASKS}OTHER = 1\ntask = (\n    TaskHandler,\n)\nend = 1\n",
    "a value in brackets at the end": f"{TASKS}OTHER = 1\ntask = (\n    TaskHandler,\n    )",
    "a value that is indented no more": f"{TASKS}task = (\nTaskHandler\n)\n",
    "defined below an import": f"{TASKS}from os import path as task\ndef task(f): ...\n",
    "defined above an import": f"{TASKS}task = TaskHandler\nif x: from os import task\n",
    "a name for a name": f"{TASKS}_own = TaskHandler\ntask = _own\n",
    "a name for what is made": f"{TASKS}def make(): ...\ntask = make()\n",
    "one of several names": f"{TASKS}other, task = 1, TaskHandler\n",
    "one of several over lines": f"{TASKS}(\n  task,\n  other,\n) = (\n  TaskHandler,\n  1,\n)\n",
    "below a class of its own": f"{TASKS}class Own(TaskHandler): ...\nclass task(Own): ...\n",
    "a value below its name": f"{TASKS}task \\\n = TaskHandler()\n",
    "a line of blanks": f"{TASKS}{' ' * 300}\n_own \\\n = TaskHandler\ntask = _own\n",
    "a value with its type": f"{TASKS}from typing import Any\ntask: Any = TaskHandler()\n",
}


IMPORTING = (
    "from compat import task",
    "from compat import task as t",
    "from compat import *",
    "import compat",
    "import compat as c",
    "from . import compat",
    "from .compat import task",
)


@pytest.mark.parametrize("form", COMPAT)
def test_what_hands_it_on_brings_it(form: str) -> None:
    for main, end in product(IMPORTING, ("\n", "\r")):
        assert passes(main, {"compat.py": COMPAT[form].replace("\n", end)}), (main, end)


@pytest.mark.parametrize("word", ["'beat_schedule'", "import_module('spakky.x')"])
def test_a_word_that_brings_it_by_itself_hides_nothing_that_is_handed_on(word: str) -> None:
    assert passes("from compat import task", {"compat.py": f"{TASKS}said = {word}\n"})


@pytest.mark.parametrize("text", ["größe = TaskHandler", "def größe(): ...", "class größe: ..."])
def test_names_need_not_be_english(text: str) -> None:
    files = {"maß.py": f"{TASKS}{text}\n"}
    assert passes("from maß import größe\nx = größe\n", files)
    assert not passes("from maß import gr", files)


def test_a_text_in_another_encoding_is_searched_as_well() -> None:
    assert passes("# coding: latin-1\nimport größe\nimport spakky.task\n".encode("latin-1"))


@pytest.mark.parametrize(
    "main",
    [
        "from shop.orders import task",
        "from shop import task",
        "import shop.orders",
        "from shop import orders",
        "from shop import *",
    ],
)
def test_a_package_hands_on(main: str) -> None:
    files = {"shop/__init__.py": "from .orders import *\n", "shop/orders.py": TASKS}
    assert passes(main, files)


@pytest.mark.parametrize("length", [2, 5, 15])
def test_through_a_chain(length: int) -> None:
    chain = {f"m{n}.py": f"from m{n - 1} import task\n" for n in range(1, length)}
    assert passes(f"from m{length - 1} import task", {"m0.py": TASKS, **chain})


def test_through_modules_that_import_each_other() -> None:
    files = {
        "one.py": "from two import task\nfrom main import x\n",
        "two.py": f"import one\n{TASKS}",
    }
    assert passes("from one import task\n", files)


@pytest.mark.parametrize("order", [("one.py", "two.py"), ("two.py", "one.py")])
def test_whoever_of_a_circle_is_asked_first(order: tuple[str, str]) -> None:
    texts = {"one.py": "from two import task\n", "two.py": f"from one import other\n{TASKS}"}
    sources = sources_of(texts)
    for path in order:
        assert sources.file(TOP / path).passes(as_bytes(texts[path])), path


@pytest.mark.parametrize(
    "main",
    [
        "from orders import Orders\nclass More(Orders): ...",
        "import orders\nclass More(orders.Orders): ...",
        "from orders import *\nclass More(Orders): ...",
        "from orders import Orders\nOrders().confirm()",
    ],
)
def test_who_inherits_or_calls_a_handler_passes(main: str) -> None:
    assert passes(main, {"orders.py": HANDLER})


def test_an_heir_of_an_heir_passes() -> None:
    files = {"orders.py": HANDLER, "more.py": "from orders import Orders\nclass More(Orders): ..."}
    assert passes("from more import More\nclass Most(More): ...", files)


BESIDE = {
    "a name for another": (f"{TASKS}helper = other = 1", "helper"),
    "a name for itself": (f"{TASKS}helper = helper", "helper"),
    "an import that is redefined": (f"{TASKS}from os import path\npath = None", "path"),
    "a value": (f"{TASKS}LIMIT = 3\n", "LIMIT"),
    "a name of another library": (f"{TASKS}from os import path\n", "path"),
    "what is not there": (TASKS, "nothing"),
}


@pytest.mark.parametrize("case", BESIDE)
def test_what_stands_beside_it_brings_nothing(case: str) -> None:
    text, name = BESIDE[case]
    assert not passes(f"from compat import {name}", {"compat.py": text})


def test_a_plain_class_of_a_module_that_only_uses_handlers_brings_nothing() -> None:
    files = {
        "orders.py": HANDLER,
        "shop.py": "from orders import Orders\nclass Shop: ...\nclass More(Orders): ...\n",
    }
    assert not passes("from shop import Shop", files)
    assert passes("from shop import More\nMore()\n", files)
    assert not passes("from shop import More", files)  # it only hands it on


def test_a_module_that_is_missing_or_of_others_brings_nothing() -> None:
    assert not passes("from gone import task\nfrom .gone import task\nimport gone.deep")


def test_a_star_of_a_circle_without_it_brings_nothing() -> None:
    files = {"one.py": "from two import *\n", "two.py": "from one import *\n"}
    assert not passes("from one import *", files)


def test_a_content_counts_that_is_not_the_stored_one() -> None:
    sources = sources_of({"main.py": ""}, overlays={"compat.py": TASKS})
    file = sources.file(TOP / "main.py")
    assert file.passes(b"from compat import task")
    assert not file.passes(b"from os import path")


# The import statements

STATEMENTS = {
    "from a import b": [Import("a", "b", "b")],
    "from a import b as c": [Import("a", "b", "c")],
    "from a import b, c": [Import("a", "b", "b"), Import("a", "c", "c")],
    "from . import b": [Import(".", "b", "b")],
    "from ..a.b import c": [Import("..a.b", "c", "c")],
    "from.a import b": [Import(".a", "b", "b")],
    "from a import *": [Import("a", "*", "*")],
    "from a import(b,c)": [Import("a", "b", "b"), Import("a", "c", "c")],
    "from a import (\n  b,  # d\n  c as e\n)": [Import("a", "b", "b"), Import("a", "c", "e")],
    "from a import b  # c": [Import("a", "b", "b")],
    "from a import b; x = c": [Import("a", "b", "b")],
    "import a": [Import("a", None, "a")],
    "import a.b": [Import("a.b", None, "a")],
    "import a.b as c": [Import("a.b", None, "c")],
    "import a, b.c as d": [Import("a", None, "a"), Import("b.c", None, "d")],
    "import a  # b": [Import("a", None, "a")],
    "import a; import b": [Import("a", None, "a"), Import("b", None, "b")],
    "if x: import a": [Import("a", None, "a")],
    "important = a": [],
    "from a . b import c": [Import("a.b", "c", "c")],
    "from . . a import (b # of it\n as c)": [Import("..a", "b", "c")],
    "from \\\n a \\\n . \\\n b \\\n import \\\n c \\\n as \\\n d": [Import("a.b", "c", "d")],
    "import a . b, c . d as e": [Import("a.b", None, "a"), Import("c.d", None, "e")],
    "x = 'import a'": [],
    "import größe": [Import("größe", None, "größe")],
    "from .주문 import 확인 as ä": [Import(".주문", "확인", "ä")],
}


def test_a_list_of_names_that_is_never_closed_is_read_once() -> None:
    comments = b"    # one of many\n" * 100  # to try each of their ends anew would take for ever
    (found,) = imports(b"from spakky.task import (\n" + comments + b"import os\n")
    assert found == Import("os", None, "os")


@pytest.mark.parametrize("text", STATEMENTS)
def test_import_statements_are_found(text: str) -> None:
    assert list(imports(text.encode())) == STATEMENTS[text]
    assert list(imports(b"x = 1\r" + text.replace("\n", "\r").encode())) == STATEMENTS[text]


# Modules that import each other

CIRCLE = {
    "shop/__init__.py": "",
    "shop/one.py": "from shop.two import *\nmade = task\n",
    "shop/two.py": "from shop.three import *\n",
    "shop/three.py": "from spakky.task import *\nfrom shop.one import *\n",
}


@pytest.mark.parametrize("first", ["one", "two", "three"])
@pytest.mark.parametrize("module", ["one", "two", "three"])
def test_what_a_circle_brings_is_seen_wherever_one_begins(first: str, module: str) -> None:
    main = f"from shop.{module} import task"
    sources = sources_of({**CIRCLE, "main.py": main})
    entry = f"shop/{first}.py"
    assert sources.file(TOP / entry).passes(as_bytes(CIRCLE[entry]))
    assert sources.file(TOP / "main.py").passes(as_bytes(main))


def test_a_name_made_in_a_circle_brings_what_it_is_made_of() -> None:
    assert passes("from shop.two import made", CIRCLE)
    assert passes("from shop.one import made", CIRCLE)


def test_a_circle_without_the_framework_brings_nothing() -> None:
    plain = {**CIRCLE, "shop/three.py": "from shop.one import *\n"}
    assert not passes("from shop.one import task", plain)


def test_what_was_told_of_a_circle_before_it_was_known_to_the_end_is_told_anew() -> None:
    files = {
        "a.py": "from b import Later\nfrom spakky.task import TaskHandler\nBase = TaskHandler\n",
        "b.py": "from a import Base\nclass Later(Base):\n    pass\n",
    }
    for order in (["a.py", "b.py"], ["b.py", "a.py"]):
        sources = sources_of({**files, "main.py": "import a\nimport b\n"})
        for path in order:
            assert sources.file(TOP / path).passes(as_bytes(files[path])), order
        assert sources.gate.brings(TOP / "main.py", "b", "Later")
        assert sources.file(TOP / "main.py").passes(b"from b import Later\nLater()\n")
