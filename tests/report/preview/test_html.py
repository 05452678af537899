"""What the page is made of; what it does is seen in tests/browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, chain, repeat
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spakky_lint.messages.language import Language
from spakky_lint.report.preview.html import page_window
from spakky_lint.report.preview.page_data import run_lengths
from spakky_lint.report.preview.page_words import words_of_page
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import NoteKind, Window
from tests.browser.pages import BERLIN, MONDAY, SHOP, made
from tests.report.html_elements import Elements

PAGE = Path(__file__).parents[3] / "src/spakky_lint/report/preview/page"
PLACEHOLDER = re.compile(r"\{\w+\}")


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 4)) | st.just((86400, 30)), max_size=8),
    st.integers(0, 2**33),
)
def test_runs_of_equal_distances_are_counted(steps: list[tuple[int, int]], first: int) -> None:
    distances = chain.from_iterable(repeat(step, times) for step, times in steps)
    instants = [*accumulate(distances, initial=first)]
    runs = run_lengths(instants)
    assert runs[0] == first
    told = zip(runs[1::2], runs[2::2], strict=True)
    counted = chain.from_iterable(repeat(step, int(times)) for step, times in told)
    assert [*accumulate(counted, initial=first)] == instants
    assert all(a != b for a, b in zip(runs[1::2], runs[3::2], strict=False))
    assert run_lengths([]) == []


def test_a_year_of_every_day_takes_a_few_numbers(tmp_path: Path) -> None:
    text = "from datetime import time\nfrom spakky.task import TaskHandler, schedule\n"
    text += "@TaskHandler()\nclass A:\n    @schedule(at=time(3))\n    def b(self) -> None: ...\n"
    until = MONDAY + timedelta(days=365)
    page = made({"a.py": text}, tmp_path / "page.html", until=until)
    data = json.loads(Elements(page.text).raw["script"][0])
    (task,) = data["tasks"]
    assert task["celery"] is None  # both readings are the same
    assert task["spec"]["fires"][1:] == [86400, 5, 82800, 1, 86400, 209, 90000, 1, 86400, 148]


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-11-23", "2027-01-01"), ("2026-12-31", "2027-02-01"), ("2027-01-01", "2027-03-01")],
)
def test_a_page_goes_on_until_the_end_of_the_next_month(start: str, end: str) -> None:
    begin = datetime.fromisoformat(start).replace(tzinfo=BERLIN)
    window = page_window(Window(begin, BERLIN, Backend.SPEC, 5, None, begin))
    assert window.until == datetime.fromisoformat(end).replace(tzinfo=BERLIN)
    assert window.count is None
    asked = begin + timedelta(days=3)
    assert page_window(replace(window, until=asked)).until == asked


def test_the_first_instant_of_the_page_is_part_of_it(tmp_path: Path) -> None:
    text = "from datetime import time\nfrom spakky.task import TaskHandler, schedule\n"
    text += "@TaskHandler()\nclass A:\n    @schedule(at=time(0))\n    def b(self) -> None: ...\n"
    page = made({"a.py": text}, tmp_path / "page.html")
    data = json.loads(Elements(page.text).raw["script"][0])
    assert data["start"] == data["tasks"][0]["spec"]["fires"][0] == MONDAY.timestamp()


def test_the_zone_reaches_as_far_as_any_time_that_is_shown(tmp_path: Path) -> None:
    page = made(SHOP, tmp_path / "page.html")
    data = json.loads(Elements(page.text).raw["script"][0])
    leap = next(task for task in data["tasks"] if task["name"].endswith("leap"))
    shown = datetime(2032, 2, 29, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    assert leap["spec"]["next"] == shown.timestamp() == data["last"]
    changes = data["zone"]["changes"]
    assert changes[-1][0] > data["last"] - 86400 * 200
    assert all(
        ZoneInfo("Europe/Berlin").utcoffset(
            datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo("Europe/Berlin"))
        )
        == timedelta(seconds=offset)
        for at, offset in changes
    )


# The words


def test_both_languages_have_the_same_words_with_the_same_places() -> None:
    english, korean = (words_of_page(language) for language in (Language.EN, Language.KO))
    for one, other in ((english.static, korean.static), (english.dynamic, korean.dynamic)):
        assert shape(one) == shape(other)


def shape(value: object) -> object:
    """The keys, and the places to fill in."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return {place for each in value for place in PLACEHOLDER.findall(each)}
    assert isinstance(value, str)
    assert value.strip()
    return set(PLACEHOLDER.findall(value))


def test_every_word_is_used_and_every_kind_of_note_has_one() -> None:
    words = words_of_page(Language.EN)
    template = (PAGE / "page.html").read_text(encoding="utf-8")
    script = "".join(file.read_text(encoding="utf-8") for file in PAGE.glob("*.js"))
    assert {name for name in words.static if f"{{{{{name}}}}}" not in template} == set()
    assert {name for name in words.dynamic if not re.search(rf"words\.{name}\b", script)} == set()
    assert set(re.findall(r"\bwords\.(\w+)", script)) <= {*words.dynamic}
    kinds = words.dynamic["kinds"]
    assert isinstance(kinds, dict)
    assert set(kinds) == {kind.value for kind in NoteKind}
