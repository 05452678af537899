"""Globs of the configuration, over paths relative to the project."""

from __future__ import annotations

import pytest

from spakky_lint.project.globs import BadGlob, glob


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        # a name, at any depth, and what lies below it
        ("migrations", "migrations"),
        ("migrations", "src/app/migrations"),
        ("migrations", "src/app/migrations/0001.py"),
        ("migrations/", "src/app/migrations/0001.py"),
        ("*_pb2.py", "src/app/orders_pb2.py"),
        ("test_?.py", "tests/test_a.py"),
        ("[a-c].py", "b.py"),
        ("[!a-c].py", "d.py"),
        ("[]].py", "].py"),
        ("a[b", "a[b"),
        ("**", "anything/at/all.py"),
        # a path, from the root
        ("src/app", "src/app/tasks.py"),
        ("./src/app", "src/app/tasks.py"),
        ("src/*/tasks.py", "src/app/tasks.py"),
        ("src/**", "src/app/tasks.py"),
        ("src/**/generated_*.py", "src/generated_a.py"),
        ("src/**/generated_*.py", "src/a/b/c/generated_a.py"),
        ("**/old", "a/b/old/x.py"),
        ("**/old", "old"),
        ("a/**/b/c/**/d", "a/b/b/c/x/b/d/e.py"),
        ("**/a/b", "a/a/b"),
        ("**/a/**", "a/b/a"),
        ("*a*b*c", "xaxbxbxcxc"),
        ("*a", "aaba"),
        ("a*a", "aa"),
        # other scripts, and characters that mean something to a regular expression
        ("주문", "src/주문/tasks.py"),
        ("a.b+c(d)", "a.b+c(d)"),
        ("two\nlines.py", "two\nlines.py"),
    ],
)
def test_matches(pattern: str, path: str) -> None:
    assert glob(pattern).matches(path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("migrations", "src/migrations.py"),
        ("migrations", "src/my_migrations/0001.py"),
        ("*.py", "src/tasks.pyi"),
        ("test_?.py", "tests/test_ab.py"),
        ("[a-c].py", "d.py"),
        ("[!a-c].py", "b.py"),
        ("src/app", "lib/src/app/tasks.py"),
        ("src/*", "lib/app.py"),
        ("src/*/tasks.py", "src/a/b/tasks.py"),
        ("src/**", "src"),
        ("**/a/**", "b/a"),
        ("a/**/*", "a"),
        ("a/**/b/c", "a/b/x/c"),
        ("*a*b*a", "xaxbxb"),
        ("a*a", "a"),
        ("*.py", "tasks.py\n"),
        ("a.b", "axb"),
        ("A.py", "a.py"),
    ],
)
def test_does_not_match(pattern: str, path: str) -> None:
    assert not glob(pattern).matches(path)


def test_a_negated_pattern_matches_what_it_would_not() -> None:
    negated = glob("!src/**/*.py", may_be_negated=True)
    assert [negated.matches(path) for path in ("src/a/b.py", "lib/b.py")] == [False, True]


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [("!src", "in per-file-ignores alone"), ("src/*.{py,pyi}", "a glob for each")],
)
def test_what_would_be_passed_over_in_silence_is_refused(pattern: str, allowed: str) -> None:
    with pytest.raises(BadGlob, match=allowed):
        glob(pattern)


def test_braces_without_alternatives_are_part_of_a_name() -> None:
    assert glob("{{cookiecutter.name}}").matches("{{cookiecutter.name}}/a.py")


@pytest.mark.parametrize(
    "pattern", ["", ".", "/", "./", "/src", "../lib", "src/../lib", "src\\app"]
)
def test_a_pattern_that_can_match_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(BadGlob, match="inside the project"):
        glob(pattern)


def test_a_set_out_of_order_is_refused() -> None:
    with pytest.raises(BadGlob, match="in order"):
        glob("[z-a].py")


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("**/" * 9 + "x", "a/" * 300 + "b"),
        ("**/a/" * 30 + "x", "a/" * 300 + "b"),
        ("*a" * 60 + "x", "a" * 5_000 + "b"),
        ("*a*/" * 30 + "x", "aaaa/" * 300 + "b"),
        ("**/*a*a*a*a*a*a*a*a/x", "aaaaaaaaaaaaaaaaaaaaaaaaa/" * 60 + "b"),
    ],
)
def test_many_stars_cost_no_more_than_the_lengths(pattern: str, path: str) -> None:
    """Each of these would take longer than the universe has if every way was tried."""
    assert not glob(pattern).matches(path)
