"""How a generated program writes the names that it imports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

_TASK = ("Crontab", "Month", "TaskHandler", "Weekday", "schedule", "task")
_AUTH = (
    "protected",
    "public_access",
    "require_permission",
    "require_policy",
    "require_relation",
    "require_role",
    "require_scope",
)
_DATETIME = ("date", "datetime", "time", "timedelta", "timezone")
_PODS = {
    "Controller": "spakky.core.stereotype.controller",
    "Lazy": "spakky.core.pod.annotations.lazy",
    "Order": "spakky.core.pod.annotations.order",
    "Pod": "spakky.core.pod.annotations.pod",
    "Primary": "spakky.core.pod.annotations.primary",
    "UseCase": "spakky.core.stereotype.usecase",
}
_SUBMODULES: Mapping[str, str] = {
    "Crontab": "spakky.task.stereotype.crontab",
    "Month": "spakky.task.stereotype.crontab",
    "Weekday": "spakky.task.stereotype.crontab",
    "TaskHandler": "spakky.task.stereotype.task_handler",
    "task": "spakky.task.stereotype.task_handler",
    "schedule": "spakky.task.stereotype.schedule",
}

HOMES: Mapping[str, str] = {
    **dict.fromkeys(_TASK, "spakky.task"),
    **dict.fromkeys(_AUTH, "spakky.auth"),
    **dict.fromkeys(_DATETIME, "datetime"),
    **_PODS,
}
"""The packages that the names come from."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a program writes the names that it imports."""

    imports: str
    names: Mapping[str, str]

    def write(self, template: str) -> str:
        """``template`` with ``{schedule}`` and the like filled in."""
        return template.format_map(self.names)


def _spelling(package: str, names: tuple[str, ...]) -> st.SearchStrategy[Spelling]:
    plain = Spelling(f"from {package} import {', '.join(names)}\n", {n: n for n in names})
    alias = package.rpartition(".")[2] + "_"
    whole = Spelling(f"import {package} as {alias}\n", {n: f"{alias}.{n}" for n in names})
    renamed = Spelling(
        f"from {package} import {', '.join(f'{name} as {name}_' for name in names)}\n",
        {name: f"{name}_" for name in names},
    )
    dotted = Spelling(f"import {package}\n", {name: f"{package}.{name}" for name in names})
    deep = Spelling(
        "".join(f"from {_SUBMODULES.get(name, package)} import {name}\n" for name in names),
        {name: name for name in names},
    )
    return st.sampled_from([plain, whole, renamed, dotted, deep])


@st.composite
def spellings(draw: st.DrawFn) -> Spelling:
    pods = Spelling(
        "".join(f"from {module} import {name}\n" for name, module in _PODS.items()),
        {name: name for name in _PODS},
    )
    parts = [
        draw(_spelling("spakky.task", _TASK)),
        draw(_spelling("spakky.auth", _AUTH)),
        draw(_spelling("datetime", _DATETIME)),
        pods,
    ]
    return Spelling(
        "".join(part.imports for part in parts),
        {name: written for part in parts for name, written in part.names.items()},
    )
