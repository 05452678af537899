"""A program that lets go of what it has parsed says the same, and holds less."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from spakky_lint.program.parsing import Parsing
from spakky_lint.project.checking import check_file
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import SourceFile
from spakky_lint.syntax.parse import Parsed, parse
from tests.program.texts import TOP, module, sources_of
from tests.program_files import program_of as program_in
from tests.projects.cases import CASES

A, B = TOP / "a.py", TOP / "b.py"


def trees(**texts: str) -> dict[Path, Parsed]:
    return {TOP / f"{name}.py": parse(text) for name, text in texts.items()}


def test_little_is_kept() -> None:
    assert not Parsing(most=6).is_too_much(trees(a="abc", b="xyz"))


def test_much_is_let_go_of() -> None:
    parsing = Parsing(most=5)
    assert parsing.is_too_much(trees(a="abc", b="xyz"))
    assert parsing.before == {A: 3, B: 3}
    assert parsing.most == 5


def test_more_is_held_where_the_files_have_much_in_common() -> None:
    parsing = Parsing(most=5, before={A: 3})
    assert not parsing.is_too_much(trees(a="abc", b="xyz"))
    assert parsing.most == 6
    assert not parsing.is_too_much(trees(a="abc", b="xyz"))


def test_what_is_held_is_bounded_all_the_same() -> None:
    parsing = Parsing(most=5, at_most=5, before={A: 3, TOP / "c.py": 5})
    assert parsing.is_too_much(trees(a="abc", b="xyz"))
    assert parsing.most == 5


def test_more_is_held_than_that_where_every_file_needs_all_others() -> None:
    parsing = Parsing(most=5, at_most=5)
    batches = [parsing.is_too_much(trees(a="abc", b="xyz")) for _ in range(100)]
    assert batches == [True, *[False] * 99]  # once, as nobody knows it before
    assert parsing.most == 10


def test_all_that_one_file_needs_is_held_where_the_next_one_needs_it_too() -> None:
    parsing = Parsing(most=2, at_most=2)
    batches = [parsing.is_too_much(trees(a="abc", b="xyz")) for _ in range(3)]
    assert batches == [True, False, False]
    assert parsing.most == 6


def test_little_in_common_is_parsed_again() -> None:
    parsing = Parsing(most=5, before={A: 3})
    assert parsing.is_too_much(trees(a="a", b="defghijkl"))
    assert parsing.most == 5


@pytest.mark.parametrize("name", CASES)
def test_the_findings_are_the_same(name: str) -> None:
    """It reads its modules again, from texts that are packed."""
    folder = CASES[name].folder
    configuration = Configurations(folder)
    whole, parted = program_in(folder), program_in(folder)
    parted.texts.take(parted.files, parted.texts.packs_of(parted.files))
    for path in whole.files:
        file = SourceFile(path, path.name)
        told = check_file(file, configuration, sources=whole)
        parted.let_go_of_modules()
        assert check_file(file, configuration, sources=parted) == told


def test_what_was_parsed_lives_no_longer(collector_off: None) -> None:
    sources = sources_of({"a.py": "class A: ...", "b.py": "from a import A\nclass B(A): ..."})
    of_a = module(sources.program, "a.py")
    assert list(sources.program.subclasses.of(of_a.classes[0]))
    kept = weakref.ref(of_a)
    del of_a
    sources.let_go_of_modules()
    assert kept() is None
    assert not sources.trees


@pytest.fixture
def collector_off() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


def test_several_processes_hold_a_share_each() -> None:
    two, many = Parsing(most=80, at_most=160), Parsing(most=80, at_most=160)
    two.divide(2)
    many.divide(100)
    assert (two.most, two.at_most) == (20, 80)
    assert (many.most, many.at_most) == (10, 40)
