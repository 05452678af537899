"""The languages of the words, and which of them the user's environment asks for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum


class Language(StrEnum):
    EN = "en"
    KO = "ko"


def language_of(environment: Mapping[str, str]) -> Language:
    """The first language of the environment that there are words in, as gettext looks for it."""
    for name in _names(environment):
        try:
            return Language(re.split(r"[-_.@]", name)[0].lower())
        except ValueError:
            continue
    return Language.EN


def language_of_editor(locale: str | None) -> Language:
    """That of the locale as editors name it, such as ``ko-kr``; without one, the environment's."""
    return language_of({"LANG": locale} if locale else os.environ)


def _names(environment: Mapping[str, str]) -> Iterator[str]:
    locale = next(
        (value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(key))),
        "C",
    )
    # Without a locale nobody has asked for a language, whatever LANGUAGE says.
    if locale.partition(".")[0] not in ("C", "POSIX"):
        yield from environment.get("LANGUAGE", "").split(":")
        yield locale
