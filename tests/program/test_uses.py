"""How other modules use a class, and whether they go through the module that it stands in."""

from __future__ import annotations

import pytest

from spakky_lint.program.uses import is_module_handed_on, modules_with, uses_elsewhere
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.symbol_uses import How
from tests.program.texts import Texts, declared, module, path_of, program_of

SHOP = {"shop/__init__.py": "", "shop/orders.py": "class Orders: ...\n"}


def uses(files: Texts) -> list[How]:
    program = program_of({**SHOP, **files})
    orders = declared(program, "shop/orders.py", "Orders")
    return [use.how for use in uses_elsewhere(orders, module(program, "shop/orders.py"))]


USES = {
    "from shop.orders import Orders\nOrders()": How.CALLED,
    "from shop.orders import Orders\nadd(Orders)": How.PASSED,
    "from shop.orders import Orders\nadd([Orders])": How.PASSED,
    "from shop.orders import Orders\nFOUND = [Orders]": How.STORED,
    "from shop.orders import Orders\nFOUND['a'] = Orders": How.ASSIGNED,
    "from shop.orders import Orders\ndef f(): return Orders": How.RETURNED,
    "from shop.orders import Orders\nclass More(Orders): ...": How.BASE,
    "from shop.orders import Orders\ndef f(x: Orders): ...": How.ANNOTATION,
    "from shop.orders import Orders\nOrders.confirm": How.ATTRIBUTE,
    "from shop.orders import Orders as O\nadd(O)": How.PASSED,
    "import shop.orders\nadd(shop.orders.Orders)": How.PASSED,
    "import shop.orders as o\nadd(o.Orders)": How.PASSED,
    "from shop import orders\nadd(orders.Orders)": How.PASSED,
    "def f():\n    from shop.orders import Orders\n    add(Orders)": How.PASSED,
}


@pytest.mark.parametrize("text", USES)
def test_another_module_uses_the_class(text: str) -> None:
    assert uses({"main.py": text}) == [USES[text]]


def test_it_is_used_by_what_hands_it_on() -> None:
    files = {"compat.py": "from shop.orders import Orders\n"}
    assert uses({**files, "main.py": "from compat import Orders\nadd(Orders)"}) == [How.PASSED]
    assert uses({**files, "main.py": "import compat\nadd(compat.Orders)"}) == [How.PASSED]


UNUSED = {
    "another of the name": "class Orders: ...\nadd(Orders)",
    "one of another module": "import shop.orders\nfrom other import Orders\nadd(Orders)",
    "one of a library": "import shop.orders\nfrom library import Orders\nadd(Orders)",
    "what is only imported": "from shop.orders import Orders",
    "what a comment says": "import shop.orders  # add(Orders)",
    "what a text says": "import shop.orders\nadd('Orders')",
    "who cannot have it": "add(x.Orders)",
    "what cannot be read": "from shop.orders import Orders\nadd(Orders",
}


@pytest.mark.parametrize("case", UNUSED)
def test_it_is_not_used_by(case: str) -> None:
    assert uses({"main.py": UNUSED[case], "other.py": "class Orders: ...\n"}) == []


@pytest.mark.parametrize("path", ["tests/shop.py", "test_shop.py", "shop/orders_test.py"])
def test_tests_are_left_out(path: str) -> None:
    assert uses({path: "from shop.orders import Orders\nadd(Orders)"}) == []


def test_its_own_module_is_left_to_others() -> None:
    assert uses({"shop/orders.py": "class Orders: ...\nadd(Orders)\n"}) == []


def test_a_text_by_itself_has_no_others() -> None:
    alone = read_declarations("class Orders: ...\n")
    assert list(uses_elsewhere(alone.classes[0], alone)) == []
    assert not is_module_handed_on(alone)
    assert list(modules_with(alone, "Orders")) == []


# Modules


HANDED_ON = {
    "from shop import orders\nregister(orders)": True,
    "import shop.orders\nregister(shop.orders)": True,
    "import shop.orders as o\nregister(o)": True,
    "from shop import orders\nfor found in vars(orders): ...": True,
    "from shop import orders\nFOUND = [orders]": True,
    "from shop import orders\ndef f(): return orders": True,
    "from shop import orders\norders.__dict__": True,
    "import shop\nregister(shop)": True,
    "import shop as s\nregister(s)": True,
    "import shop.orders\nregister(shop)": True,
    "import shop as orders\norders.Orders()": False,
    "import shop\nfor found in shop.__path__: ...": True,
    "import shop\napp.scan(shop)": False,
    "from shop import orders\napp.scan(orders)": False,
    "from shop import orders\nreload(orders)": False,
    "from shop import orders\norders.Orders()": False,
    "from shop import orders": False,
    "from other import orders\nregister(orders)": False,
    "orders = 1\nregister(orders)": False,
    "from shop import orders\n# register(orders)": False,
}


@pytest.mark.parametrize("text", HANDED_ON)
def test_another_module_goes_through_this_one(text: str) -> None:
    program = program_of({**SHOP, "other/orders.py": "", "main.py": text})
    assert is_module_handed_on(module(program, "shop/orders.py")) is HANDED_ON[text]


# Words


def test_the_other_modules_of_an_application_that_have_words() -> None:
    files = {
        "shop/one.py": "Pod = 1  # Orders",
        "shop/two.py": "Pod = 1",
        "shop/three.py": "Orders = 1",
        "shop/broken.py": "Pod = Orders = (",
        "tests/test_it.py": "Pod = Orders = 1",
        "main.py": "import shop.orders, library\n",
        "library.py": "Pod = Orders = 1",
        "other.py": "Pod = Orders = 1",
        "shop/orders.py": "class Orders: ...  # Pod\n",
    }
    program = program_of({**SHOP, **files})
    found = modules_with(module(program, "shop/orders.py"), "Pod", "Orders")
    assert [path_of(each) for each in found] == [
        "library.py",
        "shop/one.py",
    ]
    unread = ("shop/two.py", "shop/three.py", "other.py")
    assert program.modules.keys().isdisjoint(program.top / name for name in unread)
