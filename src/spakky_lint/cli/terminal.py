"""What the streams are connected to, and how text on them should look."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TextIO

from spakky_lint.cli.parsing import columns
from spakky_lint.report.style import PLAIN, Style

NARROWEST, WIDEST = 40, 100


def is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def style_for(stream: TextIO | None, environment: Mapping[str, str] = os.environ) -> Style:
    """Colour on a terminal and under FORCE_COLOR, never under NO_COLOR (https://no-color.org).

    Prose fills a terminal up to 100 columns and takes 80 elsewhere, so that what is piped or
    saved does not depend on the window it was made in.
    """
    terminal = is_terminal(stream)
    if environment.get("NO_COLOR"):
        colour = False
    elif environment.get("FORCE_COLOR", "0") not in ("", "0"):
        colour = True
    else:
        colour = terminal and environment.get("TERM") != "dumb"
    if not terminal:
        return Style(PLAIN.width, colour)
    return Style(max(NARROWEST, min(columns(), WIDEST)), colour)
