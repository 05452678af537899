"""Entries that somebody has written who knows their form, and says anything."""

from __future__ import annotations

import random


def spoilt(data: object, chance: random.Random) -> object:
    values: tuple[object, ...] = (
        None,
        -1,
        0,
        1 << 70,
        "",
        "x",
        [],
        [[]],
        {},
        True,
        "../../etc/passwd",
        1.5,
    )
    place = data
    while isinstance(place, list) and place:
        index = chance.randrange(len(place))
        inner = place[index]
        if isinstance(inner, list) and inner and chance.random() < 0.8:
            place = inner
            continue
        place[index] = chance.choice(values)
        break
    return data
