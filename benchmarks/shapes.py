"""Programs of a shape that is costly to whoever asks the same question again for every class.

Each comes as one file, and where that makes sense once more with a file for every class.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

IMPORTS = """\
from datetime import timedelta

from spakky.auth import protected, require_role
from spakky.task import TaskHandler, schedule, task
"""
_CRONTAB = """\
from spakky.task import Crontab, TaskHandler, schedule

NIGHTLY = Crontab(hour=3, minute=30)
"""


@dataclass(frozen=True, slots=True)
class ShapedClass:
    """One class, and what stands in it."""

    name: str
    bases: tuple[str, ...]
    is_handler: bool
    body: str
    guard: str = ""
    """What the class asks for."""

    @property
    def text(self) -> str:
        decorator = "@TaskHandler()\n" if self.is_handler else ""
        decorator += f"@{self.guard}\n" if self.guard else ""
        bases = f"({', '.join(self.bases)})" if self.bases else ""
        return f"{decorator}class {self.name}{bases}:\n{self.body}"


@dataclass(frozen=True, slots=True)
class Shape:
    """A program: its files by name."""

    title: str
    files: dict[str, str]


def shapes(*, large: bool) -> list[Shape]:
    """Every shape; those that are not large take a quick run a moment."""
    size: Callable[[int, int], int] = (lambda full, _: full) if large else (lambda _, quick: quick)
    long, short = size(300, 60), size(80, 30)
    levels, subclasses = size(20, 10), size(400, 80)
    shared, few, many = size(200, 60), size(20, 10), size(2000, 300)
    made = {
        f"chain of {short} handlers": _chain(short, handlers=True),
        f"chain of {long} handlers": _chain(long, handlers=True),
        f"chain of {long} classes, one handler": _chain(long, handlers=False),
        f"chain of {long} guarded classes": _guarded(long),
        f"diamond of {levels} levels": _diamond(levels),
        f"{subclasses} subclasses of one base": _fan(subclasses, tasks=5),
        f"{shared} tasks inherited by {few}": _fan(few, tasks=shared),
        f"{many} tasks in one class": [ShapedClass("Many", (), True, task_methods("run", many))],
    }
    found = []
    for title, classes in made.items():
        found.append(Shape(title, _one_file(classes)))
        if len(classes) > 1:
            found.append(Shape(f"{title}, {len(classes)} files", _spread(classes)))
    found += _once(size(1200, 200), size(1000, 100), size(3000, 200), size(500, 100))
    aliases, modules = size(300, 60), size(200, 40)
    found.append(Shape(f"{aliases} requirement aliases", _aliases(aliases)))
    found.append(Shape(f"a file with {modules} modules imported", _importing(modules)))
    mixed = _mixed(size(40, 10))
    found.append(Shape(f"a handler of {len(mixed) - 1} mixins over files", _spread(mixed)))
    return found


def _once(long: int, many: int, files: int, schedules: int) -> list[Shape]:
    """Shapes that make sense in one file, or in many, alone."""
    handlers = [ShapedClass(f"Jobs{n}", (), True, task_methods("run", 1)) for n in range(many)]
    calls = "".join(_schedule(f"tick_{n}", "crontab=NIGHTLY") for n in range(schedules))
    shared = {"app.py": f"{_CRONTAB}\n\n{ShapedClass('Nightly', (), True, calls).text}"}
    return [
        Shape(f"chain of {long} classes, one handler", _one_file(_chain(long, handlers=False))),
        Shape(f"{many} handlers", _one_file(handlers)),
        Shape(f"{files} handlers of one base, {files + 1} files", _spread(_fan(files, tasks=1))),
        Shape(f"{schedules} schedules of one Crontab", shared),
    ]


def _aliases(number: int) -> dict[str, str]:
    """Requirements with names, in a module of their own, each on a task."""
    roles = "".join(f'role_{n} = require_role("role {n}")\n' for n in range(number))
    names = "".join(f"    role_{n},\n" for n in range(number))
    tasks = "".join(
        f"    @task\n    @role_{n}\n    def run_{n}(self) -> None:\n        print({n})\n\n"
        for n in range(number)
    )
    handler = ShapedClass("Guarded", (), True, tasks).text
    return {
        "app/__init__.py": "",
        "app/roles.py": f"from spakky.auth import require_role\n\n{roles}",
        "app/guarded.py": f"{IMPORTS}\nfrom app.roles import (\n{names})\n\n\n{handler}",
    }


def _importing(number: int) -> dict[str, str]:
    """A handler that calls into every module of a package."""
    files = {"app/__init__.py": ""}
    for n in range(number):
        files[f"app/part_{n}.py"] = f"def work_{n}() -> int:\n    return {n}\n"
    imports = "".join(f"from app.part_{n} import work_{n}\n" for n in range(number))
    tasks = "".join(
        f"    @task\n    @protected\n    def run_{n}(self) -> int:\n        return work_{n}()\n\n"
        for n in range(number)
    )
    handler = ShapedClass("Central", (), True, tasks).text
    files["app/central.py"] = f"{IMPORTS}\n{imports}\n\n{handler}"
    return files


def _mixed(number: int) -> list[ShapedClass]:
    """Mixins that each have two of those before, and a handler that has the last of them."""
    classes = []
    for n in range(number):
        bases = tuple(f"Mixin{n - back}" for back in (1, 2) if n >= back)
        classes.append(ShapedClass(f"Mixin{n}", bases, False, task_methods(f"mixed_{n}", 1)))
    return [*classes, ShapedClass("Mixed", (classes[-1].name,), True, task_methods("own", 1))]


def _one_file(classes: list[ShapedClass]) -> dict[str, str]:
    return {"app.py": "\n\n".join([IMPORTS, *(one.text for one in classes)])}


def _spread(classes: list[ShapedClass]) -> dict[str, str]:
    files = {"app/__init__.py": ""}
    for one in classes:
        bases = "".join(f"from app.{base.lower()} import {base}\n" for base in one.bases)
        files[f"app/{one.name.lower()}.py"] = f"{IMPORTS}\n{bases}\n\n{one.text}"
    return files


def _chain(length: int, *, handlers: bool) -> list[ShapedClass]:
    """Each is the base of the next."""
    return [
        ShapedClass(
            f"Link{n}",
            (f"Link{n - 1}",) if n else (),
            handlers or n == length - 1,
            task_methods(f"step_{n}", 1) + _schedule(f"tick_{n}"),
        )
        for n in range(length)
    ]


def _guarded(length: int) -> list[ShapedClass]:
    """Each is the base of the next, asks for a role, and has what no class can guard."""
    return [
        ShapedClass(
            f"Guarded{n}",
            (f"Guarded{n - 1}",) if n else (),
            n == 0,
            f"    @property\n    def part_{n}(self) -> int:\n        return id(self) + {n}\n",
            f'require_role("role {n}")',
        )
        for n in range(length)
    ]


def _diamond(levels: int) -> list[ShapedClass]:
    """Two classes a level, each with both of the level above, and a handler below them all."""
    classes = []
    bases: tuple[str, ...] = ()
    for level in range(levels):
        pair = (f"Left{level}", f"Right{level}")
        classes += [
            ShapedClass(name, bases, False, task_methods(f"{name.lower()}_run", 1)) for name in pair
        ]
        bases = pair
    return [*classes, ShapedClass("Bottom", bases, True, task_methods("bottom_run", 1))]


def _fan(subclasses: int, tasks: int) -> list[ShapedClass]:
    """Handlers that inherit the tasks of one base."""
    base = ShapedClass("Base", (), False, task_methods("shared", tasks) + _schedule("tick"))
    return [
        base,
        *(
            ShapedClass(f"Subclass{n}", ("Base",), True, task_methods(f"own_{n}", 1))
            for n in range(subclasses)
        ),
    ]


def task_methods(name: str, count: int) -> str:
    guards = ('require_role("clerk")', "protected")
    return "".join(
        f"    @task\n"
        f"    @{guards[n % 2]}\n"
        f"    def {name}_{n}(self, key: str) -> str:\n"
        f'        return f"{{key}}: {n}"\n\n'
        for n in range(count)
    )


def _schedule(name: str, trigger: str = "interval=timedelta(minutes=5)") -> str:
    return f'    @schedule({trigger})\n    def {name}(self) -> None:\n        print("{name}")\n\n'
