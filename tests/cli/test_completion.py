"""``spakky-lint completion`` in real shells, where they are installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import run

ASK = """
source {script}
COMP_WORDS=(spakky-lint {words})
COMP_CWORD={last}
COMP_LINE="spakky-lint {words}"
$(complete -p spakky-lint | sed 's/.*-F \\([^ ]*\\).*/\\1/') spakky-lint
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture
def bash(tmp_path: Path) -> Path:
    done = run("completion", "bash", cwd=tmp_path)
    assert (done.code, done.err) == (0, b"")
    script = tmp_path / "script"
    script.write_bytes(done.out)
    return script


def completed(script: Path, *words: str) -> list[str]:
    asked = ASK.format(script=script, words=" ".join(words), last=len(words))
    done = subprocess.run(
        ["bash", "--norc", "-c", asked], cwd=script.parent, capture_output=True, text=True
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_bash_completes_commands_options_and_files(bash: Path) -> None:
    assert completed(bash, "au") == ["auth"]
    assert completed(bash, "check", "--write") == ["--write-baseline"]
    assert completed(bash, "check", "--format", "js") == ["json", "json-lines"]
    (bash.parent / "tasks.py").write_text("")
    assert "tasks.py" in completed(bash, "check", "ta")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_script_is_one_of_its_shell(tmp_path: Path, shell: str) -> None:
    done = run("completion", shell, cwd=tmp_path)
    assert (done.code, done.err) == (0, b"")
    assert "spakky-lint" in done.text
    assert "new-since" in done.text
    if (found := shutil.which(shell)) is not None:
        (tmp_path / "script").write_bytes(done.out)
        subprocess.run([found, "-n", "script"], cwd=tmp_path, check=True)


def test_a_shell_that_is_none(tmp_path: Path) -> None:
    done = run("completion", "cmd", cwd=tmp_path)
    assert done.code == 2
    assert "bash" in done.complaints[-1]
