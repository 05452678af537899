"""A program that is asked about again sees what has changed in between, and parses only that."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.project.kept_programs import KeptPrograms
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
