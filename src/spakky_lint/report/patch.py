"""``--diff``: what the fixes would change, as a unified diff.

A patch is bytes: it has to apply to files of any encoding and any line ending, so lines end at a
line feed and nowhere else, and nothing is decoded. ``git apply -p0`` and ``patch -p0`` take it.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Iterator

from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import in_language
from spakky_lint.patterns import regex
from spakky_lint.project.checked_file import Repair
from spakky_lint.report.columns import visible
from spakky_lint.report.model import Report
from spakky_lint.report.style import Ink, Style
from spakky_lint.report.words import count

_LINE = regex(rb"[^\n]*\n|[^\n]+")
_SPECIAL = regex(rb"[\0-\x1f\x7f\"\\]")
_ESCAPES = {b'"': b'"', b"\\": b"\\", b"\t": b"t", b"\n": b"n", b"\r": b"r"}
_HEADER = 2
_INKS = {"+": Ink.ADDED, "-": Ink.REMOVED, "@": Ink.FRAME}


def patch_bytes(report: Report) -> Iterator[bytes]:
    """The patch of all repairs in `report`, a line at a time with its ending."""
    for file in report.files:
        if file.repair is not None:
            yield from _patch(file.path, file.repair)


def patch_text(report: Report, style: Style) -> Iterator[str]:
    """The same patch to look at: decoded, without endings, coloured as `style` says."""
    for file in report.files:
        if file.repair is not None:
            lines = _patch(file.path, file.repair)
            yield from _to_look_at(lines, file.repair.encoding, style)


def text_patch(path: str, before: str | None, after: str, style: Style) -> Iterator[str]:
    """What changes in a text, to look at; before there was a file, it was None."""
    old = None if before is None else before.encode()
    return _to_look_at(_difference(path, old, after.encode()), "utf-8", style)


def _to_look_at(lines: Iterable[bytes], encoding: str, style: Style) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number < _HEADER:
            yield style.paint(visible(os.fsdecode(line).strip()), Ink.CODE)
            continue
        text = line.decode(encoding, "replace").rstrip("\r\n")
        shown = "\t".join(map(visible, text.split("\t")))
        yield style.paint(shown, _INKS[shown[0]]) if shown[:1] in _INKS else shown


def _patch(path: str, repair: Repair) -> Iterator[bytes]:
    return _difference(path, repair.before, repair.after)


def _difference(path: str, before: bytes | None, after: bytes) -> Iterator[bytes]:
    name = _quoted(os.fsencode(path))
    for line in difflib.diff_bytes(
        difflib.unified_diff,
        _LINE.findall(before or b""),
        _LINE.findall(after),
        b"/dev/null" if before is None else name,
        name,
        lineterm=b"\n",
    ):
        if line.endswith(b"\n"):
            yield line
        else:
            yield line + b"\n"
            yield b"\\ No newline at end of file\n"


def _quoted(name: bytes) -> bytes:
    """The name of a file as git writes it, so that it is one name however it is spelt."""
    if _SPECIAL.search(name) is None:
        # One with a space ends at a tab, else what reads the patch cannot tell where.
        return name + b"\t" if b" " in name else name
    return b'"%b"' % _SPECIAL.sub(_escape, name)


def _escape(found: re.Match[bytes]) -> bytes:
    byte = found[0]
    return b"\\" + _ESCAPES.get(byte, b"%03o" % byte[0])


def patch_summary(report: Report) -> Iterator[str]:
    """What applying the patch would come to."""
    repairs = [file.repair for file in report.files if file.repair is not None]
    fixed = sum(len(repair.applied) for repair in repairs)
    left = sum(
        len(file.findings if file.repair is None else file.repair.remaining)
        for file in report.files
    )
    findings, files = count(fixed, "finding"), count(len(repairs), "file")
    if not repairs:
        first = Message("Nothing to silence") if report.silences else Message("Nothing to fix")
    elif report.silences:
        first = Message("Would silence {findings} in {files}", findings=findings, files=files)
    else:
        first = Message("Would fix {findings} in {files}", findings=findings, files=files)
    summary = Message("{what}; {number} would be left.", what=first, number=left)
    yield in_language(summary, report.language)
