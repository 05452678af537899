"""Nothing of a repository is run, whatever its own configuration names."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from spakky_lint.project.git import GitFailed, run_git
from spakky_lint.project.git_objects import RevisionError
from spakky_lint.project.revisions import open_revision
from tests.cli.running import plant, run
from tests.repositories import OUTER, commit, git, repository

TASKS = "src/app/tasks.py"


@pytest.fixture(autouse=True)
def no_outer_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OUTER:
        monkeypatch.delenv(name, raising=False)


def program(path: Path, left_behind: Path) -> Path:
    """A program that leaves a file behind, so that nobody can say it did not run."""
    path.write_text(f"#!/bin/sh\necho run >> '{left_behind}'\nexit 1\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def partial_clone(folder: Path, *, what: str = "blob:none") -> Path:
    """A clone that has the files of the last commit, and of the one before only what it shares."""
    origin = repository(folder / "origin", {TASKS: "one = 1\n", "same.py": "same = 1\n"})
    git(origin, "config", "uploadpack.allowFilter", "true")
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    plant(origin, {TASKS: "two = 2\n"})
    commit(origin)
    git(folder, "clone", "--quiet", f"--filter={what}", origin.as_uri(), "clone")
    return folder / "clone"


def by_upload_pack(clone: Path, trap: Path) -> None:
    git(clone, "config", "remote.origin.uploadpack", str(trap))


def by_ssh(clone: Path, trap: Path) -> None:
    git(clone, "config", "remote.origin.url", "ssh://example.invalid/origin")
    git(clone, "config", "core.sshCommand", str(trap))


def by_helper(clone: Path, trap: Path) -> None:
    git(clone, "config", "remote.origin.url", f"ext::{trap}")
    git(clone, "config", "protocol.ext.allow", "always")


def by_proxy(clone: Path, trap: Path) -> None:
    git(clone, "config", "remote.origin.url", "git://example.invalid/origin")
    git(clone, "config", "core.gitProxy", str(trap))


WAYS = (by_upload_pack, by_ssh, by_helper, by_proxy)


@pytest.mark.parametrize("way", WAYS)
def test_the_trap_works_where_git_fetches_what_it_lacks(
    tmp_path: Path, way: Callable[[Path, Path], None]
) -> None:
    clone = partial_clone(tmp_path)
    way(clone, program(tmp_path / "trap", tmp_path / "left-behind"))
    with pytest.raises(Exception, match="non-zero exit status"):
        git(clone, "cat-file", "blob", f"HEAD~:{TASKS}")
    assert (tmp_path / "left-behind").exists()


@pytest.mark.parametrize("way", WAYS)
def test_what_a_partial_clone_lacks_is_not_fetched(
    tmp_path: Path, way: Callable[[Path, Path], None]
) -> None:
    clone = partial_clone(tmp_path)
    way(clone, program(tmp_path / "trap", tmp_path / "left-behind"))
    revision = open_revision("HEAD~", clone)
    with pytest.raises(RevisionError, match=rf"^{TASKS} is missing from this partial clone"):
        revision.read([clone / "same.py", clone / TASKS])
    with pytest.raises(OSError, match="is missing"):
        revision.content(clone / TASKS)
    assert not (tmp_path / "left-behind").exists()
    assert revision.read([clone / "same.py"]) == {clone / "same.py": b"same = 1\n"}


def test_folders_that_a_partial_clone_lacks_are_not_fetched(tmp_path: Path) -> None:
    clone = partial_clone(tmp_path, what="tree:0")
    by_upload_pack(clone, program(tmp_path / "trap", tmp_path / "left-behind"))
    with pytest.raises(RevisionError, match=r"^a part of the revision is missing"):
        open_revision("HEAD~", clone)
    assert not (tmp_path / "left-behind").exists()


def test_what_brings_the_rest_is_what_the_message_says(tmp_path: Path) -> None:
    clone = partial_clone(tmp_path)
    with pytest.raises(RevisionError, match="`git fetch --refetch --no-filter` fetches the rest"):
        open_revision("HEAD~", clone).read([clone / TASKS])
    git(clone, "fetch", "--quiet", "--refetch", "--no-filter")
    assert open_revision("HEAD~", clone).read([clone / TASKS]) == {clone / TASKS: b"one = 1\n"}


def test_a_repository_that_is_committed_inside_of_another_is_none(tmp_path: Path) -> None:
    outer = repository(tmp_path / "outer", {"a.py": "a = 1\n"})
    clone = partial_clone(tmp_path)
    by_upload_pack(clone, program(tmp_path / "trap", tmp_path / "left-behind"))
    git(clone, "config", "core.worktree", str(outer))
    shutil.copytree(clone / ".git", outer / "docs")
    commit(outer)
    with pytest.raises(RevisionError, match=r"cannot use bare repository .*/docs"):
        open_revision("HEAD~", outer / "docs")
    assert not (tmp_path / "left-behind").exists()


def test_what_watches_the_files_is_not_run(tmp_path: Path) -> None:
    top = repository(tmp_path / "top", {"a.py": "a = 1\n"})
    trap = program(tmp_path / "trap", tmp_path / "left-behind")
    git(top, "config", "core.fsmonitor", str(trap))
    git(top, "update-index", "--fsmonitor")
    (tmp_path / "left-behind").unlink(missing_ok=True)
    git(top, "status")
    assert (tmp_path / "left-behind").exists(), "the trap works"
    (tmp_path / "left-behind").unlink()
    assert run_git(top, "ls-files") == b"a.py\n"
    assert open_revision("HEAD", top).read([top / "a.py"])
    assert not (tmp_path / "left-behind").exists()


def test_git_is_not_looked_for_in_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = repository(tmp_path / "top", {"a.py": "a = 1\n"})
    program(top / "git", tmp_path / "left-behind")
    monkeypatch.chdir(top)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", os.environ["PATH"]]))
    assert open_revision("HEAD", top).blobs.keys() == {"a.py"}
    monkeypatch.setenv("PATH", ".")
    with pytest.raises(GitFailed, match=r"^git is not installed$"):
        run_git(top, "status")
    assert not (tmp_path / "left-behind").exists()


@pytest.mark.parametrize("command", ["auth", "preview", "tasks"])
def test_a_comparison_says_what_is_lacking(tmp_path: Path, command: str) -> None:
    clone = partial_clone(tmp_path)
    by_upload_pack(clone, program(tmp_path / "trap", tmp_path / "left-behind"))
    done = run(command, "--diff", "HEAD~", cwd=clone)
    assert (done.code, done.text) == (2, "")
    assert done.complaints[0].startswith(
        f"spakky-lint: --diff: {TASKS} is missing from this partial clone, "
    )
    assert not (tmp_path / "left-behind").exists()
