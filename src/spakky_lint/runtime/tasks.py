"""On-demand tasks: handlers, `@task`, and the route that it leaves on a method."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from inspect import getmembers_static
from types import FunctionType
from typing import TypeAlias, TypeVar

from spakky_lint.runtime.annotation import Annotation
from spakky_lint.runtime.pod import Pod
from spakky_lint.runtime.requirements import AuthRequirement, ProtectedRequirement, PublicAccess

_T = TypeVar("_T")

TaskAuthRequirementRef: TypeAlias = str
TaskAuthResourceRef: TypeAlias = str
TaskAuthActionRef: TypeAlias = str
TaskAuthTenantRef: TypeAlias = str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAuthRequirementMetadata:
    """One auth requirement as a route carries it: plain text, whatever the decorator was given."""

    kind: str
    ref: TaskAuthRequirementRef
    resource: TaskAuthResourceRef | None = None
    action: TaskAuthActionRef | None = None
    tenant: TaskAuthTenantRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAuthMetadata:
    """The auth of a task, class and method together: all requirements, in order, each once.

    Unlike `EffectiveAuthMetadata` it can be public and protected at once; enforcement refuses that.
    """

    public_access: bool = False
    requirements: tuple[TaskAuthRequirementMetadata, ...] = ()

    @property
    def protected(self) -> bool:
        """Whether anything is demanded."""
        return bool(self.requirements)


@dataclass
class TaskRoute(Annotation):
    """Marks a method that is dispatched. A context fills in `auth_metadata` for its handlers."""

    auth_metadata: TaskAuthMetadata = field(default_factory=TaskAuthMetadata)


def task(obj: _T) -> _T:
    """Make the decorated method a task that is run on demand."""
    return TaskRoute()(obj)


@dataclass(eq=False)
class TaskHandler(Pod):
    """A pod whose methods may be tasks."""

    def added(self) -> None:
        """Keep the auth metadata of class and method on every task's route.

        Raises MultipleAnnotationFoundError for a method that is a task twice.
        """
        for _, member in getmembers_static(self.type_):
            if isinstance(member, (FunctionType, classmethod)):
                route = TaskRoute.get_or_none(member)
                if route is not None:
                    route.auth_metadata = collect_task_auth_metadata(member, owner_type=self.type_)


def collect_task_auth_metadata(
    method: object, *, owner_type: type[object] | None = None
) -> TaskAuthMetadata:
    """The auth metadata of a method and, where given, the class that owns it, class first.

    Nothing is enforced or refused here. A requirement whose `ref` is not text is dropped, and what
    narrows it is turned into text: both as in the framework.
    """
    sources = (method,) if owner_type is None else (owner_type, method)
    declared = (
        carrier.requirement for source in sources for carrier in ProtectedRequirement.all(source)
    )
    return TaskAuthMetadata(
        public_access=any(PublicAccess.exists(source) for source in sources),
        requirements=carried(declared),
    )


def carried(
    requirements: Iterable[AuthRequirement],
) -> tuple[TaskAuthRequirementMetadata, ...]:
    """The requirements as a route carries them to the worker, in order, each once."""
    # A dict keeps the order of first appearance.
    return tuple(dict.fromkeys(_on_route(each) for each in requirements if _is_text(each.ref)))


def _on_route(requirement: AuthRequirement) -> TaskAuthRequirementMetadata:
    return TaskAuthRequirementMetadata(
        kind=str(requirement.kind),
        ref=requirement.ref,
        resource=_text(requirement.resource),
        action=_text(requirement.action),
        tenant=_text(requirement.tenant),
    )


def _is_text(value: object) -> bool:
    # The decorators are annotated to take text, and take anything.
    return isinstance(value, str)


def _text(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else str(value)
