"""A program that is asked about again sees what has changed in between, and parses only that."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from spakky_lint.project.kept_programs import KeptPrograms
from spakky_lint.project.pace import Pace
from spakky_lint.project.programs import disk_of
from spakky_lint.syntax.declarations import Module


def test_a_program_is_kept_until_a_file_changes(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("X = 1\n")
    (tmp_path / "b.py").write_text("Y = 1\n")
    kept = KeptPrograms().of(tmp_path)
    first = kept.current({}, looks=True)
    one, other = first.program.module(tmp_path / "a.py"), first.program.module(tmp_path / "b.py")
    assert kept.current({}, looks=True) is first
    (tmp_path / "a.py").write_text("X = 22\n")
    second = kept.current({}, looks=True)
    assert second is not first
    again, changed = (second.program.module(tmp_path / name) for name in ("b.py", "a.py"))
    assert isinstance(changed, Module)
    assert changed.text == "X = 22\n"
    assert again is not other
    assert isinstance(one, Module)


def test_texts_stand_in_for_files_and_beside_them(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("X = 1\n")
    kept = KeptPrograms().of(tmp_path)
    sources = kept.current({tmp_path / "a.py": b"X = 2\n", tmp_path / "new.py": b"Z = 1\n"})
    assert sources.read(tmp_path / "a.py") == b"X = 2\n"
    assert list(sources.files) == [tmp_path / "a.py", tmp_path / "new.py"]
    assert kept.current({}).read(tmp_path / "a.py") == b"X = 1\n"


def test_what_stands_above_a_program_is_no_change_of_it(tmp_path: Path) -> None:
    top = tmp_path / "app"
    top.mkdir()
    (top / "pyproject.toml").write_text('[project]\nname = "app"\n')
    (top / "a.py").write_text("X = 1\n")
    (top / "b.py").write_text("Y = 1\n")
    kept = KeptPrograms().of(top)
    first = kept.current({}, looks=True)
    assert len(first.files) == 2
    (tmp_path / "notes.txt").write_text("nothing to do with it\n")
    (tmp_path / "other").mkdir()
    assert kept.current({}, looks=True) is first
    (top / "spakky-lint.toml").write_text('exclude = ["b.py"]\n')
    assert list(kept.current({}, looks=True).files) == [top / "a.py"]


def test_a_configuration_above_a_program_is_a_change_of_it(tmp_path: Path) -> None:
    top = tmp_path / "app"
    top.mkdir()
    (top / "a.py").write_text("X = 1\n")
    kept = KeptPrograms().of(top)
    first = kept.current({}, looks=True)
    (tmp_path / "spakky-lint.toml").write_text('exclude = ["a.py"]\n')
    assert kept.current({}, looks=True) is not first


def test_a_key_changes_a_text_and_not_which_files_there_are(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("WORD = 1\n")
    kept, a, new = KeptPrograms().of(tmp_path), tmp_path / "a.py", tmp_path / "new.py"
    first = kept.current({})
    assert [*first.files_with_word(b"WORD")] == [a, tmp_path / "b.py"]
    second = kept.current({a: b"OTHER = 1\n"})
    assert second.files is first.files
    assert [*second.files_with_word(b"WORD")] == [tmp_path / "b.py"]
    assert [*second.files_with_word(b"OTHER")] == [a]
    third = kept.current({a: b"WORD = 1\n", new: b"WORD = 2\n"})
    assert [*third.files_with_word(b"WORD")] == [a, tmp_path / "b.py", new]


def test_what_is_saved_is_no_change(tmp_path: Path) -> None:
    a, b = tmp_path / "a.py", tmp_path / "b.py"
    for path in (a, b):
        path.write_text("X = 1\n")
    kept = KeptPrograms().of(tmp_path)
    kept.current({}).index_words()
    typed = kept.current({a: b"X = 22\n"})
    a.write_text("X = 22\n")
    assert kept.current({a: b"X = 22\n"}, looks=True) is typed
    assert typed.read(a) == b"X = 22\n"
    b.write_text("X = 1\n")  # once more
    assert kept.current({a: b"X = 22\n"}, looks=True) is typed
    assert kept.current({}, looks=True) is typed  # closed
    assert typed.read(a) == b"X = 22\n"
    b.write_text("X = 333\n")
    written = kept.current({}, looks=True)
    assert written is not typed
    assert written.files is typed.files
    assert (written.read(a), written.read(b)) == (b"X = 22\n", b"X = 333\n")


def test_what_is_written_below_an_open_text_is_no_change(tmp_path: Path) -> None:
    a = tmp_path / "a.py"
    a.write_text("X = 1\n")
    kept = KeptPrograms().of(tmp_path)
    opened = kept.current({a: b"X = 1\n"})
    assert opened.read(a) == b"X = 1\n"
    a.write_text("X = 22\n")
    assert kept.current({a: b"X = 1\n"}, looks=True) is opened
    assert opened.read(a) == b"X = 1\n"
    assert kept.current({}).read(a) == b"X = 22\n"


def test_a_file_is_noticed_that_is_saved_between_two_looks(tmp_path: Path) -> None:
    """Somebody types on before the editor says that it has saved."""
    a, b = tmp_path / "a.py", tmp_path / "b.py"
    for path in (a, b):
        path.write_text("X = 1\n")
    kept = KeptPrograms(lambda: Pace(share=1_000_000)).of(tmp_path)
    assert kept.current({}, looks=True).read(a) == b"X = 1\n"
    kept.current({a: b"X = 22\n"})
    a.write_text("X = 22\n")
    assert kept.current({a: b"X = 22\n", b: b"X = 333\n"}).read(a) == b"X = 22\n"
    assert kept.current({b: b"X = 333\n"}, looks=True).read(a) == b"X = 22\n"


@pytest.mark.parametrize("name", [".#a.py", "#a.py#", "a.py~", ".a.py.swp", "notes.txt"])
def test_what_editors_lay_beside_a_file_is_no_change(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("X = 1\n")
    kept = KeptPrograms().of(tmp_path)
    first = kept.current({}, looks=True)
    assert len(first.files) == 1
    if name.startswith(".#"):
        (tmp_path / name).symlink_to("somebody@somewhere.1")
    else:
        (tmp_path / name).write_text("X = 1\n")
    assert kept.current({}, looks=True) is first
    (tmp_path / "c.py").touch()
    assert len(kept.current({}, looks=True).files) == 2


def test_a_file_is_missed_that_goes_in_the_moment_in_which_it_came(tmp_path: Path) -> None:
    """The clock of the file system has not gone on between the two."""
    gone = tmp_path / "gone.py"
    gone.touch()
    for _ in range(20):  # the moment may pass while the folder is looked at
        moment = time.time_ns()
        os.utime(tmp_path, ns=(moment, moment))
        disk = disk_of(tmp_path)
        assert disk.is_file(str(gone))
        if time.time_ns() - moment < 10_000_000:
            break
    gone.unlink()
    os.utime(tmp_path, ns=(moment, moment))
    assert disk.has_changed()
