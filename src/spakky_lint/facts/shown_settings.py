"""Whether a project shows the settings of its application, so that what they lack is not set.

Files for tests and CI, and templates, name only what they need themselves, and where settings lie
that cannot be seen, nothing is lacking for certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from spakky_lint.facts.environment import Environment, Setting, SourceKind
from spakky_lint.patterns import regex

_RUNS = regex(r"\.env(\.\w+)*|.+\.env|(docker-)?compose.*\.ya?ml|(Docker|Container)file.*")
_NOT_FOR_IT = frozenset(
    {
        *("test", "tests", "testing", "ci", "pytest", "e2e"),
        *("example", "examples", "sample", "template", "tmpl", "tpl", "dist", "default"),
        "defaults",
    }
)
"""Words in the name of a file that is for tests, or that only shows what to set."""


def shown_settings(environment: Environment) -> Iterator[Setting]:
    """The settings of the files that the application runs with, where none of these is unseen."""
    for setting in () if environment.is_any_setting_unseen else environment.settings.values():
        if setting.source.kind is SourceKind.SETTINGS_FILE and is_of_the_application(setting):
            yield setting


def is_of_the_application(setting: Setting) -> bool:
    """Whether it holds where the application runs, and not only in tests or for show."""
    source = setting.source
    if source.kind is not SourceKind.SETTINGS_FILE:
        return True
    name = PurePosixPath(source.path).name
    return _RUNS.fullmatch(name) is not None and not (
        _NOT_FOR_IT & set(re.split(r"[._-]", name.lower()))
    )
