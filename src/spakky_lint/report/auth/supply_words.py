"""What an application needs of auth providers, in words: a line for each capability."""

from __future__ import annotations

from spakky_lint.facts.application import Application, Need, Supply, giving
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.rules.lists import either, listed

LEFT_OUT = Message("load_plugins leaves spakky-auth out, so no provider is used")
_NAMED = 2
"""As many of those that ask are named."""


def application_words(application: Application) -> str:
    """``main.py:12``, or that it is a package of which no start is seen."""
    if application.is_start_seen:
        return application.where
    return spoken(
        Message(
            "{place}, as far as the analysis can see: no start of it is known completely",
            place=application.where,
        )
    )


def need_words(need: Need) -> str:
    """Who gives it, or that nobody does, and what would."""
    names = [each.name for each in need.given_by]
    end = Message(", so the application does not start") if need.is_certain else ""
    if need.supply is Supply.REPEATED:
        return spoken(
            Message("supplied by {names}, and one is allowed{end}", names=listed(names), end=end)
        )
    if need.supply is Supply.GIVEN:
        return names[0]
    nothing = (
        Message("nothing supplies it") if need.is_certain else Message("nothing found supplies it")
    )
    would = either(giving(need.capability))
    return spoken(Message("{nothing}{end}: {would} would", nothing=nothing, end=end, would=would))


def askers(need: Need) -> str:
    """``Reports.weekly, Orders.ship and 2 more``."""
    names = list(dict.fromkeys(each.by for each in need.asked_by))
    more = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    if more <= 0:
        return shown
    return spoken(Message("{names} and {number} more", names=shown, number=more))


def is_wrong(need: Need) -> bool:
    return need.supply is not Supply.GIVEN
