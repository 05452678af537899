"""How imported classes differ from their text, in a sentence each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings

from spakky_lint.project.auditing import AuthReport
from spakky_lint.project.auth_differences import (
    AuthDifference,
    AuthDifferenceKind,
    auth_differences,
)
from spakky_lint.project.located import LocatedTask
from spakky_lint.report.auth.differences import (
    auth_differences_markdown,
    auth_differences_text,
    sentence,
)
from spakky_lint.report.columns import cell_width
from spakky_lint.report.comment import WHOLE
from spakky_lint.report.style import Style
from tests.report.auth import golden
from tests.report.auth.generated import reports
from tests.report.auth.samples import HEAD, tasks
from tests.report.auth.test_markdown import check_harmless
from tests.report.auth.test_table import plain


def handler(*methods: str, base: str = "") -> str:
    return f"{HEAD}@TaskHandler()\nclass H{base}:\n" + "".join(methods)


def method(name: str, *decorators: str) -> str:
    above = "".join(f"    @{found}\n" for found in ("task", *decorators))
    return f"{above}    def {name}(self): ...\n"


TEXT = handler(
    method("other", "public_access"),
    method("less", "require_role('a')", "require_scope('b')"),
    method("past", "protected"),
    method("untold", "require_role(ADMIN)"),
    method("gone", "protected"),
)
IMPORTED = handler(
    method("other", "require_role('a')"),
    method("less", "require_role('a')"),
    method("past", "schedule(at=time(1))", "protected"),
    method("untold", "require_role('a')"),
    "\n" * 9,
    method("fresh", "require_role('a')"),
)


def found(text: str = TEXT, imported: str = IMPORTED) -> tuple[AuthDifference, ...]:
    """What the second text says stands for what was imported."""
    return auth_differences(tasks({"app/h.py": text}), tasks({"app/h.py": imported}))


VIEWS: dict[str, Callable[[], Iterable[str]]] = {
    "differences-80-plain.txt": lambda: auth_differences_text(found(), Style(80)),
    "differences-80-colour.txt": lambda: auth_differences_text(found(), Style(80, colour=True)),
    "differences.md": lambda: auth_differences_markdown(found()),
}


@pytest.mark.parametrize("name", VIEWS)
def test_the_differences_are_the_golden_ones(name: str) -> None:
    golden.check(name, VIEWS[name]())


def told(kind: AuthDifferenceKind) -> str:
    (difference,) = (each for each in found() if each.kind is kind)
    return sentence(difference)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            AuthDifferenceKind.ONLY_IMPORTED,
            (
                "app.h.H.fresh (app/h.py:42): it is on the imported class (protected: role a), but "
                "not in the code"
            ),
        ),
        (
            AuthDifferenceKind.ONLY_TEXT,
            (
                "app.h.H.gone (app/h.py:33): it is in the code (protected: signed in), but on no "
                "imported handler"
            ),
        ),
        (
            AuthDifferenceKind.OTHER_ACCESS,
            (
                "app.h.H.other (app/h.py:20): the code says public; the imported class "
                "says protected: "
                "role a"
            ),
        ),
        (
            AuthDifferenceKind.OTHER_REQUIREMENTS,
            (
                "app.h.H.less (app/h.py:23): the code requires scope b; then role a; the imported "
                "class requires role a"
            ),
        ),
        (
            AuthDifferenceKind.OTHER_PATHS,
            (
                "app.h.H.past (app/h.py:26): beat is absent in the code and never-passes (beat has "
                "no caller, so each run ends in CHALLENGE SNAPSHOT_MISSING) on the imported class"
            ),
        ),
        (
            AuthDifferenceKind.UNKNOWN,
            (
                "app.h.H.untold (app/h.py:30): who may run it is not certain from the code "
                "(protected: require_role(ADMIN) (?)); the imported class says: protected: role a"
            ),
        ),
    ],
)
def test_each_kind_has_a_sentence(kind: AuthDifferenceKind, words: str) -> None:
    assert told(kind) == words


def test_what_contradicts_the_text_stands_before_what_it_does_not_tell() -> None:
    lines = list(auth_differences_text(found(), Style(1000)))
    assert lines[0] == "The imported classes differ from the code:"
    assert lines[-2] == "The imported classes show what is not known from the code:"
    assert "untold" in lines[-1]
    assert len(lines) == 2 + len(AuthDifferenceKind)


def test_no_difference_is_said() -> None:
    same = found(TEXT, TEXT)
    words = ["The imported classes require what the code says."]
    assert list(auth_differences_text([each for each in same if each.is_contradiction])) == words
    assert list(auth_differences_markdown(())) == words


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal_and_colour_changes_nothing_else(width: int) -> None:
    lines = list(auth_differences_text(found(), Style(width)))
    assert not [line for line in lines if cell_width(line) > width]
    assert plain(auth_differences_text(found(), Style(width, colour=True))) == lines


@given(reports(), reports())
@settings(max_examples=50, deadline=None)
def test_no_name_does_anything_but_be_shown(text: AuthReport, imported: AuthReport) -> None:
    made = auth_differences(located(text), located(imported))
    check_harmless("\n".join(auth_differences_markdown(made)))
    assert "\x1b" not in "".join(auth_differences_text(made))
    assert all(sentence(each).count(each.located.name) for each in made)


def located(made: AuthReport) -> list[LocatedTask]:
    return [
        replace(each.located, task=replace(each.located.task, access=each.access))
        for each in made.tasks
    ]


def test_a_comment_is_no_longer_than_it_may_be() -> None:
    body = [method(f"f{n}", "protected") for n in range(500)]
    made = found(handler(*body), handler(method("f", "protected")))
    for room in (2_000, 20_000, WHOLE):
        comment = "\n".join(auth_differences_markdown(made, room))
        assert room // 4 < len(comment) < room
        assert re.search(r"- … and \d+ more$", comment)
