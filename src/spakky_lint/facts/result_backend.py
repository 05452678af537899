"""Whether the results of tasks are kept anywhere: celery keeps none unless it is told where."""

from __future__ import annotations

from typing import Final

from spakky_lint.facts.environment import Environment
from spakky_lint.facts.framework_settings import CELERY, KEYS, RESULT_BACKEND
from spakky_lint.facts.settings_in_code import settings_of
from spakky_lint.facts.shown_settings import is_of_the_application, shown_settings
from spakky_lint.program.uses import modules_with
from spakky_lint.program.view import view_of
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.imported_names import dotted_imports
from spakky_lint.syntax.mentions import names_any, texts

_OPTION: Final = "result_backend"
"""What celery itself calls it."""
_CONFIG: Final = "CeleryConfig"


def is_told_missing(environment: Environment) -> bool:
    """Whether the settings of a project name no result backend, as far as settings can tell that.

    That none is named tells nothing where the settings of the application are somewhere else. They
    are taken for those of a file if that names another setting of spakky-celery.
    """
    named = environment.settings.get(RESULT_BACKEND)
    if named is not None:
        is_none = named.value is not None and (
            not named.value or named.value.startswith("disabled")
        )
        return is_none and is_of_the_application(named)
    shown = shown_settings(environment)
    return any(each.key in KEYS and each.key.startswith(CELERY) for each in shown)


def may_be_named_by_code(module: Module) -> bool:
    """Whether code of the application of this module may name one."""
    view = view_of(module)
    if view is not None and settings_of(RESULT_BACKEND, view.path, view.program):
        return True
    others = (
        other for word in (_OPTION, _CONFIG, "celery") for other in modules_with(module, word)
    )
    return any(map(_may_name_one, (module, *others)))


def _may_name_one(module: Module) -> bool:
    """Whether it configures celery itself, or makes the Celery of the application."""
    if names_any((_OPTION, _CONFIG), module) or {_OPTION, RESULT_BACKEND} & texts(module):
        return True
    return not {"celery", "celery.Celery", "celery.current_app"}.isdisjoint(dotted_imports(module))
