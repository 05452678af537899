"""``--format html``: the inventory as one page that needs nothing else, to search in."""

from __future__ import annotations

from spakky_lint.project.inventoried import Inventory
from spakky_lint.report.html_page import page
from spakky_lint.report.tasks.page_data import page_data


def tasks_html(inventory: Inventory) -> str:
    return page("spakky_lint.report.tasks", ("list", "main"), page_data(inventory))
