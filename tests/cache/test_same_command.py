"""A command that is given once more writes what it wrote, and does nothing for it but look."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from spakky_lint.cli import main
from spakky_lint.cli.repeating import repeated
from spakky_lint.project.cache import outputs
from spakky_lint.project.cache.store import NAME, Store
from tests.cache.programs import Program
from tests.cli.running import WRONG

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SPAKKY_LINT_NO_CACHE", raising=False)
    monkeypatch.setattr(outputs, "COARSE", 0)  # nobody waits until the files are old
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "app"\ndependencies = []\n')
    (tmp_path / "wrong.py").write_text(WRONG)
    (tmp_path / "plain.py").write_text("X = 1\n")
    Store(tmp_path / NAME).prepare()  # or the first run would change the folder that it looks at
    return tmp_path


def _run(capsys: Capture, *arguments: str) -> tuple[int, str, str, bool]:
    """The code and what was written; and whether it was so before."""
    code = repeated(arguments)
    is_repeated = code is not None
    if code is None:
        code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err, is_repeated


def test_it_is_told_from_what_was_written(capsys: Capture) -> None:
    first = _run(capsys, "check")
    assert first[0] == 1
    assert "SPK" in first[1]
    assert first[3] is False
    assert _run(capsys, "check") == (*first[:3], True)
    assert _run(capsys, "check", "--format", "json")[3] is False


def test_nothing_else_is_imported() -> None:
    script = (
        "import sys; from spakky_lint.project.cache import outputs; outputs.COARSE = 0;"
        "from spakky_lint.cli import main; sys.argv = ['', 'check', '-q']; code = main();"
        "sys.stderr.write(' '.join(sys.modules)); sys.exit(code)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
        for _ in range(2)
    ]
    assert [each.returncode for each in runs] == [1, 1], runs[0].stderr
    assert runs[0].stdout == runs[1].stdout
    assert "wrong.py" in runs[1].stdout
    assert "libcst" in runs[0].stderr.split()
    imported = {each for each in runs[1].stderr.split() if "encodings" not in each}
    ours = {each for each in imported if each.startswith("spakky_lint.")}
    assert ours == {
        "spakky_lint.cli",
        "spakky_lint.cli.entry",
        "spakky_lint.cli.repeating",
        "spakky_lint.project",
        "spakky_lint.project.cache",
        "spakky_lint.project.cache.outputs",
    }
    assert not imported & {"argparse", "dataclasses", "json", "pathlib", "re", "typing", "libcst"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_full_disk(language: str, capsys: Capture) -> None:
    script = (
        "import sys; from spakky_lint.project.cache import outputs; outputs.COARSE = 0;"
        f"from spakky_lint.cli import main; sys.argv = ['', 'check', '--lang', '{language}'];"
        "code = main(); print(*{'libcst'} & {*sys.modules}, file=sys.stderr); sys.exit(code)"
    )
    subprocess.run([sys.executable, "-c", script], stdout=subprocess.DEVNULL, check=False)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-c", script], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    complaint, loaded = done.stderr.decode().splitlines()
    assert loaded == ""  # nothing was worked out again
    assert complaint.endswith("No space left on device")
    assert ("cannot be written" in complaint) is (language == "en")


@pytest.mark.parametrize(
    "change",
    [
        lambda top: (top / "wrong.py").write_text(WRONG + "\n"),
        lambda top: (top / "wrong.py").unlink(),
        lambda top: (top / "new.py").write_text(WRONG),
        lambda top: (top / "pyproject.toml").write_text('[tool.spakky-lint]\nignore = ["SPK"]\n'),
        lambda top: (top / "spakky-lint.toml").write_text('ignore = ["SPK"]\n'),
        lambda top: os.utime(top / "plain.py"),
        lambda top: (top / "plain.py").rename(top / "other.py"),
    ],
)
def test_whatever_changes_it_is_worked_out_again(
    change: object, project: Path, capsys: Capture
) -> None:
    _run(capsys, "check")
    assert _run(capsys, "check")[3] is True
    assert callable(change)
    change(project)
    *told, is_repeated = _run(capsys, "check")
    assert not is_repeated
    assert told == [*_run(capsys, "check", "--no-cache")[:3]]


@pytest.mark.parametrize(
    ("name", "value"), [("LC_ALL", "ko_KR.UTF-8"), ("FORCE_COLOR", "1"), ("VIRTUAL_ENV", "/none")]
)
def test_another_environment_is_another_command(
    name: str, value: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    _run(capsys, "check")
    assert _run(capsys, "check")[3] is True
    monkeypatch.setenv(name, value)
    *told, is_repeated = _run(capsys, "check")
    assert not is_repeated
    assert told == [*_run(capsys, "check", "--no-cache")[:3]]


def test_what_does_more_than_to_write_is_done_again(project: Path, capsys: Capture) -> None:
    for options in (
        ("--format", "sarif=out.sarif"),
        ("--write-baseline", "known.json"),
        ("--verbose",),
        ("--no-cache",),
        ("--fix", "--exit-zero"),
    ):
        _run(capsys, "check", *options)
        assert _run(capsys, "check", *options)[3] is False, options


def test_a_baseline_is_looked_at(project: Path, capsys: Capture) -> None:
    _run(capsys, "check", "--write-baseline", "known.json")
    _run(capsys, "check", "--baseline", "known.json")
    *told, is_repeated = _run(capsys, "check", "--baseline", "known.json")
    assert is_repeated
    assert told[0] == 0
    (project / "known.json").write_text("")
    *told, is_repeated = _run(capsys, "check", "--baseline", "known.json")
    assert not is_repeated
    assert told[0] == 1


def test_what_was_changed_a_moment_ago_may_change_again(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "COARSE", 10**15)
    _run(capsys, "check")
    assert _run(capsys, "check")[3] is False


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_entry_is_no_entry(seed: int, project: Path, capsys: Capture) -> None:
    plain = _run(capsys, "check")
    (entry,) = (project / NAME).glob("output-*.entry")
    data, chance = bytearray(entry.read_bytes()), random.Random(seed)
    for _ in range(chance.choice((1, 3, 30))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    entry.write_bytes(data[: chance.choice((len(data), len(data), len(data) // 2))])
    assert _run(capsys, "check") == plain


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
def test_what_somebody_else_has_written_is_not_repeated(project: Path, capsys: Capture) -> None:
    _run(capsys, "check")
    (entry,) = (project / NAME).glob("output-*.entry")
    os.chown(entry, 12345, -1)
    assert _run(capsys, "check")[3] is False


@pytest.mark.parametrize("seed", range(4))
def test_random_edits(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    folder = tmp_path / "program"
    folder.mkdir()
    Store(folder / NAME).prepare()
    monkeypatch.chdir(folder)
    program = Program(folder, seed)
    repetitions = 0
    for _ in range(6):
        options = program.random.choice(([], ["--explain-unknown"], ["--format", "json"]))
        told = [_run(capsys, "check", "-j1", *options) for _ in range(2)]
        cold = _run(capsys, "check", "-j1", *options, "--no-cache")
        assert [each[:3] for each in told] == [cold[:3]] * 2
        repetitions += told[1][3]
        program.edit()
    assert repetitions > 3
