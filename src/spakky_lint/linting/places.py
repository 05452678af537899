"""Findings stand in the file that is checked; what lies in another one is only pointed at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Finding, Fix, Related
from spakky_lint.syntax.declarations import (
    DecoratorDeclaration,
    FunctionDeclaration,
    Module,
)
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.definitions import qualified_name_at
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.ranges import Range
from spakky_lint.syntax.scheduled import CrontabDeclaration, ScheduleDeclaration


def here(finding: Finding, about: object, module: Module) -> Finding:
    """The finding with its place in the module, and places that name only other files."""
    own = module.document.path
    if isinstance(about, CrontabDeclaration) and not about.call.is_written:
        finding = _at_the_schedule(finding, about, own)
    if isinstance(about, DecoratorDeclaration):
        finding = _at_the_decorator(finding, about.decorator)
    if own is None:
        return finding
    place, related = finding.range, finding.related
    if place.path not in (None, own):
        anchor = _anchor(about, own)
        if anchor is None:
            return finding
        related = (Related(place, Message("it is written here")), *related)
        place = anchor.range
    return replace(
        finding,
        range=_without(place, own),
        related=tuple(replace(each, range=_without(each.range, own)) for each in related),
        fix=_fix(finding.fix, own),
    )


def named(findings: Iterable[Finding], module: Module) -> tuple[Finding, ...]:
    """The findings of the module, each with the name of what it stands in."""
    return tuple(
        # The lines of another file are not those of the module.
        replace(each, about=qualified_name_at(each.range.start.line, module))
        if each.range.path is None
        else each
        for each in findings
    )


def _at_the_decorator(finding: Finding, decorator: Decorator) -> Finding:
    """The finding at the decorator that is given a table, which others may read, too."""
    if decorator.call is None or decorator.call.is_written:
        return finding
    place, related = decorator.place.range, finding.related
    if not _is_inside(finding.range, place):
        related = (Related(finding.range, Message("it is written here")), *related)
        return replace(finding, range=place, related=related, fix=None)
    return replace(finding, fix=None)


def _at_the_schedule(finding: Finding, crontab: CrontabDeclaration, own: str | None) -> Finding:
    """The finding at what the schedule is given: what a function makes, others may ask for, too."""
    trigger = crontab.schedule.trigger("crontab")
    written = None if trigger is None else trigger.expression.place.range
    if written is None or written.path != own:
        return replace(finding, fix=None)
    # Where the mistake is in an argument of the function, the Crontab itself is to be seen, too.
    is_given = _is_inside(finding.range, written)
    place = crontab.call.callee.range if is_given else finding.range
    related = finding.related
    if not _is_inside(place, written):
        related = (Related(place, Message("it is written here")), *related)
    return replace(finding, range=finding.range if is_given else written, related=related, fix=None)


def _is_inside(inner: Range, outer: Range) -> bool:
    return inner.path == outer.path and outer.start <= inner.start and inner.end <= outer.end


def _anchor(about: object, own: str | None) -> Place | None:
    """Where the finding is to stand, of what it is about."""
    places: list[Place] = []
    if isinstance(about, CrontabDeclaration):
        about = about.schedule
    if isinstance(about, ScheduleDeclaration) and about.decorator.call is not None:
        places += [argument.expression.place for argument in about.decorator.call.arguments]
    if isinstance(about, DecoratorDeclaration):
        about = about.decorator
    elif isinstance(about, FunctionDeclaration):
        about = about.function
    place = getattr(about, "place", None)
    if isinstance(place, Place):
        places.append(place)
    return next((place for place in places if place.range.path in (None, own)), None)


def _without(range_: Range, own: str) -> Range:
    return replace(range_, path=None) if range_.path == own else range_


def _fix(fix: Fix | None, own: str) -> Fix | None:
    """A fix changes only the file of its finding."""
    if fix is None or any(edit.range.path not in (None, own) for edit in fix.edits):
        return None
    edits = tuple(replace(edit, range=_without(edit.range, own)) for edit in fix.edits)
    return replace(fix, edits=edits)
