"""One file: its findings, and what its fixes would make of it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spakky_lint.facts.framework_settings import SECRET, SettingLine
from spakky_lint.linting import linter
from spakky_lint.program.sources import File, Sources
from spakky_lint.project.configuration import ForFiles
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.trouble import Trouble, defect, reason, unread
from spakky_lint.rules.finding import Applicability, Finding
from spakky_lint.rules.selection import DEFAULT, Selection
from spakky_lint.rules.settings import PLAIN, Settings

if TYPE_CHECKING:
    from spakky_lint.facts.unknowns import Unknown
    from spakky_lint.project.environment.setting_files import SettingFile


@dataclass(frozen=True, slots=True)
class Repair:
    """What the fixes make of a file; `remaining` are the findings of the new `text`."""

    before: bytes
    after: bytes
    encoding: str
    text: str
    applied: tuple[Finding, ...]
    remaining: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The findings of one file, in the order of their places.

    `text` is what their ranges refer to; None when there are none, or when the bytes are no
    text. `analysed` says whether the file mentions the framework at all. `repair` is what could
    be written; once it is, `applied` names what it repaired. `trouble` is what kept the fixes
    from being made.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    text: str | None = None
    analysed: bool = False
    repair: Repair | None = None
    applied: tuple[Finding, ...] = ()
    trouble: str | None = None
    may_silence: bool = False
    """Whether the file was read and a code of ours may stand in a comment of it."""
    unknowns: tuple[Unknown, ...] = ()
    """What the text does not tell, where somebody asked for it."""


def check_file(
    file: SourceFile,
    configuration: ForFiles,
    fixes: Applicability | None = None,
    sources: Sources | None = None,
) -> CheckedFile | Trouble:
    """Read and check one file of a program; Trouble when it cannot be read, or as `check_bytes`."""
    data = None if sources is None else sources.read(file.path)
    if data is None:
        try:
            data = file.path.read_bytes()
        except OSError as error:
            return Trouble(file.shown, reason(error))
    return check_bytes(
        file.shown,
        data,
        configuration.selection_for(file.path),
        fixes,
        settings=configuration.settings_for(file.path),
        file=None if sources is None else sources.file(file.path),
    )


def check_settings(
    file: SettingFile, shown: str, configuration: ForFiles, settings: Settings
) -> CheckedFile:
    """The findings of a file of settings, which is no Python.

    Of its text nothing is kept but what the findings are about: there are secrets in such files.
    """
    selection = configuration.selection_for(file.path)
    findings = linter.lint_settings(file.lines, selection, settings)
    text = _text_of(file.lines, {each.range.start.line for each in findings}) if findings else None
    return CheckedFile(shown, findings, text, analysed=True)


def _text_of(lines: Sequence[SettingLine], numbers: Set[int]) -> str:
    """The settings on these lines at their places, and blanks for all else that the file holds."""
    rows = [""] * max(numbers)
    for each in lines:
        if each.key_range.start.line not in numbers:
            continue
        row = rows[each.key_range.start.line - 1].ljust(each.key_range.start.column - 1) + each.key
        if each.value and each.key not in SECRET:
            row += "=" if len(row) + 2 == each.value_range.start.column else ""
            row = row.ljust(each.value_range.start.column - 1) + each.value
        rows[each.key_range.start.line - 1] = row
    return "\n".join(rows)


def check_bytes(
    path: str,
    data: bytes,
    selection: Selection = DEFAULT,
    fixes: Applicability | None = None,
    *,
    settings: Settings = PLAIN,
    file: File | None = None,
) -> CheckedFile | Trouble:
    """The findings in `data`; with `fixes` the repair, SAFE by safe fixes only, UNSAFE by all.

    `path` is what reports call it. Nothing was checked where the file cannot be read: that is
    Trouble where the finding that says so is off. So is a defect of ours, and other files
    are still checked.
    """
    try:
        return _check(path, data, selection, fixes, settings, file)
    except Exception as error:  # noqa: BLE001  # whatever a rule does wrong, one file is enough
        return Trouble(path, defect(error))


def _check(
    path: str,
    data: bytes,
    selection: Selection,
    fixes: Applicability | None,
    settings: Settings,
    file: File | None,
) -> CheckedFile | Trouble:
    linted = linter.lint_bytes(data, selection, settings=settings, file=file)
    if linted.untold is not None:
        return unread(path, linted.untold)
    source = linted.source
    text = source.text if source is not None and linted.findings else None
    may_silence = linted.analysed and b"SPK" in data
    checked = CheckedFile(path, linted.findings, text, linted.analysed, may_silence=may_silence)
    if source is None or fixes is None or not any(fixable(one, fixes) for one in linted.findings):
        return checked

    from spakky_lint.linting import fixer
    from spakky_lint.syntax.source import UnreadableSource, encode

    unsafe = fixes is Applicability.UNSAFE
    fixed = fixer.fix_source(source, selection, settings=settings, unsafe=unsafe, file=file)
    if fixed.text == source.text:
        return checked
    try:
        after = encode(source, fixed.text)
    except UnreadableSource as error:
        return replace(checked, trouble=f"not fixed: {error.message}")
    repair = Repair(data, after, source.encoding, fixed.text, fixed.applied, fixed.remaining)
    return replace(checked, repair=repair)


def repaired(checked: CheckedFile, repair: Repair) -> CheckedFile:
    """What `checked` is once its repair is written."""
    return replace(
        checked,
        findings=repair.remaining,
        text=repair.text,
        repair=None,
        applied=repair.applied,
    )


def fixable(finding: Finding, fixes: Applicability) -> bool:
    """Whether `finding` has a fix that is at least as sure as `fixes` asks."""
    if finding.fix is None:
        return False
    return fixes is Applicability.UNSAFE or finding.fix.applicability is Applicability.SAFE


def explained(checked: CheckedFile, data: bytes, file: File | None = None) -> CheckedFile | Trouble:
    """`checked` with what its text does not tell, as it is once it is repaired.

    Nothing is told of what cannot be read. A defect of ours is Trouble, as in `check_bytes`.
    """
    from spakky_lint.facts.silence import unknowns_in
    from spakky_lint.syntax.parse import read_declarations
    from spakky_lint.syntax.source import UnreadableSource, decode

    if not checked.analysed:
        return checked
    try:
        text = decode(data).text
        if checked.applied and checked.text is not None:
            text = checked.text
            file = None if file is None else file.holding(text)
        module = read_declarations(text) if file is None else file.module(text)
        return replace(checked, unknowns=tuple(unknowns_in(module)))
    except UnreadableSource:
        return checked
    except Exception as error:  # noqa: BLE001  # one file is enough
        return Trouble(checked.path, defect(error))
