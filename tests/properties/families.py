"""The classes of a drawn application, as templates: mixins with tasks, and handlers below them.

Names in braces are the framework's; those that `packages` defines stand as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

_SCHEDULES = (
    *("nightly", "nightly", "{schedule}(crontab=NIGHTLY)", "{schedule}(interval=EVERY)"),
    *("{schedule}(at=OPENING)", "{schedule}(interval={timedelta}(hours=2))"),
    *("{schedule}(crontab={Crontab}(hour=Hours.OPEN, minute=30))", "{schedule}(at={time}(9))"),
    *("{schedule}(crontab={Crontab}(weekday=DAYS, hour=8))", "{schedule}(interval=EVERY * 2)"),
    "{schedule}(crontab={Crontab}(day=PAYDAY, month=SPRING, hour=8, minute=15))",
)
_WRONG_SCHEDULES = (
    *("{schedule}(crontab=WRONG)", "{schedule}(crontab={Crontab}(hour=LATE))", "{schedule}"),
    *("{schedule}(crontab=CRON)", "{schedule}(at=NIGHTLY)", "{schedule}()", "{schedule}(at=CRON)"),
    *("{schedule}(interval=-EVERY)", "{schedule}(interval=EVERY, at=OPENING)"),
)
_AUTH = (
    *("{protected}", "{protected}", "admins", "admins", "signed_in", "{require_role}(ADMIN)"),
    *("{require_role}(Role.ADMIN)", "{require_scope}('read')", "{require_role}(Role.CLERK)"),
    *("{require_permission}('pay', resource=ADMIN)", "{require_policy}('order', 'read')"),
    *("{require_relation}('owner', resource='order')", "{require_role}('admin', tenant=TENANT)"),
    "{require_role}(Role.ADMIN.value)",
)
_WRONG_AUTH = (
    *("{protected}()", "{require_role}", "{require_role}(Plain.ADMIN)", "{require_role}(PLAIN)"),
    *("{require_role}([ADMIN])", "{require_role}(5)", "{require_role}(ADMIN, ADMIN)"),
)
_KEEPING = ("logged", "logged", "logged_all()", "final", "override", "same", "noted")
_SHAPES = (
    *("staticmethod", "classmethod", "property", "cached_property", "cache", "contextmanager"),
    *("abstractmethod", "lru_cache(maxsize=4)"),
)
_PARAMETERS = ("",) * 12 + (", day: int = 1", ", *days", ", day", ", *, day=1", ", **options")
_ASSIGNMENTS = (
    "again = {task}(run_0)",
    "same_again = run_0",
    "again = {schedule}(at=OPENING)(run_0)",
    "run_1 = run_0",
    "run_0 = None",
)
_TASK_HANDLERS = ("{TaskHandler}()",) * 50 + (
    *("{TaskHandler}(name='named')", "{TaskHandler}(scope={Pod}.Scope.PROTOTYPE)") * 2,
    *("{TaskHandler}(name='mailer')", "{TaskHandler}", "{TaskHandler}(queue='slow')"),
)
_BESIDE = (
    *(
        "{Lazy}()",
        "{Lazy}()",
        "{Lazy}()",
        "{Lazy}()",
        "{Lazy}()",
        "{Lazy}()",
        "final",
        "final",
        "final",
        "counted",
        "counted",
        "{Order}(1)",
    ),
    *("{Pod}()", "{UseCase}()"),
)
_CONSTRUCTORS = (
    "    def __init__(self, mailer: Mailer) -> None: ...\n",
    "    def __init__(self, mailer: Mailer, printer: Printer | None = None) -> None: ...\n",
    "    def __init__(self, mailer: 'Mailer') -> None: ...\n",
    "    def __init__(self, mailers: list[Mailer]) -> None: ...\n",
    "    def __init__(self, mailer) -> None: ...\n",
    "    def __init__(self, limit: int) -> None: ...\n",
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A class, as a template."""

    name: str
    template: str
    is_handler: bool


@dataclass
class Family:
    """Draws classes, one after the other."""

    random: Random
    above: dict[str, set[str]] = field(default_factory=dict)
    """All that a class inherits, itself included."""

    def once_in(self, times: int) -> bool:
        return self.random.randrange(times) == 0

    def draw(self) -> tuple[Drawn, ...]:
        mixins = [self._mixin(f"Mixin{number}") for number in range(self._of(0, 1, 1, 2, 2, 3))]
        handlers = [self._handler(number) for number in range(self._of(1, 1, 2, 2, 3))]
        return (*mixins, *handlers)

    def _of(self, *choices: int) -> int:
        return self.random.choice(choices)

    def _bases(self, names: Sequence[str]) -> list[str]:
        """Up to two of them, in an order that Python takes."""
        if not names or self.once_in(4):
            return []
        first = self.random.choice(names)
        others = [
            name
            for name in names
            if name not in self.above[first] and first not in self.above[name]
        ]
        return [first, self.random.choice(others)] if others and self.once_in(4) else [first]

    def _enter(self, name: str, bases: Sequence[str]) -> None:
        self.above[name] = {name}.union(*(self.above[base] for base in bases))

    def _mixin(self, name: str) -> Drawn:
        bases = self._bases([*self.above])
        self._enter(name, bases)
        more = [self.random.choice(["ABC", "Generic[T]"])] if self.once_in(6) else []
        decorators = [self._auth()] if self.once_in(7) else []
        if self.once_in(40):
            decorators.append("{TaskHandler}()")
        return Drawn(name, _class(name, decorators, [*bases, *more], self._members()), False)

    def _handler(self, number: int) -> Drawn:
        names = [*self.above]
        if not self.once_in(20):  # to inherit another handler is a mistake of its own
            names = [name for name in names if name.startswith("Mixin")]
        bases = self._bases(names)
        name = f"Handler{number}"
        self._enter(name, bases)
        decorators = [self.random.choice(_TASK_HANDLERS)]
        if number and self.once_in(25):
            decorators = ["{TaskHandler}(name='handler0')"]
        if self.once_in(4):
            decorators.insert(self.random.randrange(2), self._auth())
        if self.once_in(7):
            decorators.insert(self.random.randrange(2), self.random.choice(_BESIDE))
        members = [] if bases and self.once_in(4) else self._members()
        if self.once_in(6):
            last = len(_CONSTRUCTORS) if self.once_in(8) else 4
            members.insert(0, self.random.choice(_CONSTRUCTORS[:last]))
        elif self.once_in(12):
            decorators.insert(0 if self.once_in(4) else len(decorators), "dataclass")
            members.insert(0, "    mailer: Mailer\n")
        return Drawn(name, _class(name, decorators, bases, members), True)

    def _members(self) -> list[str]:
        numbers = self.random.sample(range(4), self._of(1, 1, 2, 2, 3))
        if self.once_in(30):
            numbers.append(numbers[0])
        members = [self._method(number) for number in numbers]
        if numbers.count(0) == 1 and self.once_in(12):
            members.append(f"    {self.random.choice(_ASSIGNMENTS)}\n")
        return members

    def _method(self, number: int) -> str:
        chosen = self._decorators()
        self.random.shuffle(chosen)
        if self.once_in(40):
            chosen.insert(self.random.randint(0, len(chosen)), self.random.choice(_SHAPES))
        written = "".join(f"    @{decorator}\n" for decorator in chosen)
        asynchronous = self.random.choice(["", "", "async "])
        instance = "self" if not self.once_in(60) else "*args"
        parameters = self.random.choice(_PARAMETERS) if instance == "self" else ""
        if any("property" in decorator for decorator in chosen):
            parameters = ""  # it is asked for its value at start
        body = "yield" if self.once_in(50) else f"return self.run_{self._of(0, 1, 2)}()"
        if self.once_in(4) or "yield" not in body:
            body = "..." if not self.once_in(10) else body
        return f"{written}    {asynchronous}def run_{number}({instance}{parameters}): {body}\n"

    def _decorators(self) -> list[str]:
        chosen: list[str] = []
        if self.random.random() < 0.65:
            chosen.append("{task}" if not self.once_in(150) else "{task}()")
        if self.random.random() < 0.45:
            pool = _WRONG_SCHEDULES if self.once_in(40) else _SCHEDULES
            chosen.append(self.random.choice(pool))
        if self.random.random() < 0.35:
            chosen.append(self._auth())
        if self.random.random() < 0.25:
            chosen.append("unwrapped" if self.once_in(4) else self.random.choice(_KEEPING))
        return chosen

    def _auth(self) -> str:
        if self.once_in(20):
            return self.random.choice(["{public_access}", "anyone"])
        return self.random.choice(_WRONG_AUTH if self.once_in(25) else _AUTH)


def _class(
    name: str, decorators: Sequence[str], bases: Sequence[str], members: Sequence[str]
) -> str:
    written = "".join(f"@{decorator}\n" for decorator in decorators)
    inherited = f"({', '.join(bases)})" if bases else ""
    return f"\n\n{written}class {name}{inherited}:\n" + ("\n".join(members) or "    ...\n")
