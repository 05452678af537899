"""Whether a package is there for other programs to import."""

from __future__ import annotations

import pytest

from spakky_lint.program.libraries import is_library, package_of
from tests.program.texts import TOP, Texts, program_of, shown

PACKAGES = {
    "shop/tasks.py": "shop",
    "shop/__init__.py": "shop",
    "shop/db/keys.py": "shop",
    "src/orders/tasks.py": "src/orders",
    "src/acme/bills/tasks.py": "src/acme",
    "src/alone.py": None,
    "alone.py": None,
    "not-a-name/tasks.py": None,
}


@pytest.mark.parametrize("path", PACKAGES)
def test_the_outermost_package_of_a_file(path: str) -> None:
    inits = ("shop/__init__.py", "shop/db/__init__.py", "src/orders/__init__.py")
    program = program_of(dict.fromkeys((*PACKAGES, *inits), ""))
    package = package_of(TOP / path, program)
    assert (None if package is None else shown(package)) == PACKAGES[path]


PROJECT = {"pyproject.toml": "", "shop/tasks.py": "", "main.py": ""}
LIST = "from .tasks import Orders\n__all__ = ['Orders']\n"
LIBRARIES = {
    "typed for others": {"shop/__init__.py": "", "shop/py.typed": ""},
    "with a list": {"shop/__init__.py": LIST},
    "with an empty list": {"shop/__init__.py": "__all__ = []"},
    "with a list that is not known": {"shop/__init__.py": "__all__ = find()"},
}
NONE = {
    "nothing says so": {"shop/__init__.py": ""},
    "a comment on a list": {"shop/__init__.py": "# __all__ = ['Orders']"},
    "a list in a module": {"shop/__init__.py": "", "shop/other.py": LIST},
    "it is started": {
        "shop/__init__.py": LIST,
        "main.py": "from lib import Application\nApplication()",
    },
    "it is started by another name": {
        "shop/__init__.py": LIST,
        "main.py": "import lib as l\nrun = l.Application\nl.Application()",
    },
    "typed, and started": {
        "shop/__init__.py": "",
        "shop/py.typed": "",
        "shop/start.py": "def main():\n    from lib import Application as A\n    A()",
    },
}
STILL = {
    "only tests start it": {"tests/test_it.py": "from lib import Application\nApplication()"},
    "it is only imported": {"main.py": "from lib import Application"},
    "it is only handed on": {"main.py": "from lib import Application\nprint(Application)"},
    "a text says that it is started": {"main.py": "TEXT = 'Application()'"},
    "what starts it cannot be read": {"main.py": "from lib import Application\nApplication("},
}


def says(files: Texts) -> bool:
    program = program_of({**PROJECT, **files})
    return is_library(TOP / "shop/tasks.py", program, "Application")


@pytest.mark.parametrize("case", LIBRARIES)
def test_a_library_is(case: str) -> None:
    assert says(LIBRARIES[case])


@pytest.mark.parametrize("case", NONE)
def test_no_library_is(case: str) -> None:
    assert not says(NONE[case])


@pytest.mark.parametrize("case", STILL)
def test_it_still_is_one_where(case: str) -> None:
    assert says({"shop/__init__.py": LIST, **STILL[case]})


def test_a_list_without_a_distribution_is_no_library() -> None:
    files = {"shop/__init__.py": LIST, "shop/tasks.py": ""}
    assert not is_library(TOP / "shop/tasks.py", program_of(files), "Application")
    with_src = {f"src/{path}": text for path, text in files.items()} | {"pyproject.toml": ""}
    assert is_library(TOP / "src/shop/tasks.py", program_of(with_src), "Application")


def test_a_script_is_no_library() -> None:
    assert not is_library(TOP / "main.py", program_of(PROJECT), "Application")
