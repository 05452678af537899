"""What git ignores, held against git itself."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spakky_lint.project.discovery import Choice, discover
from spakky_lint.project.gitignore import GitIgnored
from tests.cli.running import plant
from tests.repositories import git

QUIET = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
HEEDING = Choice(heeds_git=lambda _: True)


def found(folder: Path, *paths: str) -> list[str]:
    return sorted(file.shown for file in discover(paths or ["."], folder, HEEDING).files)


def kept_by_git(folder: Path) -> list[str]:
    options = ("ls-files", "--others", "--exclude-standard", "-z", "*.py")
    done = subprocess.run(["git", *options], cwd=folder, env=QUIET, check=True, capture_output=True)
    return sorted(os.fsdecode(name) for name in done.stdout.split(b"\0") if name)


FILES = (
    *("a.py", "b.py", "keep.py", "#x.py", "!y.py", "a b.py", "gen_a.py", "gen_[x].py"),
    *("src/a.py", "src/gen/a.py", "src/gen/keep.py", "src/deep/gen/a.py", "src/app/x/y/z.py"),
    *(
        "\u00e9.py",
        "gen/a.py",
        "gen/keep.py",
        "lib/a.py",
        "lib/inner/a.py",
        "lib/inner/keep.py",
        "app.py/a.py",
    ),
)

RULES: Mapping[str, Mapping[str, str]] = {
    "a name": {".gitignore": "gen\n"},
    "a folder": {".gitignore": "gen/\na.py/\n"},
    "from the top": {".gitignore": "/gen\n/a.py\n"},
    "a path": {".gitignore": "src/gen\nlib/inner/a.py\n"},
    "stars": {".gitignore": "gen_*\n**/gen/*.py\nsrc/**/z.py\n"},
    "all below": {".gitignore": "gen/**\n!gen/keep.py\n"},
    "all in": {".gitignore": "/*\n!/src\n!/lib/\n/lib/*\n!/lib/inner/\n"},
    "taken back": {".gitignore": "*.py\n!keep.py\n"},
    "not below what is ignored": {".gitignore": "gen/\n!gen/keep.py\n"},
    "nested": {".gitignore": "*.py\n", "src/.gitignore": "!*.py\n", "src/gen/.gitignore": "a.py\n"},
    "comments and escapes": {
        ".gitignore": "# a.py\n\\#x.py\n\\!y.py\n\n   \na\\ b.py\ngen_\\[x].py\n"
    },
    "sets and a blank": {".gitignore": "[ab].py   \ngen_[!a]*\n?[ib]b\n"},
    "what is wrong": {".gitignore": "!\n[a\n/\na.py\\\n[[:letter:]].py\nb.py\n"},
    "sets as git reads them": {
        ".gitignore": "[z-a].py\n[^k]eep.py\n[[:punct:]]x.py\ngen_[\\[]x].py\nsrc[/a]a.py\n"
    },
    "more stars than two": {".gitignore": "src/***/z.py\n***b.py\n"},
    "a mark at the beginning": {".gitignore": "\ufeffgen\n"},
    "lines end at line feeds alone": {
        ".gitignore": "a.py\x0cb.py\nkeep.py\u2028\n#x.py\rb.py\n/gen\n"
    },
    "bytes, not characters": {".gitignore": "?.py\n[\u00e0-\u00ff]*.py\n"},
    "the last counts": {".gitignore": "a.py\n!a.py\n", "src/.gitignore": "!a.py\na.py\n"},
    "of the repository": {".git/info/exclude": "gen\n/b.py\n", ".gitignore": "!gen\n"},
    "folders with the name of a module": {".gitignore": "app.py/\n"},
    "carriage returns": {".gitignore": "gen/\r\nb.py\r\n"},
}


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_what_is_found_is_what_git_keeps(tmp_path: Path, rules: Mapping[str, str]) -> None:
    git(tmp_path, "init", "--quiet")
    plant(tmp_path, dict.fromkeys(FILES, ""))
    (tmp_path / ".git/info/exclude").unlink(missing_ok=True)
    plant(tmp_path, rules)
    kept = kept_by_git(tmp_path)
    assert kept != sorted(FILES)
    assert found(tmp_path) == kept
    # From below, too: the rules of the folders above count.
    below = [name.removeprefix("src/") for name in kept if name.startswith("src/")]
    assert found(tmp_path / "src") == below


def test_nothing_is_ignored_outside_of_a_repository(tmp_path: Path) -> None:
    plant(tmp_path, {".gitignore": "gen\n", "gen/a.py": "", "b.py": ""})
    assert found(tmp_path) == ["b.py", "gen/a.py"]


def test_a_repository_in_another_has_rules_of_its_own(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    plant(tmp_path, {".gitignore": "a.py\n", "inner/a.py": "", "inner/b.py": "", "a.py": ""})
    git(tmp_path / "inner", "init", "--quiet")
    plant(tmp_path, {"inner/.gitignore": "b.py\n"})
    assert found(tmp_path) == ["inner/a.py"]


def test_a_worktree_has_the_rules_of_its_repository(tmp_path: Path) -> None:
    plant(tmp_path, {"top/a.py": "", "top/b.py": ""})
    git(tmp_path / "top", "init", "--quiet")
    git(tmp_path / "top", "add", "--all")
    git(tmp_path / "top", "commit", "--quiet", "--message", "A state")
    git(tmp_path / "top", "worktree", "add", "--quiet", "../other")
    plant(tmp_path, {"top/.git/info/exclude": "b.py\n"})
    assert found(tmp_path / "other") == ["a.py"]


@pytest.mark.parametrize("paths", [["gen"], ["gen/a.py", "gen/b.py"], ["gen", "gen/a.py"]])
def test_what_is_named_is_taken_whatever_git_ignores(tmp_path: Path, paths: Sequence[str]) -> None:
    git(tmp_path, "init", "--quiet")
    plant(tmp_path, {".gitignore": "gen\n", "gen/a.py": "", "gen/b.py": "", "gen/deep/c.py": ""})
    plant(tmp_path, {"gen/.gitignore": "deep\n"})
    assert found(tmp_path, *paths) == ["gen/a.py", "gen/b.py"]


def test_a_directory_of_which_git_ignores_everything_is_worth_a_note(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    plant(tmp_path, {".gitignore": "*.py\n", "a.py": ""})
    (note,) = discover(["."], tmp_path, HEEDING).notes
    words = "git ignores every Python file here: give --no-respect-gitignore to check them"
    assert (note.path, note.message) == (".", words)


def test_what_is_in_an_ignored_folder_is_ignored(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    plant(tmp_path, {".gitignore": "gen/\n", "gen/deep/a.py": "", "src/b.py": ""})
    ignored = GitIgnored()
    assert ignored.ignores(tmp_path / "gen/deep/a.py", is_folder=False)
    assert not ignored.ignores(tmp_path / "src/b.py", is_folder=False)


ATOMS = (
    *("a", "b", "ab", "*", "**", "***", "?", ".", "-", "^", "\u00e9", "!", "#", " ", "/", "/"),
    *("\\", "\\*", "\\a", "\\ ", "[", "]", "[!a]", "[^b]", "[a-c]", "[c-a]", "[]a]", "[!]]", "[!]"),
    *("[[:alpha:]]", "[[:digit:]x]", "[[:letter:]]", "[[:alpha:]-z]", "[:a]", "[a-]", "[--a]"),
    *("[\\]]", "[a\\-c]", "[*]"),
)
NAMES = (
    "a",
    "b",
    "ab",
    "abc",
    "-",
    "]",
    "[",
    "a b",
    "#a",
    "!a",
    "\u00e9",
    "*",
    "1",
    "\\",
    "^",
    ".a",
    "a ",
)
LINES = st.lists(st.lists(st.sampled_from(ATOMS), min_size=1, max_size=6), min_size=1, max_size=3)
PATHS = st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4), min_size=20)


@given(lines=LINES, paths=PATHS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_lines_mean_what_they_mean_to_git(
    tmp_path: Path, lines: list[list[str]], paths: list[list[str]]
) -> None:
    if not (tmp_path / ".git").exists():
        git(tmp_path, "init", "--quiet")
    (tmp_path / ".gitignore").write_text("\n".join(map("".join, lines)), encoding="utf-8")
    names = sorted({"/".join(each) for each in paths})
    options = ("check-ignore", "--no-index", "--stdin", "-z")
    asked = "\0".join(names).encode()
    done = subprocess.run(
        ["git", *options], cwd=tmp_path, env=QUIET, input=asked, capture_output=True
    )
    ignored = GitIgnored()
    assert [name for name in names if ignored.ignores(tmp_path / name, is_folder=False)] == [
        os.fsdecode(name) for name in done.stdout.split(b"\0") if name
    ]


@pytest.mark.parametrize(
    "line", ["*a" * 60 + "b", "**/a/" + "a/**/" * 30 + "b", "**/*a*a*a*a*a*a*a*a/x", "[a-" * 5_000]
)
def test_many_stars_cost_no_more_than_the_lengths(tmp_path: Path, line: str) -> None:
    """Each of these would take longer than the universe has if every way was tried."""
    git(tmp_path, "init", "--quiet")
    plant(tmp_path, {".gitignore": line + "\n"})
    ignored = GitIgnored()
    assert not ignored.ignores(tmp_path / ("a" * 250), is_folder=False)
    assert not ignored.ignores(tmp_path / ("a/" * 300 + "c"), is_folder=False)
