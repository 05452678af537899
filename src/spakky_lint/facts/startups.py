"""The starts of a file that are seen whole: what they load, and what they bring together.

A start that is handed on, or given what the text does not tell, may have anything besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts.starts import APPLICATION, Start, start_of
from spakky_lint.program.view import view_of
from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.chains import Made, MethodCall, made
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.loading import PluginLoading, place_of_name
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.unknown import UNKNOWN, Unknown
from spakky_lint.syntax.uses import Flow

_FRAMEWORK = "spakky."
_PLUGINS = "spakky.plugins."
_PLUGIN = frozenset(
    {"spakky.core.application.plugin.Plugin", "spakky.auth.Plugin", "spakky.task.Plugin"}
)
_NAME = "PLUGIN_NAME"
"""What a plugin of the framework calls itself."""
# It says only where nothing can be found.
_MENTION = "load_plugins"


@dataclass(frozen=True, slots=True, eq=False)
class Startup:
    place: Place
    """Where it loads its plugins."""
    include: frozenset[str] | None
    """The plugins that it loads, as their distributions are called; None for all there are."""
    start: Start | None
    """What it brings together of the program; None of a text by itself."""
    added: frozenset[object]
    """Keys of what it is given one by one."""
    module: Module
    added_names: frozenset[str] = frozenset()
    """What it is given of the framework itself."""
    early: Start | None = None
    """What it scans before it loads its plugins, and"""
    early_added: frozenset[object] = frozenset()
    """what it is given before that."""

    def has(self, declaration: ClassDeclaration | Function, path: Path | None) -> bool:
        if declaration.key in self.added:
            return True
        return self.start is not None and path is not None and path in self.start.files

    def has_early(self, declaration: ClassDeclaration | Function, path: Path | None) -> bool:
        """Whether it is there when the plugins are loaded."""
        if declaration.key in self.early_added:
            return True
        return self.early is not None and path is not None and path in self.early.files

    @property
    def modules(self) -> Sequence[tuple[Path | None, Module]]:
        """Those that it may have something of."""
        view = view_of(self.module)
        if view is None or self.start is None:
            return ((None, self.module),)
        files = sorted(self.start.touches, key=str)
        return tuple((path, module) for path in files for module in view.program.modules_of([path]))


def startups_at(loading: PluginLoading, module: Module) -> Iterator[Startup]:
    """Those that load their plugins there."""
    return (each for each in startups(module) if each.place.range == loading.place.range)


@once_a_module
def startups(module: Module) -> Sequence[Startup]:
    """Those of a module that load plugins and start."""
    if _MENTION not in module.text:
        return ()
    return tuple(found for body, _ in module.bodies for found in _startups(body, module))


def _startups(body: Body, module: Module) -> Iterator[Startup]:
    view = view_of(module)
    for application in made(APPLICATION, Flow(body)):
        calls = {each.name: each for each in application.calls}
        if application.is_handed_on or not all(
            name in calls and calls[name].is_certain for name in ("load_plugins", "start")
        ):
            continue
        include = _include(calls["load_plugins"])
        added = _added(application)
        scans = [each for each in application.calls if each.name == "scan"]
        if include is UNKNOWN or added is None or not all(each.is_certain for each in scans):
            continue
        start = None if view is None else start_of(application, view.path, view.program)
        # What a start scans that the program does not have may hold anything.
        is_whole = not scans if start is None else not start.is_unseen and not start.perhaps
        if not is_whole or (scans and start is not None and not start.files):
            continue
        place = place_of_name(calls["load_plugins"].call)
        before = _until(application, calls["load_plugins"])
        given = _added(before)
        yield Startup(
            place,
            include,
            start,
            frozenset(each for each in added if not isinstance(each, str)),
            module,
            frozenset(each for each in added if isinstance(each, str)),
            None if view is None else start_of(before, view.path, view.program),
            frozenset() if given is None else given,
        )


def _until(application: Made, loading: MethodCall) -> Made:
    """What is done with it before that call."""
    end = loading.call.place.range.end
    calls = [each for each in application.calls if each.call.place.range.end < end]
    return Made(tuple(calls), application.is_handed_on, application.place)


def _added(application: Made) -> frozenset[object] | None:
    """What it is given one by one, by its key, or by its name where it is of the framework; None
    where the text does not tell what that is.
    """
    found: set[object] = set()
    for each in application.calls:
        if each.name != "add":
            continue
        arguments = each.call.arguments
        if len(arguments) != 1 or each.call.is_open or not each.is_certain:
            return None
        target = arguments[0].expression.target
        if target.declared is not None:
            found.add(target.declared)
        elif target.qualified is not None and target.qualified.startswith(_FRAMEWORK):
            found.add(target.qualified)
        else:
            return None  # of somewhere else: it may be anything
    return frozenset(found)


def _include(loading: MethodCall) -> frozenset[str] | Unknown | None:
    """The plugins that are loaded; None for all there are."""
    arguments = loading.call.arguments
    if not arguments:
        return None
    if len(arguments) > 1 or arguments[0].star:
        return UNKNOWN
    given = arguments[0].expression.followed
    if given.value is None:
        return None
    elements = given.elements
    names = None if elements is None else [_plugin(each) for each in elements]
    if names is None or None in names:
        return UNKNOWN
    return frozenset(name for name in names if name is not None)


def _plugin(element: Expression) -> str | None:
    qualified = element.target.qualified or ""
    module, _, name = qualified.rpartition(".")
    if name == _NAME and module.startswith(_FRAMEWORK):
        short = module.removeprefix(_PLUGINS).removeprefix(_FRAMEWORK)
        return f"spakky-{short.partition('.')[0]}".replace("_", "-")
    call = element.call
    if call is None or call.target.qualified not in _PLUGIN or len(call.arguments) != 1:
        return None
    value = call.arguments[0].expression.value
    return value if isinstance(value, str) else None
