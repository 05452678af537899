"""Coloured Python code, where the extra `rich` is installed."""

from __future__ import annotations

import io


def highlighted(code: str) -> list[str]:
    """The lines of `code` with the terminal's own colours; as they are without rich."""
    try:
        from rich.console import Console
        from rich.syntax import Syntax
    except ImportError:
        return code.split("\n")
    text = Syntax(code, "python", theme="ansi_dark").highlight(code)
    text.rstrip()
    # `no_color` is given, since the caller has already decided and the console would ask again.
    console = Console(
        file=io.StringIO(), force_terminal=True, color_system="standard", no_color=False
    )
    with console.capture() as capture:
        console.print(text, soft_wrap=True)
    return capture.get().rstrip("\n").split("\n")
