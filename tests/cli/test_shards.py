"""``check --shard`` and ``merge``: what all jobs together say is what one job says."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.sharding import Shard
from tests.cli.running import run
from tests.cli.test_jobs import many as many  # noqa: PLC0414  # a fixture

SHARDS = 3
CHECK = ("check", "--jobs", "1")
"""To start other processes takes longer than to look into these files."""


def sharded(tree: Path, *options: str) -> list[str]:
    names = []
    for number in range(1, SHARDS + 1):
        names.append(f"shard-{number}.json")
        where = f"json={names[-1]}"
        run(*CHECK, "--shard", f"{number}/{SHARDS}", "--format", where, *options, cwd=tree)
    return names


@pytest.mark.parametrize("form", ["text", "json", "grouped", "gitlab", "sarif"])
def test_the_union_is_the_whole(many: Path, form: str) -> None:
    names = sharded(many)
    assert all(json.loads((many / name).read_text())["findings"] for name in names)
    whole = run(*CHECK, "--format", form, "--statistics", cwd=many)
    merged = run("merge", *reversed(names), "--format", form, "--statistics", cwd=many)
    assert whole.code == 1
    assert (merged.code, merged.out, merged.err) == (whole.code, whole.out, whole.err)


def test_what_is_not_told_and_what_goes_wrong_is_joined_too(many: Path) -> None:
    options = (".", "nope", "--explain-unknown", "--ignore", "SPK000")
    names = sharded(many, *options)
    whole = run(*CHECK, *options, "--format", "json", cwd=many)
    merged = run("merge", *names, "--format", "json", cwd=many)
    assert whole.code == 2
    assert (merged.code, merged.out) == (whole.code, whole.out)
    assert sorted(merged.complaints) == sorted(whole.complaints)


def test_what_is_known_is_joined_too(many: Path) -> None:
    assert run(*CHECK, "one", "--write-baseline", "b.jsonl", cwd=many).code == 0
    names = sharded(many, "--baseline", "b.jsonl")
    whole = run(*CHECK, "--baseline", "b.jsonl", cwd=many)
    merged = run("merge", *names, cwd=many)
    assert (merged.code, merged.out, merged.err) == (whole.code, whole.out, whole.err)


def test_nothing_is_green_that_was_not_seen(many: Path) -> None:
    names = sharded(many)
    (many / "plain.json").write_text('{"version": 1, "findings": []}')
    (many / "text.json").write_text("no findings")
    for given, words in (
        (names[1:], ["shard 1/3 is missing"]),
        ([*names, names[0]], ["shard 1/3 is given more than once"]),
        (["plain.json"], ["plain.json: not a report of `check --shard I/N --format json`"]),
        (["text.json", "gone"], ["text.json: not JSON", "gone: no such file or directory"]),
    ):
        done = run("merge", *given, cwd=many)
        assert (done.code, done.out) == (2, b"")
        assert done.complaints == [f"spakky-lint: {each}" for each in words]


@pytest.mark.parametrize("others", [["one"], [".", "--select", "SPK4"], [".", "--no-baseline"]])
def test_parts_of_different_runs_are_not_joined(many: Path, others: list[str]) -> None:
    names = sharded(many)
    report = ("--format", f"json={names[1]}")
    run(*CHECK, *others, "--shard", f"2/{SHARDS}", *report, cwd=many)
    done = run("merge", *names, cwd=many)
    assert (done.code, done.out) == (2, b"")
    assert [
        each.startswith("spakky-lint: the reports come from diff") for each in done.complaints
    ] == [True]


def test_shards_are_stable_and_even() -> None:
    top = Path("/project")
    files = [SourceFile(top / f"a{n % 40}" / f"m{n}.py", "") for n in range(4000)]
    shards = [Shard(number, 4) for number in range(1, 5)]
    found = Counter(shard.number for file in files for shard in shards if shard.has(file, top))
    assert found.total() == len(files)
    assert max(found.values()) < 1.1 * min(found.values())
    # What is asked of one file tells nothing of any other, or of the machine.
    assert [shard.has(SourceFile(top / "a/b.py", ""), top) for shard in shards] == [
        shard.has(SourceFile(Path("/ci/7/a/b.py"), ""), Path("/ci/7")) for shard in shards
    ]


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b", "1/0"])
def test_no_shard(tmp_path: Path, text: str) -> None:
    done = run("check", "--shard", text, cwd=tmp_path)
    assert done.code == 2
    assert f"{text!r} is not a part: 1/3, 2/3 and 3/3 are allowed" in done.complaints[-1]
