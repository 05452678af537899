"""A finding stays the same wherever its lines go, and is another where anything else changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.checking import check_bytes
from spakky_lint.project.identity_of_findings import Identity, identities
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.syntax.ranges import Position, Range

TEXT = """\
from spakky.task import Crontab, TaskHandler, schedule, task

LATE = Crontab(hour=25)


@TaskHandler()
class Orders:
    @task()
    def ship(self) -> None: ...

    @schedule(crontab=LATE)
    def night(self) -> None: ...

    @schedule(crontab=Crontab(hour=30, minute=61))
    def sweep(self) -> None: ...
"""


def identities_of(text: str, path: str = "a.py") -> Sequence[Identity]:
    checked = check_bytes(path, text.encode())
    assert isinstance(checked, CheckedFile)
    return identities(checked)


def test_a_finding_is_known_by_its_rule_its_file_what_it_is_in_and_what_is_written() -> None:
    assert [*identities_of(TEXT)] == [
        Identity("a.py", "SPK401", "", "25"),
        Identity("a.py", "SPK202", "Orders.ship", "@task()"),
        Identity("a.py", "SPK401", "Orders.sweep", "30"),
        Identity("a.py", "SPK401", "Orders.sweep", "61"),
    ]


@pytest.mark.parametrize(
    "changed",
    [
        f"# a comment\n\n{TEXT}",
        TEXT.replace("    @task", "    limit = 3\n\n    @task"),
        TEXT.replace("Crontab(hour=30, minute=61)", "Crontab(\n        hour=30,\n minute=61,\n)"),
        TEXT.replace("@task()", "@task( )"),
        TEXT.replace("\n", "\r\n"),
    ],
    ids=["below a comment", "below an attribute", "over lines", "blanks", "line ends"],
)
def test_moved_lines_and_another_format_change_nothing(changed: str) -> None:
    assert identities_of(changed) == identities_of(TEXT)


def test_what_is_written_twice_in_one_place_is_counted_from_the_top() -> None:
    twice = TEXT.replace("def ship", "@task()\n    def ship")
    copies = [each for each in identities_of(twice) if each.code == "SPK202"]
    assert [(each.text, each.copy) for each in copies] == [("@task()", 0), ("@task()", 1)]
    assert len({each.digest() for each in identities_of(twice)}) == len(identities_of(twice))


def test_every_part_makes_another_finding_of_it() -> None:
    one = Identity("a.py", "SPK401", "Orders.sweep", "25")
    others = [
        replace(one, path="b.py"),
        replace(one, code="SPK402"),
        replace(one, about="Orders"),
        replace(one, text="26"),
        replace(one, copy=1),
    ]
    assert len({each.digest() for each in [one, *others]}) == 6


def test_a_digest_is_the_same_in_every_run() -> None:
    digest = Identity("a\udcff.py", "SPK401", "Käufe.sweep", '"\0"').digest()
    assert digest == "a8fee4198d23cc542094b04e3ddc36ba"


def test_a_finding_without_a_text_at_hand_is_known_all_the_same() -> None:
    place = Range(Position(1, 1), Position(9, 9), "base.py")
    finding = Finding("SPK999", "name", Severity.ERROR, Consequence.RUN, "message", place)
    undecodable = CheckedFile("a.py", (replace(finding, range=replace(place, path=None)),))
    assert [*identities(undecodable)] == [Identity("a.py", "SPK999", "", "")]
    elsewhere = CheckedFile("a.py", (finding,), "x = 1\n")
    assert [*identities(elsewhere)] == [Identity("a.py", "SPK999", "", "")]
