"""What decorates one class counts for those that share its annotations."""

from __future__ import annotations

from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.shared_auth import shared_auth
from tests.program.texts import TOP, program_of

IMPORTS = """\
from spakky.auth import protected, public_access, require_role, require_scope
from spakky.task import TaskHandler

"""


def shared(text: str) -> dict[str, list[tuple[str, str | None]]]:
    """By class: the classes that are decorated, and with what."""
    module = read_declarations(IMPORTS + text)
    return {
        class_.name: [(owner.name, found.name) for owner, found in shared_auth(class_, module)]
        for class_ in module.classes
    }


def test_the_innermost_of_a_class_comes_first() -> None:
    text = "@protected\n@TaskHandler()\n@require_role('a')\nclass A: ..."
    assert shared(text) == {"A": [("A", "require_role"), ("A", "protected")]}


def test_subclasses_of_a_plain_class_share_nothing() -> None:
    text = "class Base: ...\n@protected\nclass A(Base): ...\n@public_access\nclass B(Base): ..."
    assert shared(text) == {
        "Base": [],
        "A": [("A", "protected")],
        "B": [("B", "public_access")],
    }


def test_subclasses_of_an_annotated_class_share_everything_with_it_and_each_other() -> None:
    text = (
        "@require_role('a')\nclass Base: ...\n"
        "@protected\nclass A(Base): ...\n"
        "@public_access\nclass B(Base): ...\n"
        "class C(B): ..."
    )
    everything = [("Base", "require_role"), ("A", "protected"), ("B", "public_access")]
    assert shared(text) == dict.fromkeys(("Base", "A", "B", "C"), everything)


def test_any_annotation_makes_the_base_share() -> None:
    text = "@TaskHandler()\nclass Base: ...\n@protected\nclass A(Base): ..."
    assert shared(text) == {"Base": [("A", "protected")], "A": [("A", "protected")]}


def test_a_class_shares_with_the_first_annotated_base_only() -> None:
    text = (
        "@require_role('a')\nclass First: ...\n@require_scope('b')\nclass Second: ...\n"
        "@protected\nclass A(First, Second): ..."
    )
    first = [("First", "require_role"), ("A", "protected")]
    assert shared(text) == {"First": first, "Second": [("Second", "require_scope")], "A": first}


def test_the_first_base_is_the_one_that_python_asks_first() -> None:
    text = (
        "@protected\nclass Root: ...\nclass First(Root): ...\n"
        "@require_role('a')\nclass Second: ...\nclass A(First, Second): ..."
    )
    assert shared(text)["A"] == [("Root", "protected")]


def shared_over_files(files: dict[str, str], path: str) -> dict[str, list[str]]:
    """By class of one file, the classes of the program that its annotations stand on."""
    program = program_of({name: IMPORTS + text for name, text in files.items()})
    module = program.module(TOP / path)
    assert isinstance(module, Module)
    return {
        class_.name: [owner.name for owner, _ in shared_auth(class_, module)]
        for class_ in module.classes
    }


def test_modules_that_inherit_from_each_other_share_what_each_knows_of_the_other() -> None:
    files = {
        "first.py": (
            "@protected\nclass Top: ...\n"
            "from second import Middle\n@protected\nclass Bottom(Middle): ..."
        ),
        "second.py": "from first import Top\n@protected\nclass Middle(Top): ...",
    }
    first = shared_over_files(files, "first.py")
    assert first == {"Top": ["Top"], "Bottom": ["Top", "Middle", "Bottom"]}
    second = shared_over_files(files, "second.py")
    assert second == {"Middle": ["Top", "Bottom", "Middle"]}


def test_a_line_of_bases_may_go_through_more_modules_than_calls_can_be_nested() -> None:
    number = 400
    files = {
        f"link{each}.py": f"from link{each - 1} import Link{each - 1}\n"
        f"@protected\nclass Link{each}(Link{each - 1}): ..."
        for each in range(1, number)
    }
    files["link0.py"] = "@protected\nclass Link0: ..."
    last = f"Link{number - 1}"
    found = shared_over_files(files, f"link{number - 1}.py")
    assert found == {last: [f"Link{each}" for each in range(number)]}
