"""What is not found yet in the projects, or falsely."""

from __future__ import annotations

from collections.abc import Mapping

from tests.projects.cases import Case, Difference

NOT_YET: Mapping[str, Difference] = {
    "04-reexports-with-all": Difference(
        missing=("app/customers.py:7 SPK110 or app/products.py:7 SPK110",)
    ),
    "39-class-constants-and-enums": Difference(
        missing=("app/hours.py:19 SPK401 or app/wrong.py:12 SPK401",)
    ),
    "58-awaited-nowhere": Difference(missing=("app/checkout.py:23 SPK211",)),
    "63-built-by-hand": Difference(missing=("app/checkout.py:16 SPK113",)),
    "68-handlers-below-handlers": Difference(missing=("app/shipping.py:8 SPK109",)),
    "80-names-of-pods": Difference(
        missing=("app/payments.py:6 SPK105 or app/payouts.py:5 SPK105",)
    ),
    "83-one-wrapper-in-two-modules": Difference(
        missing=("app/mails.py:9 SPK208 or app/orders.py:9 SPK208",)
    ),
    "88-stars-in-a-circle": Difference(missing=("app/drafts.py:5 SPK201",)),
}
"""What is still to be done, exactly; whoever does it takes the entry away."""


def expected(case: Case) -> Difference:
    """How the findings of a project differ from its marks."""
    return NOT_YET.get(case.name, Difference())
