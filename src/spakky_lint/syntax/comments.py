"""Whether code has comments in it: an edit that drops the code would drop them."""

from __future__ import annotations

import io
import tokenize


def has_comment(code: str) -> bool:
    """Also where that cannot be told."""
    if "#" not in code:
        return False
    try:
        # In brackets the code may begin and end wherever its own brackets are closed.
        tokens = [*tokenize.generate_tokens(io.StringIO(f"({code}\n)", newline=None).readline)]
    except (tokenize.TokenError, SyntaxError):
        return True
    return any(found.type == tokenize.COMMENT for found in tokens)
