"""Declaring handlers, tasks, schedules and auth, on both systems: what fails, and when."""

# The names of two systems come out of one `Any`: nothing to check decorators and bases against.
# mypy: allow-untyped-decorators, allow-subclassing-any

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cache, partial, wraps
from itertools import permutations
from typing import Any, Protocol

import pytest

from tests.conformance.systems import Outcome, System, both, outcome_of, raised, returned

pytestmark = both

STARTED = returned(True)


def body(self: object) -> str:
    """Stands for a task's function; `fresh` gives copies, for annotations stay on a function."""
    return "ran"


def fresh() -> Callable[[object], str]:
    def function(self: object) -> str:
        return body(self)

    return function


def handler(api: Any, **members: object) -> Any:  # classes that exist once for each system
    return api.TaskHandler()(type("Handler", (), members))


# Handlers


def test_a_handler_decorator_is_called_with_keywords_only(system: System) -> None:
    api = system.api
    assert outcome_of(lambda: api.TaskHandler(type("H", (), {}))) == raised("TypeError")
    assert outcome_of(lambda: api.TaskHandler("mail")) == raised("TypeError")
    assert outcome_of(lambda: api.TaskHandler(queue="mail")) == raised("TypeError")
    assert api.TaskHandler(name="mail", scope=api.Pod.Scope.PROTOTYPE).name == "mail"


def test_a_handler_function_needs_the_class_that_it_returns(system: System) -> None:
    api = system.api

    class Made:
        def run(self) -> str:
            return "ran"

    def unannotated():  # type: ignore[no-untyped-def]  # the missing annotation is the point
        return Made()

    def optional():  # type: ignore[no-untyped-def]  # set below
        return Made()

    def nothing():  # type: ignore[no-untyped-def]  # set below
        return Made()

    def text():  # type: ignore[no-untyped-def]  # set below
        return Made()

    def factory():  # type: ignore[no-untyped-def]  # set below
        return Made()

    optional.__annotations__["return"] = Made | None
    nothing.__annotations__["return"] = None
    text.__annotations__["return"] = "Made"
    factory.__annotations__["return"] = Made
    decorate = api.TaskHandler()
    assert outcome_of(lambda: decorate(unannotated)) == raised("CannotDeterminePodTypeError")
    assert outcome_of(lambda: decorate(nothing)) == raised("CannotDeterminePodTypeError")
    assert outcome_of(lambda: decorate(text)) == raised("GenericMROTypeError")
    assert outcome_of(lambda: decorate(optional)) == raised("CannotUseOptionalReturnTypeInPodError")
    with system.running(api.TaskHandler()(factory)) as app:
        assert app.run(Made, "run") == returned("ran")


def test_two_stereotypes_do_not_start(system: System) -> None:
    api = system.api
    for outer in (api.TaskHandler(), api.Pod()):
        both_of_them = outer(handler(api))
        assert system.started(both_of_them) == raised("MultipleAnnotationFoundError")


def test_an_undecorated_class_cannot_be_added(system: System) -> None:
    with system.running() as app:
        for plain in (type("Plain", (), {}), fresh()):
            adding = partial(app.context.add, plain)
            assert outcome_of(adding) == raised("CannotRegisterNonPodObjectError")


def test_one_name_for_two_pods_does_not_start(system: System) -> None:
    api = system.api
    named = api.TaskHandler(name="mail")(type("First", (), {}))
    other = api.TaskHandler(name="mail")(type("Second", (), {}))
    assert system.started(named, other) == raised("PodNameAlreadyExistsError")
    assert system.started(handler(api), handler(api)) == raised("PodNameAlreadyExistsError")
    once = handler(api)
    assert system.started(once, once) == STARTED


@pytest.mark.parametrize(
    ("class_name", "pod_name"),
    [
        ("Mail", "mail"),
        ("MailHandler", "mail_handler"),
        ("HTTPMail", "h_t_t_p_mail"),
        ("mail", "mail"),
        ("Élan", "élan"),
        ("MailÉlan", "mailélan"),
        ("_Private", "__private"),
        ("Mail_Handler", "mail__handler"),
    ],
)
def test_a_pod_is_named_after_its_class(system: System, class_name: str, pod_name: str) -> None:
    api = system.api
    assert api.Pod.get(api.TaskHandler()(type(class_name, (), {}))).name == pod_name


def test_an_undecorated_subclass_adds_its_base(system: System) -> None:
    api = system.api
    base = handler(api, base_task=api.task(fresh()))
    sub = type("Sub", (base,), {"own_task": api.task(fresh())})
    with system.running(sub) as app:
        assert app.run(base, "base_task") == returned("ran")
        assert app.run(sub, "own_task") == raised("NoSuchPodError")
        assert app.run(base, "own_task") == raised("TaskNotFoundError")


def test_a_decorated_subclass_breaks_its_base_as_well(system: System) -> None:
    api = system.api
    base = handler(api)
    assert system.started(base) == STARTED
    sub = api.TaskHandler()(type("Sub", (base,), {}))
    assert system.started(sub) == raised("MultipleAnnotationFoundError")
    assert system.started(base) == raised("MultipleAnnotationFoundError")


def test_class_level_auth_of_a_subclass_leaks_to_its_annotated_base(system: System) -> None:
    api = system.api
    base = handler(api, run=api.task(fresh()))
    with system.running(base, auth=True) as app:
        assert app.run(base, "run") == returned("ran")
    api.protected(type("Sub", (base,), {}))
    with system.running(base, auth=True) as app:
        assert app.run(base, "run") == raised("AuthContextNotFoundError")


def test_class_level_auth_of_a_subclass_stays_off_an_unannotated_base(system: System) -> None:
    api = system.api
    base = type("Base", (), {"run": api.task(fresh())})
    guarded = api.TaskHandler()(api.protected(type("Guarded", (base,), {})))
    free = api.TaskHandler()(type("Free", (base,), {}))
    with system.running(guarded, free, auth=True) as app:
        assert app.run(guarded, "run") == raised("AuthContextNotFoundError")
        assert app.run(free, "run") == returned("ran")


def test_public_access_on_a_subclass_breaks_its_protected_base(system: System) -> None:
    api = system.api
    base = api.protected(handler(api))
    api.public_access(type("Sub", (base,), {}))
    assert system.started(base, auth=True) == raised("ConflictingAuthMetadataError")


def test_two_handlers_on_one_protected_base_do_not_start(system: System) -> None:
    api = system.api
    base = api.protected(type("Base", (), {}))
    first = api.TaskHandler()(type("First", (base,), {}))
    assert system.started(first) == STARTED
    second = api.TaskHandler()(type("Second", (base,), {}))
    assert system.started(first) == raised("MultipleAnnotationFoundError")
    assert system.started(second) == raised("MultipleAnnotationFoundError")


def test_of_two_annotated_bases_the_first_counts(system: System) -> None:
    api = system.api
    first = api.require_role("first")(type("First", (), {}))
    second = api.require_role("second")(type("Second", (), {}))
    run = fresh()
    joined = type("Joined", (first, second), {"run": run})
    effective = api.get_effective_auth_metadata(run, owner_type=joined)
    assert [requirement.ref for requirement in effective.requirements] == ["first"]


def test_a_dataclass_belongs_under_the_handler_decorator(system: System) -> None:
    api = system.api

    under = api.TaskHandler()(dataclass(type("Under", (), {"__annotations__": {}})))
    over = dataclass(api.TaskHandler()(type("Over", (), {"__annotations__": {"name": str}})))
    slots = dataclass(slots=True)(
        api.TaskHandler()(type("Slots", (), {"__annotations__": {}, "run": fresh()}))
    )
    assert system.started(under) == STARTED
    assert system.started(over) == raised("TypeError")
    with system.running(slots) as app:
        assert app.run(slots, "run") == raised("NoSuchPodError")


def test_a_slotted_handler_runs(system: System) -> None:
    api = system.api
    slotted = handler(api, __slots__=("count",), run=api.task(api.protected(fresh())))
    for auth in (False, True):
        with system.running(slotted, auth=auth) as app:
            app.sign_in()
            assert app.run(slotted, "run") == returned("ran")


def test_an_abstract_class_or_protocol_does_not_start(system: System) -> None:
    from abc import ABC, abstractmethod

    class Abstract(ABC):
        @abstractmethod
        def run(self) -> None: ...

    class Shape(Protocol):
        def run(self) -> None: ...

    assert system.started(system.api.TaskHandler()(Abstract)) == raised("TypeError")
    assert system.started(system.api.TaskHandler()(Shape)) == raised("TypeError")


# Constructors


class Wheel:
    """Something to be injected; every test decorates a subclass of its own."""


def pods_of_a_cart(api: Any, constructor: Callable[..., None], **annotations: object) -> list[Any]:
    """A wheel pod, and a handler `Cart` with this constructor and these annotations."""
    constructor.__annotations__ = {**annotations, "return": None}
    wheel = api.Pod(name="wheel")(type("RoundWheel", (Wheel,), {}))
    return [wheel, handler(api, __init__=constructor, look=look)]


def look(self: Any) -> str:
    return type(self.wheel).__name__


def takes_one(self: Any, wheel: Any) -> None:
    self.wheel = wheel


def takes_one_or_none(self: Any, wheel: Any = None) -> None:
    self.wheel = wheel


def copied(function: Callable[..., None]) -> Callable[..., None]:
    from types import FunctionType

    assert isinstance(function, FunctionType)
    copy = FunctionType(function.__code__, function.__globals__, function.__name__)
    copy.__defaults__ = function.__defaults__
    return copy


@pytest.mark.parametrize(
    ("constructor", "annotation", "expected"),
    [
        (takes_one, Wheel, returned("RoundWheel")),
        (takes_one, "Wheel", returned("RoundWheel")),
        (takes_one, "RoundWheel", returned("RoundWheel")),
        (takes_one, Wheel | None, returned("RoundWheel")),
        (takes_one, "Wheel | None", returned("RoundWheel")),
        (takes_one, int | None, returned("NoneType")),
        (takes_one_or_none, int, returned("NoneType")),
        (takes_one_or_none, "NotThere", returned("NoneType")),
        (takes_one, int, raised("UnexpectedDependencyTypeInjectedError")),
        (takes_one, "NotThere", raised("UnexpectedDependencyTypeInjectedError")),
        (takes_one, list[int], raised("UnexpectedDependencyTypeInjectedError")),
        (takes_one, 3, raised("CannotDeterminePodTypeError")),
    ],
)
def test_a_constructor_parameter_is_filled_by_type(
    system: System, constructor: Callable[..., None], annotation: object, expected: Outcome
) -> None:
    def act() -> object:
        wheel, cart = pods_of_a_cart(system.api, copied(constructor), wheel=annotation)
        with system.running(wheel, cart) as app:
            return app.run(cart, "look").result

    assert outcome_of(act) == expected


def test_a_parameter_whose_type_is_unknown_at_run_time_spoils_no_other(system: System) -> None:
    def takes_a_ghost(self: Any, wheel: Any, ghost: Any = None) -> None:
        self.wheel, self.ghost = wheel, ghost

    wheel, cart = pods_of_a_cart(
        system.api, copied(takes_a_ghost), wheel="Wheel | None", ghost="Ghost | None"
    )
    ghost = system.api.Pod()(type("Ghost", (), {}))
    with system.running(wheel, cart, ghost) as app:
        assert app.run(cart, "look") == returned("RoundWheel")
        assert app.context.get(cart).ghost is None, "its text names no pod, so nothing is injected"


def test_a_constructor_that_cannot_be_understood_cannot_be_decorated(system: System) -> None:
    def bare(self, wheel):  # type: ignore[no-untyped-def]  # the missing annotation is the point
        pass

    def many(self: Any, *wheels: Wheel) -> None: ...

    def named(self: Any, **wheels: Wheel) -> None: ...

    def positional(self: Any, wheel: Wheel, /) -> None: ...

    def keyword(self: Any, *, wheel: Any = None) -> None: ...

    def decorated(constructor: Callable[..., None]) -> Outcome:
        return outcome_of(lambda: bool(handler(system.api, __init__=constructor)))

    keyword.__annotations__ = {"wheel": Wheel}
    assert decorated(bare) == raised("CannotDeterminePodTypeError")
    assert decorated(many) == raised("CannotUseVarArgsInPodError")
    assert decorated(named) == raised("CannotUseVarArgsInPodError")
    assert decorated(positional) == raised("CannotUsePositionalOnlyArgsInPodError")
    assert decorated(keyword) == STARTED


def test_a_pod_that_needs_itself_does_not_start(system: System) -> None:
    api = system.api

    def needs_next(self: Any, following: Any) -> None: ...

    first, second = copied(needs_next), copied(needs_next)
    first.__annotations__ = {"following": "Second"}
    second.__annotations__ = {"following": "First"}
    pods = [
        api.Pod()(type("First", (), {"__init__": first})),
        api.Pod()(type("Second", (), {"__init__": second})),
    ]
    assert system.started(*pods) == raised("CircularDependencyGraphDetectedError")


def test_of_several_candidates_the_one_named_like_the_parameter_is_taken(system: System) -> None:
    api = system.api
    spare = api.Pod(name="spare")(type("SpareWheel", (Wheel,), {}))
    wheel, cart = pods_of_a_cart(api, copied(takes_one), wheel=Wheel)
    with system.running(wheel, spare, cart) as app:
        assert app.run(cart, "look") == returned("RoundWheel")
    other = api.Pod(name="other")(type("OtherWheel", (Wheel,), {}))
    assert system.started(other, spare, cart) == raised("NoUniquePodError")


def aware_pod(api: Any) -> Any:  # a class that exists once for each system
    @api.Pod()
    class Aware(api.IApplicationContextAware):
        def set_application_context(self, application_context: object) -> None:
            self.context = application_context

    return Aware


def test_a_pod_that_wants_its_context_is_told(system: System) -> None:
    api, aware = system.api, aware_pod(system.api)
    with system.running(aware) as app:
        assert app.context.get(aware).context is app.context
        assert app.context.get(api.DirectTaskExecutor) is app.executor


# Tasks


def test_task_is_used_bare(system: System) -> None:
    api = system.api
    assert outcome_of(api.task) == raised("TypeError")
    assert outcome_of(lambda: api.task(background=True)) == raised("TypeError")
    assert outcome_of(lambda: api.task("mail")) == raised("AttributeError")
    function = fresh()
    assert api.task(function) is function


def test_a_task_twice_does_not_start(system: System) -> None:
    api = system.api
    assert system.started(handler(api, run=api.task(api.task(fresh())))) == raised(
        "MultipleAnnotationFoundError"
    )


def test_an_annotation_is_found_exactly_once_or_not(system: System) -> None:
    api = system.api
    none, one, two = fresh(), api.task(fresh()), api.task(api.task(fresh()))
    assert (api.TaskRoute.exists(none), api.TaskRoute.get_or_none(none)) == (False, None)
    assert outcome_of(lambda: api.TaskRoute.get(none)) == raised("AnnotationNotFoundError")
    assert api.TaskRoute.exists(one)
    assert api.TaskRoute.all(one) == [api.TaskRoute.get(one)]
    assert len(api.TaskRoute.all(two)) == 2
    assert outcome_of(lambda: api.TaskRoute.get(two)) == raised("MultipleAnnotationFoundError")
    assert outcome_of(lambda: api.TaskRoute.get_or_none(two)) == raised(
        "MultipleAnnotationFoundError"
    )
    default = api.TaskRoute()
    assert api.TaskRoute.get_or_default(none, default) is default
    assert api.TaskRoute.get_or_default(one, default) is api.TaskRoute.get(one)
    assert outcome_of(lambda: api.TaskRoute.get_or_default(two, default)) == raised(
        "MultipleAnnotationFoundError"
    )
    assert api.Annotation.all(one) == api.TaskRoute.all(one), "found by its base as well"


def test_a_decorator_with_wraps_keeps_what_is_under_it(system: System) -> None:
    api = system.api
    inner = api.task(api.require_role("admin")(fresh()))

    @wraps(inner)
    def wrapped(self: object) -> str:
        return inner(self)  # type: ignore[no-any-return]  # one of two families of decorators

    def unwrapped(self: object) -> str:
        return inner(self)  # type: ignore[no-any-return]  # as above

    assert api.TaskRoute.exists(wrapped)
    assert len(api.get_effective_auth_metadata(wrapped).requirements) == 1
    assert not api.TaskRoute.exists(unwrapped)
    api.require_role("auditor")(wrapped)
    assert len(api.get_effective_auth_metadata(inner).requirements) == 2, "one dictionary for both"


def test_a_cached_method_is_guarded_like_any_other(system: System) -> None:
    api = system.api
    cached = handler(api, over=cache(api.protected(fresh())), under=api.protected(cache(fresh())))
    with system.running(cached, auth=True) as app:
        for name in ("over", "under"):
            assert app.run(cached, name) == raised("AuthContextNotFoundError")
        app.sign_in()
        for name in ("over", "under"):
            assert app.run(cached, name) == returned("ran")


# Schedules


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, raised("InvalidScheduleSpecificationError")),
        (
            {"interval": None, "at": None, "crontab": None},
            raised("InvalidScheduleSpecificationError"),
        ),
        (
            {"interval": timedelta(1), "at": time(3)},
            raised("InvalidScheduleSpecificationError"),
        ),
        (
            {"interval": 1, "at": time(3), "crontab": "* * * * *"},
            raised("InvalidScheduleSpecificationError"),
        ),
        ({"every": timedelta(1)}, raised("TypeError")),
        ({"interval": timedelta(minutes=5)}, STARTED),
        ({"at": time(3)}, STARTED),
        ({"interval": 300}, STARTED),
        ({"interval": 0}, STARTED),
        ({"at": "03:00"}, STARTED),
        ({"crontab": "0 3 * * *"}, STARTED),
    ],
)
def test_a_schedule_takes_exactly_one_trigger_of_any_type(
    system: System, arguments: dict[str, Any], expected: Outcome
) -> None:
    api = system.api
    assert outcome_of(lambda: bool(api.schedule(**arguments))) == expected
    if "every" not in arguments:
        assert outcome_of(lambda: bool(api.ScheduleRoute(**arguments))) == expected


def test_a_schedule_is_called_with_keywords(system: System) -> None:
    api = system.api
    assert outcome_of(lambda: api.schedule(fresh())) == raised("TypeError")
    assert outcome_of(lambda: api.schedule(timedelta(1))) == raised("TypeError")


def test_a_schedule_twice_is_found_when_it_is_read(system: System) -> None:
    api = system.api
    twice = api.schedule(at=time(1))(api.schedule(at=time(2))(fresh()))
    assert system.started(handler(api, run=twice)) == STARTED
    assert outcome_of(lambda: api.ScheduleRoute.get(twice)) == raised(
        "MultipleAnnotationFoundError"
    )


@pytest.mark.parametrize(
    "order", ["-".join(order) for order in permutations(("task", "schedule", "auth"))]
)
def test_the_order_of_decorators_changes_nothing(system: System, order: str) -> None:
    api = system.api
    decorators = {
        "task": api.task,
        "schedule": api.schedule(interval=timedelta(hours=1)),
        "auth": api.protected,
    }
    function: Any = fresh()
    for name in reversed(order.split("-")):
        function = decorators[name](function)
    assert api.TaskRoute.exists(function)
    assert api.ScheduleRoute.get(function).interval == timedelta(hours=1)
    assert api.get_effective_auth_metadata(function).protected
    mixed = handler(api, run=function)
    with system.running(mixed, auth=True) as app:
        assert app.run(mixed, "run") == raised("AuthContextNotFoundError")
        app.sign_in()
        assert app.run(mixed, "run") == returned("ran")


def test_a_crontab_stores_anything_in_the_order_of_its_fields(system: System) -> None:
    api = system.api
    positional = api.Crontab(1, 2, 3, 4, 5)
    assert positional == api.Crontab(month=1, day=2, weekday=3, hour=4, minute=5)
    nothing = api.Crontab()
    assert (nothing.month, nothing.day, nothing.weekday) == (None, None, None)
    assert (nothing.hour, nothing.minute) == (0, 0)
    assert api.Crontab(9).month == 9
    assert api.Crontab("0 9 * * *", hour=24, minute=-1, weekday=[8]).hour == 24
    assert outcome_of(lambda: api.Crontab(hours=3)) == raised("TypeError")
    assert outcome_of(lambda: setattr(nothing, "hour", 1)) == raised("FrozenInstanceError")
    assert (api.Crontab.month, api.Crontab.hour) == (None, 0), "the class can pass for a value"


# Auth decorators


def test_markers_are_used_bare(system: System) -> None:
    api = system.api
    for marker in (api.protected, api.public_access):
        function = fresh()
        assert marker(function) is function
        assert outcome_of(marker) == raised("TypeError")
        assert outcome_of(partial(marker, "x")) == raised("AttributeError")


@pytest.mark.parametrize(
    "call",
    [
        "require_role('a', 'b')",
        "require_role(roles=['a'])",
        "require_role()",
        "require_permission('p', 'r')",
        "require_relation('o', 'd')",
        "require_relation('o')",
        "require_policy('r')",
        "require_policy(policy='r')",
        "require_scope('s', tenant='t')",
        "require_policy(function)",
        "require_relation(function)",
    ],
)
def test_wrong_arguments_of_a_requirement_fail_at_once(system: System, call: str) -> None:
    name = call.partition("(")[0]
    names = {name: getattr(system.api, name), "function": fresh()}
    assert outcome_of(lambda: eval(call, names)) == raised("TypeError")


@pytest.mark.parametrize("name", ["require_permission", "require_role", "require_scope"])
def test_a_requirement_that_is_not_called_replaces_the_body(system: System, name: str) -> None:
    api = system.api
    ran: list[str] = []

    def launch(self: object) -> None:
        ran.append("launched")

    silent = handler(api, launch=getattr(api, name)(launch))
    with system.running(silent, auth=True) as app:
        assert app.run(silent, "launch").exception is None, "nobody signed in, nobody refused"
    assert ran == []


def test_a_decorated_property_fails_at_once(system: System) -> None:
    api = system.api
    for decorate in (api.task, api.protected, api.require_role("a"), api.schedule(at=time(1))):
        decorating = partial(decorate, property(fresh()))
        assert outcome_of(decorating) == raised("AttributeError")
