"""docs/command-line.md, from the parsers that read the arguments."""

import argparse
import textwrap
from collections.abc import Iterator

from spakky_lint.cli.arguments import whole_parser

PAGE = "command-line.md"
GENERATED = (
    "<!-- Written by .ci/docs from the parsers of the command line; `make docs` renews it. -->"
)

INTRODUCTION = """\
# Command line

`spakky-lint COMMAND --help` shows the same in a terminal. `python -m spakky_lint` is the same command.
"""


def documents() -> dict[str, str]:
    parser = whole_parser()
    (commands,) = (each for each in parser._actions if isinstance(each, argparse._SubParsersAction))
    summaries = {each.dest: each.help or "" for each in commands._choices_actions}
    lines = [INTRODUCTION, "| Command | What it does |", "|-|-|"]
    lines += [
        f"| [`{name}`](#{name}) | {summaries[name]} |"
        for name in commands.choices
        if name in summaries
    ]
    for name, command in commands.choices.items():
        if name in summaries:
            lines += ["", f"## {name}", "", *section(command)]
    return {PAGE: "\n".join([*lines, "", GENERATED, ""])}


def section(command: argparse.ArgumentParser) -> Iterator[str]:
    yield paragraph(command.description or "")
    usage = command.format_usage().removeprefix("usage: ").split()
    yield from ("", "```text", *wrapped(usage), "```")
    for group in command._action_groups:
        actions = [
            each
            for each in group._group_actions
            if each.help != argparse.SUPPRESS and each.dest != "help"
        ]
        if not actions:
            continue
        yield from ("", f"**{(group.title or '').capitalize()}**", "")
        if group.description:
            yield from (paragraph(group.description), "")
        yield from ("| Argument | Meaning |", "|-|-|")
        formatter = command._get_formatter()
        for action in actions:
            told = " ".join(formatter._expand_help(action).split()) if action.help else ""
            yield f"| {called(action)} | {cell(told)} |"
    if command.epilog:
        yield from ("", "```text", *textwrap.dedent(command.epilog).strip("\n").split("\n"), "```")


def called(action: argparse.Action) -> str:
    """As the user writes it: every spelling, and what follows."""
    value = (
        argparse.HelpFormatter("")._format_args(action, default_metavar(action))
        if action.nargs != 0
        else ""
    )
    if not action.option_strings:
        return f"`{value}`"
    spelt = ", ".join(f"`{name}`" for name in action.option_strings)
    return cell(f"{spelt} `{value}`" if value else spelt)


def default_metavar(action: argparse.Action) -> str:
    return action.dest.upper() if action.option_strings else action.dest


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def paragraph(text: str) -> str:
    return " ".join(text.split())


def wrapped(usage: list[str]) -> list[str]:
    """The usage in lines of the same breaks, however wide the terminal of whoever runs this is."""
    return textwrap.wrap(" ".join(usage), 96, subsequent_indent="    ", break_on_hyphens=False)
