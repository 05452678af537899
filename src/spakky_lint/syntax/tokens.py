"""Python's own tokens of a text, in a time that is bounded."""

from __future__ import annotations

import tokenize
from collections.abc import Callable, Iterator

_MOST_COPIED = 300_000_000


def python_tokens(readline: Callable[[], str]) -> Iterator[tokenize.TokenInfo]:
    """What `tokenize` splits the lines into; raises what it raises.

    It copies the line for each token in it, and a text of several lines for all that follows on its
    last: that of a text with ten thousands of tokens on one line would never end, and is refused.
    """
    copied = 0
    try:
        for token in tokenize.generate_tokens(readline):
            copied += len(token.line)
            if copied > _MOST_COPIED:
                raise tokenize.TokenError("too much on one line", token.start)
            yield token
    except SystemError as error:  # of 3.12 over a NUL, which it notices in the middle of a token
        raise tokenize.TokenError(str(error)) from error
