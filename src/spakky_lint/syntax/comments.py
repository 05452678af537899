"""Whether code has comments in it: an edit that drops the code would drop them."""

from __future__ import annotations

import token

from spakky_lint.syntax.fragments import tokens_of


def has_comment(code: str) -> bool:
    """Also where that cannot be told."""
    if "#" not in code:
        return False
    tokens = tokens_of(code)
    return tokens is None or any(found.type == token.COMMENT for found in tokens)
