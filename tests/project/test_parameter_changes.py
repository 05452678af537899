"""What is told of two signatures, against Python: every message that the first one takes is bound
to the second one.
"""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Iterator, Mapping
from itertools import product

import pytest

from spakky_lint.project.parameter_changes import parameter_changes
from spakky_lint.project.task_changes import Verdict
from tests.project.test_task_comparing import handler, of

NAMES = "abcd"


def drawn(draw: random.Random) -> str:
    """A list of parameters as Python takes it."""
    names = draw.sample(NAMES, draw.randint(0, 3))
    positional_only = draw.randint(0, len(names)) if draw.random() < 0.3 else 0
    keyword_only = draw.randint(0, len(names) - positional_only) if draw.random() < 0.4 else 0
    first_keyword = len(names) - keyword_only
    parts: list[str] = []
    has_default = False
    for index, name in enumerate(names):
        if index == first_keyword:
            parts.append(draw.choice(["*", "*rest"]))
        if index < first_keyword:
            has_default = has_default or draw.random() < 0.3
            parts.append(f"{name}=0" if has_default else name)
        else:
            parts.append(f"{name}=0" if draw.random() < 0.5 else name)
        if index + 1 == positional_only:
            parts.append("/")
    if not keyword_only and draw.random() < 0.2:
        parts.append("*rest")
    if not positional_only and draw.random() < 0.2:
        parts.append("**more")  # or a message might hold one name for two
    return ", ".join(parts)


def function(parameters: str) -> Callable[..., object]:
    scope: dict[str, Callable[..., object]] = {}
    exec(f"def ship({parameters}): return locals()", scope)  # what was drawn above
    return scope["ship"]


def messages() -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    for number in range(5):
        for given in product([False, True], repeat=len(NAMES)):
            named = [name for name, is_given in zip(NAMES, given, strict=True) if is_given]
            yield tuple(f"at {index}" for index in range(number)), {n: f"as {n}" for n in named}


def bound(
    parameters: str, args: tuple[str, ...], kwargs: Mapping[str, str]
) -> dict[str, object] | None:
    """What each parameter is given; None where the call ends in TypeError."""
    try:
        found = inspect.signature(function(parameters)).bind(*args, **kwargs)
    except TypeError:
        return None
    return dict(found.arguments)


def arrives(before: str, after: str, args: tuple[str, ...], kwargs: Mapping[str, str]) -> bool:
    """Whether a message that `before` takes means the same to `after`."""
    then, now = bound(before, args, kwargs), bound(after, args, kwargs)
    assert then is not None
    if now is None:
        return False
    was, order = ([*inspect.signature(function(each)).parameters] for each in (before, after))
    if any(name in order and now.get(name) != value for name, value in given(then)):
        return False
    for name, value in given(now):
        formerly = was[order.index(name)] if order.index(name) < len(was) else name
        # What is passed by position may have been called otherwise, and is what it was.
        is_renamed = name not in was and formerly not in order
        if value not in (then.get(name), f"as {name}") and not (
            is_renamed and then.get(formerly) == value
        ):
            return False
    return True


def given(arguments: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    return ((name, value) for name, value in arguments.items() if name not in ("rest", "more"))


@pytest.mark.parametrize("seed", range(20))
def test_what_is_called_compatible_is_and_what_breaks_does(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(10):
        before, after = drawn(draw), drawn(draw)
        signatures = [of(handler(each)).tasks[0].signature for each in (before, after)]
        told = {found.verdict for found in parameter_changes(*signatures)}
        taken = [each for each in messages() if bound(before, *each) is not None]
        wrong = [each for each in taken if not arrives(before, after, *each)]
        assert (Verdict.MESSAGES in told) is bool(wrong), (before, after, told, wrong[:3])
