"""Which files are tests, by where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.program.places import is_test

PLACES = {
    "tests/shop.py": True,
    "test/shop.py": True,
    "src/shop/testing/clock.py": True,
    "shop/tests/unit/orders.py": True,
    "test_shop.py": True,
    "shop/test_orders.py": True,
    "shop/orders_test.py": True,
    "conftest.py": True,
    "shop/conftest.py": True,
    "shop/orders.py": False,
    "shop/testimonials.py": False,
    "shop/contest.py": False,
    "shop/latest.py": False,
    "test.py": False,
    "tests.py": False,
    "attests/orders.py": False,
    "shop/tests_of_eyes/orders.py": False,
}


@pytest.mark.parametrize("top", ["/home/me/shop", "/home/me/tests/shop", "/test_shop"])
@pytest.mark.parametrize("path", PLACES)
def test_a_test_is_told_by_its_place_in_the_program(path: str, top: str) -> None:
    assert is_test(Path(top) / path, Path(top)) is PLACES[path]
