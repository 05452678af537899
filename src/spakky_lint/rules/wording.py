"""Words that several rules share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from spakky_lint.messages.message import Message
from spakky_lint.program.effects import DescriptorKind
from spakky_lint.rules.lists import listed
from spakky_lint.rules.rule import Beside
from spakky_lint.runtime.crontab import Month, Weekday
from spakky_lint.syntax.declarations import DecoratorDeclaration, Function


def decorated(declaration: DecoratorDeclaration) -> str:
    """What the decorator stands on, by its name."""
    return f"'{declaration.on.name}'"


DESCRIPTORS: Mapping[DescriptorKind, str] = {
    DescriptorKind.PROPERTY: Message("a property"),
    DescriptorKind.CACHED_PROPERTY: Message("a cached property"),
    DescriptorKind.CLASS_METHOD: Message("a class method"),
    DescriptorKind.STATIC_METHOD: Message("a static method"),
    DescriptorKind.SINGLE_DISPATCH_METHOD: Message("a single-dispatch method"),
    DescriptorKind.PARTIAL_METHOD: Message("a partial method"),
}
"""What a method is that one of these stands on."""
_MONTHS = {
    Month.JANUARY: Message("January"),
    Month.FEBRUARY: Message("February"),
    Month.MARCH: Message("March"),
    Month.APRIL: Message("April"),
    Month.MAY: Message("May"),
    Month.JUNE: Message("June"),
    Month.JULY: Message("July"),
    Month.AUGUST: Message("August"),
    Month.SEPTEMBER: Message("September"),
    Month.OCTOBER: Message("October"),
    Month.NOVEMBER: Message("November"),
    Month.DECEMBER: Message("December"),
}
_WEEKDAYS = {
    Weekday.MONDAY: Message("Monday"),
    Weekday.TUESDAY: Message("Tuesday"),
    Weekday.WEDNESDAY: Message("Wednesday"),
    Weekday.THURSDAY: Message("Thursday"),
    Weekday.FRIDAY: Message("Friday"),
    Weekday.SATURDAY: Message("Saturday"),
    Weekday.SUNDAY: Message("Sunday"),
}


def months_named(months: Iterable[Month]) -> str:
    """As ``listed``, by their names."""
    return listed([_MONTHS[month] for month in months])


def weekdays_named(weekdays: Iterable[Weekday]) -> str:
    """As ``listed``, by their names."""
    return listed([_WEEKDAYS[weekday] for weekday in weekdays])


def quoted(names: Sequence[str]) -> str:
    """As ``listed``, each in quotes."""
    return listed([f"'{name}'" for name in names])


def defined(method: Function) -> Beside:
    """Where the method that is called stands."""
    return method.place, Message("'{method}' is defined here", method=method.name)
