"""What the classes of a file are to the framework, and who inherits whom."""

from __future__ import annotations

from textwrap import dedent

import pytest

from spakky_lint.facts.handlerhood import Handlerhood, handlerhood, is_for_others, is_plainly_base
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.hierarchy import ancestors, class_of, has_unseen_bases, subclasses_of
from tests.syntax.reading import read

IMPORTS = "from spakky.task import TaskHandler, task\n"


def read_classes(text: str) -> tuple[Module, dict[str, ClassDeclaration]]:
    module = read(IMPORTS + dedent(text))
    return module, {declaration.name: declaration for declaration in module.classes}


def hood(text: str, name: str = "Orders") -> Handlerhood:
    module, classes = read_classes(text)
    return handlerhood(classes[name], module)


@pytest.mark.parametrize(
    "text",
    [
        "@TaskHandler()\nclass Orders: ...",
        "@TaskHandler(name='orders')\nclass Orders: ...",
        "@TaskHandler\nclass Orders: ...",
        "import spakky.task as st\n@st.TaskHandler()\nclass Orders: ...",
        "handler = TaskHandler()\n@handler\nclass Orders: ...",
        "@unknown\n@TaskHandler()\nclass Orders: ...",
        "class QueueHandler(TaskHandler): ...\n@QueueHandler()\nclass Orders: ...",
        "class Orders: ...\nOrders = TaskHandler()(Orders)",
        "class Orders: ...\nTaskHandler()(Orders)",
        "class Orders: ...\nmark = TaskHandler()\nmark(Orders)",
        "class Orders: ...\nhandlers = [TaskHandler()(Orders)]",
        "class Orders: ...\nadd(TaskHandler(name='o') (Orders))",
        "class Orders: ...\nregister = lambda: TaskHandler()(Orders)",
        "def register():\n    return TaskHandler()(Orders)\nclass Orders: ...",
    ],
)
def test_a_handler(text: str) -> None:
    assert hood(text) is Handlerhood.HANDLER


@pytest.mark.parametrize(
    "text",
    [
        "class Orders: ...\n@TaskHandler()\nclass Shop(Orders): ...",
        "class Orders: ...\nclass Middle(Orders): ...\n@TaskHandler()\nclass Shop(Middle): ...",
        "class Orders: ...\nBase = Orders\n@TaskHandler()\nclass Shop(Base): ...",
        """
        from typing import Generic
        class Orders(Generic[T]): ...
        @TaskHandler()
        class Shop(Orders[int]): ...
        """,
        "class All:\n    class Orders: ...\n@TaskHandler()\nclass Shop(All.Orders): ...",
        "class Orders: ...\nclass Shop(Orders): ...\nTaskHandler()(Shop)",
    ],
)
def test_a_class_that_a_handler_inherits(text: str) -> None:
    assert hood(text) is Handlerhood.INHERITED


@pytest.mark.parametrize(
    "text",
    [
        "class Orders: ...\nclass Shop(Orders): ...",
        "class BaseOrders: ...",
        "class AbstractOrders: ...",
        "class OrdersBase: ...",
        "class _OrdersMixin: ...",
        "from abc import ABC\nclass Orders(ABC): ...",
        "import abc\nclass Orders(metaclass=abc.ABCMeta): ...",
        "from typing import Protocol\nclass Orders(Protocol): ...",
        "import abc\nclass Orders:\n    @abc.abstractmethod\n    def run(self): ...",
        "@registered\nclass Orders: ...",
        "from shop.tasks import TaskHandler\n@TaskHandler()\nclass Orders: ...",
        "class QueueHandler(TaskHandler):\n    queue = 'slow'\n@QueueHandler()\nclass Orders: ...",
        "class Orders: ...\nOrders = registered(Orders)",
        "class Orders: ...\nOrders = registered(name='orders', cls=Orders)",
        # Registered by something whose argument is not seen.
        "class Orders: ...\nfor cls in (Orders,):\n    TaskHandler()(cls)",
        "def register(cls):\n    return TaskHandler()(cls)\nclass Orders: ...\nregister(Orders)",
        "class Orders: ...\nmade = TaskHandler()(type('Shop', (Orders,), {}))",
        "class Orders: ...\nmade = [TaskHandler()(cls) for cls in (Orders,)]",
        # Inherited by something whose bases are not understood.
        """
        if fast():
            class Orders: ...
        else:
            class Orders: ...
        @TaskHandler()
        class Shop(Orders): ...
        """,
        "class Orders: ...\n@TaskHandler()\nclass Shop(with_audit(Orders)): ...",
        "class Orders: ...\n@TaskHandler()\nclass Shop(Orders if fast() else object): ...",
        """
        class Orders: ...
        chosen = Orders if fast() else object
        @TaskHandler()
        class Shop(chosen): ...
        """,
        "class Orders: ...\nbases = [Orders]\n@TaskHandler()\nclass Shop(*bases): ...",
        """
        class Orders: ...
        for base in (Orders,):
            @TaskHandler()
            class Shop(base): ...
        """,
        """
        class Orders: ...
        def make(base):
            @TaskHandler()
            class Shop(base): ...
        make(Orders)
        """,
    ],
)
def test_a_class_that_may_be_a_handlers(text: str) -> None:
    name = next(
        name for name in read_classes(text)[1] if name.strip("_") not in ("Shop", "QueueHandler")
    )
    assert hood(text, name) is Handlerhood.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "class Orders: ...",
        "class Orders(object): ...",
        "class Orders(Imported): ...",
        "from spakky.core.pod.annotations.pod import Pod\n@Pod()\nclass Orders: ...",
        "from dataclasses import dataclass\n@dataclass\nclass Orders: ...",
        "from spakky.auth import protected\n@protected\nclass Orders: ...",
        "class Orders: ...\nclass Shop(Imported): ...",
        "class Orders: ...\nclass Shop(namedtuple('Shop', 'a b')): ...",
        "class Orders: ...\norders = Orders()\nadd(Orders)",
        "class Orders: ...\n@TaskHandler()\nclass Shop: ...",
        "@TaskHandler()\nclass Shop: ...\nclass Orders(Shop): ...",
        "class Baseline: ...",
    ],
)
def test_a_class_that_is_no_handler(text: str) -> None:
    name = "Baseline" if "Baseline" in text else "Orders"
    assert hood(text, name) is Handlerhood.NONE


def test_the_family_of_a_class() -> None:
    module, classes = read_classes(
        """
        class A: ...
        class B(A): ...
        class C(A): ...
        class D(B, C, Imported): ...
        """
    )
    assert [found.name for found in ancestors(classes["D"], module)] == ["B", "C", "A"]
    assert [found.name for found in subclasses_of(classes["A"], module)] == ["B", "C", "D"]
    assert list(subclasses_of(classes["D"], module)) == []
    assert class_of(classes["D"].bases[0], module) is classes["B"]
    assert class_of(classes["D"].bases[2], module) is None
    assert has_unseen_bases(classes["D"], module)
    assert not has_unseen_bases(classes["B"], module)


def test_a_class_of_the_same_name_is_another_class() -> None:
    module = read("class A: ...\nclass A(A): ...\nclass B(A): ...\n")
    first, second, third = module.classes
    assert list(ancestors(third, module)) == [second, first]
    assert list(subclasses_of(first, module)) == [second, third]


def test_a_ring_of_bases_ends() -> None:
    # Python refuses it; the text can still be written.
    module, classes = read_classes("while more():\n    class A(B): ...\n    class B(A): ...\n")
    assert list(ancestors(classes["B"], module)) == [classes["A"]]
    assert hood("while more():\n    class Orders(B): ...\n    class B(Orders): ...") is (
        Handlerhood.UNKNOWN
    )


@pytest.mark.parametrize("name", ["Base", "BaseOrders", "OrdersBase", "AuditMixin", "AbstractJob"])
def test_a_name_says_base_only_where_nobody_can_tell(name: str) -> None:
    module = read(f"class {name}: ...")
    assert is_for_others(module.classes[0], module)
    assert not is_plainly_base(module.classes[0])


@pytest.mark.parametrize("name", ["Orders", "Database_", "Mixing", "Basement", "Abstraction"])
def test_other_names_do_not_say_base(name: str) -> None:
    module = read(f"class {name}: ...")
    assert not is_for_others(module.classes[0], module)


@pytest.mark.parametrize(
    "text",
    [
        "from abc import ABC\nclass Orders(ABC): ...",
        "from abc import ABCMeta\nclass Orders(metaclass=ABCMeta): ...",
        "from typing import Protocol\nclass Orders(Protocol): ...",
        "from typing import Generic, TypeVar\nT = TypeVar('T')\nclass Orders(Generic[T]): ...",
        "class Orders:\n    def __init_subclass__(cls): ...",
        "import abc\nclass Orders:\n    @abc.abstractmethod\n    def run(self): ...",
    ],
)
def test_a_body_or_a_base_says_that_it_is_one(text: str) -> None:
    assert is_plainly_base(read(text).classes[0])


def test_many_classes_take_no_time() -> None:
    text = IMPORTS + "class C0: ...\n"
    text += "".join(
        f"class C{n}(C{n - 1}):\n    @task\n    def run(self): ...\n" for n in range(1, 300)
    )
    module = read(text)
    assert [handlerhood(found, module) for found in module.classes].count(Handlerhood.NONE) == 1
    assert len(subclasses_of(module.classes[0], module)) == 299


def test_a_module_is_freed_with_what_was_worked_out_for_it() -> None:
    import gc
    import weakref

    module, classes = read_classes("class Orders: ...")
    assert handlerhood(classes["Orders"], module) is Handlerhood.NONE
    gone = weakref.ref(module)
    del module, classes
    gc.collect()
    assert gone() is None
