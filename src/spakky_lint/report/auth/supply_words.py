"""What an application needs of auth providers, in words: a line for each capability."""

from __future__ import annotations

from spakky_lint.facts.providers import giving
from spakky_lint.facts.supply import Application, Need, Supply
from spakky_lint.rules.lists import listed

LEFT_OUT = "load_plugins leaves spakky-auth out, so no provider is asked for anything"
_NAMED = 2
"""As many of those that ask are named."""


def application_words(application: Application) -> str:
    """``main.py:12``, or that it is a package of which no start is seen."""
    if application.is_start_seen:
        return application.where
    return f"{application.where}, as far as is seen: no start of it is seen whole"


def need_words(need: Need) -> str:
    """Who gives it, or that nobody does, and what would."""
    names = [each.name for each in need.given_by]
    end = ", so the application does not start" if need.is_certain else ""
    if need.supply is Supply.REPEATED:
        return f"given by {listed(names)}, and one is allowed{end}"
    if need.supply is Supply.GIVEN:
        return names[0]
    nothing = "nothing gives it" if need.is_certain else "nothing that is seen gives it"
    return f"{nothing}{end}: {' or '.join(giving(need.capability))} would"


def askers(need: Need) -> str:
    """``Reports.weekly, Orders.ship and 2 more``."""
    names = list(dict.fromkeys(each.by for each in need.asked_by))
    more = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown


def is_wrong(need: Need) -> bool:
    return need.supply is not Supply.GIVEN
