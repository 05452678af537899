"""What decorates one class counts for those that share its annotations."""

from __future__ import annotations

from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.shared_auth import shared_auth

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
