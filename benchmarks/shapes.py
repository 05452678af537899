"""Programs of a shape that is costly to whoever asks the same question again for every class.

Each comes as one file, and where that makes sense once more with a file for every class.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_IMPORTS = """\
from datetime import timedelta

from spakky.auth import protected, require_role
from spakky.task import TaskHandler, schedule, task
"""


@dataclass(frozen=True, slots=True)
class ShapedClass:
    """One class, and what stands in it."""

    name: str
    bases: tuple[str, ...]
    is_handler: bool
    body: str

    @property
    def text(self) -> str:
        decorator = "@TaskHandler()\n" if self.is_handler else ""
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
    levels, heirs = size(20, 10), size(400, 80)
    shared, few, many = size(200, 60), size(20, 10), size(2000, 300)
    made = {
        f"chain of {short} handlers": _chain(short, handlers=True),
        f"chain of {long} handlers": _chain(long, handlers=True),
        f"chain of {long} classes, one handler": _chain(long, handlers=False),
        f"diamond of {levels} levels": _diamond(levels),
        f"{heirs} subclasses of one base": _fan(heirs, tasks=5),
        f"{shared} tasks inherited by {few}": _fan(few, tasks=shared),
        f"{many} tasks in one class": [ShapedClass("Many", (), True, _tasks("run", many))],
    }
    found = []
    for title, classes in made.items():
        found.append(Shape(title, _one_file(classes)))
        if len(classes) > 1:
            found.append(Shape(f"{title}, {len(classes)} files", _spread(classes)))
    return found


def _one_file(classes: list[ShapedClass]) -> dict[str, str]:
    return {"app.py": "\n\n".join([_IMPORTS, *(one.text for one in classes)])}


def _spread(classes: list[ShapedClass]) -> dict[str, str]:
    files = {"app/__init__.py": ""}
    for one in classes:
        bases = "".join(f"from app.{base.lower()} import {base}\n" for base in one.bases)
        files[f"app/{one.name.lower()}.py"] = f"{_IMPORTS}\n{bases}\n\n{one.text}"
    return files


def _chain(length: int, *, handlers: bool) -> list[ShapedClass]:
    """Each is the base of the next."""
    return [
        ShapedClass(
            f"Link{n}",
            (f"Link{n - 1}",) if n else (),
            handlers or n == length - 1,
            _tasks(f"step_{n}", 1) + _schedule(f"tick_{n}"),
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
            ShapedClass(name, bases, False, _tasks(f"{name.lower()}_run", 1)) for name in pair
        ]
        bases = pair
    return [*classes, ShapedClass("Bottom", bases, True, _tasks("bottom_run", 1))]


def _fan(heirs: int, tasks: int) -> list[ShapedClass]:
    """Handlers that inherit the tasks of one base."""
    base = ShapedClass("Base", (), False, _tasks("shared", tasks) + _schedule("tick"))
    return [
        base,
        *(ShapedClass(f"Heir{n}", ("Base",), True, _tasks(f"own_{n}", 1)) for n in range(heirs)),
    ]


def _tasks(name: str, count: int) -> str:
    guards = ('require_role("clerk")', "protected")
    return "".join(
        f"    @task\n"
        f"    @{guards[n % 2]}\n"
        f"    def {name}_{n}(self, key: str) -> str:\n"
        f'        return f"{{key}}: {n}"\n\n'
        for n in range(count)
    )


def _schedule(name: str) -> str:
    return (
        f"    @schedule(interval=timedelta(minutes=5))\n"
        f"    def {name}(self) -> None:\n"
        f'        print("{name}")\n\n'
    )
