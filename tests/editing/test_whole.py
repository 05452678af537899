"""What an editor's answer about a whole folder rests on."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.editing.whole import files_in


def test_what_another_process_has_read_is_seen_to_change(tmp_path: Path) -> None:
    """This one reads none of the files, as where a second process checks them."""
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'shop'\n", "utf-8")
    path = tmp_path / "orders.py"
    path.write_text("HOUR = 9\n", "utf-8")
    before = files_in(tmp_path, {}, looks=True)
    assert files_in(tmp_path, {}, looks=True) == before
    path.write_text("HOUR = 25\n", "utf-8")
    changed = files_in(tmp_path, {}, looks=True)
    assert changed != before
    path.unlink()
    assert files_in(tmp_path, {}, looks=True) not in (before, changed)
