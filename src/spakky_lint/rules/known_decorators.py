"""Decorators of which it is known what they do."""

from __future__ import annotations

from spakky_lint.syntax.declarations import Decorator
from spakky_lint.syntax.hierarchy import is_inert


def leaves_it_as_it_is(decorator: Decorator) -> bool:
    """Whether it may register or annotate what it decorates, but gives back no other object.

    A dataclass with slots does give another class, with all that was attached to the first.
    """
    return is_inert(decorator) or decorator.name is not None
