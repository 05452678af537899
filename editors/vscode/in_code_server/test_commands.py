"""The commands, each as somebody runs it from the palette."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from workbench import F1, ROOT, Workbench, wait_for


@pytest.fixture
def shop(workbench: Workbench, folder: Path) -> Workbench:
    top = folder / "shop"
    shutil.copytree(ROOT / "fixtures" / "shop", top)
    workbench.open(top, "billing.py")
    wait_for("findings", lambda: "Errors" in workbench.problems())
    return workbench


def test_the_schedules_are_a_page_beside_the_code(shop: Workbench) -> None:
    for _ in range(2):
        shop.run("Spakky Lint: Show when the schedules fire")
        wait_for("page", lambda: "When the schedules fire" in shop.page())
    assert shop.tabs().count("Schedules") == 1  # asked for again, it is the same one
    shop.picture("schedules")


def test_the_access_is_a_page_beside_the_code(shop: Workbench) -> None:
    shop.run("Spakky Lint: Show who may run the tasks")
    wait_for("page", lambda: "Who may run what" in shop.page())
    assert "40 tasks" in shop.page()
    shop.picture("access")


def test_the_rule_of_the_finding_is_explained(shop: Workbench) -> None:
    shop.go_to(33, 10)
    shop.run("Spakky Lint: Explain a rule")
    wait_for("page", lambda: "SPK511 protected-schedule-never-passes" in shop.page())
    assert "Preview SPK511.md" in shop.tabs()
    shop.picture("rule")


def test_a_rule_is_chosen_where_there_is_no_finding(shop: Workbench) -> None:
    shop.go_to(1, 1)
    shop.browser.press(F1)
    shop.choose("Spakky Lint: Explain a rule")
    shop.choose("SPK202")
    wait_for("page", lambda: "SPK202" in shop.page())


def test_the_preview_is_a_click_away_from_a_schedule(shop: Workbench) -> None:
    wait_for("lens", lambda: "show the preview" in "\n".join(shop.lenses()))
    shop.click_on(".codelens-decoration a", "show the preview")
    wait_for("page", lambda: "When the schedules fire" in shop.page())


def test_the_server_starts_anew_and_its_logs_say_so(shop: Workbench) -> None:
    shop.run("Spakky Lint: Restart the server")
    wait_for("findings", lambda: "Errors: 13" in shop.problems())
    shop.run("Spakky Lint: Show the logs")
    output = ".part.panel .view-line"
    wait_for(
        "two starts",
        lambda: (
            sum(
                "-m spakky_lint server" in each.replace("\xa0", " ")
                for each in shop.browser.texts(output)
            )
            >= 2
        ),
    )
    shop.picture("logs")
