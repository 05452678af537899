"""Handlers drawn at random: what is declared, what it adds up to, and how a call ends, on both."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import partial
from typing import Any

import pytest

from tests.conformance.checkers import checkers, decide
from tests.conformance.systems import OURS, REAL, Application, Outcome, System, outcome_of
from tests.real_framework import requires_framework

pytestmark = [
    pytest.mark.real_framework,
    requires_framework,
    pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning"),
]

# One of these decorators as (name, arguments, keywords); () stands for a bare one.
Decorator = tuple[str, tuple[object, ...], dict[str, object]]

ROUNDS = 12
HANDLERS = 20
PLACES = ("task", "schedule")


@dataclass(frozen=True)
class Method:
    name: str
    is_async: bool
    marks: tuple[str, ...]  # "task" and "schedule", outermost last
    auth: tuple[Decorator, ...]


@dataclass(frozen=True)
class Handler:
    name: str
    auth: tuple[Decorator, ...]
    methods: tuple[Method, ...]


def draw_decorator(draw: random.Random, public: float) -> Decorator:
    if draw.random() < public:
        return ("public_access", (), {})
    tenant = draw.choice([None, None, "acme", "globex"])
    narrowed: dict[str, object] = {} if tenant is None else {"tenant": tenant}
    resource = draw.choice([None, "order", "bill"])
    match draw.randrange(6):
        case 0:
            return ("protected", (), {})
        case 1:
            if resource:
                narrowed["resource"] = resource
            return ("require_permission", (draw.choice(["read", "write"]),), narrowed)
        case 2:
            action = draw.choice(["open", "close", None])
            return ("require_policy", (draw.choice(["order", "bill"]), action), narrowed)
        case 3:
            return ("require_relation", ("owner",), {**narrowed, "resource": resource})
        case 4:
            return ("require_role", (draw.choice(["admin", "clerk", 7]),), narrowed)
        case _:
            return ("require_scope", (draw.choice(["orders", "bills"]),), {})


def draw_handler(draw: random.Random, number: int) -> Handler:
    public = draw.choice([0.0, 0.0, 0.1, 0.5, 1.0])

    def auth() -> tuple[Decorator, ...]:
        drawn = [draw_decorator(draw, public) for _ in range(draw.choice([0, 0, 1, 1, 2, 3]))]
        if drawn and draw.random() < 0.3:
            drawn.append(draw.choice(drawn))
        return tuple(drawn)

    return Handler(
        f"Handler{number}",
        auth(),
        tuple(
            Method(
                f"method_{position}",
                draw.random() < 0.5,
                tuple(draw.sample(PLACES, draw.choice([0, 1, 1, 2]))),
                auth(),
            )
            for position in range(3)
        ),
    )


def built(api: Any, handler: Handler) -> Any:  # classes that exist once for each system
    def apply(decorator: Decorator, obj: Any) -> Any:
        name, args, kwargs = decorator
        bare = name in ("protected", "public_access")
        return getattr(api, name)(obj) if bare else getattr(api, name)(*args, **kwargs)(obj)

    def function(method: Method) -> Any:
        if method.is_async:

            async def run_later(self: object) -> str:
                return method.name

            obj: Any = run_later
        else:

            def run(self: object) -> str:
                return method.name

            obj = run
        for decorator in method.auth:
            obj = apply(decorator, obj)
        for mark in method.marks:
            obj = api.task(obj) if mark == "task" else api.schedule(interval=60)(obj)
        return obj

    cls: Any = type(handler.name, (), {each.name: function(each) for each in handler.methods})
    for decorator in handler.auth:
        cls = apply(decorator, cls)
    return api.TaskHandler()(cls)


def drawn(seed: int) -> list[Handler]:
    draw = random.Random(seed)
    return [draw_handler(draw, number) for number in range(HANDLERS)]


def plain(metadata: Any) -> object:
    """Metadata of either system as plain values."""
    return (metadata.public_access, metadata.protected, astuple(metadata)[1])


def plain_answer(ask: Callable[[], Any]) -> object:
    return plain(ask())


def on_both(handler: Handler, observe: Callable[[System, Any], object]) -> None:
    ours, real = (observe(system, built(system.api, handler)) for system in (OURS, REAL))
    assert ours == real, handler


def metadata_of(api: Any, owner: Any, name: str) -> list[object]:
    """All that can be asked about one method of a class."""
    function, bound = getattr(owner, name), getattr(owner(), name)
    effective, collected = api.get_effective_auth_metadata, api.collect_task_auth_metadata
    questions = (
        partial(effective, function),
        partial(effective, bound),
        partial(effective, function, owner_type=owner),
        partial(collected, function),
        partial(collected, bound, owner_type=owner),
    )
    return [
        api.has_auth_boundary_metadata(function),
        api.has_auth_boundary_metadata(bound),
        *(outcome_of(partial(plain_answer, ask)) for ask in questions),
    ]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_the_metadata_is_the_same(seed: int) -> None:
    def observe(system: System, cls: Any) -> object:
        api = system.api
        return [
            api.has_auth_boundary_metadata(cls),
            outcome_of(lambda: plain(api.get_effective_auth_metadata(cls))),
            plain(api.collect_task_auth_metadata(cls)),
            *(metadata_of(api, cls, f"method_{number}") for number in range(3)),
        ]

    for handler in drawn(seed):
        on_both(handler, observe)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_started_application_keeps_the_same_metadata_on_the_routes(seed: int) -> None:
    def observe(system: System, cls: Any) -> object:
        with system.running(cls):
            routes = [
                system.api.TaskRoute.get_or_none(getattr(cls, f"method_{number}"))
                for number in range(3)
            ]
        return [route and plain(route.auth_metadata) for route in routes]

    for handler in drawn(seed):
        on_both(handler, observe)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_every_call_ends_the_same(seed: int) -> None:
    ends: set[str] = set()

    def observe(system: System, cls: Any) -> object:
        asked: list[object] = []

        def answer(request: Any) -> object:
            question = [value for value in astuple(request)[1:] if value is not None]
            asked.append((type(request).__name__, *question))
            # No hash(): it differs from run to run.
            return decide(
                system.api,
                ("ALLOW", "ALLOW", "DENY", "ALLOW", "CHALLENGE", "ALLOW", "ERROR")[
                    sum(map(ord, "".join(map(str, question)))) % 7
                ],
            )

        def calls(app: Application) -> list[Outcome]:
            return [
                run(cls, f"method_{number}")
                for number in range(3)
                for run in (app.run, app.run_async)
            ]

        def act() -> object:
            with system.running(cls, *checkers(system.api, answer), auth=True) as app:
                anonymous = calls(app)
                app.sign_in()
                known = calls(app)
            ends.update(str(outcome.decision or outcome.exception) for outcome in known)
            return anonymous, known

        return outcome_of(act), asked

    for handler in drawn(seed):
        on_both(handler, observe)
    assert len(ends) >= 3, "the draw reaches results, refusals and missing pieces"
