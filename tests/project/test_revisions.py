"""The files of a git revision, found as the working tree's are."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.project.discovery import Choice, discover
from spakky_lint.project.git_objects import RevisionError
from spakky_lint.project.modules import module_name
from spakky_lint.project.revisions import open_revision
from tests.cli.running import plant
from tests.repositories import OUTER, commit, git, repository


@pytest.fixture(autouse=True)
def no_outer_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OUTER:
        monkeypatch.delenv(name, raising=False)


TREE: dict[str, str | bytes] = {
    "src/app/__init__.py": "",
    "src/app/tasks.py": "one\n",
    "src/app/build/__init__.py": "",
    "src/app/build/steps.py": "",
    "build/lib/app/tasks.py": "",
    "venv/lib/x.py": "",
    ".hidden/x.py": "",
    "env/pyvenv.cfg": "",
    "env/lib/x.py": "",
    "node_modules/x.py": "",
    "app.egg/x.py": "",
    "old/x.py": "",
    "주문/배송.py": "x = '배송'\n",
    "two\nlines.py": "",
    "script": "a script\n",
    "notes.txt": "",
    "tabs\tin name.py": "",
}


excluded = Choice(lambda path, _: path.name == "old", is_forced=lambda _: True)


@pytest.mark.parametrize(
    "paths",
    [
        ["."],
        ["src", "old", "주문"],
        ["script", "src/app/tasks.py", "src/app/tasks.py", "src"],
        ["venv", ".hidden", "build", "node_modules"],
        ["src/../주문", "./src/app/"],
    ],
)
def test_what_is_found_is_what_discovery_finds(tmp_path: Path, paths: list[str]) -> None:
    top = repository(tmp_path, TREE)
    revision = open_revision("HEAD", top)
    found = revision.discover(paths, top, excluded)
    here = discover(paths, top, excluded).files
    assert sorted(file.shown for file in found) == sorted(file.shown for file in here)
    assert {file.path for file in found} == {file.path for file in here}


def test_from_a_folder_below_the_top(tmp_path: Path) -> None:
    top = repository(tmp_path, TREE)
    revision = open_revision("HEAD", top / "src")
    assert revision.top == top
    shown = {file.shown for file in revision.discover(["app", "../script"], top / "src", excluded)}
    assert shown == {
        *("app/__init__.py", "app/tasks.py", "app/build/__init__.py", "app/build/steps.py"),
        f"{top.as_posix()}/script",
    }


def test_a_path_outside_of_the_repository(tmp_path: Path) -> None:
    top = repository(tmp_path / "top", {"a.py": ""})
    with pytest.raises(RevisionError, match="/elsewhere is outside of the repository "):
        open_revision("HEAD", top).discover(["../elsewhere"], top, excluded)


def test_the_contents_are_those_of_then(tmp_path: Path) -> None:
    binary = bytes(range(256)) * 500
    top = repository(tmp_path, {**TREE, "binary.py": binary, "same.py": "one\n", "empty.py": ""})
    first = git(top, "rev-parse", "HEAD")
    plant(top, {"src/app/tasks.py": "two\n", "binary.py": "text"})
    (top / "주문/배송.py").unlink()
    commit(top)
    names = ["src/app/tasks.py", "binary.py", "same.py", "주문/배송.py", "empty.py", "new.py"]
    paths = [top / name for name in names]
    assert open_revision(first, top).read(paths) == {
        top / "src/app/tasks.py": b"one\n",
        top / "binary.py": binary,
        top / "same.py": b"one\n",
        top / "주문/배송.py": "x = '배송'\n".encode(),
        top / "empty.py": b"",
    }
    assert open_revision("HEAD", top).read(paths)[top / "binary.py"] == b"text"


def test_module_names_are_those_of_then(tmp_path: Path) -> None:
    top = repository(tmp_path, {"lib/app/tasks.py": "", "lib/app/__init__.py": ""})
    (top / "lib/app/__init__.py").unlink()
    (top / "lib/app/tasks.py").unlink()
    revision = open_revision("HEAD", top)
    file = top / "lib/app/tasks.py"
    assert module_name(file, top, revision.is_file) == "app.tasks"
    assert module_name(file, top) == "lib.app.tasks"


def test_packages_of_a_namespace_below_src_are_named_with_it(tmp_path: Path) -> None:
    for path in ("src/acme/jobs/__init__.py", "src/acme/base.py", "libs/jobs/__init__.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    assert module_name(tmp_path / "src/acme/jobs/mails.py", tmp_path) == "acme.jobs.mails"
    assert module_name(tmp_path / "src/acme/base.py", tmp_path) == "acme.base"
    assert module_name(tmp_path / "libs/jobs/mails.py", tmp_path) == "jobs.mails"


def test_links_and_submodules_are_no_files(tmp_path: Path) -> None:
    top = repository(tmp_path / "top", {"a.py": "x = 1\n"})
    (top / "link.py").symlink_to("a.py")
    (top / "folder.py").symlink_to(".")
    repository(top / "inner", {"b.py": ""})
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "links and a repository inside")
    found = open_revision("HEAD", top).discover(["."], top, excluded)
    assert [file.shown for file in found] == ["a.py"]


@pytest.mark.parametrize("name", ["HEAD", "main", "HEAD~0", "v1", "main@{0}", "@"])
def test_a_revision_has_many_names(tmp_path: Path, name: str) -> None:
    top = repository(tmp_path, {"a.py": ""})
    git(top, "tag", "--annotate", "v1", "--message", "first")
    assert open_revision(name, top).commit == git(top, "rev-parse", "HEAD")
    assert open_revision(git(top, "rev-parse", "HEAD")[:8], top).name


@pytest.mark.parametrize("name", ["nope", "", "HEAD~5", "--all", "-h", "HEAD:a.py", "a b", "a\0b"])
def test_a_name_of_no_revision(tmp_path: Path, name: str) -> None:
    top = repository(tmp_path, {"a.py": ""})
    with pytest.raises(RevisionError, match=r"is not a revision$"):
        open_revision(name, top)


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    with pytest.raises(RevisionError, match='"HEAD" is not a revision'):
        open_revision("HEAD", tmp_path)


def test_a_shallow_clone_says_how_to_get_the_rest(tmp_path: Path) -> None:
    top = repository(tmp_path / "top", {"a.py": ""})
    commit(top)
    git(tmp_path, "clone", "--quiet", "--depth", "1", top.as_uri(), "clone")
    with pytest.raises(RevisionError, match="`git fetch --unshallow` fetches the rest"):
        open_revision("HEAD~1", tmp_path / "clone")


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(RevisionError, match=r"^not a git repository"):
        open_revision("HEAD", tmp_path)


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RevisionError, match=r"^git is not installed$"):
        open_revision("HEAD", tmp_path)
