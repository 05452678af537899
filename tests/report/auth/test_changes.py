"""What has become weaker, stronger or otherwise different."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings

from spakky_lint.project.auditing import AuthReport
from spakky_lint.project.auth_comparing import AuthComparison, compare_auth
from spakky_lint.report.auth.changes import auth_changes_markdown, auth_changes_text
from spakky_lint.report.columns import cell_width
from spakky_lint.report.style import Style
from tests.report.auth import golden
from tests.report.auth.generated import reports
from tests.report.auth.samples import HEAD, STYLES, many, report
from tests.report.auth.test_markdown import GITHUB_TAKES, check_harmless
from tests.report.auth.test_table import plain

COMMIT = "0123456789abcdef0123456789abcdef01234567"
BEFORE = f"""{HEAD}
@TaskHandler()
@require_role("admin")
class UserHandler:
    @task
    def ban(self): ...

    @task
    @require_permission("users:merge", resource="user", tenant="eu")
    def merge(self): ...

    @task
    @public_access
    def forgotten(self): ...

    @schedule(at=time(1))
    def purge(self): ...


@TaskHandler()
class MailHandler(Audited):
    @task
    @protected
    def send(self): ...

    @task
    @public_access
    def welcome(self): ...

    @task
    @require_role(ADMIN)
    def bounce(self): ...
"""
AFTER = f"""{HEAD}
@TaskHandler()
class UserHandler:
    @task
    def ban(self): ...

    @task
    @require_permission("users:merge", resource="user")
    def merge(self): ...

    @task
    @require_role("admin")
    @schedule(at=time(1))
    def purge(self): ...

    @task
    def export(self): ...

    @task
    @public_access
    def terms(self): ...

    @task
    @require_role("admin")
    def rename(self): ...


@TaskHandler()
class MailHandler(Audited):
    @task
    @require_scope("mail")
    def send(self): ...

    @task
    @public_access
    def welcome(self): ...

    @task
    @require_role(ADMIN)
    def bounce(self): ...
"""


def comparison(before: str = BEFORE, after: str = AFTER) -> AuthComparison:
    return compare_auth(report({"app/users.py": before}), report({"app/users.py": after}))


def view(style: Style) -> Callable[[], Iterable[str]]:
    return lambda: auth_changes_text(comparison(), "main", COMMIT, style)


VIEWS: dict[str, Callable[[], Iterable[str]]] = {
    **{f"changes-{name}.txt": view(style) for name, style in STYLES.items()},
    "changes.md": lambda: auth_changes_markdown(comparison(), "main", COMMIT),
}


@pytest.mark.parametrize("name", VIEWS)
def test_the_changes_are_the_golden_ones(name: str) -> None:
    golden.check(name, VIEWS[name]())


def text(made: AuthComparison, width: int = 120) -> list[str]:
    return list(auth_changes_text(made, "main", COMMIT, Style(width)))


def test_what_is_weaker_comes_first_with_what_was_and_is() -> None:
    assert text(comparison())[:8] == [
        "Since main (0123456789): 1 weaker, 1 changed, 2 stronger, 3 added, 1 removed.",
        "",
        "weaker app.users.UserHandler.ban  app/users.py:21",
        "  was  protected: role admin",
        "  now  undeclared",
        "  !    direct: enforced → open, nothing says who may run it",
        "  !    queue: enforced → open, nothing says who may run it",
        '  !    no longer requires require_role("admin")',
    ]


def test_only_what_nobody_let_in_alarms() -> None:
    lines = text(comparison())
    assert "  -    direct: open, it is public" in lines
    assert "  !    direct: open, nothing says who may run it" in lines
    assert '  -    now requires require_scope("mail")' in lines


def test_what_says_the_same_as_before_says_it_once() -> None:
    lines = text(comparison())
    assert "  is   protected: role admin" in lines


def test_what_is_not_compared_is_said() -> None:
    assert text(comparison())[-1] == (
        "Not compared, because it is not known from the code: app.users.MailHandler.welcome, "
        "app.users.MailHandler.bounce."
    )


def test_no_change_is_said() -> None:
    certain = BEFORE.replace("class MailHandler(Audited)", "class MailHandler")
    certain = certain.replace("require_role(ADMIN)", "require_role('admin')")
    same = comparison(certain, certain)
    assert text(same) == [
        "Since main (0123456789): nothing has changed about who may run the tasks."
    ]
    assert list(auth_changes_markdown(same, "main", COMMIT)) == [
        "### Auth: no change",
        "",
        "Since `main` (`0123456789`): nothing has changed about who may run the tasks.",
    ]


def test_an_inherited_task_is_named_with_its_handler() -> None:
    before = f"""{HEAD}
class Base:
    @task
    def run(self): ...

@TaskHandler()
@protected
class One(Base): ...
"""
    after = before.replace("@protected\nclass One", "class One")
    lines = text(comparison(before, after))
    assert "weaker app.users.Base.run (as One)  app/users.py:20" in lines


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal_and_colour_changes_nothing_else(width: int) -> None:
    lines = text(comparison(), width)
    assert not [line for line in lines if cell_width(line) > width or line.endswith(" ")]
    coloured = auth_changes_text(comparison(), "main", COMMIT, Style(width, colour=True))
    assert plain(coloured) == lines


@given(reports(), reports())
@settings(max_examples=50, deadline=None)
def test_no_name_does_anything_but_be_shown(before: AuthReport, after: AuthReport) -> None:
    made = compare_auth(before, after)
    check_harmless("\n".join(auth_changes_markdown(made, "`re|v`", COMMIT)))
    assert "\x1b" not in "".join(auth_changes_text(made, "re\x1b[2Jv", COMMIT))


def test_a_comment_is_never_longer_than_github_takes() -> None:
    made = compare_auth(AuthReport(()), many(report(), 3000))
    comment = "\n".join(auth_changes_markdown(made, "main", COMMIT))
    assert len(comment) < GITHUB_TAKES
    assert "more" in comment
    assert "3000 added" in comment


def test_many_changes_for_the_better_are_folded() -> None:
    handlers = "".join(
        f"\n@TaskHandler()\nclass H{n}:\n    @task\n    def f(self): ...\n" for n in range(11)
    )
    after = handlers.replace("    @task\n", "    @task\n    @protected\n")
    lines = list(auth_changes_markdown(comparison(HEAD + handlers, HEAD + after), "main", COMMIT))
    assert "<summary>Stronger (11)</summary>" in lines
    back = list(auth_changes_markdown(comparison(HEAD + after, HEAD + handlers), "main", COMMIT))
    assert "**Weaker (11)**" in back
    assert "<details>" not in back
