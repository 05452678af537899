"""Writing a file in one step."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from spakky_lint.project.writing import ChangedSince, write_atomically, write_document


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664])
def test_the_bytes_change_and_the_mode_stays(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "tasks.py"
    file.write_bytes(b"old\r\n")
    file.chmod(mode)
    write_atomically(file, b"\xef\xbb\xbfnew\r\n")
    assert file.read_bytes() == b"\xef\xbb\xbfnew\r\n"
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert [path.name for path in tmp_path.iterdir()] == ["tasks.py"]


def test_a_reader_keeps_the_file_it_opened(tmp_path: Path) -> None:
    file = tmp_path / "tasks.py"
    file.write_bytes(b"old")
    with file.open("rb") as reader:
        write_atomically(file, b"new")
        assert reader.read() == b"old"
    assert file.read_bytes() == b"new"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "real/tasks.py"
    target.parent.mkdir()
    target.write_bytes(b"old")
    (tmp_path / "middle.py").symlink_to("real/tasks.py")
    (tmp_path / "link.py").symlink_to("middle.py")
    write_atomically(tmp_path / "link.py", b"new")
    assert target.read_bytes() == b"new"
    assert (tmp_path / "link.py").readlink() == Path("middle.py")
    assert (tmp_path / "middle.py").readlink() == Path("real/tasks.py")
    assert [path.name for path in target.parent.iterdir()] == ["tasks.py"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_the_owner_stays(tmp_path: Path) -> None:
    file = tmp_path / "tasks.py"
    file.write_bytes(b"old")
    os.chown(file, 1234, 1235)
    write_atomically(file, b"new")
    status = file.stat()
    assert (status.st_uid, status.st_gid) == (1234, 1235)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    for name, words in (("pipe.py", "not a regular file"), (".", "not a regular file")):
        with pytest.raises(OSError, match=words):
            write_atomically(tmp_path / name, b"new")
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "none.py", b"new")
    reader, writer = os.pipe()
    with pytest.raises(OSError, match="not a regular file"):  # as /dev/stdout in a pipeline
        write_atomically(Path(f"/dev/fd/{writer}"), b"new")
    os.close(reader)
    os.close(writer)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe.py"]


def test_a_failure_leaves_the_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "tasks.py"
    file.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["tasks.py"]


@pytest.mark.parametrize("meanwhile", [b"theirs", b"", b"old and more"])
def test_what_was_saved_meanwhile_stays(tmp_path: Path, meanwhile: bytes) -> None:
    file = tmp_path / "tasks.py"
    file.write_bytes(meanwhile)
    with pytest.raises(ChangedSince, match="it has changed since it was read"):
        write_atomically(file, b"new", b"old")
    assert file.read_bytes() == meanwhile
    assert [path.name for path in tmp_path.iterdir()] == ["tasks.py"]
    write_atomically(file, b"new", meanwhile)
    assert file.read_bytes() == b"new"


def test_what_was_saved_while_the_new_text_is_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "tasks.py"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", lambda _: file.write_bytes(b"theirs"))
    with pytest.raises(ChangedSince):
        write_atomically(file, b"new", b"old")
    assert file.read_bytes() == b"theirs"


INTERRUPTED = """\
import os, signal, sys
from pathlib import Path
from spakky_lint.project.writing import write_atomically

os.fsync = lambda descriptor: signal.raise_signal(getattr(signal, sys.argv[2]))
write_atomically(Path(sys.argv[1]), b"new")
print("still here")
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_who_ends_the_program_finds_a_whole_file_and_nothing_else(
    tmp_path: Path, name: str
) -> None:
    file = tmp_path / "tasks.py"
    file.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, str(file), name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -getattr(signal, name)
    assert done.stdout == ""
    assert file.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["tasks.py"]


def test_no_document_replaces_a_source_of_python(tmp_path: Path) -> None:
    source = tmp_path / "tasks.py"
    source.write_bytes(b"old")
    (tmp_path / "page.html").symlink_to("tasks.py")
    (tmp_path / "notes.txt").write_bytes(b"old")
    for name in ("tasks.py", "page.html"):
        with pytest.raises(OSError, match="it is a Python source, which is not overwritten"):
            write_document(tmp_path / name, b"new")
    assert source.read_bytes() == b"old"
    write_document(tmp_path / "new.html", b"new")
    write_document(tmp_path / "notes.txt", b"new")
