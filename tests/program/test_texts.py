"""What is read is held once, packed where there is much of it, and always the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from spakky_lint.program.texts import Texts
from tests.program.texts import TOP

NUMBER = 2500
"""More packs than are unpacked at a time."""
PATHS = [TOP / f"m{number}.py" for number in range(NUMBER)]
MOST = 500


def text_of(number: int) -> bytes:
    end = b"\r\n" if number % 7 == 0 else b"\n"
    return end.join([b"import shop", b"class Orders%d: ..." % number, b"x" * (number % 40)])


HELD: Mapping[Path, bytes] = {path: text_of(number) for number, path in enumerate(PATHS)}


def counted(most: int) -> tuple[Texts, list[Path]]:
    asked: list[Path] = []

    def stored(path: Path) -> bytes | None:
        asked.append(path)
        return HELD.get(path)

    return Texts(stored, most), asked


@pytest.mark.parametrize(
    "order",
    [PATHS, PATHS[::-1], PATHS[::17] + PATHS, [*PATHS[:40], *PATHS[:40]]],
    ids=["in order", "backwards", "some first", "again"],
)
def test_packed_texts_are_what_was_read(order: Sequence[Path]) -> None:
    texts, asked = counted(MOST)
    for _ in range(2):
        for path in order:
            assert texts.of(path) == HELD[path]
            assert texts.searched(path) == HELD[path].replace(b"\r\n", b"\n")
    assert asked == [*dict.fromkeys(order)]


@pytest.mark.parametrize("most", [MOST, 10_000_000])
@pytest.mark.parametrize(
    "order", [PATHS, PATHS[::-1], PATHS[3::2], PATHS[:90] + PATHS[100:]], ids=len
)
def test_what_packs_hold_is_what_each_text_holds(most: int, order: Sequence[Path]) -> None:
    texts, _ = counted(most)
    for path in PATHS:
        _ = texts.of(path)
    # The last two stand nowhere but from the end of one text to the beginning of the next.
    for word in (b"import shop", b"Orders7", b"Orders", b"\n", b"\r\n", b"ximport", b"...import"):
        said = [place for place, path in enumerate(order) if word in texts.searched(path)]
        assert [*texts.holding(word, order)] == said
        assert bool(said) == (word not in (b"\r\n", b"ximport", b"...import"))


def test_what_is_not_there_is_asked_for_once_too() -> None:
    texts, asked = counted(MOST)
    gone = TOP / "gone.py"
    for path in (gone, *PATHS, gone):
        _ = texts.of(path)
    assert texts.of(gone) is None
    assert texts.searched(gone) == b""
    assert asked.count(gone) == 1


def test_a_hash_is_the_same_before_and_behind_the_packing() -> None:
    texts, _ = counted(MOST)
    before = [texts.hash_of(path) for path in PATHS[:8]]
    for path in PATHS:
        _ = texts.of(path)
    assert [texts.hash_of(path) for path in PATHS[:8]] == before
    assert before == [hash(texts.searched(path)) for path in PATHS[:8]]


def test_what_was_read_of_a_file_stays_whatever_becomes_of_it(tmp_path: Path) -> None:
    paths = [tmp_path / f"m{number}.py" for number in range(40)]
    for path in paths:
        path.write_bytes(b"first = 1\n" * 20)
    texts = Texts(Path.read_bytes, MOST)
    for path in paths:
        _ = texts.of(path)
    for path in paths:
        path.write_bytes(b"second = 2\n")
    assert {texts.of(path) for path in paths} == {b"first = 1\n" * 20}


@pytest.mark.parametrize("most", [MOST, 10_000_000])
def test_what_is_forgotten_is_read_again(tmp_path: Path, most: int) -> None:
    paths = [tmp_path / f"m{number}.py" for number in range(40)]
    for path in paths:
        path.write_bytes(b"first = 1\n" * 20)
    texts = Texts(Path.read_bytes, most)
    for path in paths:
        _ = texts.of(path)
    paths[3].write_bytes(b"second = 2\n")
    assert texts.forget(paths[3]) == b"first = 1\n" * 20
    assert not texts.has(paths[3])
    assert texts.searched(paths[3]) == b"second = 2\n"
    assert texts.hash_of(paths[3]) == hash(b"second = 2\n")
    assert texts.has(paths[3])
    assert texts.forgotten == {paths[3]}


def test_packed_texts_take_less_memory() -> None:
    lines = [b"class Orders(Base):\n    total: int = %d\n" % number for number in range(50)]
    text = b"".join(lines)
    texts = Texts(lambda path: text + str(path).encode(), 10_000)
    for path in PATHS:
        _ = texts.of(path)
    assert texts.size() < NUMBER * len(text) / 4
