"""Whether a wrapper leaves a coroutine to its caller, held against calling it."""

from __future__ import annotations

import inspect

import pytest

from spakky_lint.program.effects import decoration
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.wrappers import hands_on

HEAD = "import asyncio, functools\nran = []\n"
USE = "\n@deco\nasync def decorated(*args):\n    ran.append('body')\n    return 1\n"
HANDED_ON = {
    "returned": "return f(*args)",
    "dropped": "f(*args)",
    "returned by another name": "result = f(*args)\n        return result",
    "returned in a loop": "for _ in range(3):\n            return f(*args)",
    "returned from a block": "with open('/dev/null'):\n            return f(*args)",
}
NOT_HANDED_ON = {
    "run": "return asyncio.run(f(*args))",
    "run by another name": "pending = f(*args)\n        return asyncio.run(pending)",
    "passed on": "return asyncio.run(functools.partial(f)(*args))",
    "run in a nested function": (
        "async def inner():\n            return await f(*args)\n        return asyncio.run(inner())"
    ),
    "another function of that name": (
        "f = lambda *args: 2\n        ran.append('body')\n        return f(*args)"
    ),
    "driven by hand": (
        "pending = f(*args)\n        try:\n            pending.send(None)\n"
        "        except StopIteration as stop:\n            return stop.value"
    ),
}


def source(body: str) -> str:
    return f"{HEAD}def deco(f):\n    def wrapper(*args):\n        {body}\n    return wrapper\n{USE}"


def read(text: str) -> bool:
    module = read_declarations(text)
    (decorated,) = [each for each in module.functions if each.function.name == "decorated"]
    wrapper = decoration(decorated.function.decorators[0], module).wrapper
    assert wrapper is not None
    return hands_on(wrapper)


def runs(text: str) -> bool:
    """Whether a plain call runs the body."""
    names: dict[str, object] = {}
    exec(compile(text, "wrappers.py", "exec"), names)
    decorated = names["decorated"]
    assert callable(decorated)
    result = decorated()
    if inspect.iscoroutine(result):
        result.close()
    return bool(names["ran"])


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
@pytest.mark.parametrize("name", HANDED_ON)
def test_what_is_handed_on_does_not_run(name: str) -> None:
    text = source(HANDED_ON[name])
    assert read(text)
    assert not runs(text)


@pytest.mark.parametrize("name", NOT_HANDED_ON)
def test_what_is_run_is_not_handed_on(name: str) -> None:
    text = source(NOT_HANDED_ON[name])
    assert not read(text)
    assert runs(text)


def test_a_wrapper_with_more_than_wraps_is_not_plain() -> None:
    head = "import functools\ndef deco(f):\n"
    inner = "    @functools.wraps(f)\n    def wrapper(): return f()\n"
    use = "    return wrapper\n@deco\ndef decorated(): ...\n"
    plain = {
        head + inner + use: True,
        head + inner.replace("\n", "\n    @registered\n", 1) + use: False,
        head + inner + "    register(wrapper)\n" + use: False,
    }
    for text, expected in plain.items():
        module = read_declarations(text)
        (decorated,) = [each for each in module.functions if each.function.name == "decorated"]
        wrapper = decoration(decorated.function.decorators[0], module).wrapper
        assert wrapper is not None
        assert wrapper.is_plain is expected
