"""A file is read where it is an ordinary one of an ordinary size; no other is waited for."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from spakky_lint.project.reading import NotRegular, TooLarge, read_file


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 300_000])
def test_all_of_a_file_is_read(tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    (tmp_path / "file").write_bytes(data)
    assert read_file(tmp_path / "file", size) == data


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 2_500_001)
    with pytest.raises(TooLarge) as raised:
        read_file(tmp_path / "file", 2_500_000)
    assert raised.value.strerror == (
        "the file has more than 2.5 MB, the most that is read (max-file-size)"
    )
    with (tmp_path / "sparse").open("wb") as sparse:
        sparse.truncate(1 << 40)
    with pytest.raises(TooLarge):
        read_file(tmp_path / "sparse")


def test_a_file_that_says_nothing_of_its_size_is_read() -> None:
    status = Path("/proc/self/status")
    if not status.exists():
        pytest.skip("there are no such files here")
    assert status.stat().st_size == 0
    assert read_file(status).startswith(b"Name:")
    with pytest.raises(TooLarge):
        read_file(status, 10)


def test_what_is_no_regular_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")  # nobody ever writes to it
    (tmp_path / "zero").symlink_to("/dev/zero")
    for name in ("pipe", "zero"):
        with pytest.raises(NotRegular, match="this is not a regular file"):
            read_file(tmp_path / name)
    with pytest.raises(IsADirectoryError):
        read_file(tmp_path)


def test_a_socket_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        with pytest.raises(OSError, match="No such device or address"):
            read_file(tmp_path / "socket")


@pytest.mark.parametrize("name", ["missing", "a\0b"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / name)
