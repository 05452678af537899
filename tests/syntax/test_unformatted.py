"""Code that a formatter was at says the same; code that says something else does not."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.unformatted import unformatted

PLAIN = 'Crontab(hour="25", minute=[0, 30])'


@pytest.mark.parametrize(
    "code",
    [
        PLAIN,
        "Crontab(hour='25',minute=[0,30,],)",
        'Crontab(\n    hour="25",  # too late\n    minute=[\n        0,\n        30,\n    ],\n)',
        'Crontab(\r\n    hour="25",\r\n    minute=[0, 30],\r\n)',
        'Crontab(hour="25", \\\n minute=[0, 30])',
    ],
    ids=["plain", "tight", "in lines", "carriage returns", "backslash"],
)
def test_what_a_formatter_does_makes_no_difference(code: str) -> None:
    assert unformatted(code) == unformatted(PLAIN) == "Crontab(hour='25',minute=[0,30])"


@pytest.mark.parametrize(
    "code",
    [
        'Crontab(hour="2 5", minute=[0, 30])',
        "Crontab(hour=25, minute=[0, 30])",
        'Crontab(hour="25", minute=[30, 0])',
        'Crontab(hour=b"25", minute=[0, 30])',
    ],
    ids=["blank in a string", "number", "order", "bytes"],
)
def test_what_the_code_says_makes_one(code: str) -> None:
    assert unformatted(code) != unformatted(PLAIN)


def test_words_stay_apart() -> None:
    assert unformatted("a  if  b   else  not c") == "a if b else not c"


@pytest.mark.parametrize("code", ['f"{a!r:>{width}} {{b}}"', "f\"{f'{a}'} b\"", 'rf"""a\n{b}"""'])
def test_an_f_string_stays_as_it_is_on_every_python(code: str) -> None:
    assert unformatted(f"x( {code} , )") == f"x({code})"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("", ""),
        ("(", "("),
        ("def f(:\n    pass", "def f(: pass"),
        ("'no end", "'no end"),
        ("# a comment", ""),
    ],
)
def test_any_text_is_taken(code: str, told: str) -> None:
    assert unformatted(code) == told
