"""Where fixes put an `await`: it takes what was waited for, whatever is written around that."""

from __future__ import annotations

import sys

import pytest

from spakky_lint.linting.fixer import fix_source
from spakky_lint.rules.selection import Selection
from spakky_lint.syntax.source import of_text

HEAD = """\
from spakky.task import TaskHandler, task


@TaskHandler()
class Reports:
    @task
    def title(self) -> str: ...

    @task
    async def fetch(self) -> str: ...


async def show(reports: Reports):
    sent = reports.title()
"""


def fixed(line: str) -> str:
    selection = Selection(("SPK210", "SPK211", "SPK605", "SPK607"))
    text = f"{HEAD}    {line}\n"
    after = fix_source(of_text(text), selection, unsafe=True).text
    compile(after, "show.py", "exec", dont_inherit=True)
    return after.removeprefix(HEAD).strip()


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("return sent.get()", "return await sent.get_async()"),
        ("return sent.get().strip()", "return (await sent.get_async()).strip()"),
        ("return sent.get()[0]", "return (await sent.get_async())[0]"),
        ("return (sent.get()).strip()", "return (await sent.get_async()).strip()"),
        ("return sent.get() \\\n .strip()", "return (await sent.get_async()) \\\n .strip()"),
        ("return (sent\n.get()\n[0])", "return ((await sent\n.get_async())\n[0])"),
        (
            "return (sent\n.get()  # of a worker\n.strip())",
            "return ((await sent\n.get_async())  # of a worker\n.strip())",
        ),
        (
            "return (sent.get  # of a worker\n())",
            "return (await sent.get_async  # of a worker\n())",
        ),
        ("return (sent.get)()", "return await (sent.get_async)()"),
        ("return (sent.get)(timeout=3)", "return await (sent.get_async)()"),
        ("return(sent).get()", "return await (sent).get_async()"),
        ("return not(sent).get()", "return not await (sent).get_async()"),
        ("return(sent).get().strip()", "return(await (sent).get_async()).strip()"),
        ("return sent.get() + '.'", "return await sent.get_async() + '.'"),
        ("return f'{sent.get()}'", "return f'{await sent.get_async()}'"),
        ("return [sent.get() for _ in 'ab']", "return [await sent.get_async() for _ in 'ab']"),
        ("reports.fetch()", "await reports.fetch()"),
        ("(reports  # fetched\n.fetch())", "(await reports  # fetched\n.fetch())"),
        ("reports.fetch.delay()", "await reports.fetch()"),
        ("reports.fetch.delay(); print()", "await reports.fetch(); print()"),
    ],
)
def test_an_await_takes_what_was_waited_for(line: str, after: str) -> None:
    assert fixed(line) == after


@pytest.mark.parametrize(
    "line",
    [
        "return sum(sent.get() for _ in 'ab')",
        "text: sent.get() = ''",
        "return \\\n reports.fetch.delay()",
        "return (sent.get(  # of a worker\ntimeout=3))",
        pytest.param(
            "type Title = sent.get()",
            marks=pytest.mark.skipif(sys.version_info < (3, 12), reason="needs 3.12"),
        ),
    ],
)
def test_there_is_no_fix_where_it_cannot_stand_or_a_comment_would_go(line: str) -> None:
    assert fixed(line) == line
