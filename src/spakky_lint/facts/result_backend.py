"""Whether the results of tasks are kept anywhere: celery keeps none unless it is told where."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from spakky_lint.facts.environment import Environment, Setting, SourceKind
from spakky_lint.facts.framework_settings import KEYS
from spakky_lint.facts.settings_in_code import settings_of
from spakky_lint.program.uses import modules_with
from spakky_lint.program.view import view_of
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.mentions import imported_names, names_any, texts

KEY: Final = "SPAKKY_CELERY__RESULT_BACKEND"
_PREFIX: Final = "SPAKKY_CELERY__"
_OPTION: Final = "result_backend"
"""What celery itself calls it."""
_CONFIG: Final = "CeleryConfig"

_RUNS = re.compile(r"\.env(\.\w+)*|.+\.env|(docker-)?compose.*\.ya?ml|(Docker|Container)file.*")
_NOT_FOR_IT = frozenset(
    {
        *("test", "tests", "testing", "ci", "pytest", "e2e"),
        *("example", "examples", "sample", "template", "tmpl", "tpl", "dist", "default"),
        "defaults",
    }
)
"""Words in the name of a file that is for tests, or that only shows what to set."""


def is_told_missing(environment: Environment) -> bool:
    """Whether the settings of a project name no result backend, as far as settings can tell that.

    That none is named tells nothing where the settings of the application are somewhere else. They
    are taken for those of a file if that names another setting of spakky-celery.
    """
    named = environment.settings.get(KEY)
    if named is not None:
        is_none = named.value is not None and (
            not named.value or named.value.startswith("disabled")
        )
        return is_none and _is_of_the_application(named)
    return any(
        key in KEYS and key.startswith(_PREFIX) and setting.source.kind is SourceKind.SETTINGS_FILE
        for key, setting in environment.settings.items()
        if _is_of_the_application(setting)
    )


def may_be_named_by_code(module: Module) -> bool:
    """Whether code of the application of this module may name one."""
    view = view_of(module)
    if view is not None and settings_of(KEY, view.path, view.program):
        return True
    others = (
        other for word in (_OPTION, _CONFIG, "celery") for other in modules_with(module, word)
    )
    return any(map(_may_name_one, (module, *others)))


def _may_name_one(module: Module) -> bool:
    """Whether it configures celery itself, or makes the Celery of the application."""
    if names_any((_OPTION, _CONFIG), module) or {_OPTION, KEY} & texts(module):
        return True
    return not {"celery", "celery.Celery", "celery.current_app"}.isdisjoint(imported_names(module))


def _is_of_the_application(setting: Setting) -> bool:
    source = setting.source
    if source.kind is not SourceKind.SETTINGS_FILE:
        return True
    name = PurePosixPath(source.path).name
    return _RUNS.fullmatch(name) is not None and not (
        _NOT_FOR_IT & set(re.split(r"[._-]", name.lower()))
    )
