"""The tokens of a piece of code that need not be a text by itself."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Sequence

from spakky_lint.syntax.tokens import python_tokens


def tokens_of(code: str) -> Sequence[tokenize.TokenInfo] | None:
    """Those of the code in brackets, so that it may begin and end wherever its own are closed.

    None where Python cannot split it.
    """
    try:
        return [*python_tokens(io.StringIO(f"({code}\n)", newline=None).readline)]
    except (tokenize.TokenError, SyntaxError):
        return None
