"""What an editor shows of tasks is not worked out to its end for a text that has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from spakky_lint.editing.calls import Calls, calls_in
from spakky_lint.editing.insight import Insight, insight

TEXT = "from spakky.task import TaskHandler, task\n\n\n@TaskHandler()\nclass Reports:\n" + "".join(
    f"    @task\n    def run_{number}(self) -> None: ...\n" for number in range(20)
)


class GivenUp(Exception):
    pass


def seen(step: Callable[[], None]) -> Insight:
    return insight(TEXT, None, None, {}, "en", datetime.now(UTC), step)


def called(step: Callable[[], None]) -> Calls:
    return calls_in(TEXT, None, None, {}, "en", step=step)


@pytest.mark.parametrize(("asked", "steps"), [(seen, 22), (called, 2)])
def test_it_is_given_up_at_any_step(
    asked: Callable[[Callable[[], None]], Insight | Calls], steps: int
) -> None:
    counted: list[None] = []
    assert len(asked(lambda: counted.append(None)).tasks) == 20
    assert len(counted) >= steps
    for most in range(steps):
        left = [None] * most

        def step(left: list[None] = left) -> None:
            if not left:
                raise GivenUp
            left.pop()

        with pytest.raises(GivenUp):
            asked(step)
