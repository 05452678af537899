"""SPK605, SPK607 and SPK608 by what is known of the project, and of who runs the code."""

from __future__ import annotations

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import PLAIN, Need, Settings
from spakky_lint.runtime.backend import Backend

CELERY = Settings(has_celery=True)
SHIFTING = Settings(Backend.CELERY)

HANDLER = """\
from shop.orders import Order
from spakky.task import TaskHandler, task


@TaskHandler()
class Orders:
    @task
    def place(self) -> Order: ...

    @task
    def find(self): ...

    @task
    def count(self) -> int: ...

"""


def codes(text: str, settings: Settings = CELERY) -> list[str]:
    selection = Selection(("SPK605", "SPK607", "SPK608"))
    return [found.code for found in lint_text(HANDLER + text, selection, settings=settings)]


def function(line: str, head: str = "def run(orders: Orders):") -> str:
    return f"\n{head}\n    {line}\n"


ASYNC = "async def run(orders: Orders):"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("return orders.place().get()", "SPK605"),
        ("return await orders.place().id", "SPK607"),
        ("return orders.find().status", "SPK607"),
        ("return orders.find().get(3)", "SPK607"),
        ("return orders.place().get(timeout=3)", "SPK607"),
        ("return orders.place().customer", "SPK608"),
        ("return orders.count() + 1", "SPK608"),
        ("return orders.find()[0]", "SPK608"),
    ],
)
def test_what_may_be_a_value_is_a_result_where_tasks_are_dispatched(line: str, code: str) -> None:
    text = function(line, ASYNC)
    assert codes(text, PLAIN) == []
    assert codes(text, CELERY) == codes(text, SHIFTING) == [code]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("return orders.count().get()", "SPK605"),
        ("return orders.find().get()", "SPK605"),
        ("return orders.count().id", "SPK607"),
        ("return orders.count().get(3)", "SPK607"),
        ("return orders.find().get(timeout=3)", "SPK607"),
    ],
)
def test_what_is_wrong_for_values_too_is_reported_anywhere(line: str, code: str) -> None:
    assert codes(function(line, ASYNC), PLAIN) == codes(function(line, ASYNC)) == [code]


WRONG = "return orders.find().id, orders.find() + 1"


def test_who_may_run_it_decides() -> None:
    assert codes(function(WRONG)) == ["SPK607", "SPK608"]


@pytest.mark.parametrize(
    "text",
    [
        function(WRONG, "def test_run(orders: Orders):"),
        f"class FakeRunner:\n    def run(self, orders: Orders):\n        {WRONG}\n",
        "import pytest\n" + function(WRONG),
        "app.load_plugins(include={spakky.task})\n" + function(WRONG),
        # A worker runs what a task calls.
        "@TaskHandler()\nclass Night:\n    @task\n    def all(self): run(self)\n" + function(WRONG),
        f"@TaskHandler()\nclass Night:\n    def helper(self, orders: Orders):\n        {WRONG}\n",
        f"class NightBase:\n    def helper(self, orders: Orders):\n        {WRONG}\n",
        f"def outer():\n    def inner(orders: Orders):\n        {WRONG}\n",
    ],
)
def test_code_that_a_worker_or_a_test_may_run_is_left_alone(text: str) -> None:
    assert codes(text) == []


def test_an_application_with_all_plugins_dispatches() -> None:
    assert codes("app.load_plugins()\n" + function(WRONG)) == ["SPK607", "SPK608"]


def test_the_top_level_is_outside() -> None:
    assert codes("app.container.get(Orders).count() + 1\n") == ["SPK608"]


def test_the_need_is_met_by_the_dependency_or_the_backend() -> None:
    assert [Need.DISPATCH.is_met(settings) for settings in (PLAIN, CELERY, SHIFTING)] == [
        False,
        True,
        True,
    ]


SHOP = """
class Shop:
    def __init__(self, orders: Orders) -> None:
        self.orders = orders


class Street:
    shop: Shop

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.own = Shop(Orders())

"""


@pytest.mark.parametrize(
    ("line", "head", "found"),
    [
        ("return shop.orders.count() + 1", "def run(shop: Shop):", ["SPK608"]),
        ("return street.shop.orders.count() + 1", "def run(street: Street):", ["SPK608"]),
        ("shop = street.shop; shop.orders.count().id", "def run(street: Street):", ["SPK607"]),
        ("orders = shop.orders; orders.count().get()", "async def run(shop: Shop):", ["SPK605"]),
        # What is made by hand may hold what is, and that runs in place.
        ("return Shop(Orders()).orders.count() + 1", "def run():", []),
        ("return street.own.orders.count() + 1", "def run(street: Street):", []),
        ("return shop.others.count() + 1", "def run(shop: Shop):", []),
    ],
)
def test_results_are_followed_through_what_holds_the_handler(
    line: str, head: str, found: list[str]
) -> None:
    assert codes(SHOP + function(line, head)) == found


def test_an_attribute_that_may_be_given_something_else_is_not_followed() -> None:
    line = function("shop.orders = other; return shop.orders.count() + 1", "def run(shop: Shop):")
    assert codes(SHOP + line) == []
