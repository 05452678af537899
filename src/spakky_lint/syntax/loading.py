"""Where an application loads its plugins."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.uses import Flow

_METHOD = "load_plugins"


@dataclass(frozen=True, slots=True, eq=False)
class PluginLoading:
    place: Place
    """The name of the method."""


def plugin_loadings(module: Module) -> Iterator[PluginLoading]:
    """All calls of that name, whoever they are asked of."""
    for body, _ in module.bodies if _METHOD in module.text else ():
        flow = Flow(body)
        for call in map(flow.read, flow.calls()):
            if call.name == _METHOD:
                yield PluginLoading(place_of_name(call))


def place_of_name(call: Call) -> Place:
    """`load_plugins` alone: what it is called on may be many lines long."""
    called = call.called
    node = called.node.attr if isinstance(called.node, cst.Attribute) else called.node
    return called.reader.place(node)
