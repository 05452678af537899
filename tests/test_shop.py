"""The example application is wrong in the places it is meant to be wrong in, and nowhere else."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.linting.linter import lint_bytes
from tests.configurations import settings_in

SHOP = Path(__file__).parents[1] / "fixtures" / "shop" / "shop"

MISTAKES = {
    "accounts.py": ["SPK505", "SPK509", "SPK510"],
    "admin.py": ["SPK602"],
    "billing.py": ["SPK409", "SPK511", "SPK401"],
    "catalog.py": ["SPK501", "SPK402"],
    "notifications.py": ["SPK201", "SPK303", "SPK409"],
    "orders.py": ["SPK202", "SPK304"],
    "reports.py": ["SPK309", "SPK409", "SPK404"],
}


def test_the_shop_has_its_mistakes_and_no_others() -> None:
    settings = settings_in(SHOP.parent)
    found = {
        path.name: [
            finding.code for finding in lint_bytes(path.read_bytes(), settings=settings).findings
        ]
        for path in SHOP.glob("*.py")
    }
    assert {name: codes for name, codes in found.items() if codes} == MISTAKES
    assert len(found) > len(MISTAKES)
