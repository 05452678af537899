"""One file: its findings and its repair, and what may go wrong on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.linting import fixer, linter
from spakky_lint.program.sources import File
from spakky_lint.project.checked_file import CheckedFile, repaired
from spakky_lint.project.checking import check_bytes, check_file
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.finding import Applicability
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings
from tests.configurations import read_configuration

WRONG = b"""from spakky.task import TaskHandler, task


@TaskHandler()
class Orders:
    @task()
    def ship(self) -> None: ...
"""


def check(
    data: bytes, fixes: Applicability | None = None, selection: Selection | None = None
) -> CheckedFile:
    checked = check_bytes("a.py", data, selection or Selection(), fixes)
    assert isinstance(checked, CheckedFile)
    return checked


def test_findings_come_with_the_text_they_refer_to() -> None:
    checked = check(WRONG)
    assert [finding.code for finding in checked.findings] == ["SPK202"]
    assert checked.text == WRONG.decode()
    assert checked.analysed
    assert checked.repair is None


def test_a_text_without_findings_is_not_kept() -> None:
    assert check(WRONG.replace(b"task()", b"task")) == CheckedFile("a.py", analysed=True)
    assert check(b"print('hello')\n") == CheckedFile("a.py", analysed=False)


def test_a_repair_says_what_it_does() -> None:
    for fixes in Applicability:
        checked = check(WRONG, fixes)
        assert checked.repair is not None
        assert checked.repair.before == WRONG
        assert checked.repair.after == WRONG.replace(b"task()", b"task")
        assert [finding.code for finding in checked.repair.applied] == ["SPK202"]
        assert checked.repair.remaining == ()
        assert [finding.code for finding in checked.findings] == ["SPK202"]
        done = repaired(checked, checked.repair)
        assert done.findings == ()
        assert done.applied == checked.repair.applied
        assert done.repair is None


def test_what_is_not_selected_is_not_repaired() -> None:
    assert check(WRONG, Applicability.SAFE, Selection(ignore=("SPK202",))).repair is None


def test_a_file_has_its_own_selection(tmp_path: Path) -> None:
    pyproject = tmp_path / "pyproject.toml"
    pyproject.write_text("[tool.spakky-lint]\nper-file-ignores = {'legacy' = ['SPK202']}")
    configuration = read_configuration(tmp_path)
    codes = {}
    for name in ("legacy/a.py", "a.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(WRONG)
        checked = check_file(SourceFile(path, name), configuration)
        assert isinstance(checked, CheckedFile)
        codes[name] = [finding.code for finding in checked.findings]
    assert codes == {"legacy/a.py": [], "a.py": ["SPK202"]}


def test_a_file_that_cannot_be_read_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "gone.py").symlink_to("nothing.py")
    configuration = Configuration(tmp_path)
    assert check_file(SourceFile(tmp_path / "gone.py", "gone.py"), configuration) == Trouble(
        "gone.py", "no such file or directory"
    )
    assert check_file(SourceFile(tmp_path, "."), configuration) == Trouble(".", "is a directory")


def test_a_defect_of_ours_is_trouble_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(
        data: bytes, selection: Selection, *, settings: Settings, file: File | None
    ) -> linter.Linted:
        raise KeyError("no\nway")

    monkeypatch.setattr(linter, "lint_bytes", broken)
    trouble = check_bytes("a.py", WRONG)
    assert isinstance(trouble, Trouble)
    assert trouble.path == "a.py"
    assert trouble.message.startswith("not checked because of a defect in spakky-lint")
    assert "KeyError: 'no\\nway'" in trouble.message
    assert "test_checking.py:" in trouble.message
    assert "\n" not in trouble.message


def test_a_repair_that_the_encoding_cannot_hold_is_not_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = b"# coding: latin-1\n# caf\xe9\n" + WRONG

    def foreign(
        source: object,
        selection: Selection,
        *,
        settings: Settings,
        unsafe: bool,
        file: File | None,
        wanted: fixer.Wanted | None,
    ) -> fixer.Fixed:
        return fixer.Fixed("# coding: latin-1\n# \uc8fc\ubb38\n", (), ())

    monkeypatch.setattr(fixer, "fix_source", foreign)
    checked = check(data, Applicability.SAFE)
    assert checked.repair is None
    assert checked.trouble is not None
    assert checked.trouble.startswith("not fixed: ")
    assert [finding.code for finding in checked.findings] == ["SPK202"]
