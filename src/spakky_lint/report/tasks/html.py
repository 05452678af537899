"""``--format html``: the inventory as one page that needs nothing else, to search in."""

from __future__ import annotations

from spakky_lint.messages.translation import spoken_language
from spakky_lint.project.inventoried import Inventory
from spakky_lint.report.html_page import page
from spakky_lint.report.page_words import in_page, in_template
from spakky_lint.report.tasks.page_data import page_data
from spakky_lint.report.tasks.page_words import DYNAMIC, STATIC


def tasks_html(inventory: Inventory) -> str:
    return page(
        "spakky_lint.report.tasks",
        ("list", "main"),
        {**page_data(inventory), "words": in_page(DYNAMIC)},
        in_template(STATIC),
        spoken_language(),
    )
