"""Which texts hold a word."""

from __future__ import annotations

import pytest

from spakky_lint.program.word_index import WordIndex

TEXTS = [
    b"class Orders:\n    pass\n",
    b"from shop import Orders as Bought\nOrdersOfToday = Bought",
    b"",
    "# Orders\u00e9 and \u2026Orders\u2026\n".encode(),
    b'print("one\\nOrders")',
    b"setattr(orders, 'x', 1)",
]
INDEX = WordIndex(len(TEXTS), TEXTS.__getitem__)


@pytest.mark.parametrize(
    "word", ["Orders", "Order", "OrdersOfToday", "orders", "nOrders", "s", "é", "Orders:", "", "no"]
)
def test_a_text_holds_what_a_search_finds_in_it(word: str) -> None:
    searched = [number for number, text in enumerate(TEXTS) if word.encode() in text]
    assert [*INDEX.holding(word.encode())] == searched


def test_no_word_is_found_over_the_end_of_another() -> None:
    assert not INDEX.holding(b"pass class")


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        (["Orders"], [0, 1]),  # beside a letter that is not ASCII it is another word
        (["Bought"], [1]),
        (["Order"], []),
        (["Ordersé"], [3]),
        (["setattr", "pass"], [0, 5]),
    ],
)
def test_a_word_stands_by_itself(words: list[str], texts: list[int]) -> None:
    assert [*INDEX.with_word(*(word.encode() for word in words))] == texts


@pytest.mark.parametrize("word", ["Orders", "Order", "Bought", "é", "Orders:", "no", "pass"])
@pytest.mark.parametrize("changed", [{}, {1: b"Orders = no"}, {0: b"", 2: b"pass", 5: b"Order"}])
def test_an_index_of_changed_texts_finds_what_a_new_one_finds(
    word: str, changed: dict[int, bytes]
) -> None:
    texts = [changed.get(number, text) for number, text in enumerate(TEXTS)]
    found = INDEX.with_changes({*changed}, texts.__getitem__)
    fresh = WordIndex(len(texts), texts.__getitem__)
    assert found.before is (INDEX if changed else None)
    assert [*found.holding(word.encode())] == [*fresh.holding(word.encode())]
    assert [*found.with_word(word.encode())] == [*fresh.with_word(word.encode())]
