"""What passes for a test, by its imports and names."""

from __future__ import annotations

import pytest

from spakky_lint.rules.likely_tests import is_test_file, is_test_name
from spakky_lint.syntax.parse import read_declarations


@pytest.mark.parametrize(
    "name",
    [
        *("test", "test_confirm", "testConfirm", "confirm_test", "run_tests", "fake_orders"),
        *("TestOrders", "OrdersTest", "OrdersTests", "FakeOrders", "_StubMails", "RecordingMails"),
    ],
)
def test_a_name_of_a_test_is_one(name: str) -> None:
    assert is_test_name(name)


@pytest.mark.parametrize(
    "name",
    ["latest", "contest", "testament", "Testament", "check_out", "spying", "Mockup", "Orders"],
)
def test_a_name_that_only_contains_one_is_none(name: str) -> None:
    assert not is_test_name(name)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("import pytest", True),
        ("    from unittest.mock import Mock", True),
        ("from shop.tests.fakes import FakeOrders", True),
        ("from .conftest import app", True),
        ("from shop.testimony import Witness", False),
        ("import latest", False),
        ("from shop import (\n    orders,\n    tests,\n)", True),
        ("# import pytest", False),
        ('"""\nimport pytest\n"""', False),
    ],
)
def test_a_file_is_known_by_what_it_imports(line: str, expected: bool) -> None:
    text = f"if x:\n{line}\n" if line.startswith(" ") else f"x = 1\n{line}\n"
    assert is_test_file(read_declarations(text)) is expected
