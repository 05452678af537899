"""Where texts come from: each is read, searched and parsed as often as it changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from spakky_lint.program.scans import Scans
from spakky_lint.program.sources import Sources
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.source import UnreadableSource
from spakky_lint.syntax.unknown import UNKNOWN
from tests.program.texts import TOP, program_of, sources_of, value

MAIN = TOP / "main.py"


class Searches:
    """A search that counts what it is given."""

    def __init__(self) -> None:
        self.given: list[bytes] = []

    def __call__(self, data: bytes) -> int:
        self.given.append(data)
        return len(data)


def test_the_same_bytes_are_searched_once() -> None:
    scans, search = Scans(), Searches()
    assert [scans.of(search, MAIN, b"abc"), scans.of(search, MAIN, b"abc")] == [3, 3]
    assert search.given == [b"abc"]


def test_others_are_searched_anew() -> None:
    scans, search = Scans(), Searches()
    assert [scans.of(search, MAIN, data) for data in (b"a", b"abc", b"a")] == [1, 3, 1]
    assert search.given == [b"a", b"abc", b"a"]


def test_each_file_and_each_search_has_its_own() -> None:
    scans, one, other = Scans(), Searches(), Searches()
    scans.of(one, MAIN, b"abc")
    scans.of(one, TOP / "other.py", b"abcd")
    scans.of(other, MAIN, b"abc")
    assert (one.given, other.given) == ([b"abc", b"abcd"], [b"abc"])


def test_what_cannot_be_read_is_searched_as_nothing() -> None:
    search = Searches()
    assert sources_of({}).scan(search, MAIN) == 0
    assert search.given == [b""]


# Reading


def counting(texts: dict[Path, bytes]) -> tuple[Sources, list[Path]]:
    asked: list[Path] = []

    def stored(path: Path) -> bytes | None:
        asked.append(path)
        return texts.get(path)

    def is_file(path: str) -> bool:
        return Path(path) in texts

    return Sources(TOP, stored, is_file, lambda _: False, lambda: list(texts)), asked


def test_a_file_is_read_once() -> None:
    sources, asked = counting({MAIN: b"x = 1\n"})
    assert [sources.read(MAIN) for _ in range(3)] == [b"x = 1\n"] * 3
    assert [sources.read(TOP / "gone.py") for _ in range(3)] == [None] * 3
    assert asked == [MAIN, TOP / "gone.py"]


def test_what_an_editor_holds_stands_in_place_of_the_file() -> None:
    sources = sources_of({"main.py": "X = 1"}, overlays={"main.py": "X = 2", "new.py": "Y = 3"})
    assert sources.read(MAIN) == b"X = 2"
    assert value(sources.program, "main.py", "X") == 2
    assert value(sources.program, "new.py", "Y") == 3
    assert sources.files == (MAIN, TOP / "new.py")


def test_an_empty_overlay_is_a_text_too() -> None:
    assert sources_of({"main.py": "X = 1"}, overlays={"main.py": ""}).read(MAIN) == b""


def test_an_overlay_is_searched_and_not_the_file() -> None:
    sources, search = sources_of({"main.py": "X = 1"}, overlays={"main.py": "X = 10"}), Searches()
    assert sources.scan(search, MAIN) == 6


@pytest.mark.parametrize("number", [1, 40])
def test_words_are_found_in_what_was_read_again(number: int) -> None:
    texts = {TOP / f"m{each}.py": b"class Old: ...\n" for each in range(60)}
    sources, _ = counting(texts)
    assert len([*sources.files_with_word(b"Old")]) == 60
    changed = [*texts][:number]
    for path in changed:
        texts[path] = b"class New: ...\n"
        assert sources.texts.forget(path) == b"class Old: ...\n"
    later = replace(sources, shared_texts=sources.texts, shared_files=sources.all_files)
    assert [*later.files_with_word(b"New")] == changed
    assert [*later.files_with(b"Old")] == [*texts][number:]


# Modules


def test_a_module_is_read_once() -> None:
    program = program_of({"main.py": "class Orders: ...\n"})
    assert isinstance(program.module(MAIN), Module)
    assert program.module(MAIN) is program.module(MAIN)


@pytest.mark.parametrize("broken", [b"class (:\n", b"\xff = 1\n"])
def test_a_module_that_cannot_be_read_is_another_thing_than_none(broken: bytes) -> None:
    program = program_of({"main.py": broken})
    assert program.module(MAIN) is UNKNOWN
    assert program.module(TOP / "gone.py") is None
    assert program.sources.searched(TOP / "gone.py") == b""


def test_the_module_of_a_text_is_the_known_one_where_the_text_is() -> None:
    program = program_of({"main.py": "X = 1\n"})
    known = program.module(MAIN)
    assert program.module_of(MAIN, "X = 1\n") is known
    assert program.module_of(MAIN, "X = 2\n") is not known
    with pytest.raises(UnreadableSource):
        program.module_of(MAIN, "X = (\n")


def test_a_text_that_was_parsed_by_another_program_is_not_parsed_again() -> None:
    first = sources_of({"main.py": "X = 1\n", "other.py": "Y = 1\n"})
    second = sources_of({"main.py": "X = 1\n", "other.py": "Y = 2\n"})
    for path in (MAIN, TOP / "other.py"):
        first.program.module(path)
    second.trees.update(first.trees)
    for path in (MAIN, TOP / "other.py"):
        second.program.module(path)
    assert second.trees[MAIN] is first.trees[MAIN]
    assert second.trees[TOP / "other.py"] is not first.trees[TOP / "other.py"]
    assert second.program.module(MAIN) is not first.program.module(MAIN)


def test_files_that_are_no_tests() -> None:
    program = program_of({"main.py": "", "tests/helpers.py": "", "shop/test_it.py": ""})
    assert program.application_files == (MAIN,)
