"""``check --new-since REV`` in real repositories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import CLEAN, HOPELESS, MENDED, UNSAFE, WRONG, Run, plant, run
from tests.repositories import commit, git, repository

CONSTANTS = "MINUTE = 5\n"
TIMED = """\
from app.constants import MINUTE
from spakky.task import Crontab, TaskHandler, schedule


@TaskHandler()
class Stock:
    @schedule(crontab=Crontab(minute=MINUTE))
    def count(self) -> None: ...
"""


def check(folder: Path, *arguments: str) -> Run:
    return run("check", "--new-since", "HEAD", *arguments, cwd=folder)


def found(folder: Path, *arguments: str) -> list[str]:
    report = json.loads(check(folder, "--format", "json", *arguments).text)
    return [
        f"{each['path']}:{each['range']['start']['line']} {each['code']}"
        for each in report["findings"]
    ]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    files = {"pyproject.toml": "", "src/orders.py": WRONG, "src/stock.py": HOPELESS}
    return repository(tmp_path, files)


def test_what_was_there_is_not_reported(shop: Path) -> None:
    done = check(shop)
    assert (done.code, done.err) == (0, b"")
    assert done.lines == [
        "No new findings in 2 files; 2 mention Spakky.",
        "2 findings are already in HEAD, and not shown.",
    ]


def test_what_was_moved_or_laid_out_anew_is_not_new_and_a_copy_is(shop: Path) -> None:
    plant(shop, {"src/orders.py": "\n\n# moved\n" + WRONG.replace("@task()", "@task(\n    )")})
    assert found(shop) == []
    plant(shop, {"src/stock.py": HOPELESS.replace("    @sch", "    @schedule()\n    @sch")})
    assert found(shop) == ["src/stock.py:7 SPK301", "src/stock.py:7 SPK308"]


def test_a_renamed_file_has_nothing_new_and_a_copied_one_has(shop: Path) -> None:
    plant(shop, {"src/copied.py": WRONG})
    assert found(shop) == ["src/copied.py:6 SPK202"]
    git(shop, "mv", "src/orders.py", "src/sales.py")
    assert found(shop, "src/sales.py") == []
    assert len(found(shop)) == 1  # the copy is one still


def test_a_finding_whose_cause_changed_in_another_file_is_new(tmp_path: Path) -> None:
    shop = repository(
        tmp_path,
        {
            "pyproject.toml": "",
            "src/app/__init__.py": "",
            "src/app/constants.py": CONSTANTS,
            "src/app/stock.py": TIMED,
        },
    )
    assert found(shop) == []
    plant(shop, {"src/app/constants.py": CONSTANTS.replace("5", "61")})
    assert found(shop) == ["src/app/stock.py:7 SPK401"]
    commit(shop)
    assert found(shop) == []
    plant(shop, {"src/app/constants.py": "\n\n" + CONSTANTS.replace("5", "61")})
    assert found(shop) == []


def test_a_finding_that_another_version_of_the_framework_brings_is_new(tmp_path: Path) -> None:
    pinned = '[project]\nname = "shop"\ndependencies = ["spakky-task=={}"]\n'
    bad = Path(__file__).parents[2] / "fixtures/rules/SPK604" / "bad.py"
    shop = repository(
        tmp_path, {"pyproject.toml": pinned.format("6.5.0"), "a.py": bad.read_bytes()}
    )
    assert not any("SPK604" in each for each in found(shop))
    plant(shop, {"pyproject.toml": pinned.format("8.5.0")})
    new = found(shop)
    commit(shop)
    assert any("SPK604" in each for each in new)
    assert found(shop) == []


def test_a_finding_in_a_file_of_settings_is_new_once(tmp_path: Path) -> None:
    shop = repository(tmp_path, {"pyproject.toml": "", "a.py": CLEAN})
    plant(shop, {".env": "SPAKKY_CELERY__TIMEZONE=Mars/Base\n"})
    git(shop, "add", ".env")
    assert found(shop) == [".env:1 SPK808"]
    commit(shop)
    assert found(shop) == []


def test_fixes_leave_alone_what_was_there(shop: Path) -> None:
    plant(shop, {"src/orders.py": WRONG + "\n    @task()\n    def pack(self) -> None: ...\n"})
    check(shop, "--fix")
    text = (shop / "src/orders.py").read_text()
    assert text == WRONG + "\n    @task\n    def pack(self) -> None: ...\n"


def test_a_baseline_leaves_out_more(shop: Path) -> None:
    plant(shop, {"src/new.py": UNSAFE, "src/newer.py": WRONG})
    run("check", "src/new.py", "--write-baseline", "b", cwd=shop)
    done = check(shop, "--baseline", "b")
    assert "src/newer.py" in done.text
    assert "src/new.py" not in done.text
    assert done.lines[-2:] == [
        "1 finding is in the baseline, and not shown.",
        "2 findings are already in HEAD, and not shown.",
    ]


def test_only_the_paths_that_are_named_are_checked_and_from_any_folder(shop: Path) -> None:
    plant(shop, {"src/new.py": UNSAFE})
    assert found(shop, "src/orders.py") == []
    assert found(shop / "src") == ["new.py:8 SPK302"]


def test_a_text_that_is_not_saved_is_compared_with_its_file(shop: Path) -> None:
    arguments = ("check", "-", "--stdin-filename", "src/orders.py", "--new-since", "HEAD")
    assert run(*arguments, cwd=shop, stdin=WRONG.encode()).code == 0
    assert run(*arguments, cwd=shop, stdin=UNSAFE.encode()).code == 1


def test_a_file_that_nobody_could_read_then_has_only_news(shop: Path) -> None:
    plant(shop, {"src/orders.py": f"{MENDED}("})
    commit(shop)
    plant(shop, {"src/orders.py": WRONG})
    assert found(shop) == ["src/orders.py:6 SPK202"]


def test_a_revision_that_is_none_is_an_error(shop: Path) -> None:
    done = run("check", "--new-since", "nothing", cwd=shop)
    assert (done.code, done.out) == (2, b"")
    assert done.complaints == ['spakky-lint: --new-since: "nothing" is not a revision']
    assert run("check", "--new-since=--help", cwd=shop).code == 2
