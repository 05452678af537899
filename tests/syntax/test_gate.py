"""Which comments make a file worth reading."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from spakky_lint.syntax.gate import passes

IN_ONE_PATTERN = rb"# noqa:[^\r\n]*\bSPK[0-9]"
"""The same question in one pattern, which reads a line again for each `# noqa:` in it."""
PIECES = ["# noqa:", "# NOQA:", "# noqa", "#", " ", ":", "SPK", "spk", "SPK1", "XSPK1", "1", "\n"]
LINES = st.lists(st.sampled_from([*PIECES, "\r", "\r\n", "é", "E501,"]), max_size=12).map("".join)


@given(LINES)
@example("# noqa:# noqa: SPK101")
@example("# noqa: E501\n# SPK101")
def test_a_file_is_read_where_a_comment_names_a_code(text: str) -> None:
    data = text.encode()
    expected = b"SPK" in data and re.search(IN_ONE_PATTERN, data, re.IGNORECASE) is not None
    assert passes(data) is expected
