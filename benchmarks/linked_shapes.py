"""Programs whose parts lead to each other in a way that is costly to whoever goes it anew for each.

Modules that hand names on in chains and circles, many starts, pods, constants, decorators, direct
calls and requirements.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain

from benchmarks.shapes import IMPORTS, Shape, ShapedClass, task_methods

_Files = dict[str, str]
_DIRECT = "from spakky.task import DirectTaskExecutor, DirectTaskInvocation\n"
_POD = "from spakky.core.pod.annotations.pod import Pod\n"
_START = """\
from spakky.core.application.application import SpakkyApplication
from spakky.core.application.application_context import ApplicationContext
"""
_TIMED = "from spakky.task import Crontab, TaskHandler, schedule\n"
_WRAPPER = """\
def wrapped_{n}(function):
    @wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner
"""


def linked_shapes(*, large: bool) -> list[Shape]:
    """Every shape; those that are not large take a quick run a moment."""
    made: Mapping[str, tuple[Callable[[int], _Files], int, int]] = {
        "stars of {n} modules in a chain": (_star_chain, 300, 40),
        "stars of {n} modules in a circle": (_star_circle, 100, 20),
        "stars of {n} modules, each of all others": (_stars_of_all, 30, 8),
        "a package of {n} stars, and one back from each": (_stars_of_a_package, 200, 40),
        "stars of {n} modules in one": (_stars_in_one, 300, 60),
        "{n} bases by one list of re-exports": (_re_exports, 200, 40),
        "{n} modules in a circle of imports": (_circle, 400, 60),
        "{n} constants over files": (_constants, 300, 60),
        "a chain of {n} constants": (_chain_of_constants, 500, 100),
        "{n} decorators over files": (_decorators, 200, 40),
        "{n} direct calls over files": (_direct_calls, 300, 60),
        "{n} direct calls in one function": (_direct_calls_at_once, 1500, 200),
        "{n} handlers that override 70 tasks": (_overriding, 30, 4),
        "{n} starts of an application each": (_starts, 100, 20),
        "{n} starts of one application": (_starts_of_one, 100, 20),
        "a chain of {n} pods over files": (_pods, 300, 60),
        "{n} tasks below {n} requirements": (_requirements, 100, 30),
        "{n} classes of one name": (_of_one_name, 200, 40),
        "{n} packages with the same names": (_same_names, 200, 40),
        "{n} handlers below a chain of {n} mixins": (_below_a_chain, 80, 20),
        "a handler of {n} bases": (_wide, 200, 40),
        "{n} arguments of {n} alternatives": (_alternatives, 100, 30),
    }
    return [
        Shape(title.format(n=full if large else quick), build(full if large else quick))
        for title, (build, full, quick) in made.items()
    ]


def _handler(name: str, *bases: str, task: str = "run") -> str:
    return ShapedClass(name, bases, True, task_methods(task, 1)).text


def _package(files: Mapping[str, str]) -> _Files:
    return {"app/__init__.py": "", **files}


def _star_chain(number: int) -> _Files:
    modules = {
        f"app/part_{n}.py": f"{IMPORTS}{_star(n - 1) if n else ''}\n\n"
        f"{_handler(f'Part{n}', task=f'run_{n}')}"
        for n in range(number)
    }
    return _package(modules)


def _parts(number: int, imported: Callable[[int], str]) -> _Files:
    """Modules with a handler each, and what each imports."""
    return _package(
        {
            f"app/part_{n}.py": f"{IMPORTS}{imported(n)}\n\n{_handler(f'Part{n}')}"
            for n in range(number)
        }
    )


def _star_circle(number: int) -> _Files:
    return _parts(number, lambda n: _star((n + 1) % number))


def _stars_of_all(number: int) -> _Files:
    return _parts(number, lambda n: "".join(_star(m) for m in range(number) if m != n))


def _stars_in_one(number: int) -> _Files:
    """A handler that has each requirement, and what each task calls, by a star of its own."""
    parts = {
        f"app/part_{n}.py": f'ROLE_{n} = "role {n}"\n\n\ndef work_{n}() -> int:\n    return {n}\n'
        for n in range(number)
    }
    tasks = "".join(
        f"    @task\n    @require_role(ROLE_{n})\n    def run_{n}(self) -> int:\n"
        f"        return work_{n}()\n\n"
        for n in range(number)
    )
    handler = ShapedClass("Central", (), True, tasks).text
    stars = "".join(map(_star, range(number)))
    return _package({**parts, "app/central.py": f"{IMPORTS}{stars}\n\n{handler}"})


def _star(number: int) -> str:
    return f"from app.part_{number} import *\n"


def _stars_of_a_package(number: int) -> _Files:
    modules = {
        f"app/part_{n}.py": f"from app import *\n\n\n{_handler(f'Part{n}')}" for n in range(number)
    }
    return {"app/__init__.py": IMPORTS + "".join(map(_star, range(number))), **modules}


def _re_exports(number: int) -> _Files:
    files = {}
    for n in range(number):
        base = ShapedClass(f"Base{n}", (), False, task_methods(f"shared_{n}", 1)).text
        handler = _handler(f"Part{n}", f"Base{n}")
        files[f"lib/base_{n}.py"] = f"{IMPORTS}\n\n{base}"
        files[f"app/part_{n}.py"] = f"{IMPORTS}from lib import Base{n}\n\n\n{handler}"
    brought = "".join(f"from lib.base_{n} import Base{n}\n" for n in range(number))
    listed = "".join(f'    "Base{n}",\n' for n in range(number))
    files["lib/__init__.py"] = f"{brought}\n__all__ = [\n{listed}]\n"
    return _package(files)


def _circle(number: int) -> _Files:
    return _parts(number, lambda n: _name_of_part((n + 1) % number))


def _name_of_part(number: int) -> str:
    return f"from app.part_{number} import Part{number}\n"


def _constants(number: int) -> _Files:
    constants = {f"app/part_{n}.py": f"HOUR_{n} = {n % 24}\n" for n in range(number)}
    imports = "".join(f"from app.part_{n} import HOUR_{n}\n" for n in range(number))
    return _package({**constants, "app/timed.py": f"{_TIMED}{imports}\n\n{_timed(number)}"})


def _chain_of_constants(number: int) -> _Files:
    constants = "".join(f"HOUR_{n} = HOUR_{n - 1}\n" for n in range(1, number))
    return {"app.py": f"{_TIMED}\nHOUR_0 = 3\n{constants}\n\n{_timed(number)}"}


def _timed(number: int) -> str:
    methods = "".join(
        f"    @schedule(crontab=Crontab(hour=HOUR_{n}, minute=5))\n"
        f"    def tick_{n}(self) -> None:\n        print({n})\n\n"
        for n in range(number)
    )
    return ShapedClass("Timed", (), True, methods).text


def _decorators(number: int) -> _Files:
    made = {
        f"app/part_{n}.py": f"from functools import wraps\n\n\n{_WRAPPER.format(n=n)}"
        for n in range(number)
    }
    imports = "".join(f"from app.part_{n} import wrapped_{n}\n" for n in range(number))
    methods = "".join(
        f"    @task\n    @protected\n    @wrapped_{n}\n    def run_{n}(self) -> None:\n"
        f"        print({n})\n\n"
        for n in range(number)
    )
    handler = ShapedClass("Wrapped", (), True, methods).text
    return _package({**made, "app/wrapped.py": f"{IMPORTS}{imports}\n\n{handler}"})


def _direct_calls(number: int) -> _Files:
    callers = {
        f"app/part_{n}.py": f"{_DIRECT}from app.jobs import Jobs\n\n\n"
        "def call(executor: DirectTaskExecutor) -> None:\n"
        f'    executor.execute(DirectTaskInvocation(handler_type=Jobs, method_name="run_{n % 50}", '
        'args=("a",)))\n'
        for n in range(number)
    }
    jobs = ShapedClass("Jobs", (), True, task_methods("run", 50)).text
    return _package({**callers, "app/jobs.py": f"{IMPORTS}\n\n{jobs}"})


def _direct_calls_at_once(number: int) -> _Files:
    calls = "".join(
        '    executor.execute(DirectTaskInvocation(handler_type=Jobs, method_name="run_0", '
        f'args=("{n}",)))\n'
        for n in range(number)
    )
    caller = (
        f"{_DIRECT}from app.jobs import Jobs\n\n\n"
        f"def call(executor: DirectTaskExecutor) -> None:\n{calls}"
    )
    return _package({"app/calls.py": caller, "app/jobs.py": f"{IMPORTS}\n\n{_handler('Jobs')}"})


def _overriding(number: int) -> _Files:
    base = ShapedClass("Base", (), False, task_methods("run", 100)).text
    handlers = (
        ShapedClass(f"Part{n}", ("Base",), True, task_methods("run", 70)).text
        for n in range(number)
    )
    return {"app.py": "\n\n".join([IMPORTS, base, *handlers])}


def _starts(number: int) -> _Files:
    files = {}
    for n in range(number):
        files[f"app/part_{n}/__init__.py"] = ""
        files[f"app/part_{n}/jobs.py"] = f"{IMPORTS}\n\n{_handler('Jobs')}"
        files[f"app/part_{n}/main.py"] = _start(f"app.part_{n}")
    return _package(files)


def _starts_of_one(number: int) -> _Files:
    parts = {f"app/part_{n}.py": f"{IMPORTS}\n\n{_handler(f'Part{n}')}" for n in range(number)}
    starts = {f"main/main_{n}.py": _start("app") for n in range(number)}
    return _package({**parts, "main/__init__.py": "", **starts})


def _start(package: str) -> str:
    return (
        f"{_START}import {package}\n\n\ndef main() -> None:\n"
        f"    SpakkyApplication(ApplicationContext()).load_plugins().scan({package}).start()\n"
    )


def _pods(number: int) -> _Files:
    files = {}
    for n in range(1, number):
        files[f"app/part_{n}.py"] = (
            f"{_POD}from app.part_{n - 1} import Part{n - 1}\n\n\n@Pod()\nclass Part{n}:\n"
            f"    def __init__(self, other: Part{n - 1}) -> None:\n        self.other = other\n"
        )
    files["app/part_0.py"] = f"{_POD}\n\n@Pod()\nclass Part0:\n    pass\n"
    last = f"Part{number - 1}"
    constructor = f"    def __init__(self, other: {last}) -> None:\n        self.other = other\n\n"
    handler = ShapedClass("Jobs", (), True, constructor + task_methods("run", 5)).text
    files["app/jobs.py"] = f"{IMPORTS}from app.part_{number - 1} import {last}\n\n\n{handler}"
    return _package(files)


def _requirements(number: int) -> _Files:
    asked = "".join(f'@require_role("role {n}")\n' for n in range(number))
    handler = ShapedClass("Guarded", (), True, task_methods("run", number)).text
    return {"app.py": f"{IMPORTS}\n\n{asked}{handler}"}


def _of_one_name(number: int) -> _Files:
    return {"app.py": "\n\n".join([IMPORTS, *(_handler("Jobs") for _ in range(number))])}


def _same_names(number: int) -> _Files:
    base = ShapedClass("Base", (), False, task_methods("shared", 1)).text
    text = f"{IMPORTS}\n\n{base}\n\n{_handler('Jobs', 'Base')}"
    files = (((f"app_{n}/__init__.py", ""), (f"app_{n}/jobs.py", text)) for n in range(number))
    return dict(chain.from_iterable(files))


def _below_a_chain(number: int) -> _Files:
    """Each handler has all mixins; a finding about two handlers speaks of the tasks of all."""
    classes = []
    for n in range(number):
        above = (f"Mixin{n - 1}",) if n else ()
        classes.append(ShapedClass(f"Mixin{n}", above, False, task_methods(f"mixed_{n}", 1)).text)
    last = f"Mixin{number - 1}"
    classes += [_handler(f"Part{n}", last, task=f"own_{n}") for n in range(number)]
    return {"app.py": "\n\n".join([IMPORTS, *classes])}


def _wide(number: int) -> _Files:
    mixins = [
        ShapedClass(f"Mixin{n}", (), False, task_methods(f"mixed_{n}", 1)) for n in range(number)
    ]
    handler = _handler("Wide", *(each.name for each in mixins))
    return {"app.py": "\n\n".join([IMPORTS, *(each.text for each in mixins), handler])}


def _alternatives(number: int) -> _Files:
    """Tasks that each take one of very many classes."""
    classes = "".join(f"class Kind{n}: ...\n\n\n" for n in range(number))
    wide = " | ".join(f"Kind{n}" for n in range(number))
    tasks = "".join(
        f"    @task\n    @protected\n    def run_{n}(self, key: {wide}) -> None:\n"
        f"        print({n})\n\n"
        for n in range(number)
    )
    handler = ShapedClass("Wide", (), True, tasks).text
    return {"app.py": f"{IMPORTS}\n\n{classes}{handler}"}
