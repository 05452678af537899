"""What the client's settings ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message

SECTION = "spakky-lint"
"""The part of the client's settings that is ours."""


@dataclass(frozen=True, slots=True)
class Options:
    shows_syntax_errors: bool = True
    shows_inlay_hints: bool = True
    shows_code_lens: bool = True


DEFAULT = Options()

NAMES = {
    "showSyntaxErrors": "shows_syntax_errors",
    "inlayHints": "shows_inlay_hints",
    "codeLens": "shows_code_lens",
}
"""The fields by what editors call them."""


def says_anything(settings: object) -> bool:
    """Whether the settings are not those of other servers alone, which some clients send to all."""
    return (
        not isinstance(settings, Mapping)
        or not NAMES.keys().isdisjoint(settings.keys())
        or (SECTION in settings)
    )


def read_options(settings: object) -> tuple[Options, tuple[str, ...]]:
    """What the settings ask for, and what is wrong with them, a sentence each.

    They come with the section's name above them, or as the section itself. What else there is in
    them is for others: for the extension that starts the server.
    """
    if isinstance(settings, Mapping) and SECTION in settings:
        settings = settings[SECTION]
    if settings is None:
        return DEFAULT, ()
    if not isinstance(settings, Mapping):
        return DEFAULT, (Message("{key}: an object of settings is allowed", key=SECTION),)
    options, problems = DEFAULT, []
    for name, field in NAMES.items():
        value = settings.get(name)
        if isinstance(value, bool):
            options = replace(options, **{field: value})
        elif value is not None:
            problems.append(Message("{key}: true or false is allowed", key=f"{SECTION}.{name}"))
    return options, tuple(problems)
