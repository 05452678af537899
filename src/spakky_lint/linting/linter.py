"""One text to its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message
from spakky_lint.rules.adjustments import AS_THE_RULES_SAY
from spakky_lint.rules.finding import Finding
from spakky_lint.rules.selection import DEFAULT, Selection
from spakky_lint.rules.settings import PLAIN, Settings
from spakky_lint.syntax.gate import passes
from spakky_lint.syntax.ranges import Position, Range
from spakky_lint.syntax.source import Source, UnreadableSource, as_file, decode, of_text

if TYPE_CHECKING:
    from spakky_lint.facts.framework_settings import SettingLine
    from spakky_lint.linting.in_force import RulesInForce
    from spakky_lint.program.sources import File
    from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.source import Unreadable

Step: TypeAlias = "Callable[[], None]"
"""Called between the steps of a lint. What it raises ends the lint, and goes to the caller."""


def _go_on() -> None:
    """Nobody gives up."""


@dataclass(frozen=True, slots=True)
class Linted:
    source: Source | None
    """None where the bytes could not be decoded, or were not because the gate stopped them."""
    findings: tuple[Finding, ...]
    analysed: bool
    """Whether the file was read: False for one that never mentions the framework."""
    unreported: Unreadable | None = None
    """Why nothing was checked, where the finding that would say so is off."""
    unread: Unreadable | None = None
    """Why nothing was checked, whether anything says so or not."""
    silenced: tuple[Finding, ...] = ()
    """What comments in it leave out of the findings."""


def lint_bytes(
    data: bytes,
    selection: Selection = DEFAULT,
    *,
    settings: Settings = PLAIN,
    noqa: bool = True,
    file: File | None = None,
) -> Linted:
    """The findings of a file. What cannot be read is a finding; only a defect of ours raises."""
    if not (passes(data) if file is None else file.passes(data)):
        return Linted(None, (), analysed=False)
    try:
        source = decode(data)
    except UnreadableSource as error:
        return lint_unreadable(error, selection)
    judged = judge(source, selection, settings=settings, noqa=noqa, file=file)
    unreported = None if judged.findings or judged.is_silenced else judged.unread
    return Linted(
        source,
        judged.findings,
        analysed=True,
        unreported=unreported,
        unread=judged.unread,
        silenced=judged.silenced,
    )


def lint_unreadable(error: UnreadableSource, selection: Selection = DEFAULT) -> Linted:
    """The finding that says so of a file whose text nobody has."""
    unread = _unreadable(error)
    found = _selected(_told(unread), selection)
    unreported = None if found else unread
    return Linted(None, found, analysed=True, unreported=unreported, unread=unread)


def lint_text(
    text: str,
    selection: Selection = DEFAULT,
    *,
    settings: Settings = PLAIN,
    noqa: bool = True,
    file: File | None = None,
    unused_noqa: bool | None = None,
) -> tuple[Finding, ...]:
    """The findings of a text that is already decoded, such as an editor's buffer."""
    if not (passes if file is None else file.passes)(as_file(text)):
        return ()
    source = of_text(text)
    return judge(
        source, selection, settings=settings, noqa=noqa, file=file, unused_noqa=unused_noqa
    ).findings


@dataclass(frozen=True, slots=True)
class Judged:
    findings: tuple[Finding, ...]
    unread: Unreadable | None = None
    """Why nothing was checked; the finding that says so may be off, or silenced."""
    is_silenced: bool = False
    """Whether a comment silences that finding, or would if it were on."""
    silenced: tuple[Finding, ...] = ()
    """What comments leave out of the findings."""


def judge(
    source: Source,
    selection: Selection = DEFAULT,
    *,
    settings: Settings = PLAIN,
    noqa: bool = True,
    file: File | None = None,
    unused_noqa: bool | None = None,
    step: Step = _go_on,
) -> Judged:
    """The findings of a text in its order, each once, and whether it could be read at all.

    Raises as `lint_bytes`, and what `step` raises. `file` is the file of a program that it is;
    without one, the text stands alone.
    ``noqa`` leaves out what comments silence. ``unused_noqa`` reports the comments that silence
    nothing: as ``noqa`` does, unless somebody else heeds them.
    """
    reports_unused = noqa if unused_noqa is None else unused_noqa
    unread = None
    try:
        found = _findings(source.text, selection, settings, reports_unused, file, step)
    except (UnreadableSource, RecursionError) as error:
        unread = _unreadable(error)
        found = _told(unread)
    silenced: tuple[Finding, ...] = ()
    if noqa and found:
        from spakky_lint.linting.suppression import unsuppressed

        every, found = found, unsuppressed(source.text, found)
        if len(found) < len(every):
            left = set(map(id, found))
            silenced = tuple(each for each in every if id(each) not in left)
    if unread is None:
        return Judged(found, silenced=silenced)
    silenced = _selected(silenced, selection)
    return Judged(_selected(found, selection), unread, is_silenced=not found, silenced=silenced)


def _findings(
    text: str,
    selection: Selection,
    settings: Settings,
    unused_noqa: bool,
    file: File | None,
    step: Step,
) -> tuple[Finding, ...]:
    # The parser is heavy and most files never need it.
    from spakky_lint.syntax.collector import collector_paused
    from spakky_lint.syntax.parse import read_declarations

    with collector_paused():
        step()
        module = read_declarations(text) if file is None else file.module(text)
        try:
            return lint_module(module, selection, settings, unused_noqa=unused_noqa, step=step)
        finally:
            module.body.reader.let_go()  # of a text that stands alone
            del module  # before garbage is looked for again


def lint_module(
    module: Module,
    selection: Selection,
    settings: Settings = PLAIN,
    *,
    unused_noqa: bool = False,
    step: Step = _go_on,
) -> tuple[Finding, ...]:
    """What the rules say of a module that has been read; nothing is silenced."""
    from spakky_lint.linting.in_force import rules_in_force
    from spakky_lint.linting.places import here, named
    from spakky_lint.syntax.walk import declarations

    rules = rules_in_force(selection, settings)
    found = []
    for declaration in declarations(module):
        step()
        found += [
            here(finding, declaration, module)
            for rule in rules.about(type(declaration))
            for finding in rule.check(declaration, module)
        ]
    if unused_noqa:
        found += _unused_noqa(module, found, rules)
    return _adjusted(named(_once(sorted(found, key=_order)), module), selection)


def lint_settings(
    lines: Iterable[SettingLine], selection: Selection, settings: Settings = PLAIN
) -> tuple[Finding, ...]:
    """What the rules say of the environment variables that a file of the project sets."""
    from spakky_lint.facts.framework_settings import SettingLine
    from spakky_lint.linting.in_force import rules_in_force
    from spakky_lint.syntax.parse import read_declarations

    none = read_declarations("")  # no Python
    rules = rules_in_force(selection, settings).about(SettingLine)
    found = [finding for line in lines for rule in rules for finding in rule.check(line, none)]
    return _adjusted(_once(sorted(found, key=_order)), selection)


def _unused_noqa(module: Module, findings: Sequence[Finding], rules: RulesInForce) -> list[Finding]:
    if "noqa" not in module.text.lower():
        return []
    from spakky_lint.linting.suppression import unused
    from spakky_lint.syntax.noqa import UnusedNoqa

    judges = rules.about(UnusedNoqa)
    if not judges:
        return []
    return [
        finding
        for comment in unused(module.text, findings, rules)
        for rule in judges
        for finding in rule.check(comment, module)
    ]


def _unreadable(error: UnreadableSource | RecursionError) -> Unreadable:
    from spakky_lint.syntax.source import Unreadable

    if isinstance(error, RecursionError):
        error = UnreadableSource(Message("the file is nested too deeply to be walked safely"))
    return Unreadable(error.message, error.position)


def _told(unread: Unreadable) -> tuple[Finding, ...]:
    """The finding that says so, be it on or off."""
    from spakky_lint.linting.in_force import rules_in_force
    from spakky_lint.syntax.parse import read_declarations

    empty = read_declarations("")
    return tuple(
        finding
        for rule in rules_in_force(DEFAULT, PLAIN).about(type(unread))
        for finding in rule.check(unread, empty)
    )


def _selected(findings: Iterable[Finding], selection: Selection) -> tuple[Finding, ...]:
    from spakky_lint.rules.registry import RULES

    enabled = tuple(one for one in findings if selection.enables(RULES[one.code]))
    return _adjusted(enabled, selection)


def _adjusted(findings: tuple[Finding, ...], selection: Selection) -> tuple[Finding, ...]:
    """As the project wants to see them."""
    if selection.adjustments is AS_THE_RULES_SAY:
        return findings
    return tuple(map(selection.adjustments.adjusted, findings))


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding of a rule at one place: a schedule that two methods share is wrong once."""
    first: dict[tuple[str, Range], Finding] = {}
    for finding in findings:
        first.setdefault((finding.code, finding.range), finding)
    return tuple(first.values())


def _order(finding: Finding) -> tuple[Position, Position, str, str]:
    return finding.range.start, finding.range.end, finding.code, finding.message
