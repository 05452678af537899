"""Fixes are text edits: they combine, they stop, and they leave everything else alone."""

from __future__ import annotations

import pytest

from spakky_lint.linting.fixer import apply_edits, fix_source
from spakky_lint.rules.finding import Edit
from spakky_lint.rules.selection import Selection
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.ranges import Position, Range
from spakky_lint.syntax.source import of_text
from tests.program.texts import TOP, sources_of


def fixed(text: str, *codes: str, unsafe: bool = False) -> str:
    return fix_source(of_text(text), Selection(codes or None), unsafe=unsafe).text


HANDLER = """\
from spakky.task import Crontab, TaskHandler, schedule, task
from spakky.auth import protected


@TaskHandler()
class Reports:
"""


def test_edits_are_made_at_their_places_whatever_their_order() -> None:
    def edit(column: int, length: int, text: str) -> Edit:
        return Edit(Range(Position(1, column), Position(1, column + length)), text)

    assert apply_edits("abcdef", [edit(5, 2, "Z"), edit(1, 1, ""), edit(3, 0, "-")]) == "b-cdZ"
    assert apply_edits("same", []) == "same"


def test_a_clean_text_is_returned_as_it_is() -> None:
    text = HANDLER + "    @task\n    def weekly(self) -> None: ...\n"
    result = fix_source(of_text(text))
    assert result.text is text
    assert result.applied == result.remaining == ()


def test_fixes_that_touch_the_same_lines_are_made_one_after_the_other() -> None:
    text = HANDLER + (
        "    @protected()\n    @task()\n    @schedule(interval=60)\n"
        "    def weekly(self) -> None: ...\n"
    )
    result = fix_source(of_text(text), Selection(("SPK202", "SPK303", "SPK501", "SPK504")))
    body = (
        "    @task\n    @schedule(interval=timedelta(seconds=60))\n    @protected\n"
        "    def weekly(self) -> None: ...\n"
    )
    assert result.text.endswith(body)
    assert sorted(found.code for found in result.applied) == [
        "SPK202",
        "SPK303",
        "SPK501",
        "SPK504",
    ]
    assert result.remaining == ()


def test_two_fixes_share_the_import_they_need() -> None:
    text = HANDLER + (
        "    @schedule(interval=60)\n    def a(self) -> None: ...\n\n"
        "    @schedule(interval=90)\n    def b(self) -> None: ...\n"
    )
    result = fixed(text, "SPK303")
    assert result.count("import timedelta") == 1
    assert result.count("timedelta(seconds=") == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from datetime import time\n", "from datetime import time, timedelta\n"),
        (
            "from datetime import (\n    time,\n)\n",
            "from datetime import (\n    time, timedelta,\n)\n",
        ),
        ("from datetime import timedelta\n", "from datetime import timedelta\n"),
        ("from os import sep  # s\n", "from os import sep  # s\nfrom datetime import timedelta\n"),
    ],
)
def test_an_import_is_added_where_one_is_needed(before: str, after: str) -> None:
    rest = "@schedule(interval={})\ndef beat(): ...\n"
    text = "from spakky.task import schedule\n" + before + rest.format("60")
    wanted = "from spakky.task import schedule\n" + after + rest.format("timedelta(seconds=60)")
    assert fixed(text, "SPK303") == wanted


@pytest.mark.parametrize(
    ("imports", "spelling"),
    [
        ("import datetime", "datetime.timedelta"),
        ("import datetime as dt\nfrom datetime import timedelta", "timedelta"),
    ],
)
def test_a_name_that_is_already_there_is_used(imports: str, spelling: str) -> None:
    text = f"{imports}\nfrom spakky.task import schedule\n@schedule(interval=60)\ndef beat(): ...\n"
    assert fixed(text, "SPK303") == text.replace("60", f"{spelling}(seconds=60)")


def test_no_fix_is_offered_where_the_name_means_something_else() -> None:
    text = (
        "from spakky.task import schedule\nfrom mine import timedelta\n"
        "@schedule(interval=60)\ndef beat(): ...\n"
    )
    assert fixed(text, "SPK303") == text


def test_the_framework_is_spelled_as_it_is_beside_the_fix() -> None:
    text = "import spakky.task as st\n\nclass Mail:\n    @st.task\n    def send(self): ...\n"
    assert "\n@st.TaskHandler()\nclass Mail:" in fixed(text, "SPK201", unsafe=True)


def test_an_unsafe_fix_is_left_alone_unless_asked_for() -> None:
    text = HANDLER + "    @task(queue='slow')\n    def weekly(self) -> None: ...\n"
    assert fixed(text, "SPK202") == text
    assert fixed(text, "SPK202", unsafe=True) == text.replace("@task(queue='slow')", "@task")


def test_a_suppressed_finding_is_not_fixed() -> None:
    text = HANDLER + "    @task()  # noqa: SPK202\n    def weekly(self) -> None: ...\n"
    assert fixed(text) == text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_endings_are_those_of_the_text(newline: str) -> None:
    text = HANDLER + "    @schedule(interval=60)\n    def beat(self) -> None: ...\n"
    wanted = fixed(text, "SPK303").replace("\n", newline)
    assert fixed(text.replace("\n", newline), "SPK303") == wanted


def test_comments_stay_with_the_decorator_they_stand_beside() -> None:
    text = HANDLER + (
        "    @protected  # admins\n    @task  # on demand\n    def weekly(self) -> None: ...\n"
    )
    wanted = "    @task  # on demand\n    @protected  # admins\n    def weekly"
    assert wanted in fixed(text, "SPK501")


def test_a_comment_beside_a_removed_decorator_stays() -> None:
    text = HANDLER + "    @task\n    @task  # twice\n    def weekly(self) -> None: ...\n"
    assert "    @task\n    # twice\n    def weekly" in fixed(text, "SPK207")


def test_decorators_are_not_sorted_around_a_comment_or_an_unknown_decorator() -> None:
    for between in ("    # who may run it\n", "    @traced\n"):
        text = HANDLER + f"    @protected\n{between}    @task\n    def weekly(self) -> None: ...\n"
        assert fixed(text, "SPK501") == text


def test_an_unreadable_text_is_left_alone() -> None:
    text = HANDLER + "    @task(\n"
    result = fix_source(of_text(text))
    assert result.text is text
    assert [found.code for found in result.remaining] == ["SPK000"]


SCHEDULED = "@schedule(interval=300)\ndef beat(): ...\n"


@pytest.mark.parametrize(
    "text",
    [
        "from typing import TYPE_CHECKING\nfrom spakky.task import schedule\n"
        "if TYPE_CHECKING:\n    from datetime import timedelta\n" + SCHEDULED,
        "from spakky.task import schedule\n" + SCHEDULED + "timedelta = 5\n",
        (
            "def build():\n    from spakky.task import schedule\n"
            "    from datetime import timedelta\n"
            "    @schedule(interval=300)\n    def beat(): ...\n"
        ),
    ],
    ids=["typing-only", "bound-later", "local-import"],
)
def test_no_fix_leans_on_a_name_that_may_not_be_there(text: str) -> None:
    assert fixed(text, "SPK303") == text


def test_an_import_goes_above_what_needs_it() -> None:
    text = (
        "from spakky.task import schedule\nnightly = schedule(interval=300)\nimport os\n"
        "from datetime import time\n@nightly\ndef beat(): ...\n"
    )
    wanted = text.replace("schedule\nn", "schedule\nfrom datetime import timedelta\nn", 1)
    assert fixed(text, "SPK303") == wanted.replace("300", "timedelta(seconds=300)")


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("SPK202", "    @task(\n        # on demand\n    )\n"),
        ("SPK402", "    @schedule(crontab=Crontab(hour=3, day=[\n        1,  # first\n    ]))\n"),
        ("SPK402", "    @schedule(crontab=Crontab(month=[\n        'may',  # spring\n    ]))\n"),
        ("SPK303", "    @schedule(interval=10**15)\n"),
    ],
)
def test_no_fix_is_offered_where_text_would_be_lost_or_broken(code: str, body: str) -> None:
    text = HANDLER + body + "    def weekly(self) -> None: ...\n"
    result = fix_source(of_text(text), Selection((code,)), unsafe=True)
    assert (result.text, [found.code for found in result.remaining]) == (text, [code])


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("SPK202", "@(task)()", "@(task)"),
        ("SPK202", "@task \\\n    ()", "@task"),
        ("SPK302", "@schedule((Crontab(hour=3)))", "@schedule(crontab=(Crontab(hour=3)))"),
        (
            "SPK405",
            "@schedule(crontab=Crontab(('0 9 * * *')))",
            "@schedule(crontab=Crontab(hour=9))",
        ),
        ("SPK406", "@schedule(crontab=(Crontab)())", "@schedule(crontab=(Crontab)(hour=0))"),
    ],
)
def test_brackets_around_what_is_edited_are_none_of_a_call(
    code: str, before: str, after: str
) -> None:
    head, rest = f"{HANDLER}    ", "\n    def weekly(self) -> None: ...\n"
    assert fixed(head + before + rest, code, unsafe=True) == head + after + rest


@pytest.mark.parametrize("decorator", ["@Pod(\n    # why\n)", "@(Pod()  # why\n)"])
def test_a_decorator_with_a_comment_inside_is_not_removed(decorator: str) -> None:
    text = (
        "from spakky.core.pod.annotations.pod import Pod\nfrom spakky.task import TaskHandler\n\n\n"
        "@Pod()\n@TaskHandler()\nclass Mail: ...\n"
    )
    assert fixed(text, "SPK111") == text.replace("@Pod()\n", "")
    commented = text.replace("@Pod()", decorator)
    assert fixed(commented, "SPK111") == commented


def test_a_class_is_decorated_at_its_own_indentation() -> None:
    text = (
        "from spakky.task import TaskHandler, task\nif FLAG:\n"
        "    class Mail:\n        @task\n        def send(self): ...\n"
    )
    wanted = text.replace("    class Mail", "    @TaskHandler()\n    class Mail")
    assert fixed(text, "SPK201", unsafe=True) == wanted


def test_a_fix_that_would_break_the_text_does_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from spakky_lint.rules.catalogue.auth import calling

    def breaking(decorator: object) -> Edit:
        assert isinstance(decorator, Decorator)
        return Edit(decorator.place.range, "@(")

    monkeypatch.setattr(calling, "without_call", breaking)
    text = HANDLER + "    @task()\n    @protected()\n    def weekly(self) -> None: ...\n"
    result = fix_source(of_text(text), Selection(("SPK202", "SPK504")))
    assert result.text == text.replace("@task()", "@task")
    assert [found.code for found in result.remaining] == ["SPK504"]


def test_a_module_that_has_another_name_is_called_by_it() -> None:
    head = "import datetime as dt\nfrom spakky.task import TaskHandler, schedule\n\n\n"
    body = "@TaskHandler()\nclass A:\n    @schedule(at='7:00')\n    def a(self): ...\n"
    fixed = fix_source(of_text(head + body), unsafe=True)
    assert fixed.text == head + body.replace("'7:00'", "dt.time(7, 0)")


def test_what_others_inherit_is_known_in_every_round() -> None:
    """The second round is about a text that is not on the disk."""
    base = (
        "from spakky.task import task\n\n\nclass Loading:\n    @task()\n    def load(self): ...\n"
    )
    subclass = (
        "from spakky.core.pod.annotations.pod import Pod\nfrom app.base import Loading\n\n\n"
        "@Pod()\nclass Products(Loading): ...\n"
    )
    sources = sources_of({"app/__init__.py": "", "app/base.py": base, "app/products.py": subclass})
    file = sources.file(TOP / "app/base.py")
    result = fix_source(of_text(base), Selection(("SPK201", "SPK202")), unsafe=True, file=file)
    assert result.text == base.replace("@task()", "@task")
    assert [found.code for found in result.remaining] == ["SPK201"]
