"""From paths to files, on real directories."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from spakky_lint.project.discovery import LEADS_OUT, Choice, Discovery, discover
from spakky_lint.project.trouble import Trouble


def plant(root: Path, *names: str) -> None:
    """Make empty files."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def excluding(excludes: Callable[[Path], bool], *, is_forced: bool = True) -> Choice:
    return Choice(lambda path, _: excludes(path), is_forced=lambda _: is_forced)


def shown(found: Discovery) -> list[str]:
    return [file.shown for file in found.files]


def test_a_directory_gives_its_modules_in_the_order_of_their_names(tmp_path: Path) -> None:
    plant(tmp_path, "z.py", "a/inner/x.py", "a/b.pyi", "a/b.py", "m.py", "a.py", "notes.txt", "py")
    found = discover(["."], tmp_path)
    assert shown(found) == ["a.py", "m.py", "z.py", "a/b.py", "a/inner/x.py"]
    assert found.troubles == ()
    assert found.notes == ()


def test_files_come_in_the_order_of_the_arguments(tmp_path: Path) -> None:
    plant(tmp_path, "b/x.py", "a/y.py", "c.py")
    assert shown(discover(["c.py", "b", "a"], tmp_path)) == ["c.py", "b/x.py", "a/y.py"]


def test_a_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    plant(tmp_path, "script", "tasks.txt", ".hidden/tasks.py")
    paths = ["script", "tasks.txt", ".hidden/tasks.py"]
    assert shown(discover(paths, tmp_path)) == paths


@pytest.mark.parametrize(
    "folder",
    [
        ".git",
        ".hg",
        ".svn",
        ".tox",
        ".nox",
        ".venv",
        ".eggs",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".anything",
        "venv",
        "__pycache__",
        "shop.egg",
        "node_modules",
        "build",
        "dist",
    ],
)
def test_a_folder_without_source_of_the_project_is_skipped(tmp_path: Path, folder: str) -> None:
    plant(tmp_path, f"{folder}/lib/x.py", f"src/{folder}/x.py", "src/y.py")
    assert shown(discover(["."], tmp_path)) == ["src/y.py"]
    # who names it means it
    assert shown(discover([folder], tmp_path)) == [f"{folder}/lib/x.py"]


def test_a_virtual_environment_of_any_name_is_skipped(tmp_path: Path) -> None:
    plant(tmp_path, "py312/pyvenv.cfg", "py312/lib/site.py", "tasks.py")
    assert shown(discover(["."], tmp_path)) == ["tasks.py"]


def test_a_package_called_build_is_source(tmp_path: Path) -> None:
    plant(tmp_path, "app/build/__init__.py", "app/build/tasks.py")
    assert shown(discover(["."], tmp_path)) == ["app/build/__init__.py", "app/build/tasks.py"]


def test_a_directory_with_a_modules_name_is_a_directory(tmp_path: Path) -> None:
    plant(tmp_path, "odd.py/inner.py")
    assert shown(discover(["."], tmp_path)) == ["odd.py/inner.py"]
    assert shown(discover(["odd.py"], tmp_path)) == ["odd.py/inner.py"]


def test_a_file_is_found_once(tmp_path: Path) -> None:
    plant(tmp_path, "src/a.py", "src/b.py")
    (tmp_path / "src/c.py").symlink_to("a.py")
    (tmp_path / "link").symlink_to("src")
    paths = ["src/a.py", "./src/a.py", str(tmp_path / "src"), ".", "link", "src/../src/b.py"]
    assert shown(discover(paths, tmp_path)) == ["src/a.py", "src/b.py"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    plant(tmp_path, "src/a.py")
    (tmp_path / "src/loop").symlink_to("..")
    (tmp_path / "src/self").symlink_to("self")
    found = discover(["."], tmp_path)
    assert shown(found) == ["src/a.py"]
    assert found.troubles == ()


def test_a_linked_folder_is_entered_only_by_its_name(tmp_path: Path) -> None:
    plant(tmp_path, "elsewhere/x.py", "project/a.py")
    (tmp_path / "project/vendored").symlink_to("../elsewhere")
    project = tmp_path / "project"
    assert shown(discover(["."], project)) == ["a.py"]
    assert shown(discover(["vendored"], project)) == ["vendored/x.py"]


def test_a_link_that_leads_nowhere_is_found_so_that_it_is_spoken_of(tmp_path: Path) -> None:
    plant(tmp_path, "a.py")
    (tmp_path / "gone.py").symlink_to("nothing.py")
    assert shown(discover(["."], tmp_path)) == ["a.py", "gone.py"]


def test_pipes_and_sockets_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "a.py")
    os.mkfifo(tmp_path / "pipe.py")
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.py")
        assert shown(discover(["."], tmp_path)) == ["a.py"]


def test_a_missing_path_is_trouble_and_the_others_are_found(tmp_path: Path) -> None:
    plant(tmp_path, "a.py")
    (tmp_path / "self").symlink_to("self")
    found = discover(["nope.py", "a.py", "no/such", "a.py/b", "self", ""], tmp_path)
    assert shown(found) == ["a.py"]
    assert found.troubles == (
        Trouble("nope.py", "no such file or directory"),
        Trouble("no/such", "no such file or directory"),
        Trouble("a.py/b", "not a directory"),
        Trouble("self", "too many levels of symbolic links"),
        Trouble('""', "an empty path names nothing"),
    )


def test_a_directory_without_python_is_trouble(tmp_path: Path) -> None:
    plant(tmp_path, "docs/index.md", "docs/.venv/x.py", "a.py")
    (tmp_path / "empty").mkdir()
    found = discover(["docs", "empty", "."], tmp_path)
    assert shown(found) == ["a.py"]
    assert found.troubles == (
        Trouble("docs", "no Python files in this directory"),
        Trouble("empty", "no Python files in this directory"),
    )


def test_what_is_excluded_is_neither_found_nor_entered(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", "old/b.py", "old/deep/c.py", "new/d.py")
    asked: list[Path] = []

    def excluded(path: Path) -> bool:
        asked.append(path)
        return path.name in ("old", "d.py")

    found = discover([".", "new/d.py"], tmp_path, excluding(excluded))
    assert shown(found) == ["a.py"]
    assert found.troubles == ()
    assert found.notes == (Trouble("new/d.py", "the configuration excludes this file"),)
    assert all(path.is_absolute() for path in asked)
    assert tmp_path / "old/b.py" not in asked


def test_many_files_that_are_named_and_excluded_are_one_note(tmp_path: Path) -> None:
    plant(tmp_path, "old/a.py", "old/b.py", "old/c.py", "d.py")

    def noted(*paths: str) -> tuple[Trouble, ...]:
        found = discover(
            [*paths, "d.py"], tmp_path, excluding(lambda path: path.parent.name == "old")
        )
        assert shown(found) == ["d.py"]
        return found.notes

    both = "the configuration excludes this file and 1 other"
    assert noted("old/a.py", "old/b.py", "old/a.py") == (Trouble("old/a.py", both),)
    all_ = "the configuration excludes this file and 2 others"
    assert noted("old/c.py", "old/a.py", "old/b.py") == (Trouble("old/c.py", all_),)


def test_a_notebook_is_trouble_by_its_name_and_passed_over_in_a_directory(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", "b.ipynb")
    assert discover(["."], tmp_path).troubles == ()
    found = discover(["a.py", "b.ipynb"], tmp_path)
    assert shown(found) == ["a.py"]
    assert found.troubles == (
        Trouble("b.ipynb", "a notebook is not checked: export it as a Python file"),
    )
    excluded = discover(["b.ipynb"], tmp_path, excluding(lambda path: path.suffix == ".ipynb"))
    assert excluded.troubles == ()
    assert excluded.notes == (Trouble("b.ipynb", "the configuration excludes this file"),)


@pytest.mark.parametrize("path", ["old", "holder"])
def test_a_directory_of_which_everything_is_excluded_is_worth_a_note(
    tmp_path: Path, path: str
) -> None:
    plant(tmp_path, "old/b.py", "holder/old/c.py")
    found = discover([path], tmp_path, excluding(lambda path: path.name == "old"))
    assert found.files == ()
    assert found.troubles == ()
    assert found.notes == (Trouble(path, "the configuration excludes every Python file here"),)


def test_paths_are_shown_relative_inside_and_absolute_outside(tmp_path: Path) -> None:
    plant(tmp_path, "project/src/a.py", "other/b.py")
    project = tmp_path / "project"
    found = discover([str(project / "src/a.py"), "../other/b.py"], project)
    assert shown(found) == ["src/a.py", f"{tmp_path.as_posix()}/other/b.py"]
    assert all(file.path.is_absolute() for file in found.files)


def test_a_parent_of_a_link_is_the_parent_of_what_it_leads_to(tmp_path: Path) -> None:
    plant(tmp_path, "real/inner/x.txt", "real/right.py", "right.py")
    (tmp_path / "link").symlink_to("real/inner")
    assert shown(discover(["link/../right.py"], tmp_path)) == ["real/right.py"]


def test_names_that_are_no_text_are_found(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.py")
    plant(tmp_path, name, "two\nlines.py")
    assert sorted(shown(discover(["."], tmp_path))) == sorted([name, "two\nlines.py"])


def test_a_link_to_modules_elsewhere_is_told_of(tmp_path: Path) -> None:
    elsewhere, project = tmp_path / "elsewhere", tmp_path / "project"
    for folder in (elsewhere / "code", elsewhere / "data", project / "app"):
        folder.mkdir(parents=True)
    (elsewhere / "code" / "tasks.py").write_text("")
    (elsewhere / "data" / "rows.csv").write_text("")
    (project / "pyproject.toml").write_text("")
    (project / "app" / "tasks.py").write_text("")
    (project / "code").symlink_to(elsewhere / "code")
    (project / "data").symlink_to(elsewhere / "data")
    (project / "again").symlink_to(project / "app")
    found = discover(["."], project)
    assert [file.shown for file in found.files] == ["app/tasks.py"]
    assert [(note.path, note.message) for note in found.notes] == [("code", LEADS_OUT)]
