"""A message is the English text, and keeps what another language is made of."""

import copy
import json
import pickle

import pytest

from spakky_lint.messages.message import Message, from_data, to_data

NESTED = Message(
    "{method} takes {count} of {kinds}: {remedy}",
    method="'weekly'",
    count=2,
    kinds=("a", Message("the {thing}", thing="b")),
    remedy=Message("remove them"),
)


def test_it_is_the_english_text() -> None:
    assert NESTED == "'weekly' takes 2 of a, the b: remove them"


def test_braces_of_a_value_are_no_places() -> None:
    assert Message("{text} is {{x}}", text="{task}") == "{task} is {x}"


def test_a_place_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        Message("'{task}' is not a task")


@pytest.mark.parametrize("text", ["plain", "", NESTED, Message("{{}}")])
def test_json_keeps_it_whole(text: str) -> None:
    back = from_data(json.loads(json.dumps(to_data(text))))
    assert (back, type(back)) == (text, type(text))
    assert to_data(back) == to_data(text)


@pytest.mark.parametrize(
    "data",
    [
        None,
        3,
        ["a"],
        {},
        {"template": "{a}", "values": {}},
        {"template": 1, "values": {}},
        {"template": "{a}", "values": {"a": None}},
        {"template": "{0}", "values": {}},
        {"template": "{", "values": {}},
        {"template": "a", "values": {}, "more": 1},
    ],
)
def test_what_is_no_message_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_data(data)


@pytest.mark.parametrize("same", [copy.deepcopy, lambda text: pickle.loads(pickle.dumps(text))])
def test_copies_keep_it_whole(same: object) -> None:
    assert callable(same)
    assert to_data(same(NESTED)) == to_data(NESTED)
