"""A user opens a folder, sees what is wrong, and mends it."""

from __future__ import annotations

import shutil
from pathlib import Path

from workbench import ROOT, Workbench, wait_for

from tests.editors.real import project


def test_a_finding_is_shown_until_it_is_mended(workbench: Workbench, folder: Path) -> None:
    project(folder)
    (folder / "json.py").write_text("raise SystemExit('it is run')\n")
    workbench.open(folder, "reports.py")
    wait_for("finding", lambda: workbench.problems() == "Errors: 1")
    wait_for("mark", lambda: workbench.browser.count(".squiggly-error"))
    workbench.go_to(6, 6)
    workbench.picture("finding")
    assert "SPK202" in workbench.hover()
    workbench.leave()

    offered = workbench.fixes()
    assert offered[0] == "SPK202: write @task"
    assert "SPK202: silence it in this line" in offered
    assert "SPK202: explain this rule" in offered
    workbench.picture("fixes")
    workbench.browser.press("\ue007")
    wait_for(
        "mended text",
        lambda: "@task\n" in workbench.text() + "\n" and "@task()" not in workbench.text(),
    )
    wait_for("end of the finding", lambda: workbench.problems() == "No Problems")
    workbench.picture("mended")


def test_all_fixes_are_made_by_one_command(workbench: Workbench, folder: Path) -> None:
    file = project(folder)
    file.write_text(file.read_text() + "\n    @task()\n    def daily(self) -> None: ...\n")
    workbench.open(folder, "reports.py")
    wait_for("findings", lambda: workbench.problems() == "Errors: 2")
    workbench.run("Spakky Lint: Make all safe fixes in this file")
    wait_for("end of the findings", lambda: workbench.problems() == "No Problems")
    assert "@task()" not in workbench.text()


def test_what_is_shown_of_tasks_and_of_the_whole_program(
    workbench: Workbench, folder: Path
) -> None:
    shop = folder / "shop"
    shutil.copytree(ROOT / "fixtures" / "shop", shop)
    workbench.open(shop, "billing.py")
    wait_for("access", lambda: "protected: role" in workbench.text())
    wait_for("next time", lambda: "next " in workbench.text())
    wait_for("lens", lambda: "not called in this program" in "\n".join(workbench.lenses()))
    assert "show the preview" in "\n".join(workbench.lenses())
    # Of files that nobody has opened, too.
    wait_for("findings of the program", lambda: "Errors: 13" in workbench.problems())
    workbench.go_to(32, 10)
    hover = workbench.hover()
    assert "Written: at 18:15 on Tuesday and Thursday" in hover
    assert "Fires: at 18:15 on Monday and Wednesday" in hover
    workbench.picture("hover")
