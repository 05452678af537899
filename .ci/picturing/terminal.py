"""Texts of terminals as SVG, by rich; no font comes from another host."""

import io
import re
from itertools import groupby

from rich.console import Console
from rich.style import Style
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)


def svg_of_output(command: str, output: str, columns: int) -> str:
    """What a command has written, with its colours, below the command itself."""
    prompt = Text.assemble(("$ ", "bold green"), (command, "bold"))
    return svg([prompt, *Text.from_ansi(output).split("\n"), Text()], "spakky-lint", columns)


def svg(lines: list[Text], title: str, columns: int) -> str:
    console = Console(
        record=True,
        width=columns,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
    )
    for line in lines:
        console.print(line, no_wrap=True, overflow="ignore", crop=True, soft_wrap=False)
    drawn = console.export_svg(title=title, theme=DIMMED_MONOKAI, unique_id="terminal")
    # The fonts of whoever looks at it: a picture that loads a font shows none where it may not.
    drawn = FONT.sub("", drawn).replace("Fira Code", "ui-monospace, Menlo, Consolas")
    return "\n".join(line.rstrip() for line in drawn.split("\n") if line.strip()) + "\n"


def screen_lines(screen: object) -> list[Text]:
    """The lines of a terminal that pyte has emulated."""
    lines = []
    for row in range(screen.lines):
        chars = [screen.buffer[row][column] for column in range(screen.columns)]
        runs = groupby(chars, style_of)
        lines.append(
            Text.assemble(*(("".join(each.data for each in run), style) for style, run in runs))
        )
    return lines


def style_of(char: object) -> Style:
    foreground, background = colour(char.fg), colour(char.bg)
    return Style(
        color=foreground,
        bgcolor=background,
        bold=char.bold,
        italic=char.italics,
        underline=char.underscore,
        reverse=char.reverse,
    )


def colour(name: str) -> str | None:
    """As rich has it, of pyte's names and hexadecimal digits."""
    if name == "default":
        return None
    if re.fullmatch(r"[0-9a-f]{6}", name):
        return f"#{name}"
    return {"brown": "yellow"}.get(name, name).replace("bright", "bright_")
