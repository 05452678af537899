"""What a method does to its instance, read from its body."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.instance_state import AccessKind, accesses
from tests.syntax.reading import read

READ, ASSIGNED, CHANGED = AccessKind.READ, AccessKind.ASSIGNED, AccessKind.CHANGED


def found_in(*body: str, parameters: str = "self") -> list[tuple[str, AccessKind, bool]]:
    lines = "".join(f"        {line}\n" for line in body)
    module = read(f"class Reports:\n    def run({parameters}):\n{lines}")
    (method,) = module.classes[0].functions
    return [(found.attribute, found.kind, found.is_repeated) for found in accesses(method)]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("self.count = 0", [("count", ASSIGNED, False)]),
        ("self.count: int = 0", [("count", ASSIGNED, False)]),
        ("self.count: int", []),
        ("self.count += self.step", [("count", CHANGED, False), ("step", READ, False)]),
        ("self.count = self.count + 1", [("count", READ, False), ("count", ASSIGNED, False)]),
        ("self.a, (self.b, c) = 1, (2, 3)", [("a", ASSIGNED, False), ("b", ASSIGNED, False)]),
        ("self.seen.add(self.name)", [("seen", CHANGED, False), ("name", READ, False)]),
        ("self.seen.union(names)", [("seen", READ, False)]),
        ("self.store.seen.add(1)", [("store", READ, False)]),
        ("self.rates[self.key] = 1", [("rates", CHANGED, False), ("key", READ, False)]),
        ("self.rates['EUR'] += 1", [("rates", CHANGED, False)]),
        ("del self.rates['EUR']", [("rates", CHANGED, False)]),
        ("rates[self.key] = 1", [("key", READ, False)]),
        ("self.rates[0].name = 1", [("rates", READ, False)]),
        ("return f'{self.count}'", [("count", READ, False)]),
        ("other.count = 0", []),
    ],
)
def test_a_statement_reads_assigns_or_changes(
    statement: str, expected: list[tuple[str, AccessKind, bool]]
) -> None:
    assert found_in(statement) == expected


def test_what_stands_in_a_loop_or_a_nested_function_may_happen_again() -> None:
    assert found_in("for self.row in rows:", "    self.count += 1", "self.count += 1") == [
        ("row", READ, True),
        ("count", CHANGED, True),
        ("count", CHANGED, False),
    ]
    assert found_in("[self.seen.add(row) for row in rows]") == [("seen", CHANGED, True)]
    assert found_in("def later():", "    self.count = 1") == [("count", ASSIGNED, True)]


def test_the_instance_is_the_first_parameter_whatever_its_name() -> None:
    assert found_in("this.count = self.count", parameters="this, self") == [
        ("count", ASSIGNED, False)
    ]
    assert found_in("self.count = 0", parameters="*self") == []


def test_deep_expressions_are_read_without_recursion() -> None:
    deep = "(" * 150 + "self.count" + ")" * 150 + ".next()" * 150
    assert found_in(f"self.count = {deep}") == [
        ("count", READ, False),
        ("count", ASSIGNED, False),
    ]
