"""Whether messages carry a snapshot of who sends them, which the worker asks for.

The framework sends none unless it is told to: by an environment variable since 6.8, and by a pod of
the application. One that says yes is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path as File
from typing import Final

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Environment, SourceKind
from spakky_lint.facts.factories import factories
from spakky_lint.facts.framework_settings import PROPAGATION
from spakky_lint.facts.paths import Because, Path, PathState, Reason
from spakky_lint.facts.settings_in_code import (
    CodeSetting,
    running_with,
    settings_around,
    settings_in,
    settings_of,
)
from spakky_lint.facts.shown_settings import is_of_the_application, shown_settings
from spakky_lint.facts.task import Auth
from spakky_lint.facts.versions import PROPAGATION_BY_ENVIRONMENT
from spakky_lint.program.memo import once_a_path
from spakky_lint.program.program import Program
from spakky_lint.program.view import view_of
from spakky_lint.runtime.truths import truth
from spakky_lint.syntax.declarations import Function, Module
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.returned import returned

CONFIG: Final = "AuthSnapshotPropagationConfig"
_CONFIGS = frozenset({f"spakky.auth.{CONFIG}", f"spakky.auth.startup.{CONFIG}"})
_SETTINGS: Final = "SPAKKY_"


class Sending(Enum):
    ON = auto()
    OFF = auto()
    UNKNOWN = auto()


class Why(Enum):
    """What decides, or keeps from deciding."""

    DEFAULT = auto()
    """Nothing switches it on."""
    SETTING = auto()
    """The variable is set, to this or to what is not told."""
    POD = auto()
    """A pod says so, or it is not told what it says."""


@dataclass(frozen=True, slots=True)
class Propagation:
    sending: Sending
    why: Why
    where: str = ""
    """``.env:3``; empty for the default."""
    by_environment: bool = True
    """Whether the variable could switch it on."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """What one source says; None where it does not tell what."""

    is_on: bool | None
    where: str


def propagation_of(module: Module, environment: Environment) -> Propagation:
    """What holds for the messages that the application of a module sends."""
    view = view_of(module)
    if view is not None:
        return propagation_at(view.path, view.program, environment)
    settings = [each for each in settings_in(module) if each.key in (PROPAGATION, None)]
    return _decided([*_pods_in(module)], settings, environment)


def propagation_at(path: File, program: Program, environment: Environment) -> Propagation:
    """The same of a file of a program."""
    return _decided(_pods_of(path, program), settings_of(PROPAGATION, path, program), environment)


def is_switched_on_by_setting(path: File, program: Program, environment: Environment) -> bool:
    """Whether a variable, and no pod, has the messages of a file of a program carry snapshots."""
    found = propagation_at(path, program, environment)
    return found.sending is Sending.ON and found.why is Why.SETTING


def _decided(
    pods: Sequence[_Setting], settings: Sequence[CodeSetting], environment: Environment
) -> Propagation:
    by_environment = PROPAGATION_BY_ENVIRONMENT.holds(environment)
    enabled = next((pod for pod in pods if pod.is_on), None)
    if enabled is not None:
        return Propagation(Sending.ON, Why.POD, enabled.where)
    said = _setting(settings, environment) if by_environment else None
    if said is not None and said.is_on:
        return Propagation(Sending.ON, Why.SETTING, said.where)
    unknown = next((pod for pod in pods if pod.is_on is None), None)
    if unknown is not None:
        return Propagation(Sending.UNKNOWN, Why.POD, unknown.where, by_environment)
    if said is None:
        return Propagation(Sending.OFF, Why.DEFAULT, by_environment=by_environment)
    sending = Sending.UNKNOWN if said.is_on is None else Sending.OFF
    return Propagation(sending, Why.SETTING, said.where)


def _setting(in_code: Sequence[CodeSetting], environment: Environment) -> _Setting | None:
    """What is in force for the variable: the last word of all that say something."""
    found = environment.settings.get(PROPAGATION)
    told = None
    if found is not None:
        told = _Setting(_as_bool(found.value), found.source.place)
        if found.source.kind in (SourceKind.OPTION, SourceKind.CONFIGURATION):
            return told
    # A default says nothing where something else does.
    heard = [each for each in in_code if told is None or not each.is_default]
    answers = {_as_bool(each.value) for each in heard}
    certain = next((each for each in heard if each.is_certain), None)
    if certain is not None and len(answers) == 1:
        return _Setting(_as_bool(certain.value), _place(certain.place))
    otherwise = told is not None and told.is_on
    other = next((each for each in heard if _as_bool(each.value) is not otherwise), None)
    return told if other is None else _Setting(None, _place(other.place))


def _as_bool(value: str | None) -> bool | None:
    return None if value is None else truth(value)


def _place(place: Place) -> str:
    path, line = place.range.path, place.range.start.line
    return f"{path}:{line}" if path else f"line {line}"


@once_a_path
def _pods_of(path: File, program: Program) -> Sequence[_Setting]:
    files = running_with(path, program, mention=CONFIG)
    modules = program.modules_of(sorted(files, key=str))
    return tuple(pod for module in modules for pod in _pods_in(module))


def _pods_in(module: Module) -> Iterator[_Setting]:
    """The pods of a module that say whether snapshots are sent."""
    for function, made in factories(module):
        if made.qualified in _CONFIGS:
            yield _Setting(_enabled(function), _place(function.place))
    for class_ in module.classes:
        if any(each.name in ("Pod", "Configuration") for each in class_.decorators) and any(
            base is not None and base.target.qualified in _CONFIGS
            for base in class_.base_expressions
        ):
            yield _Setting(None, _place(class_.place))


def _enabled(function: Function) -> bool | None:
    """What the config that it makes says beyond the environment."""
    made = [*returned(function)]
    answers = {_given(each.call) for each in made}
    return answers.pop() if len(answers) == 1 else None


def _given(call: Call | None) -> bool | None:
    if call is None or call.target.qualified not in _CONFIGS or call.is_open:
        return None
    if not call.arguments:
        return False  # it says what the environment says
    given = call.keyword("enabled")
    value = None if given is None else given.expression.value
    return value if isinstance(value, bool) else None


def is_known_off(propagation: Propagation, module: Module, environment: Environment) -> bool:
    """Whether nobody switches them on where the application is deployed, either.

    The default counts where the project shows its settings: then this one would be among them.
    """
    if propagation.sending is not Sending.OFF:
        return False
    if not propagation.by_environment:
        return True
    if propagation.why is not Why.DEFAULT:
        said = environment.settings.get(PROPAGATION)
        return said is None or is_of_the_application(said)
    in_code = settings_around(module)
    if any(each.key is not None and each.key.startswith(_SETTINGS) for each in in_code):
        return True
    return any(each.key.startswith(_SETTINGS) for each in shown_settings(environment))


# What becomes of a task


def with_propagation(auth: Auth, propagation: Propagation) -> Auth:
    """Who may run a task where messages carry snapshots, or carry none."""
    queue = auth.paths.queue
    if queue.state is not PathState.ENFORCED or propagation.sending is Sending.ON:
        return auth
    return replace(auth, paths=replace(auth.paths, queue=_queue(propagation)))


def _queue(propagation: Propagation) -> Path:
    is_off = propagation.sending is Sending.OFF
    return Path(
        PathState.NEVER_PASSES if is_off else PathState.UNKNOWN,
        Because(
            Reason.NO_SNAPSHOTS if is_off else Reason.SNAPSHOTS_UNKNOWN,
            by=propagation.where,
            what=PROPAGATION if propagation.by_environment else CONFIG,
        ),
    )
