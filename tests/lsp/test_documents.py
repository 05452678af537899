"""When a text is linted that is typed into."""

from __future__ import annotations

import pytest

from spakky_lint.lsp.documents import LONGEST_PAUSE, Tracked


@pytest.mark.parametrize(
    ("took", "rested", "pause"),
    [
        (0.02, 0.01, 0.0),  # it takes no time
        (0.125, 1.0, 0.0),  # the first key after a rest
        (0.125, 0.125, 0.0),  # keys that are further apart than a lint takes
        (0.125, 0.0625, 0.0625),
        (0.5, 0.25, LONGEST_PAUSE),
        (0.9, 0.5, 0.1),  # within a second there is to be something
    ],
)
def test_the_pause_before_a_lint(took: float, rested: float, pause: float) -> None:
    document = Tracked(took=took, changed=10.0)
    assert document.pause(10.0 + rested) == pytest.approx(pause)


def test_who_types_on_gets_findings_within_a_second() -> None:
    document = Tracked(took=0.4, changed=10.5, unseen=10.0)
    assert document.pause(10.55) == pytest.approx(0.05)
    assert document.pause(10.65) == 0.0
