"""A file is walked for its Crontabs where one may be wrong, however it is written."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.crontab_calls import crontab_calls
from spakky_lint.syntax.parse import read_declarations

IMPORT = "from spakky.task import Crontab\n"
WRONG = "(hour=9, minutes=30)\n"


@pytest.mark.parametrize(
    "text",
    [
        IMPORT + "X = Crontab" + WRONG,
        IMPORT + "X = Crontab(9)\n",
        IMPORT + "X = Crontab(*(9,))\n",
        IMPORT + "X = Crontab(**{'minutes': 3})\n",
        IMPORT + "X = Crontab(hour=int(')'), minutes=3)\n",
        IMPORT + "X = Crontab(\n    hour=9,  # )\n    minutes=3,\n)\n",
        IMPORT + "X = Crontab \\\n" + WRONG,
        IMPORT + "X = (Crontab)" + WRONG,
        IMPORT + "C = Crontab\nX = C" + WRONG,
        IMPORT.rstrip() + "; C = Crontab\nX = C" + WRONG,
        "from spakky.task import (\n    Crontab,\n)\n\nC = Crontab\nX = C" + WRONG,
        "from spakky.task import (\n    Crontab,\n)\n\nC: type = (\n    Crontab\n)\nX = C" + WRONG,
        "from spakky.task import Crontab as C\nX = C" + WRONG,
        "from spakky.task import (\n    Crontab as C,\n)\nX = C" + WRONG,
        "import spakky.task as st\nX = st.Crontab" + WRONG,
        "def f():\n    from spakky.task import Crontab\n    C = Crontab\n    return C" + WRONG,
    ],
)
def test_a_crontab_that_may_be_wrong_is_found_however_it_is_written(text: str) -> None:
    assert len([*crontab_calls(read_declarations(text))]) == 1


@pytest.mark.parametrize(
    "text",
    [
        IMPORT + "X = Crontab(hour=9, minute=30)\n",
        IMPORT + "X = Crontab(hour=9, weekday=(Weekday.MONDAY, Weekday.FRIDAY))\n",
        "from spakky.task import (\n    Crontab,\n    Weekday,\n)\nX = Crontab(\n    hour=9,\n)\n",
    ],
)
def test_plain_fields_need_no_look(text: str) -> None:
    assert [*crontab_calls(read_declarations(text))] == []
