"""The arguments of ``spakky-lint completion``."""

from __future__ import annotations

import argparse

from spakky_lint.messages.message import Message
from spakky_lint.rules.lists import either

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from spakky_lint.cli.requests import CompletionRequest

DESCRIPTION = Message("Write the script that completes commands, options and files in a shell.")

_SHELLS = ("bash", "zsh", "fish")

EPILOG = Message("""\
It needs the extra completion: pip install 'spakky-lint[completion]'

  spakky-lint completion bash > ~/.local/share/bash-completion/completions/spakky-lint
  spakky-lint completion zsh > ~/.zsh/completions/_spakky-lint
  spakky-lint completion fish > ~/.config/fish/completions/spakky-lint.fish
""")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", metavar="SHELL", choices=_SHELLS, help=either(_SHELLS))


def request(options: argparse.Namespace) -> CompletionRequest:
    from spakky_lint.cli.requests import CompletionRequest

    return CompletionRequest(options.shell)
