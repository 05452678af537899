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
