"""Which files are taken for a program."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.project.programs import disk_of


def test_all_that_a_machine_holds_is_no_program(tmp_path: Path) -> None:
    everything = disk_of(Path(tmp_path.anchor))
    assert everything.has_packages_only
    assert not disk_of(tmp_path).has_packages_only
