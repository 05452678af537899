"""What a statement takes out of one value: ``HOUR, MINUTE = SLOT``."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.syntax import cst
from spakky_lint.syntax.places import Document


class Unpacked(cst.Subscript):
    """One of them, as if it were written ``SLOT[0, 2]``: its place, and how many there are."""

    @property
    def index(self) -> int:
        return self._number(0)

    @property
    def count(self) -> int:
        return self._number(1)

    def _number(self, position: int) -> int:
        index = self.slice[position].slice
        assert isinstance(index, cst.Index)
        assert isinstance(index.value, cst.Integer)
        return int(index.value.value)


def parts(
    target: cst.Tuple | cst.List, value: cst.BaseExpression, document: Document
) -> Iterator[tuple[cst.BaseExpression, Unpacked | None]]:
    """What each part of the target gets; None where a star takes the rest."""
    count = len(target.elements)
    has_star = any(isinstance(each, cst.StarredElement) for each in target.elements)
    for index, each in enumerate(target.elements):
        if has_star:
            yield each.value, None
            continue
        numbers = (cst.Integer(str(index)), cst.Integer(str(count)))
        part = Unpacked(value, [cst.SubscriptElement(cst.Index(number)) for number in numbers])
        document.put_at(value, part)
        yield each.value, part
