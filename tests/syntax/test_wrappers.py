"""What decorators of the file do to what they wrap, held against running them."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.wrappers import Wrapping, wrapping

KEEPS = {
    "wraps": """
def deco(f):
    @functools.wraps(f)
    def wrapper(*args): return f(*args)
    return wrapper
""",
    "imported wraps": """
def deco(f):
    @wraps(f)
    async def wrapper(*args): return f(*args)
    return wrapper
""",
    "update_wrapper as a statement": """
def deco(f):
    def wrapper(*args): return f(*args)
    functools.update_wrapper(wrapper, f)
    return wrapper
""",
    "update_wrapper as the result": """
def deco(f):
    def wrapper(*args): return f(*args)
    return functools.update_wrapper(wrapper, f)
""",
    "wraps called by hand": """
def deco(f):
    def wrapper(*args): return f(*args)
    return wraps(f)(wrapper)
""",
    "the function itself": """
def deco(f):
    registry.append(f)
    return f
""",
    "wraps in each branch": """
def deco(f):
    if registry:
        @wraps(f)
        def one(*args): return f(*args)
        return one
    @wraps(f)
    def other(*args): return f(*args)
    return other
""",
}
HIDES = {
    "no wraps": """
def deco(f):
    def wrapper(*args): return f(*args)
    return wrapper
""",
    "async wrapper": """
def deco(f):
    async def wrapper(*args): return f(*args)
    return wrapper
""",
    "a docstring and a default": """
def deco(f, label="x"):
    "Says what it does."
    def wrapper(*args): return f(*args)
    return wrapper
""",
}
UNKNOWN = {
    "attributes copied by hand": """
def deco(f):
    def wrapper(*args): return f(*args)
    wrapper.__dict__.update(f.__dict__)
    return wrapper
""",
    "handed on": """
def deco(f):
    def wrapper(*args): return f(*args)
    return registered(wrapper)
""",
    "decorated inside": """
def deco(f):
    @registered
    def wrapper(*args): return f(*args)
    return wrapper
""",
    "one way or the other": """
def deco(f):
    if registry:
        return f
    def wrapper(*args): return f(*args)
    return wrapper
""",
    "two definitions": """
def deco(f):
    def wrapper(*args): return f(*args)
    if registry:
        def wrapper(*args): return f
    return wrapper
""",
    "decorated itself": """
@registered
def deco(f):
    def wrapper(*args): return f(*args)
    return wrapper
""",
    "no result": """
def deco(f): registry.append(f)
""",
    "two functions": """
def deco(f, g):
    def wrapper(*args): return f(*args)
    return wrapper
""",
    "a class": """
class deco:
    def __init__(self, f): self.f = f
""",
    "the function replaced": """
def deco(f):
    f = registered(f)
    return f
""",
}
HEAD = """\
import functools
from functools import wraps

registry = []
def registered(f):
    return type("Opaque", (), {"keep": f})
"""
USE = """
@deco
def decorated(): ...
"""


def read(source: str, use: str = USE) -> Wrapping:
    module = read_declarations(HEAD + source + use)
    (found,) = [each for each in module.functions if each.function.name == "decorated"]
    return wrapping(found.function.decorators[0], module).wrapping


@pytest.mark.parametrize("name", KEEPS)
def test_metadata_is_kept(name: str) -> None:
    assert read(KEEPS[name]) is Wrapping.KEEPS
    assert keeps_attributes(KEEPS[name])


@pytest.mark.parametrize("name", HIDES)
def test_metadata_is_hidden(name: str) -> None:
    assert read(HIDES[name]) is Wrapping.HIDES
    assert not keeps_attributes(HIDES[name])


@pytest.mark.parametrize("name", UNKNOWN)
def test_the_text_does_not_tell(name: str) -> None:
    assert read(UNKNOWN[name]) is Wrapping.UNKNOWN


def keeps_attributes(source: str) -> bool:
    """Whether it does so when Python runs it."""
    names: dict[str, object] = {}
    mark = "\ndef marked(): ...\nmarked.mark = 1\nkept = hasattr(deco(marked), 'mark')\n"
    exec(compile(HEAD + source + mark, "decorators.py", "exec"), names)
    return bool(names["kept"])


def test_a_call_makes_the_decorator() -> None:
    factory = (
        "def deco(times=3):\n    def made(f):\n        {}\n        def wrapper(): ...\n"
        "        return wrapper\n    return made\n"
    )
    use = "@deco(times=5)\ndef decorated(): ...\n"
    assert read(factory.format("pass"), use) is Wrapping.HIDES
    assert read(factory.format("@wraps(f)"), use) is Wrapping.KEEPS
    # Called once too seldom or too often, it is something else.
    assert read(factory.format("pass"), USE) is not Wrapping.HIDES
    assert read(HIDES["no wraps"], use) is Wrapping.UNKNOWN


def test_the_wrapper_is_described() -> None:
    module = read_declarations(HEAD + HIDES["async wrapper"] + USE)
    (decorated,) = [each for each in module.functions if each.function.name == "decorated"]
    found = wrapping(decorated.function.decorators[0], module).wrapper
    assert found is not None
    assert (found.name, found.is_async, found.is_generator, found.wrapped) == (
        "wrapper",
        True,
        False,
        "f",
    )
    assert found.statement.text.startswith("async def wrapper")


def test_what_is_imported_is_not_known() -> None:
    module = read_declarations("from app import deco\n@deco\ndef decorated(): ...\n")
    decorator = module.functions[0].function.decorators[0]
    assert wrapping(decorator, module).wrapping is Wrapping.UNKNOWN
