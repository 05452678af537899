"""The ApplicationContext: pods by type and name, and values that belong to the current context."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from threading import Event, RLock
from types import MappingProxyType
from typing import TypeVar, cast

from spakky_lint.runtime.awareness import IApplicationContextAware, IContainerAware
from spakky_lint.runtime.errors import (
    CannotRegisterNonPodObjectError,
    CircularDependencyGraphDetectedError,
    NoSuchPodError,
    NoUniquePodError,
    PodNameAlreadyExistsError,
    UnexpectedDependencyTypeInjectedError,
)
from spakky_lint.runtime.lifecycle import IPostProcessor, IService
from spakky_lint.runtime.pod import Dependency, Pod
from spakky_lint.runtime.weaving import Guard, guarded, has_covered

_T = TypeVar("_T")


class ApplicationContext:
    """Creates pods on demand, fills their constructors, and hands them out guarded.

    Auth is enforced from the first call on: a context holds the two aspects, as an application does
    that loads spakky-auth. With ``auth=False`` it is one that does not, and there everything runs.
    Unlike the framework's, a context needs no start to enforce. Whether providers are there is
    validated at the start where the `AuthCapabilityStartupValidationService` is added too.
    """

    def __init__(self, *, auth: bool = True) -> None:
        self._pods: dict[str, Pod] = {}
        self._singletons: dict[str, object] = {}
        self._services: list[IService] = []
        self._is_started = False
        self._stop_event = Event()
        self._lock = RLock()
        # The dictionary is shared by the contexts that are copied from this one after the first
        # value was set, as in the framework.
        self._values: ContextVar[dict[str, object]] = ContextVar("spakky_lint_context_values")
        if auth:
            # Only who enforces auth has to load what does it.
            from spakky_lint.runtime.enforcement import (
                AsyncAuthorizationAspect,
                AuthorizationAspect,
            )

            self.add(AuthorizationAspect)
            self.add(AsyncAuthorizationAspect)

    @property
    def pods(self) -> Mapping[str, Pod]:
        """The pods by name, in the order in which they were added; it cannot be changed."""
        return MappingProxyType(self._pods)

    def add(self, obj: object) -> None:
        """Register a pod; the same one twice is one.

        Raises CannotRegisterNonPodObjectError, MultipleAnnotationFoundError for a class that is
        several pods, and PodNameAlreadyExistsError.
        """
        if not Pod.exists(obj):
            raise CannotRegisterNonPodObjectError(obj)
        pod = Pod.get(obj)
        present = self._pods.get(pod.name)
        if present is pod:
            return
        if present is not None:
            raise PodNameAlreadyExistsError(pod.name)
        self._pods[pod.name] = pod
        pod.added()

    def start(self) -> None:
        """Create every pod now, so that what is wrong with one shows, and start the services.

        Raises whatever a constructor or a service raises; services that have been started are
        stopped again. A second start does nothing.
        """
        if self._is_started:
            return
        for pod in tuple(self._pods.values()):
            self._instance(pod, ())
        started: list[IService] = []
        try:
            for service in self._services:
                service.start()
                started.append(service)
        except BaseException:
            for service in reversed(started):
                service.stop()
            raise
        self._is_started = True

    def stop(self) -> None:
        """Stop the services; without a start it does nothing."""
        if self._is_started:
            self._is_started = False
            for service in self._services:
                service.stop()

    def contains(self, type_: type[object], name: str | None = None) -> bool:
        """Whether a pod has this name, or, without one, this type."""
        if name is not None:
            return name in self._pods
        return bool(self._candidates(type_))

    def get(self, type_: type[_T], name: str | None = None) -> _T:
        """The instance of the one pod that is of this type, and has this name where one is given.

        Raises NoSuchPodError, NoUniquePodError, and whatever stands in the way of creating it.
        """
        candidates = [pod for pod in self._candidates(type_) if name in (None, pod.name)]
        if not candidates:
            raise NoSuchPodError(type_, name)
        if len(candidates) > 1:
            raise NoUniquePodError(type_, *(pod.name for pod in candidates))
        return cast("_T", self._instance(candidates[0], ()))

    def find(self, selector: Callable[[Pod], bool]) -> set[object]:
        """The instances of the pods that are selected; equal ones are one."""
        selected = [pod for pod in self._pods.values() if selector(pod)]
        return {self._instance(pod, ()) for pod in selected}

    def get_context_value(self, key: str) -> object | None:
        """A value of the current context, None where it was not set."""
        return self._values.get({}).get(key)

    def set_context_value(self, key: str, value: object) -> None:
        """Set a value for the current context."""
        values = self._values.get({})
        values[key] = value
        self._values.set(values)

    def clear_context(self) -> None:
        """Forget the current context's values, and its pods of scope CONTEXT with them."""
        self._values.set({})

    def _candidates(self, type_: object) -> list[Pod]:
        # A text is a class that had no name yet where it was asked for.
        return [
            pod
            for pod in self._pods.values()
            if any(type_ in (base, base.__name__) for base in pod.type_.__mro__)
        ]

    def _instance(self, pod: Pod, needed_by: tuple[Pod, ...]) -> object:
        if pod.scope is Pod.Scope.SINGLETON:
            with self._lock:
                if pod.name not in self._singletons:
                    self._singletons[pod.name] = self._created(pod, needed_by)
                return self._singletons[pod.name]
        if pod.scope is Pod.Scope.CONTEXT:
            instance = self.get_context_value(pod.name)
            if instance is None:
                instance = self._created(pod, needed_by)
                self.set_context_value(pod.name, instance)
            return instance
        return self._created(pod, needed_by)

    def _created(self, pod: Pod, needed_by: tuple[Pod, ...]) -> object:
        path = (*needed_by, pod)
        if pod in needed_by:
            raise CircularDependencyGraphDetectedError(*(step.name for step in path))
        arguments = {}
        for dependency in pod.dependencies:
            filler = self._filler(dependency)
            if filler is not None:
                arguments[dependency.name] = self._instance(filler, path)
            elif dependency.optional and not dependency.has_default:
                arguments[dependency.name] = None
            elif not dependency.has_default:
                raise UnexpectedDependencyTypeInjectedError(pod.type_, dependency.name)
        instance = pod.target(**arguments)
        if isinstance(instance, IContainerAware):
            instance.set_container(self)
        if isinstance(instance, IApplicationContextAware):
            instance.set_application_context(self)
        guards = [
            cast("Guard", self._instance(guard, path))
            for guard in self._pods.values()
            if issubclass(guard.type_, Guard) and has_covered(instance, guard.type_)
        ]
        if guards:
            instance = guarded(instance, guards)
        if isinstance(instance, IService):
            instance.set_stop_event(self._stop_event)
            self._services.append(instance)
        if not isinstance(instance, IPostProcessor):
            for processor in tuple(self._pods.values()):
                # What a post-processor itself needs is there before it, and not seen by it.
                if issubclass(processor.type_, IPostProcessor) and processor not in path:
                    found = cast("IPostProcessor", self._instance(processor, path))
                    instance = found.post_process(instance)
        return instance

    def _filler(self, dependency: Dependency) -> Pod | None:
        candidates = self._candidates(dependency.type_)
        if len(candidates) > 1:
            named = [pod for pod in candidates if pod.name == dependency.name]
            if not named:
                raise NoUniquePodError(dependency.type_, *(pod.name for pod in candidates))
            return named[0]
        return candidates[0] if candidates else None
