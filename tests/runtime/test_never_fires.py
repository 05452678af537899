"""Which dates exist, held against croniter, which knows nothing of this code."""

from __future__ import annotations

import random

import pytest
from croniter import croniter

from spakky_lint.runtime.fields import ever_fires

MONTHS = range(1, 13)
DAYS = range(1, 32)


@pytest.mark.parametrize("month", MONTHS)
def test_every_single_date_is_judged_as_croniter_judges_it(month: int) -> None:
    for day in DAYS:
        expected = croniter.is_valid(f"0 0 {day} {month} *", strict=True)
        assert ever_fires(month, day) is expected, (month, day)


def test_several_dates_are_judged_as_croniter_judges_them() -> None:
    draw = random.Random(404)
    for _ in range(300):
        months = tuple(draw.sample(MONTHS, draw.randint(1, 3)))
        days = tuple(draw.sample(range(26, 32), draw.randint(1, 3)))
        fields = (",".join(map(str, numbers)) for numbers in (days, months))
        expected = croniter.is_valid(f"0 0 {' '.join(fields)} *", strict=True)
        assert ever_fires(months, days) is expected, (months, days)


def test_a_field_that_is_not_given_prevents_nothing() -> None:
    assert ever_fires(None, 31)
    assert ever_fires(2, None)
    assert ever_fires(None, None)
