"""Which pods one start of the framework brings together."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.facts.applications import meet
from spakky_lint.project.programs import sources_of
from spakky_lint.syntax.declarations import ClassDeclaration, Module

_HANDLER = "from spakky.task import TaskHandler\n\n\n@TaskHandler()\nclass Orders:\n    pass\n"
_IMPORT = "from spakky.core.application.application import SpakkyApplication\n"
_PACKAGES = ("shop/a/__init__.py", "shop/b/__init__.py", "shop/__init__.py")
_BOTH = ("shop/a/orders.py", "shop/b/orders.py")


def _meet(top: Path, one: str, other: str, files: dict[str, str]) -> bool:
    (top / "pyproject.toml").write_text("[project]\nname = 'shop'\n")
    for name, text in {**dict.fromkeys((one, other), _HANDLER), **files}.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    program = sources_of(top).program
    found: list[tuple[ClassDeclaration, Module]] = []
    for name in (one, other):
        module = program.module(top / name)
        assert isinstance(module, Module)
        found.append((module.classes[0], module))
    return meet(*found[0], *found[1])


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        pytest.param("", True, id="no start"),
        pytest.param("import shop\nSpakkyApplication(c).scan(shop).start()", True, id="whole"),
        pytest.param("SpakkyApplication(c).scan().start()", True, id="own package"),
        pytest.param("import shop.a\nSpakkyApplication(c).scan(shop.a).start()", False, id="one"),
        pytest.param(
            "from shop import a, b\nSpakkyApplication(c).scan(a).scan(b)", True, id="a chain"
        ),
        pytest.param(
            "from shop import a, b\n\ndef main():\n    app = SpakkyApplication(c)\n"
            "    app.scan(a)\n    app.scan(b)\n    app.start()",
            True,
            id="statements",
        ),
        pytest.param(
            "from shop import a, b\n\ndef one():\n    app = SpakkyApplication(c)\n    app.scan(a)\n"
            "\ndef two():\n    app = SpakkyApplication(c)\n    app.scan(b)",
            False,
            id="two starts",
        ),
        pytest.param(
            "from shop import a\nfrom shop.b.orders import Orders\n"
            "SpakkyApplication(c).scan(a).add(Orders)",
            True,
            id="scanned and added",
        ),
        pytest.param(
            "import shop\nfrom shop import b\nSpakkyApplication(c).scan(shop, exclude={b.orders})",
            False,
            id="left out",
        ),
        pytest.param(
            "import shop\nSpakkyApplication(c).scan(shop, exclude=others())",
            False,
            id="perhaps left out",
        ),
    ],
)
def test_what_a_start_reaches(start: str, expected: bool, tmp_path: Path) -> None:
    files = dict.fromkeys(_PACKAGES, "")
    if start:
        files["shop/main.py"] = f"{_IMPORT}{start}\n"
    assert _meet(tmp_path, *_BOTH, files) is expected


def test_packages_of_one_name_are_two_applications(tmp_path: Path) -> None:
    files = dict.fromkeys(("one/app/__init__.py", "two/app/__init__.py"), "")
    assert not _meet(tmp_path, "one/app/orders.py", "two/app/orders.py", files)


def test_tests_are_in_no_application(tmp_path: Path) -> None:
    files = dict.fromkeys(("app/__init__.py", "app/tests/__init__.py"), "")
    assert not _meet(tmp_path, "app/orders.py", "app/tests/fakes.py", files)


@pytest.mark.parametrize(("text", "expected"), [("", False), ("import between\n", True)])
def test_a_script_goes_with_what_it_imports(text: str, expected: bool, tmp_path: Path) -> None:
    files = {"between.py": "import second\n", "first.py": text + _HANDLER}
    assert _meet(tmp_path, "first.py", "second.py", files) is expected
