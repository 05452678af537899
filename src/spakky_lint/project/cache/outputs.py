"""What a command has written, for whoever gives the same command where nothing has changed since.

It is read before anything else is imported, so this module needs next to nothing itself, and an
entry has the form in which it is compared fastest: all that was looked at, by name, and a row of
numbers that say how it was. Nothing in an entry is ever run, and one of somebody else is not read.
"""

# ruff: noqa: PTH118, PTH120  # to import pathlib takes longer than all that is done here

from __future__ import annotations

import os
import stat
import struct
from binascii import crc32

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spakky_lint.project.looks import Looks

    Written = tuple[bytes, bytes]
    """To which stream, and what."""

OFF = "SPAKKY_LINT_NO_CACHE"
"""As --no-cache, for whoever cannot give it."""
FOLDER = "SPAKKY_LINT_CACHE_DIR"
"""As --cache-dir, for whoever cannot give it."""
CACHE = ".spakky-lint-cache"

OUT = b"o"
ERROR = b"e"
COARSE = 2_000_000_000
"""Some file systems note times in steps of two seconds: what was changed as late before it was read
may have been changed again at the same time."""

_HEAD = b"spakky-lint output 2"
_MOST_BYTES = 64 << 20
_MOST_WRITTEN = 4 << 20
_FILE, _FOLDER = "=", "/"
"""How the names begin of what is compared by what it holds; lists have beginnings of their own."""
_KINDS = {"": 0, "file": 1, "folder": 2}


def entry_name(key: bytes, kind: str = "output") -> str:
    """The entry of what all this tells from others."""
    return f"{kind}-{crc32(key):08x}"


def folders_of(named: str | None, directory: str) -> Iterator[str]:
    """Where the cache may be, as far as that is told without any configuration: where it was named,
    else in the folder or above it, in the same repository.
    """
    named = named or os.environ.get(FOLDER)
    if named:
        yield named
        return
    while True:
        yield os.path.join(directory, CACHE)
        above = os.path.dirname(directory)
        if above == directory or os.path.lexists(os.path.join(directory, ".git")):
            return
        directory = above


def written_before(path: str, key: bytes) -> tuple[int, Sequence[Written], Sequence[str]] | None:
    """The exit code, what was written in its order, and the names of the entries it was told from.

    None where there is no such entry, or anything that it rests on is otherwise by now.
    """
    data = _read(path)
    if data is None:
        return None
    head, _, rest = data.partition(b"\n")
    try:
        title, size, checked = head.rsplit(b" ", 2)
        if title != _HEAD or crc32(rest) != int(checked):
            return None
        text, numbers = rest[: int(size)], rest[int(size) :]
        known, code, names, files, folders, kinds, late, *more = text.split(b"\0")
        if known != key:
            return None
        counts = int(files), int(folders), int(kinds), 2 * int(late)
        if min(counts) < 0 or sum(counts) > len(more):
            return None
        exit_code = int(code)
    except ValueError:
        return None
    ends = counts[0], counts[0] + counts[1], sum(counts[:3]), sum(counts)
    if numbers != _numbers(more[: ends[0]], more[ends[0] : ends[1]], more[ends[1] : ends[2]]):
        return None
    if any(
        _held(os.fsdecode(name)) != held.decode("ascii", "replace")
        for name, held in zip(
            more[ends[2] : ends[3] : 2], more[ends[2] + 1 : ends[3] : 2], strict=True
        )
    ):
        return None
    told = [(each[:1], each[1:]) for each in more[ends[3] :]]
    if exit_code not in (0, 1) or any(stream not in (OUT, ERROR) for stream, _ in told):
        return None
    return exit_code, told, names.decode("utf-8", "replace").split()


def entry(
    key: bytes,
    here: bytes,
    code: int,
    written: Iterable[Written],
    looks: Looks,
    started: int,
    names: Sequence[str],
    *,
    most_late: int = 0,
) -> bytes | None:
    """What `written_before` reads; None where that could not be told later.

    `looks` is all that the output rests on, as it was then, and `started` when that began, in ns.
    `here` is the working directory. `most_late` is how much of it may be compared by what it holds:
    it was changed so late that it may have been changed again, and nobody could see by the time.
    """
    told = list(written)
    late = [] if most_late == 0 else _changed_late(looks, started - COARSE)
    if late:
        # Behind one more character where it is no list.
        gone = {name for name, _ in late}
        paths = {name[1:] for name in gone}
        looks = looks.without(paths, paths, gone)
    since = started - COARSE
    stamps = [each for each, _ in looks.files.values()]
    times = [when for each in (looks.folders, looks.lists) for when, _ in each.values()]
    if (
        looks.is_incomplete
        or len(late) > most_late
        or any(changed >= since or kept >= since for _, changed, kept in stamps)
        or any(when >= since for when in times)
        or any(b"\0" in each for _, each in told)
        or sum(len(each) for _, each in told) > _MOST_WRITTEN
    ):
        return None
    kinds = (_KINDS[kind] for kind in looks.kinds.values())
    numbers = _packed([*(number for each in stamps for number in each), *times, *kinds])
    folders = [*looks.folders, *(each[1:] for each in looks.lists)]
    fields = [
        key,
        b"%d" % code,
        " ".join(names).encode(),
        *(b"%d" % len(each) for each in (stamps, folders, looks.kinds, late)),
        *_paths(looks.files, here),
        *_paths(folders, here),
        *_paths(looks.kinds, here),
        *(os.fsencode(each) for pair in late for each in pair),
        *(stream + text for stream, text in told),
    ]
    text = b"\0".join(fields)
    rest = text + numbers
    return b"%s %d %d\n%s" % (_HEAD, len(text), crc32(rest), rest)


def _changed_late(looks: Looks, since: int) -> Sequence[tuple[str, str]]:
    """What was changed since then, with a digest of what it held; without what has none."""
    from spakky_lint.project.looks import digest

    return [
        *(
            (f"{_FILE}{path}", held)
            for path, ((_, changed, kept), held) in looks.files.items()
            if held and (changed >= since or kept >= since)
        ),
        *(
            (f"{_FOLDER}{path}", digest(names.encode("utf-8", "surrogatepass")))
            for path, (when, names) in looks.folders.items()
            if names and when >= since
        ),
        *((key, held) for key, (when, held) in looks.lists.items() if held and when >= since),
    ]


def _held(name: str) -> str:
    """What it holds now, as `_changed_late` names it; empty where it is gone."""
    from spakky_lint.project.looks import digest, listing, names_digest

    kind, path = name[:1], name[1:]
    if kind == _FOLDER:
        return digest(listing(path).encode("utf-8", "surrogatepass"))
    if kind != _FILE:
        return names_digest(name)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116  # as above
            return ""
        with open(path, "rb") as file:  # noqa: PTH123  # as above
            return digest(file.read(_MOST_BYTES))
    except (OSError, ValueError):
        return ""


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # nothing is to be imported
            status = os.fstat(file.fileno())
            is_own = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
            if not is_own or not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
                return None
            return file.read()
    except (OSError, ValueError):
        return None


def _packed(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}q", *numbers)


def _paths(paths: Iterable[str], here: bytes) -> Iterator[bytes]:
    """As the system finds them fastest: from the working directory, where they are in it."""
    inside = here.rstrip(os.sep.encode()) + os.sep.encode()
    for path in map(os.fsencode, paths):
        yield path.removeprefix(inside) or path


def _numbers(
    files: Sequence[bytes], folders: Sequence[bytes], kinds: Sequence[bytes]
) -> bytes | None:
    """How all is now; None where a file is gone."""
    found: list[int] = []
    more, status_of = found.extend, os.stat  # asked of every file of a program
    for path in files:
        try:
            status = status_of(path)
        except (OSError, ValueError):
            return None
        more((status.st_size, status.st_mtime_ns, status.st_ctime_ns))
    for path in folders:
        try:
            found.append(status_of(path).st_mtime_ns)
        except (OSError, ValueError):
            found.append(0)
    for path in kinds:
        try:
            mode = status_of(path).st_mode
        except (OSError, ValueError):
            found.append(0)
        else:
            found.append(1 if stat.S_ISREG(mode) else 2 if stat.S_ISDIR(mode) else 0)
    return _packed(found)
