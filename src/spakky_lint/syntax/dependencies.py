"""What an answer rests on, noted while it is worked out: a cache asks for it.

Whatever is remembered (by `memo`, by a view, by a search of the program) has a node of its own,
with the questions to the disk that it took, and the nodes of what else it took. So somebody who
gets a remembered answer rests on all that it rests on, though nobody asks again.

Nothing is noted, and next to no time is taken, unless somebody `following` wants it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeAlias, TypeVar

Question: TypeAlias = Hashable
"""Something that is asked of the files, which can be asked again."""

P = ParamSpec("P")
T = TypeVar("T")

_NODES = "\0 nodes"
"""Where a dictionary keeps the nodes of what it remembers."""


class Node:
    """Something that was worked out."""

    __slots__ = ("nodes", "questions")

    def __init__(self) -> None:
        self.questions: set[Question] = set()
        self.nodes: set[Node] = set()

    def __bool__(self) -> bool:
        return bool(self.questions or self.nodes)


_current: Node | None = None
"""What is being worked out; None where nobody wants to know. One thread works, as with all that is
remembered."""


def begin(node: Node) -> Node | None:
    """Work the node out from here on; what it is worked out for is returned, for `end`.

    Call it only where `is_followed`.
    """
    global _current  # noqa: PLW0603  # asked millions of times, and an object around it takes longer
    outer = _current
    _current = node
    return outer


def end(outer: Node | None, node: Node | None = None) -> None:
    """Go on with what was being worked out; it rests on the node."""
    global _current  # noqa: PLW0603  # as above
    _current = outer
    if outer is not None and node and outer is not node:
        outer.nodes.add(node)


def is_followed() -> bool:
    return _current is not None


def ask(question: Question) -> None:
    """What is being worked out rests on the answer to it."""
    if _current is not None:
        _current.questions.add(question)


def rest_on(node: Node | None) -> None:
    """What is being worked out rests on what was worked out before."""
    if _current is not None and node is not None and node is not _current:
        _current.nodes.add(node)


def remembering(
    # What is kept in it besides is the owner's: it may be the dictionary of an object.
    known: dict[Any, Any],
    key: object,
    function: Callable[P, T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """What `known` has under the key; it is worked out where it has nothing yet."""
    if key in known:
        if _current is not None and _NODES in known:
            rest_on(known[_NODES].get(key))
        found: T = known[key]
        return found
    if _current is None:
        found = known[key] = function(*args, **kwargs)
        return found
    node = Node()
    outer = begin(node)
    try:
        found = known[key] = function(*args, **kwargs)
    finally:
        end(outer, node)
    if node:
        known.setdefault(_NODES, {})[key] = node
    return found


@contextmanager
def following(node: Node | None) -> Iterator[None]:
    """Note what is asked as the node's; with None, nothing is noted."""
    outer = begin(node) if node is not None else pause()
    try:
        yield
    finally:
        end(outer, node)


def pause() -> Node | None:
    """Note nothing, until `end` is called with what is returned."""
    global _current  # as above
    outer, _current = _current, None
    return outer
