"""Where the beat schedule of a started Spakky application is replaced.

Only what the text proves: the celery application comes from the container of a `SpakkyApplication`
that has been started, and the new schedule does not take in the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.celery_pods import CELERY
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.framework import GETTERS
from spakky_lint.syntax.names import resolve
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.scopes import Assigned, Binding
from spakky_lint.syntax.spelled import key_of
from spakky_lint.syntax.strings import text_of
from spakky_lint.syntax.tree import tree_of
from spakky_lint.syntax.uses import Flow

_KEY = "beat_schedule"
_APPLICATION = "spakky.core.application.application.SpakkyApplication"
_CONTAINERS = frozenset({"container", "application_context"})
_MAX_STEPS = 50


@dataclass(frozen=True, slots=True, eq=False)
class BeatScheduleReplacement:
    """`conf.beat_schedule = entries`, `conf["beat_schedule"] = entries` or `conf.update(...)`."""

    place: Place
    """The target of the assignment, or the call of `update`."""
    statement: Place
    """What is to be replaced to merge the entries instead, without the line's end."""
    configuration: Place
    """The `conf`."""
    entries: Place
    """The new schedule."""
    is_simple: bool
    """Whether the statement does nothing else."""


def beat_schedule_replacements(module: Module) -> Iterator[BeatScheduleReplacement]:
    """Every replacement in the file, in functions too."""
    if _KEY not in module.text or "SpakkyApplication" not in module.text:
        return
    around = Flow(module.body)
    yield from _Reading(around, around.bindings).replacements()
    for declaration in module.functions:
        yield from _in_function(declaration.function.body, around)


def _in_function(body: Body, around: Flow) -> Iterator[BeatScheduleReplacement]:
    flow = Flow(body)
    yield from _Reading(flow, {**around.bindings, **flow.bindings}).replacements()


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """One body, with all the names that are bound once: its own and the module's."""

    flow: Flow
    bindings: Mapping[str, Binding]

    def replacements(self) -> Iterator[BeatScheduleReplacement]:
        place = self.flow.body.reader.place
        candidates = [found for node in self.flow.nodes for found in _candidates(node, place)]
        if not candidates:
            return
        # Whoever looks at the old schedule as well may put it back.
        if sum(map(_mentions, self.flow.nodes)) > len(candidates):
            return
        for found in candidates:
            if self._is_new(found.entries.node) and self._is_of_started_application(found):
                yield found

    def _is_new(self, entries: cst.CSTNode) -> bool:
        """Whether it is a display of entries that holds nothing but what is written in it."""
        if isinstance(entries, cst.Name):
            # Where the name occurs a third time, it may be given the old entries.
            tree = tree_of(self.flow.body.reader.document)
            if len(tree.names[entries.value]) != 2:
                return False
            entries = self._value(entries)
        return (
            isinstance(entries, cst.Dict)
            and bool(entries.elements)
            and all(isinstance(element, cst.DictElement) for element in entries.elements)
        )

    def _is_of_started_application(self, found: BeatScheduleReplacement) -> bool:
        node = self._value(found.configuration.node)
        if not isinstance(node, cst.Attribute) or node.attr.value != "conf":
            return False
        node = self._value(node.value)
        container = _asked_for_celery(node)
        if container is None or not self._is_celery(node):
            return False
        node = self._value(container)
        if not isinstance(node, cst.Attribute) or node.attr.value not in _CONTAINERS:
            return False
        return self._is_started(node.value, found)

    def _is_celery(self, call: cst.CSTNode) -> bool:
        if not isinstance(call, cst.Call) or not call.args or call.args[0].star:
            return False
        wanted = call.args[0]
        if wanted.keyword is not None and wanted.keyword.value != "type_":
            return False
        return self._qualified(wanted.value) in CELERY

    def _is_started(self, application: cst.BaseExpression, found: BeatScheduleReplacement) -> bool:
        """Whether it is `SpakkyApplication(...)`, with `start()` called on it by then."""
        is_started = False
        for _ in range(_MAX_STEPS):
            if isinstance(application, cst.Name):
                is_started = is_started or self._is_started_before(application.value, found)
            node = self._value(application)
            if not isinstance(node, cst.Call):
                return False
            if self._qualified(node.func) == _APPLICATION:
                return is_started
            if not isinstance(node.func, cst.Attribute):
                return False
            is_started = is_started or node.func.attr.value == "start"
            application = node.func.value
        return False

    def _is_started_before(self, name: str, found: BeatScheduleReplacement) -> bool:
        """Whether `name.start()` is a statement of this very body, above what is found."""
        body = self.flow.body
        suite = body.node.body if isinstance(body.node, cst.FunctionDef) else body.node
        position = found.place.range.start
        return any(
            _starts(line, name) and body.reader.place(line).range.start < position
            for line in suite.body
        )

    def _qualified(self, node: cst.BaseExpression) -> str | None:
        return resolve(node, self.flow.point).qualified

    def _value(self, node: cst.CSTNode) -> cst.CSTNode:
        """Through names that are bound once, to what they are bound to."""
        for _ in range(_MAX_STEPS):
            binding = self.bindings.get(node.value) if isinstance(node, cst.Name) else None
            if not isinstance(binding, Assigned):
                break
            node = binding.expression
        return node


def _asked_for_celery(node: cst.CSTNode) -> cst.BaseExpression | None:
    """The container in `container.get(...)`."""
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute):
        return None
    return node.func.value if node.func.attr.value in GETTERS else None


def _starts(line: cst.CSTNode, name: str) -> bool:
    """Whether the line is `name.start()`, perhaps at the end of a chain of calls."""
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return False
    statement = line.body[0]
    node = statement.value if isinstance(statement, cst.Expr) else None
    is_started = False
    while isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        is_started = is_started or node.func.attr.value == "start"
        node = node.func.value
    return is_started and isinstance(node, cst.Name) and node.value == name


def _candidates(
    node: cst.CSTNode, place: Callable[[cst.CSTNode], Place]
) -> Iterator[BeatScheduleReplacement]:
    def replacement(
        target: cst.CSTNode, conf: cst.CSTNode, entries: cst.CSTNode, is_simple: bool
    ) -> BeatScheduleReplacement:
        return BeatScheduleReplacement(
            place(target), place(node), place(conf), place(entries), is_simple
        )

    if isinstance(node, cst.Assign):
        for assigned in node.targets:
            configuration = _configuration(assigned.target)
            if configuration is not None:
                is_simple = len(node.targets) == 1
                yield replacement(assigned.target, configuration, node.value, is_simple)
    elif isinstance(node, cst.Call):
        callee = node.func
        if not isinstance(callee, cst.Attribute) or callee.attr.value != "update":
            return
        for argument in node.args:
            if argument.keyword is not None and argument.keyword.value == _KEY:
                yield replacement(node, callee.value, argument.value, len(node.args) == 1)
            elif argument.keyword is None and isinstance(argument.value, cst.Dict):
                elements = argument.value.elements
                for element in elements:
                    if isinstance(element, cst.DictElement) and text_of(element.key) == _KEY:
                        is_simple = len(node.args) == len(elements) == 1
                        yield replacement(node, callee.value, element.value, is_simple)


def _configuration(target: cst.BaseExpression) -> cst.BaseExpression | None:
    """The `conf` of `conf.beat_schedule` or `conf["beat_schedule"]`."""
    if isinstance(target, cst.Attribute):
        return target.value if target.attr.value == _KEY else None
    if isinstance(target, cst.Subscript):
        key = key_of(target)
        return target.value if key is not None and text_of(key) == _KEY else None
    return None


def _mentions(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Attribute):
        return node.attr.value == _KEY
    if isinstance(node, cst.Arg):
        return node.keyword is not None and node.keyword.value == _KEY
    return text_of(node) == _KEY
