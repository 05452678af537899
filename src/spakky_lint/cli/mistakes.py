"""Commands and options that nobody knows: one line that says what may have been meant."""

from __future__ import annotations

import argparse
import os

from spakky_lint.cli.languages import in_readers_language
from spakky_lint.messages.message import Message
from spakky_lint.project.suggestions import closest, not_called, suggested
from spakky_lint.rules.lists import listed

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import NoReturn

    Parsers = Mapping[str, argparse.ArgumentParser]
    """The commands, each with what reads its arguments."""

_COMMANDS_CUTOFF = 0.7
"""Names so short are like each other only with one letter in the wrong place: `auht`."""


def end(parser: argparse.ArgumentParser, complaint: str) -> NoReturn:
    """Ends the program as argparse does, without its usage: the line says it all."""
    words = Message("{program}: error: {complaint}", program=parser.prog, complaint=complaint)
    parser.exit(2, f"{in_readers_language(words)}\n")


def unknown_command(name: str, commands: Parsers) -> str:
    problem = not_called(Message("command"), name, commands, _COMMANDS_CUTOFF)
    if name != "-" and not os.path.exists(name):  # noqa: PTH110  # never raises
        return problem
    path = f"`spakky-lint check {_shell([name])}`"
    if closest(name, commands, _COMMANDS_CUTOFF) is None:
        return Message(
            'no command is called "{name}"; check it with {command}', name=name, command=path
        )
    return Message(
        "{problem} The path of this name is checked with {command}", problem=problem, command=path
    )


def option_first(arguments: Sequence[str], commands: Parsers) -> str:
    """Of arguments whose first is an option that does not stand alone."""
    option = _name(arguments[0])
    owners = _owners(option, commands)
    given = next((each for each in arguments if each in commands), None)
    if not owners:
        return _unknown_option(option, commands, given)
    command = given if given in owners else owners[0]
    rest = list(arguments)
    if command in rest:
        rest.remove(command)
    return Message(
        "options follow the command: `spakky-lint {arguments}`", arguments=_shell([command, *rest])
    )


def unknown_argument(unknown: Sequence[str], command: str, commands: Parsers) -> str:
    """Of arguments that the command does not take; the first option says more than the others."""
    options = [each for each in unknown if each.startswith("-")]
    if not options:
        return Message("unknown argument: {arguments}", arguments=" ".join(unknown))
    return _unknown_option(_name(options[0]), commands, command)


def _unknown_option(option: str, commands: Parsers, command: str | None) -> str:
    if command is None:
        problem = Message('no option is called "{option}"', option=option)
        close = _closest_option(
            option, [each for name in commands for each in _options(commands[name])]
        )
        if close is None:
            return Message("{problem}; `spakky-lint --help` lists the commands", problem=problem)
        owner = _owners(close, commands)[0]
        return Message(
            "{problem}; {hint}", problem=problem, hint=suggested([f"`spakky-lint {owner} {close}`"])
        )
    problem = Message('no option of {command} is called "{option}"', command=command, option=option)
    close = _closest_option(option, _options(commands[command]))
    if close is not None:
        return Message("{problem}; {hint}", problem=problem, hint=suggested([close]))
    owners = _owners(option, commands)
    if owners:
        return Message(
            "{problem}; it is an option of {commands}", problem=problem, commands=listed(owners)
        )
    return Message(
        "{problem}; `spakky-lint {command} --help` lists them", problem=problem, command=command
    )


def _closest_option(option: str, options: Sequence[str]) -> str | None:
    beginning = next((each for each in options if each.startswith(option)), None)
    is_word = len(option.strip("-")) > 1  # one letter is the beginning of anything
    return beginning if is_word and beginning is not None else closest(option, options)


def _owners(option: str, commands: Parsers) -> list[str]:
    return [name for name in commands if option in _options(commands[name])]


def _options(parser: argparse.ArgumentParser) -> list[str]:
    return [name for action in parser._actions for name in action.option_strings]  # noqa: SLF001  # argparse has no other way


def _name(argument: str) -> str:
    return argument.partition("=")[0]


def _shell(arguments: Sequence[str]) -> str:
    import shlex

    return shlex.join(arguments)
