"""Whatever becomes of the cache, a run says what it would say without one."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from spakky_lint.cli import main
from spakky_lint.linting import linter
from spakky_lint.project.cache import store as storing
from spakky_lint.project.cache.store import NAME, Store, clean
from spakky_lint.project.looks import digest
from tests.cache.spoiling import spoilt
from tests.cli.running import WRONG

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SPAKKY_LINT_NO_CACHE", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "app"\ndependencies = []\n')
    (tmp_path / "wrong.py").write_text(WRONG)
    (tmp_path / "plain.py").write_text("X = 1\n")
    return tmp_path


def _check(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    code = main(["check", "-j1", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def _entries(folder: Path) -> Iterator[Path]:
    return (path for path in (folder / NAME).iterdir() if path.suffix == ".entry")


def test_git_ignores_it_and_backups_pass_over_it(project: Path, capsys: Capture) -> None:
    _check(capsys)
    subprocess.run(["git", "init", "-q"], check=True)
    told = subprocess.run(
        ["git", "status", "--porcelain"], check=True, capture_output=True, text=True
    ).stdout
    assert NAME not in told
    tag = (project / NAME / "CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_entry_is_no_entry(seed: int, project: Path, capsys: Capture) -> None:
    plain = _check(capsys, "--no-cache")
    assert _check(capsys) == plain
    chance = random.Random(seed)
    for path in _entries(project):
        data = bytearray(path.read_bytes())
        match chance.randrange(4):
            case 0:
                data = data[: chance.randrange(len(data))]
            case 1:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case 2:
                data = bytearray()
            case _:
                data += b"more"
        path.write_bytes(data)
    assert _check(capsys) == plain
    assert _check(capsys) == plain


@pytest.mark.parametrize("seed", range(30))
def test_an_entry_that_is_whole_and_says_anything(
    seed: int, project: Path, capsys: Capture
) -> None:
    """Somebody has written it who knows the form: nothing of it is run, and nothing falls over."""
    _check(capsys)
    chance = random.Random(seed)
    for path in sorted(_entries(project)):
        name = path.name.removesuffix(".entry")
        store = Store(project / NAME)
        data = store.load(name)
        assert isinstance(data, list)
        store.save(name, spoilt(data, chance))
    (project / "plain.py").write_text("Y = 2\n" if seed % 2 else "X = 1\n")
    code, _, err = _check(capsys)
    assert code in (0, 1), err
    assert "Traceback" not in err


def test_an_entry_that_names_a_file_that_is_not_there_is_no_entry(
    project: Path, capsys: Capture
) -> None:
    plain = _check(capsys)
    path = next(path for path in _entries(project) if path.name.endswith("-run.entry"))
    store, name = Store(project / NAME), path.name.removesuffix(".entry")
    data = store.load(name)
    assert isinstance(data, list)
    data[2] = [each.replace("plain.py", "missing.py") for each in data[2]]
    data[2].append(str(project / "plain.py"))
    data[3] = [*data[3], [len(data[2]) - 1, len(data[2])]]
    store.save(name, data)
    assert _check(capsys) == plain


def test_ranges_without_an_end_keep_no_run_busy(project: Path, capsys: Capture) -> None:
    plain = _check(capsys)
    path = next(path for path in _entries(project) if path.name.endswith("-run.entry"))
    store, name = Store(project / NAME), path.name.removesuffix(".entry")
    for place in (3, 4, 5):
        for wrong in ([[0, 1 << 60]], [[-(1 << 60), 0]], [[0, 1]] * 100_000):
            data = store.load(name)
            assert isinstance(data, list)
            data[place] = wrong
            store.save(name, data)
            assert _check(capsys) == plain


def test_deep_nesting_is_no_entry(project: Path, capsys: Capture) -> None:
    plain = _check(capsys, "--no-cache")
    _check(capsys)
    for path in _entries(project):
        body = b"[" * 100_000 + b"]" * 100_000
        head = b"spakky-lint cache 1 " + digest(body).encode() + b"\n"
        path.write_bytes(head + body)
    assert _check(capsys) == plain


def test_a_folder_that_holds_something_else_is_left_alone(project: Path, capsys: Capture) -> None:
    (project / "mine").mkdir()
    (project / "mine" / "letter.txt").write_text("Dear reader\n")
    code, out, err = _check(capsys, "--cache-dir", "mine")
    assert (code, out) == _check(capsys, "--no-cache")[:2]
    words = "mine: no results are kept for the next run: the folder is not a cache"
    assert err == f"spakky-lint: {words}\n"
    assert [each.name for each in (project / "mine").iterdir()] == ["letter.txt"]
    assert main(["clean", "--cache-dir", "mine"]) == 2
    assert (project / "mine" / "letter.txt").exists()


def test_where_nothing_can_be_written(project: Path, capsys: Capture) -> None:
    (project / "file").write_text("no folder\n")
    code, out, err = _check(capsys, "--cache-dir", "file/cache")
    assert (code, out) == _check(capsys, "--no-cache")[:2]
    assert err == (
        "spakky-lint: file/cache: no results are kept for the next run: not a directory\n"
    )
    assert _check(capsys, "--cache-dir", "file/cache", "-q")[2] == ""


def test_a_full_disk(project: Path, capsys: Capture) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no full device here")
    _check(capsys)
    for path in _entries(project):
        path.unlink()
    code = (
        "import errno, pathlib, sys\n"
        "old = pathlib.Path.open\n"
        "def full(self, mode='r', *rest, **more):\n"
        "    return old(pathlib.Path('/dev/full') if 'x' in mode else self,"
        " mode.replace('x', 'w'), *rest, **more)\n"
        "pathlib.Path.open = full\n"
        "from spakky_lint.cli import main\n"
        "sys.exit(main(['check', '-j1']))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert "no results are kept for the next run: no space left on device" in done.stderr


def test_runs_side_by_side(project: Path, capsys: Capture) -> None:
    plain = _check(capsys, "--no-cache")
    command = [sys.executable, "-m", "spakky_lint", "check", "-j1"]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for each in running:
        out, err = each.communicate(timeout=120)
        assert (each.returncode, out, err) == plain
    assert _check(capsys) == plain


@pytest.mark.parametrize(
    "left", [[], [".new-1-abc"], ["CACHEDIR.TAG"], ["CACHEDIR.TAG", ".new-1-abc"]]
)
def test_a_folder_that_another_run_is_just_making(
    left: list[str], project: Path, capsys: Capture
) -> None:
    plain = _check(capsys)
    for path in (project / NAME).iterdir():
        if path.name == "CACHEDIR.TAG" and path.name in left:
            continue
        path.unlink()
    for name in left:
        (project / NAME / name).touch()
    assert _check(capsys) == plain
    assert [*_entries(project)]
    assert (project / NAME / ".gitignore").is_file()


def test_a_run_that_was_killed_leaves_nothing_that_counts(project: Path, capsys: Capture) -> None:
    plain = _check(capsys)
    left = project / NAME / ".new-1-abc"
    left.write_text("half an entry")
    os.utime(left, (0, 0))
    (project / "plain.py").write_text("X = 3\n")
    assert _check(capsys) == plain
    assert not left.exists()


def test_it_is_bounded(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "MOST_ENTRIES", 3)
    store = Store(project / "cache")
    for number in range(6):
        assert store.save(f"entry-{number}", [number])
        os.utime(project / "cache" / f"entry-{number}.entry", (number + 1, number + 1))
    assert store.save("last", ["last"])
    kept = sorted(path.name for path in (project / "cache").glob("*.entry"))
    assert kept == ["entry-4.entry", "entry-5.entry", "last.entry"]


def test_clean(project: Path, capsys: Capture) -> None:
    _check(capsys)
    assert main(["clean"]) == 0
    assert capsys.readouterr().out.startswith(f"{NAME}: 2 files deleted, ")
    assert not (project / NAME).exists()
    assert main(["clean"]) == 0
    assert capsys.readouterr().out == f"{NAME}: nothing is kept there\n"


def test_clean_leaves_what_others_have_put_there(project: Path, capsys: Capture) -> None:
    _check(capsys)
    (project / NAME / "note.txt").write_text("keep me\n")
    clean(project / NAME)
    assert [each.name for each in (project / NAME).iterdir()] == ["note.txt"]


def test_where_it_is(project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    _check(capsys, "--cache-dir", "elsewhere")
    assert (project / "elsewhere" / "CACHEDIR.TAG").exists()
    (project / "pyproject.toml").write_text('[tool.spakky-lint]\ncache-dir = "said"\n')
    (project / "inner").mkdir()
    (project / "inner" / "a.py").write_text("")
    monkeypatch.chdir(project / "inner")
    _check(capsys)
    assert (project / "said" / "CACHEDIR.TAG").exists()
    monkeypatch.setenv("SPAKKY_LINT_CACHE_DIR", str(project / "by-variable"))
    _check(capsys)
    assert (project / "by-variable" / "CACHEDIR.TAG").exists()
    assert not (project / NAME).exists()


@pytest.mark.parametrize("option", ["--no-cache", "--fix", "--diff", "--add-noqa"])
def test_runs_that_keep_nothing(option: str, project: Path, capsys: Capture) -> None:
    _check(capsys, option)
    assert not (project / NAME).exists()


def test_what_was_repaired_is_seen(project: Path, capsys: Capture) -> None:
    _check(capsys)
    _check(capsys, "--fix")
    assert _check(capsys) == _check(capsys, "--no-cache")
    assert _check(capsys)[0] == 0


@pytest.mark.parametrize("format_", ["text", "json", "junit", "github", "concise"])
def test_nothing_is_parsed_where_nothing_has_changed(format_: str, project: Path) -> None:
    code = (
        "import sys, json\n"
        "from spakky_lint.cli import main\n"
        f"code = main(['check', '-j1', '--format', '{format_}'])\n"
        "print(json.dumps([code, 'libcst' in sys.modules]), file=sys.stderr)\n"
    )
    told = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True
            ).stderr.splitlines()[-1]
        )
        for _ in range(2)
    ]
    assert told == [[1, True], [1, False]]


def test_a_defect_of_ours_is_not_kept(
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = _check(capsys, "--no-cache")
    with monkeypatch.context() as broken:
        broken.setattr(linter, "lint_module", _fail)
        code, _, err = _check(capsys)
        assert code == 2
        assert "because of a defect" in err
    assert _check(capsys) == plain


def _fail(*_: object, **__: object) -> None:
    raise ValueError("no rule of ours")
