"""Constants that a module imports from others of its project, read from their text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from spakky_lint.project.constants import ProjectModules, read_file
from spakky_lint.syntax.enums import EnumMember
from spakky_lint.syntax.unknown import UNKNOWN

ROLES = """\
from enum import Enum, IntEnum, StrEnum, auto


class Role(StrEnum):
    ADMIN = "admin"
    NIGHT_CLERK = auto()


class Thing(Enum):
    ORDER = "order"


class Rank(IntEnum):
    FIRST = 1


TENANT = "eu"
"""


def plant(top: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def seen_from(top: Path, file: str, name: str, qualified: str) -> object:
    return ProjectModules().constants(top / file, name)(qualified)


@pytest.fixture
def app(tmp_path: Path) -> Path:
    plant(
        tmp_path,
        {
            "app/__init__.py": "from app.roles import Role as Job\n",
            "app/roles.py": ROLES,
            "app/tasks.py": "",
            "app/inner/__init__.py": "from ..roles import Role\nfrom .own import NAME\n",
            "app/inner/own.py": 'NAME = "own"\n',
            "app/inner/tasks.py": "",
        },
    )
    return tmp_path


@pytest.mark.parametrize(
    ("qualified", "value"),
    [
        ("app.roles.TENANT", "eu"),
        ("app.roles.Role.ADMIN", "admin"),
        ("app.roles.Role.ADMIN.value", "admin"),
        ("app.roles.Role.NIGHT_CLERK", "night_clerk"),
        ("app.roles.Thing.ORDER.value", "order"),
        ("app.roles.Rank.FIRST.value", 1),
        ("app.Job.ADMIN", "admin"),
        ("app.inner.Role.ADMIN", "admin"),
        ("app.inner.NAME", "own"),
        (".roles.TENANT", "eu"),
        (".inner.own.NAME", "own"),
    ],
)
def test_a_constant_of_the_project(app: Path, qualified: str, value: object) -> None:
    assert seen_from(app, "app/tasks.py", "app.tasks", qualified) == value


def test_a_member_that_is_no_text(app: Path) -> None:
    member = seen_from(app, "app/tasks.py", "app.tasks", "app.roles.Thing.ORDER")
    assert isinstance(member, EnumMember)
    assert member.value == "order"


@pytest.mark.parametrize(
    "qualified",
    [
        "app.roles.Role",
        "app.roles.Role.BOSS",
        "app.roles.NOTHING",
        "app.nowhere.TENANT",
        "app.roles",
        "app",
        "os.sep",
        "..TENANT",
        "...roles.TENANT",
    ],
)
def test_what_no_file_of_the_project_tells(app: Path, qualified: str) -> None:
    assert seen_from(app, "app/tasks.py", "app.tasks", qualified) is UNKNOWN


@pytest.mark.parametrize(
    ("file", "name", "qualified"),
    [
        ("app/inner/tasks.py", "app.inner.tasks", "..roles.TENANT"),
        ("app/inner/__init__.py", "app.inner", "..roles.TENANT"),
        ("app/__init__.py", "app", ".roles.TENANT"),
    ],
)
def test_relative_imports_count_from_the_package(
    app: Path, file: str, name: str, qualified: str
) -> None:
    assert seen_from(app, file, name, qualified) == "eu"


def test_a_test_beside_the_sources_sees_them(tmp_path: Path) -> None:
    plant(tmp_path, {"src/app/__init__.py": "", "src/app/roles.py": ROLES, "tests/test_app.py": ""})
    found = seen_from(tmp_path, "tests/test_app.py", "tests.test_app", "app.roles.TENANT")
    assert found == "eu"


@pytest.mark.parametrize(
    "text",
    [
        "import os\nADMIN = os.environ['ADMIN']\n",
        "import sys\nif sys.argv:\n    ADMIN = 'a'\nelse:\n    ADMIN = 'b'\n",
        "ADMIN = 'a'\n\n\ndef change():\n    global ADMIN\n    ADMIN = 'b'\n",
        "def ADMIN(): ...\n",
        "ADMIN = (\n",
        "ADMIN = 'a'\0\n",
    ],
    ids=["computed", "it depends", "it changes", "no value", "no Python", "no text"],
)
def test_what_the_text_does_not_tell_is_not_known(tmp_path: Path, text: str) -> None:
    plant(tmp_path, {"roles.py": text, "tasks.py": ""})
    assert seen_from(tmp_path, "tasks.py", "tasks", "roles.ADMIN") is UNKNOWN


def test_modules_that_import_from_each_other_end_somewhere(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "one.py": "from two import ADMIN\n",
            "two.py": "from one import ADMIN\n",
            "self.py": "from self import ADMIN\n",
        },
    )
    for name in ("one", "two", "self"):
        assert seen_from(tmp_path, "tasks.py", "tasks", f"{name}.ADMIN") is UNKNOWN


def test_each_file_is_read_once(tmp_path: Path) -> None:
    plant(tmp_path, {"roles.py": ROLES, "tasks.py": ""})
    asked: list[Path] = []

    def read(path: Path) -> bytes | None:
        asked.append(path)
        return read_file(path)

    modules = ProjectModules(read)
    constants = modules.constants(tmp_path / "tasks.py", "tasks")
    for qualified in ("roles.TENANT", "roles.Role.ADMIN", "roles.Role.ADMIN"):
        assert constants(qualified) is not UNKNOWN
    assert len(asked) == len(set(asked))


def test_no_file_outside_of_the_project_is_run_or_read(tmp_path: Path) -> None:
    plant(tmp_path, {"tasks.py": "", "other.py": 'raise SystemExit("run")\nADMIN = "admin"\n'})
    assert seen_from(tmp_path, "tasks.py", "tasks", "other.ADMIN") == "admin"
    assert seen_from(tmp_path, "tasks.py", "tasks", "pytest.__version__") is UNKNOWN


# Which module it is


@pytest.mark.parametrize(
    ("files", "qualified", "value"),
    [
        ({"a.py": "X = 'file'", "a/__init__.py": "X = 'package'"}, "a.X", "package"),
        ({"a.py": "X = 'file'", "a/b.py": ""}, "a.X", "file"),
        ({"a/b.py": "X = 'namespace'"}, "a.b.X", "namespace"),
        ({"a.py": "X = 'one'", "src/a.py": "X = 'two'"}, "a.X", UNKNOWN),
        ({"secrets.py": "X = 'mine or the standard library'"}, "secrets.X", UNKNOWN),
        ({"a/__init__.py": "", "a/b.py": "X = 'x'"}, "a.b.X", "x"),
        ({"a/__init__.py": "from . import b", "a/b.py": "X = 'x'"}, "a.b.X", "x"),
        ({"a/__init__.py": "class b:\n    X = 'y'", "a/b.py": "X = 'x'"}, "a.b.X", UNKNOWN),
        ({"a/__init__.py": "class b:\n    X = 'y'"}, "a.b.X", "y"),
        ({"a/__init__.py": "def __getattr__(name): ...", "a/b.py": "X = 'x'"}, "a.b.X", UNKNOWN),
        ({"a/__init__.py": "__path__ = []", "a/b.py": "X = 'x'"}, "a.b.X", UNKNOWN),
        ({"a/__init__.py": "(", "a/b.py": "X = 'x'"}, "a.b.X", UNKNOWN),
        ({"a/__init__.py": "from . import b\nb.X = 'y'", "a/b.py": "X = 'x'"}, "a.b.X", UNKNOWN),
        ({"a/__init__.py": "from .b import b", "a/b.py": "b = 'x'"}, "a.b", "x"),
        ({"a/__init__.py": "b = 'y'", "a/b.py": "b = 'x'"}, "a.b", UNKNOWN),
        ({"a.py": "(", "a/__init__.py": "X = 'package'"}, "a.X", "package"),
        ({"a.py": "X = 'file'", "a/__init__.py": "("}, "a.X", UNKNOWN),
    ],
)
def test_the_module_is_the_one_that_python_imports(
    tmp_path: Path, files: Mapping[str, str], qualified: str, value: object
) -> None:
    plant(tmp_path, {**files, "tasks.py": ""})
    assert seen_from(tmp_path, "tasks.py", "tasks", qualified) == value


def test_a_package_may_be_called_as_one_of_the_standard_library(tmp_path: Path) -> None:
    plant(tmp_path, {"queue/__init__.py": "", "queue/roles.py": ROLES, "queue/tasks.py": ""})
    found = seen_from(tmp_path, "queue/tasks.py", "queue.tasks", "queue.roles.TENANT")
    assert found == "eu"


def test_a_script_beside_its_modules(tmp_path: Path) -> None:
    plant(tmp_path, {"jobs/tasks.py": "", "jobs/roles.py": ROLES})
    asked = ("jobs/tasks.py", "jobs.tasks", "roles.TENANT")
    assert seen_from(tmp_path, *asked) == "eu"
    plant(tmp_path, {"roles.py": ROLES.replace("eu", "us")})
    assert seen_from(tmp_path, *asked) is UNKNOWN


# What is imported by a star

STARS = {
    "plain": ("from b import *", {"b": "X = 'x'"}, "x"),
    "the last one": ("from b import *\nfrom c import *", {"b": "X = 'b'", "c": "X = 'c'"}, "c"),
    "the only one": ("from b import *\nfrom c import *", {"b": "X = 'b'", "c": "Y = 'c'"}, "b"),
    "one that is not seen": ("from b import *\nfrom z import *", {"b": "X = 'b'"}, UNKNOWN),
    "before an own": ("from b import *\nX = 'own'", {"b": "X = 'b'"}, "own"),
    "over an own": ("X = 'own'\nfrom b import *", {"b": "X = 'b'"}, "b"),
    "over another import": (
        "from c import X\nfrom b import *",
        {"b": "Y = 'b'", "c": "X = 'c'"},
        "c",
    ),
    "not listed": ("from b import *", {"b": "__all__ = ['Y']\nX = 'b'\nY = 'y'"}, UNKNOWN),
    "listed": ("from b import *", {"b": "__all__ = ['X']\nX = 'b'"}, "b"),
    "listed later": (
        "from c import *\nfrom b import *",
        {"b": "__all__ = ['Y']\n__all__ += ['X']\nX = 'b'", "c": "X = 'c'"},
        UNKNOWN,
    ),
    "in a branch": (
        "from c import *\nif a():\n    from b import *",
        {"b": "X = 'b'", "c": "X = 'c'"},
        UNKNOWN,
    ),
    "of a star": ("from b import *", {"b": "from c import *", "c": "X = 'c'"}, "c"),
    "in a circle": ("from b import *", {"b": "from a import *"}, UNKNOWN),
}


@pytest.mark.parametrize("case", STARS)
def test_what_a_star_imports(tmp_path: Path, case: str) -> None:
    text, others, value = STARS[case]
    plant(tmp_path, {"a.py": text, "tasks.py": ""})
    plant(tmp_path, {f"{name}.py": other for name, other in others.items()})
    assert seen_from(tmp_path, "tasks.py", "tasks", "a.X") == value


# What a module says of its names


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("def f():\n    from b import X\n\n\nX = 'own'", "own"),
        ("try:\n    from b import X\nexcept ImportError:\n    X = 'own'", UNKNOWN),
        ("X = 'own'\nX = 'again'", UNKNOWN),
        ("X = 'own'\nglobals()['X'] = 'other'", UNKNOWN),
        ("from b import X as Y\nX = f'{Y}:own'", "b:own"),
        ("import b\nX = b.X + ':own'", "b:own"),
        ("import b\nb.X = 'other'\nX = b.X", UNKNOWN),
        ("import b\nX = b.PAIR[0]", UNKNOWN),
        ("from b import PAIR\nX = PAIR[0]", UNKNOWN),
        ("from b import Role\nX = Role.ADMIN", "admin"),
        ("from b import Role\nX = f'{Role.ADMIN}'", UNKNOWN),
        ("from b import Role\nX = f'{Role.ADMIN.value}'", "admin"),
        ("from b import Role\nX = Role['ADMIN']", UNKNOWN),
    ],
)
def test_what_a_module_makes_of_what_it_imports(tmp_path: Path, text: str, value: object) -> None:
    other = "from enum import Enum\nX = 'b'\nPAIR = ('b', 'c')\n"
    other += "class Role(str, Enum):\n    ADMIN = 'admin'\n"
    plant(tmp_path, {"a.py": text, "b.py": other, "tasks.py": ""})
    assert seen_from(tmp_path, "tasks.py", "tasks", "a.X") == value


def test_a_name_that_doubles_in_every_module_is_unknown_at_once(tmp_path: Path) -> None:
    plant(tmp_path, {"m0.py": "X = ''\n", "tasks.py": ""})
    twice = "X = f'{{m{0}.X}}{{m{0}.X}}' * 1 + " + " + ".join(["m{0}.X"] * 50)
    plant(tmp_path, {f"m{n}.py": f"import m{n - 1}\n{twice.format(n - 1)}\n" for n in range(1, 30)})
    assert seen_from(tmp_path, "tasks.py", "tasks", "m29.X") is UNKNOWN
