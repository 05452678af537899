"""One file: its findings, and what its fixes would make of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from spakky_lint.facts.framework_settings import SECRET, SettingLine
from spakky_lint.linting import linter
from spakky_lint.messages.message import Message, labelled
from spakky_lint.program.sources import File, Sources
from spakky_lint.project.checked_file import CheckedFile, Repair, fixable
from spakky_lint.project.configuration import ForFiles
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.reading import TooLarge, read_file
from spakky_lint.project.trouble import Trouble, defect, reason, unread
from spakky_lint.rules.finding import Applicability, Finding
from spakky_lint.rules.selection import DEFAULT, Selection
from spakky_lint.rules.settings import PLAIN, Settings

if TYPE_CHECKING:
    from spakky_lint.project.environment.setting_files import SettingFile
    from spakky_lint.syntax.source import Source

NO_MEMORY = Message("there is not enough memory to check it")

News: TypeAlias = "Callable[[str, str, Sequence[Finding]], Sequence[Finding]]"
"""Which of the findings of a file, with this text, are reported."""


def check_file(
    file: SourceFile,
    configuration: ForFiles,
    fixes: Applicability | None = None,
    sources: Sources | None = None,
    news: News | None = None,
    comments: str | None = None,
) -> CheckedFile | Trouble:
    """Read and check one file of a program; Trouble when it cannot be read, or as `check_bytes`."""
    try:
        if sources is None:
            data = read_file(file.path, configuration.most_bytes)
        else:
            data = sources.named(file.path)
    except TooLarge as error:
        return check_unread(file.shown, error.message, configuration.selection_for(file.path))
    except OSError as error:
        return Trouble(file.shown, reason(error))
    return check_bytes(
        file.shown,
        data,
        configuration.selection_for(file.path),
        fixes,
        settings=configuration.settings_for(file.path),
        file=None if sources is None else sources.file(file.path),
        news=news,
        comments=comments,
    )


def check_unread(path: str, message: str, selection: Selection) -> CheckedFile | Trouble:
    """The finding that the file cannot be read, for it is there and Python reads it."""
    from spakky_lint.syntax.source import UnreadableSource

    linted = linter.lint_unreadable(UnreadableSource(message), selection)
    if linted.unreported is not None:
        return unread(path, linted.unreported)
    return CheckedFile(path, linted.findings, analysed=True, unread=linted.unread)


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
    news: News | None = None,
    comments: str | None = None,
) -> CheckedFile | Trouble:
    """The findings in `data`; with `fixes` the repair, SAFE by safe fixes only, UNSAFE by all.

    With `comments`, the reason that they give, or none, it silences the findings by comments. What
    is no `news` is found and not repaired. `path` is what reports call it. Nothing was checked
    where the file cannot be read: that is Trouble where the finding that says so is off. So is a
    defect of ours, and other files are still checked.
    """
    try:
        checked, source = _check(path, data, selection, settings, file)
        if source is None or isinstance(checked, Trouble):
            return checked
        if comments is not None:
            return _silenced(checked, source, data, comments, selection, settings, file, news)
        if fixes is not None and any(fixable(one, fixes) for one in checked.findings):
            return _fixed(checked, source, data, fixes, selection, settings, file, news)
        return checked
    except MemoryError:
        return check_unread(path, NO_MEMORY, selection)
    except Exception as error:  # noqa: BLE001  # whatever a rule does wrong, one file is enough
        return Trouble(path, defect(error))


def _check(
    path: str, data: bytes, selection: Selection, settings: Settings, file: File | None
) -> tuple[CheckedFile | Trouble, Source | None]:
    linted = linter.lint_bytes(data, selection, settings=settings, file=file)
    if linted.unreported is not None:
        return unread(path, linted.unreported), None
    source = linted.source
    found = linted.findings or linted.silenced
    checked = CheckedFile(
        path,
        linted.findings,
        source.text if source is not None and found else None,
        linted.analysed,
        may_silence=linted.analysed and b"SPK" in data,
        unread=linted.unread,
        silenced=linted.silenced,
    )
    return checked, source


def _fixed(
    checked: CheckedFile,
    source: Source,
    data: bytes,
    fixes: Applicability,
    selection: Selection,
    settings: Settings,
    file: File | None,
    news: News | None,
) -> CheckedFile:
    from spakky_lint.linting import fixer

    fixed = fixer.fix_source(
        source,
        selection,
        settings=settings,
        unsafe=fixes is Applicability.UNSAFE,
        file=file,
        wanted=None if news is None else partial(news, checked.path),
    )
    if fixed.text == source.text:
        return checked
    return _to_be_written(
        checked,
        source,
        data,
        fixed.text,
        fixed.applied,
        fixed.remaining,
        fixed.silenced,
        Message("not fixed"),
    )


def _silenced(
    checked: CheckedFile,
    source: Source,
    data: bytes,
    reason: str,
    selection: Selection,
    settings: Settings,
    file: File | None,
    news: News | None,
) -> CheckedFile:
    from spakky_lint.linting.silencing import silenced

    # What cannot be read says so itself, and has no line to rely on.
    if checked.unread is not None or not checked.findings:
        return checked
    found = checked.findings
    wanted = found if news is None else news(checked.path, source.text, found)
    made = silenced(source.text, wanted, reason)
    if made.impossible:
        lines = sorted({finding.range.start.line for finding in made.impossible})
        words = Message(
            "no comment is added for {lines}: a string there holds the # noqa that flake8 reads",
            lines=Message("line {number}", number=lines[0])
            if len(lines) == 1
            else Message("lines {numbers}", numbers=tuple(map(str, lines))),
        )
        checked = replace(checked, trouble=words)
    if made.text == source.text:
        return checked
    holding = None if file is None else file.holding(made.text)
    edited = replace(source, text=made.text)
    judged = linter.judge(edited, selection, settings=settings, file=holding)
    checked = replace(checked, may_silence=True)
    return _to_be_written(
        checked,
        source,
        data,
        made.text,
        made.applied,
        judged.findings,
        judged.silenced,
        Message("no comment is added"),
    )


def _to_be_written(
    checked: CheckedFile,
    source: Source,
    data: bytes,
    text: str,
    applied: tuple[Finding, ...],
    remaining: tuple[Finding, ...],
    left_out: tuple[Finding, ...],
    otherwise: str,
) -> CheckedFile:
    from spakky_lint.syntax.source import UnreadableSource, encode

    try:
        after = encode(source, text)
    except UnreadableSource as error:
        return replace(checked, trouble=labelled(otherwise, error.message))
    repair = Repair(data, after, source.encoding, text, applied, remaining, left_out)
    return replace(checked, repair=repair)


def explained(checked: CheckedFile, data: bytes, file: File | None = None) -> CheckedFile | Trouble:
    """`checked` with what its text does not tell, as it is once it is repaired.

    Nothing is told of what cannot be read. A defect of ours is Trouble, as in `check_bytes`.
    """
    if not checked.analysed:
        return checked
    from spakky_lint.facts.silence import unknowns_in
    from spakky_lint.syntax.parse import read_declarations
    from spakky_lint.syntax.source import UnreadableSource, decode

    try:
        text = decode(data).text
        if checked.applied and checked.text is not None:
            text = checked.text
            file = None if file is None else file.holding(text)
        module = read_declarations(text) if file is None else file.module(text)
        return replace(checked, unknowns=tuple(each.reported for each in unknowns_in(module)))
    except UnreadableSource:
        return checked
    except Exception as error:  # noqa: BLE001  # one file is enough
        return Trouble(checked.path, defect(error))
