"""How to write a Crontab and its enums where they are needed."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from spakky_lint.rules.edits import reach
from spakky_lint.rules.finding import Edit
from spakky_lint.runtime import Crontab
from spakky_lint.syntax.attributes import owner_of
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Call, Expression


def reach_enum(
    enum: type[IntEnum], near: Expression, call: Call, module: Module
) -> tuple[str, tuple[Edit, ...]] | None:
    """As `reach`: `Weekday`, or `st.Weekday` in the arguments of `st.Crontab(...)`."""
    qualified = f"spakky.task.{enum.__name__}"
    owner = owner_of(call.called)
    spelling = f"{owner}.{enum.__name__}"
    if owner is not None and near.means(spelling, qualified):
        return spelling, ()
    return reach(qualified, near, module)


def written_arguments(
    crontab: Crontab, near: Expression, call: Call, module: Module
) -> tuple[str, tuple[Edit, ...]] | None:
    """`weekday=Weekday.MONDAY, hour=9` for a sound Crontab, with the imports that it takes.

    None where an enum cannot be reached.
    """
    texts: list[str] = []
    imports: list[Edit] = []
    for name in ("month", "day", "weekday"):
        shown: list[str] = []
        spelling = ""
        for element in _elements(getattr(crontab, name)):
            if isinstance(element, IntEnum) and not spelling:
                reached = reach_enum(type(element), near, call, module)
                if reached is None:
                    return None
                spelling = reached[0]
                imports += reached[1]
            text = f"{spelling}.{element.name}" if isinstance(element, IntEnum) else str(element)
            shown.append(text)
        if shown:
            texts.append(f"{name}={shown[0] if len(shown) == 1 else _tuple(shown)}")
    texts.append(f"hour={crontab.hour}")
    if crontab.minute:
        texts.append(f"minute={crontab.minute}")
    return ", ".join(texts), tuple(imports)


def _tuple(texts: list[str]) -> str:
    return f"({', '.join(texts)})"


def _elements(value: object) -> Iterator[int]:
    for element in value if isinstance(value, tuple) else (value,):
        if isinstance(element, int):
            yield element
