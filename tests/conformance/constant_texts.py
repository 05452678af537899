"""Packages of modules drawn at random that take the names of roles from each other.

What is drawn is run once here: what does not work is left out, so that all that is left is a
program that runs, with the value that every requirement of it has.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import ModuleType

from tests.cli.running import plant

_BREAKS = (ImportError, AttributeError, LookupError, NameError, TypeError, ValueError)
FOLDERS = ("", "inner/", "inner/deep/")
HEAD = """\
import enum
import os
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum, auto
from typing import TYPE_CHECKING, Final, Literal, final

"""
HANDLING = """\
from typing import TYPE_CHECKING

import spakky.auth as auth
import spakky.task as tasks

"""
NAMES = ("ADMIN", "CLERK", "COOK", "BILLING", "OWNER", "GUEST", "BAKER")
CLASSES = ("Role", "Names", "Scope", "Right", "Job")
WORDS = ("admin", "night clerk", "cook", "bills", "{owner}", 'the "boss"', "größe")
ENUMERATIONS = ("StrEnum", "str, Enum", "enum.StrEnum", "Enum", "IntEnum", "str, enum.Enum")


def _each(templates: str) -> list[str]:
    return templates.split("---\n")


USUAL_VALUES = _each("""\
<name> = <word>
---
<name>: Final = <word>
---
<name>: Literal[<word>] = <word>
---
<name> = (<word>
    " and more")
---
<name>, OTHER = <word>, "other"
---
<name> = OTHER = <word>
---
<name> = <some>
---
<name> = <some> + ":write"
---
<name> = "read:" + <some> + <other>
---
<name> = f"{<some>}:charge"
---
<name> = f"{{{<some>}}}\\t{<other>}" "x"
""")
VALUES = [
    *USUAL_VALUES,
    *_each("""\
<name> = "x" f"{<some>!s}:charge"
---
<name> = f"{<some>:>9}"
---
<name> = f"{<some>=}"
---
<name> = rf"\\d{<some>}"
---
<name> = f"{1}{1.5}{True}"
---
<name> = f"{7}:{<some>}"
---
<name> = (<word>, <some>)
---
<name> = [<word>, "b"][0]
---
PAIR = (<word>, "b")
<name> = PAIR[1]
---
TABLE = {"a": <word>}
<name> = TABLE["a"]
---
<name> = <some>.upper()
---
<name> = "%s:x" % (<some>,)
---
<name> = os.environ.get("NOBODY", <word>)
---
<name> = <word>
<name> += ":more"
---
<name> = <word>
<name> = "again"
---
if len(<some>) > 3:
    <name> = <word>
else:
    <name> = "short"
---
if TYPE_CHECKING:
    <name> = "typed"
else:
    <name> = <word>
---
try:
    from nowhere import <name>
except ImportError:
    <name> = <word>
---
for <name> in ("a", <word>):
    pass
---
<name> = "old"
def change():
    global <name>
    <name> = <word>
change()
---
globals()["<name>"] = <word>
---
<name> = "old"
vars()["<name>"] = <word>
---
(<name> := <word>)
---
<name> = "old"
del <name>
<name> = <word>
---
def <name>(): ...
<name> = <word>
---
_HIDDEN = <word>
<name> = _HIDDEN
"""),
]
OF_TEXTS = """\
# gives <name>.<first> <name>.<second> <name>.<first>.value <name>.<second>.value
class <name>(<base>):
    <first> = <word>
    <second> = f"{<some>}:x"
    <auto>
"""
OF_NUMBERS = """\
# gives <name>.FIRST <name>.FIRST.value
class <name>(<base>):
    FIRST = 1
"""
USUAL_CLASSES = _each("""\
# gives <name>.<first> <name>.<second>
class <name>:
    <first> = <word>
    <second> = f"{<some>}:x"
---
# gives <name>.<first> <name>.<second>
@final
class <name>:
    <first>: Final = <word>
    <second> = <some>
---
# gives <name>.Inner.<first>
class <name>:
    class Inner:
        <first> = <word>
---
# gives Alias.<first> Alias.<second>
class <name>:
    <first> = <word>
    <second> = <first> + "!"
Alias = <name>
---
<enumeration>---
<enumeration>---
<enumeration>""")
CLASS_SHAPES = [
    *USUAL_CLASSES,
    *_each("""\
# gives <name>.Inner.<first> <name>.Inner.<first>.value
class <name>:
    class Inner(StrEnum):
        <first> = <word>
---
# gives More.<first> More.<second>
class <name>:
    <first> = <word>
    <second> = "base"
class More(<name>):
    <first> = "more"
---
# gives <name>.<first> <name>.<second>
class <name>:
    <first> = <word>
    <second> = "kept"
<name>.<first> = "patched"
---
# gives <name>.<first> <name>.<second>
class <name>:
    <first> = <word>
    <second> = "kept"
for key in ("<first>",):
    setattr(<name>, key, "patched")
---
# gives <name>.<first> <name>.<second>
class <name>:
    <first> = "old"
    <first> = <word>
    <second> = <first> + "!"
---
# gives <name>.<first> <name>.<second>
class <name>:
    <first> = <word>
    <second> = <first>
    <first> += "?"
---
# gives <name>.<first> BOX.<first>
@dataclass(frozen=True)
class <name>:
    <first>: str = <word>
BOX = <name>()
---
# gives <name>.<first>
class Meta(type):
    def __getattribute__(cls, name):
        return "meta"
class <name>(metaclass=Meta):
    <first> = <word>
---
<enumeration>
    def __str__(self):
        return "shown " + self.name
---
# gives SHOWN ADDED <name>.<first>
class <name>(StrEnum):
    <first> = <word>
    def __format__(self, how):
        return "formatted"
    def __add__(self, other):
        return "added"
SHOWN = f"{<name>.<first>}"
ADDED = <name>.<first> + "+"
---
# gives SHOWN ADDED <name>.<first>
class <name>(str, Enum):
    <first> = <word>
SHOWN = f"{<name>.<first>}"
ADDED = <name>.<first> + "+"
---
# gives SHOWN ADDED <name>.<first>
class <name>(StrEnum):
    <first> = <word>
SHOWN = f"{<name>.<first>}"
ADDED = <name>.<first> + "+"
---
# gives <name>.<first> <name>.<first>.value
class Text(str):
    def __new__(cls, value):
        return str.__new__(cls, value + "!")
class <name>(Text, Enum):
    <first> = <word>
---
# gives <name>.<first> <name>.<first>.value
class <name>(str, Enum):
    def __new__(cls, value):
        found = str.__new__(cls, "new")
        found._value_ = value
        return found
    <first> = <word>
---
# gives <name>.<first>
class <name>(StrEnum):
    @staticmethod
    def _generate_next_value_(name, *rest):
        return name + "!"
    <first> = auto()
---
# gives <name>.<first> <name>.<second>
class <name>(StrEnum):
    <first> = <word>
    <second> = <first>
---
# gives <name>.<first> <name>.<first>.value
class <name>(IntEnum):
    <first> = "12"
---
# gives <name>.<first>.value
class <name>(Enum):
    <first> = <word>
    @property
    def value(self):
        return "own"
---
# gives <name>.<first>.value
class <name>(Enum):
    <first> = <word>
    def __init__(self, text):
        self._value_ = text + "!"
---
# gives <name>.<first>
<name> = StrEnum("<name>", {"<first>": <word>})
"""),
]
"""The names that a class gives stand in its first line."""
CALLS = (
    "auth.require_role({})",
    "auth.require_role(role={})",
    "auth.require_scope({})",
    "auth.require_permission({}, resource='order')",
    "auth.require_permission('ship', resource={})",
    "auth.require_relation('owner', resource={}, tenant={})",
    "auth.require_policy({}, 'issue')",
)


@dataclass
class Drawn:
    """A package, and what its handlers ask for."""

    files: Mapping[str, str]
    asked: dict[str, object] = field(default_factory=dict)
    """By the full name of the task, the value that its requirement is given."""
    shapes: dict[str, str] = field(default_factory=dict)
    """By the full name of the task, the lines that led to its requirement."""


def draw_package(random: Random, name: str, folder: Path, tasks: int) -> Drawn | None:
    """Write a package into the folder; None where what was drawn does not run."""
    files = _constants_of(random, name)
    plant(folder, files)
    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        modules = {
            dotted: importlib.import_module(dotted)
            for dotted in map(_dotted, files)
            if ".dual" not in dotted or dotted.endswith(".dual")
        }
        drawn = Drawn(files)
        handlers: dict[str, str] = {}
        for place in FOLDERS:
            path = f"{name}/{place}handlers.py"
            handlers[path] = _handlers(random, _dotted(path), modules, drawn, tasks)
        drawn.files = {**files, **handlers}
        plant(folder, handlers)
        _import_all(name, drawn.files)
    except _BREAKS:
        return None
    else:
        return drawn
    finally:
        sys.path.remove(str(folder))
        _forget(name)


def _import_all(name: str, files: Mapping[str, str]) -> None:
    """Import them in the order of their names, which may begin elsewhere in a circle."""
    _forget(name)
    for dotted in sorted(map(_dotted, files)):
        importlib.import_module(dotted)


def _forget(name: str) -> None:
    for loaded in [each for each in sys.modules if each.partition(".")[0] == name]:
        del sys.modules[loaded]
    importlib.invalidate_caches()


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


# The modules with the constants


def _constants_of(random: Random, name: str) -> dict[str, str]:
    files: dict[str, str] = {}
    leaves = [
        "inner/deep/more.py", "inner/deep/names.py", "inner/names.py", "inner/roles.py",
        "roles.py", "scopes.py", "things.py", "dual.py", "dual/__init__.py",
    ]  # fmt: skip
    random.shuffle(leaves)
    known: dict[str, list[str]] = {}
    for leaf in leaves:
        files[f"{name}/{leaf}"] = _module(random, f"{name}/{leaf}", known)
    for place in reversed(FOLDERS):
        path = f"{name}/{place}__init__.py"
        files[path] = _package(random, path, known)
    return files


def _module(random: Random, path: str, known: dict[str, list[str]]) -> str:
    """A module with names of its own and of those drawn before."""
    own: list[str] = []
    parts = [HEAD]
    for _ in range(random.randrange(2, 6)):
        if known and random.random() < 0.35:
            lines, names = _import(random, _dotted(path), path, known)
        else:
            lines, names = _constant(random, own)
        own += names
        parts.append(lines)
    if random.random() < 0.1:
        parts.append(f"__all__ = {random.sample(own, min(2, len(own)))!r}\n")
    if not path.endswith("/dual.py"):  # the package of that name hides it
        known[_dotted(path)] = own
    return "".join(parts)


def _package(random: Random, path: str, known: dict[str, list[str]]) -> str:
    """What a package hands on, mostly of its own modules."""
    package = _dotted(path)
    inner = {module: names for module, names in known.items() if module.startswith(f"{package}.")}
    own: list[str] = []
    parts = [HEAD]
    for _ in range(random.randrange(3)):
        kind = random.random()
        if kind < 0.75 and inner:
            lines, names = _import(random, package, path, inner)
        else:
            lines, names = _constant(random, own)
        own += names
        parts.append(lines)
    if random.random() < 0.08:
        # An attribute with the name of a module.
        parts.append("class roles:\n    ADMIN = 'not the module'\n")
    if random.random() < 0.05:
        parts.append(f"from . import roles\nroles.{random.choice(NAMES)} = 'patched'\n")
    known[package] = own
    return "".join(parts)


def _constant(random: Random, own: Sequence[str]) -> tuple[str, list[str]]:
    texts = [each for each in own if "." not in each] or [repr("none")]
    if random.random() < 0.4:
        return _class(random, random.choice(texts), own)
    name = _fresh(random, NAMES, own)
    given = {
        "<name>": name,
        "<word>": repr(_word(random)),
        "<some>": random.choice(texts),
        "<other>": random.choice(texts),
    }
    lines = random.choice(USUAL_VALUES if random.random() < 0.8 else VALUES)
    return _filled(lines, given), [name]


def _filled(template: str, given: Mapping[str, str]) -> str:
    for place, text in given.items():
        template = template.replace(place, text)
    return template


def _fresh(random: Random, names: Sequence[str], own: Sequence[str]) -> str:
    """Mostly a name that is not taken."""
    taken = {each.partition(".")[0] for each in own}
    free = [each for each in names if each not in taken]
    return random.choice(free if free and random.random() < 0.9 else names)


def _class(random: Random, some: str, own: Sequence[str]) -> tuple[str, list[str]]:
    first, second = random.sample(NAMES, 2)
    base = random.choice(ENUMERATIONS)
    given = {
        "<enumeration>": OF_NUMBERS if base == "IntEnum" else OF_TEXTS,
        "<auto>": "NIGHT_OWL = auto()" if "Str" in base else "",
        "<name>": _fresh(random, CLASSES, own),
        "<base>": base,
        "<first>": first,
        "<second>": second,
        "<word>": repr(_word(random)),
        "<some>": some,
    }
    lines = _filled(random.choice(USUAL_CLASSES if random.random() < 0.75 else CLASS_SHAPES), given)
    head, _, rest = lines.partition("\n")
    return rest, head.removeprefix("# gives ").split()


def _word(random: Random) -> str:
    return f"{random.choice(WORDS)} {random.randrange(1000)}"


# Imports


IMPORTS = _each("""\
# gives same
from <source> import <head>
---
# gives renamed
from <source> import <head> as <bound>
---
# gives dotted
import <module>
---
# gives inside
import <module> as <bound>
---
# gives inside
from <pick> import <last> as <bound>
---
# gives last
from <pick> import <last>
""")
IMPORT_SHAPES = [
    *IMPORTS,
    *_each("""\
# gives all
from <source> import *
---
# gives same
try:
    from <source> import <head>
except ImportError:
    <head> = "none"
---
# gives same
try:
    from <source> import <head>X as <head>
except ImportError:
    from <source> import <head>
---
# gives same
try:
    from nowhere import <head>
except ImportError:
    from <source> import <head>
---
# gives same
if len("ab") == 2:
    from <source> import <head>
---
# gives same
if TYPE_CHECKING:
    from nowhere import <head>
else:
    from <source> import <head>
---
# gives same
from <source> import <head>
if TYPE_CHECKING:
    from nowhere import <head>
---
# gives renamed
from <source> import <head> as first
<bound> = first
---
# gives same
from <source> import <head>
<head> = <head>
---
# gives same
def fetch():
    from <source> import <head>
    return <head>
<head> = fetch()
---
# gives head
def fetch():
    from <source> import <head>
    return <head>
<head> = "mine"
---
# gives same
def fetch():
    global <head>
    from <source> import <head>
<head> = "mine"
fetch()
---
# gives boxed
class Box:
    from <source> import <head>
---
# gives same
from <source> import <head>
ADMIN = <name> + ":x"
COOK = f"{<name>}:y"
"""),
]


def _import(
    random: Random, importer: str, path: str, known: Mapping[str, Sequence[str]]
) -> tuple[str, list[str]]:
    """An import of one of the known modules, and what it makes known, as it is written here."""
    module = random.choice([each for each in known if each != importer] or [importer])
    names = list(known[module]) or ["ADMIN"]
    name = random.choice(names)
    head = name.partition(".")[0]
    package, _, last = module.rpartition(".")
    package, last = (package, last) if package else (module, head)
    bound = random.choice([head, random.choice(NAMES), random.choice(CLASSES)])
    same = [each for each in names if each.partition(".")[0] == head]
    gives = {
        "same": same,
        "renamed": [f"{bound}{each.removeprefix(head)}" for each in same],
        "dotted": [f"{module}.{each}" for each in names],
        "inside": [f"{bound}.{each}" for each in names],
        "last": [f"{last}.{each}" for each in names],
        "all": names,
        "head": [head],
        "boxed": [f"Box.{each}" for each in same],
    }
    given = {
        "<source>": random.choice([module, _relative(module, importer, path)]),
        "<module>": module,
        "<pick>": random.choice([package, _relative(package, importer, path)]),
        "<last>": last,
        "<head>": head,
        "<bound>": bound,
        "<name>": name,
    }
    lines = _filled(random.choice(IMPORTS if random.random() < 0.6 else IMPORT_SHAPES), given)
    first, _, rest = lines.partition("\n")
    return rest, gives[first.removeprefix("# gives ")]


def _relative(module: str, importer: str, path: str) -> str:
    """The module as a relative import names it."""
    here = importer.split(".") if path.endswith("__init__.py") else importer.split(".")[:-1]
    there = module.split(".")
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    return "." * (len(here) - shared + 1) + ".".join(there[shared:])


# The modules with the handlers


def _handlers(
    random: Random, importer: str, modules: Mapping[str, ModuleType], drawn: Drawn, tasks: int
) -> str:
    path = importer.replace(".", "/") + ".py"
    known = {dotted: sorted(_names_of(module)) for dotted, module in modules.items()}
    namespace: dict[str, object] = {
        "__name__": importer,
        "__package__": importer.rpartition(".")[0],
    }
    exec(HANDLING.replace("import spakky", "import sys as _unused; import spakky"), namespace)
    parts = [HANDLING]
    count, tries = 0, 0
    while count < tasks and tries < tasks * 20:
        tries += 1
        lines, names = _import(random, importer, path, known)
        if lines.endswith("*\n"):  # which may have hidden the framework
            lines += "import spakky.auth as auth\nimport spakky.task as tasks\n"
        if random.random() < 0.1:
            lines += _disturbed(random, random.choice(names))
        expression = _expression(random, random.choice(names))
        before = dict(namespace)
        try:
            exec(lines, namespace)
            value = eval(expression, namespace)
            hash(value)
        except _BREAKS:
            namespace.clear()
            namespace.update(before)
            continue
        if not isinstance(value, str | int | tuple | type(None)) and not hasattr(value, "_value_"):
            namespace.clear()
            namespace.update(before)
            continue
        call = random.choice(CALLS).replace("{}", expression)
        method = f"method_{count}"
        parts.append(
            f"{lines}\n\n@tasks.TaskHandler()\nclass Handler{count}:\n    @tasks.task\n"
            f"    @{call}\n    def {method}(self): ...\n\n\n"
        )
        task = f"{importer}.Handler{count}.{method}"
        drawn.asked[task], drawn.shapes[task] = value, f"{lines}{call}"
        count += 1
    return "".join(parts)


def _names_of(module: ModuleType) -> Iterator[str]:
    """What the module really has, whatever it was that bound it, and a little more."""
    for name, value in vars(module).items():
        if name.startswith("__") or name in ("enum", "os", "TYPE_CHECKING", "HEAD"):
            continue
        if (
            isinstance(value, type)
            and value.__module__.partition(".")[0] == module.__name__.partition(".")[0]
        ):
            for inner in vars(value):
                if not inner.startswith("_"):
                    yield f"{name}.{inner}"
                    if isinstance(getattr(value, inner, None), type):
                        yield f"{name}.{inner}.ADMIN"
                    elif hasattr(getattr(value, inner, None), "_value_"):
                        yield f"{name}.{inner}.value"
        elif isinstance(value, str | tuple | int):
            yield name


def _disturbed(random: Random, name: str) -> str:
    """Something else with the name in the handler's own module."""
    head = name.partition(".")[0]
    return random.choice(
        [
            f"{head} = 'mine'\n",
            f"for {head} in ('loop',):\n    pass\n",
            f"def other():\n    {head} = 'local'\n",
            f"class Other:\n    {head} = 'inner'\n",
            f"[{head} for {head} in ('x',)]\n",
            f"with open(__import__('os').devnull) as {head}:\n    pass\n",
        ]
    )


def _expression(random: Random, name: str) -> str:
    return random.choice(
        [
            *[name] * 20,
            f"{name} + ':write'",
            f"'a:' + {name}",
            f"f'{{{name}}}:charge'",
            f"f'{{{name}}}' 'x'",
            f"({name})",
            f"{name}[0]",
            f"{name}.value",
            f"str({name})",
            f"{name} or 'x'",
            f"{name}.lower()",
            f"{name} * 2",
        ]
    )
