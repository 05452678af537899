"""Small programs whose files are changed at random, each between several states."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

_BASE = """\
from spakky.task import TaskHandler, task
from app.roles import ADMIN
from spakky.auth import require_role


class Base:
    @task
    def note(self, key: str) -> None: ...
"""
_HANDLER = """\
from app.base import Base
from app.times import HOUR, EVERY
from spakky.task import Crontab, TaskHandler, schedule, task


@TaskHandler()
class Orders(Base):
    @schedule(crontab=Crontab(hour=HOUR))
    def nightly(self) -> None: ...

    @schedule(interval=EVERY)
    def often(self) -> None: ...
"""
_OTHER = """\
from app.base import Base
from spakky.task import TaskHandler, task


@TaskHandler()
class Stock(Base):
    @task
    def count(self, number: int) -> int:
        return number
"""
_MAIN = """\
from spakky.core.application.application import SpakkyApplication
from spakky.core.application.application_context import ApplicationContext

import app

application = SpakkyApplication(ApplicationContext()).load_plugins().scan(app).start()
"""
_CALLER = """\
from app.orders import Orders
from app.stock import Stock


def tell(stock: Stock, orders: Orders) -> None:
    stock.count(1)
    orders.note("a")
"""
_LATE = """\
from app.orders import Orders
from spakky.task import TaskHandler


@TaskHandler()
class Late(Orders):
    def nightly(self) -> None: ...
"""
_DEEP = """\
from spakky.task import TaskHandler, task
from .. import base


@TaskHandler()
class Deep(base.Base):
    @task()
    def dig(self) -> None: ...
"""
_PROJECT = """\
[project]
name = "app"
dependencies = ["spakky==8.5.0", "spakky-task==8.5.0", "spakky-auth==8.5.0"]
"""

STATES: Final[Mapping[str, Sequence[str | None]]] = {
    "app/__init__.py": ("", "from app.base import Base\n", None),
    "app/base.py": (
        _BASE,
        _BASE.replace("@task\n", "@task()\n"),
        _BASE.replace("    @task\n", "    @require_role(ADMIN)\n    @task\n"),
        _BASE.replace("class Base", "@TaskHandler()\nclass Base"),
        _BASE.replace("Base", "Foundation"),
        _BASE.replace("def note", "def nightly"),
        _BASE + "\n\ndef helper() -> int:\n    return 1\n",
        _BASE.replace("class Base:", "class Base(:"),
        None,
    ),
    "app/roles.py": ('ADMIN = "admin"\n', "ADMIN = 3\n", 'ADMIN = ""\n', None),
    "app/times.py": (
        "from datetime import timedelta\n\nHOUR = 3\nEVERY = timedelta(minutes=5)\n",
        "from datetime import timedelta\n\nHOUR = 33\nEVERY = timedelta(minutes=5)\n",
        "HOUR = 3\nEVERY = 300\n",
        "from app.more_times import EVERY, HOUR\n",
        "from app.more_times import *\n",
        None,
    ),
    "app/more_times.py": (
        None,
        "from datetime import timedelta\n\nHOUR = 24\nEVERY = timedelta(0)\n",
        "HOUR = 4\n",
    ),
    "app/orders.py": (
        _HANDLER,
        _HANDLER.replace("    def often", "    def often  # noqa: SPK301\n    # x\n"),
        _HANDLER.replace("(hour=HOUR))", "(hour=HOUR))  # noqa: SPK309, SPK301"),
        _HANDLER.replace("class Orders(Base)", "class Orders"),
        _HANDLER.replace("interval=EVERY", "EVERY"),
        _HANDLER.replace("Orders", "Jobs"),
        _HANDLER + "\n\nclass More(Orders): ...\n",
    ),
    "app/stock.py": (
        _OTHER,
        _OTHER.replace("@TaskHandler()\n", ""),
        _OTHER.replace("def count", "def note"),
        _OTHER.replace("@task\n", "@task()\n"),
        _OTHER + "\n\nStock.note = None\n",
        "from spakky.auth import require_role\n"
        + _OTHER.replace("    @task\n", "    @require_role('clerk')\n    @task\n"),
        None,
    ),
    "app/subclasses.py": (
        None,
        _LATE,
        "from app.base import Base\n\n\nclass Plain(Base): ...\n",
    ),
    "app/caller.py": (
        _CALLER,
        _CALLER.replace("count(1)", 'count("x", 2)'),
        _CALLER.replace("orders.note", "orders.nightly"),
        None,
    ),
    "app/patches.py": (
        None,
        "import app.times\n\napp.times.HOUR = 77\n",
        "from app import stock\n\nsetattr(stock.Stock, 'count', None)\n",
    ),
    "app/inner/__init__.py": (None, "", "from app.base import *\n"),
    "app/inner/deep.py": (
        None,
        _DEEP,
    ),
    "main.py": (_MAIN, _MAIN.replace(".scan(app)", ""), _MAIN.replace("load_plugins()", "x"), None),
    "tests/test_app.py": (None, "from app.orders import Orders\n\nOrders.often = 3\n"),
    "times.py": (None, "HOUR = 1\n"),
    "pyproject.toml": (
        _PROJECT,
        _PROJECT + '\n[tool.spakky-lint]\nignore = ["SPK2"]\n',
        _PROJECT + '\n[tool.spakky-lint]\nselect = ["SPK"]\nexclude = ["app/stock.py"]\n',
        _PROJECT.replace('"spakky-auth==8.5.0"', '"spakky-celery==8.5.0", "celery"'),
        _PROJECT + "\n[tool.ruff]\nline-length = 100\n",
        _PROJECT + "\n[tool.mypy]\nstrict = true\n\n[tool.spakky-lint]\nignore = ['SPK2']\n",
        _PROJECT + "\n[tool.spakky-lint]\noutput-format = 'concise'\nignore = ['SPK2']\n",
    ),
    "app/spakky-lint.toml": (
        None,
        'ignore = ["SPK3"]\n',
        "output-format = 'no'\n",
        'severity = { SPK202 = "warning" }\n',
    ),
    "requirements.txt": (None, "spakky-task==7.0.0\n", "spakky-celery==8.6.0\n"),
    ".env": (None, "SPAKKY_AUTH_TOKEN=x\n", "SPAKKY_TASK__NOTHING=1\nSPAKKY_CELERY__TIMEZONE=no\n"),
    ".gitignore": (None, "app/stock.py\n", "*.toml\n"),
    "README.md": (None, "# App\n", "# Another\n"),
    "data.json": (None, "{}\n"),
}
"""By file, what it may hold; None where there is none. Programs begin with the first state."""


class Program:
    """One of them in a folder."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        (folder / ".git").mkdir()
        for name, states in STATES.items():
            self.write(name, states[0] if seed % 3 else self.random.choice(states))

    def write(self, name: str, text: str | None) -> None:
        path = self.folder / name
        if text is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def edit(self, among: Sequence[str] = ()) -> Sequence[str]:
        """Change some files, of these where any are named; their names."""
        names = self.random.sample([*(among or STATES)], self.random.choice((0, 1, 1, 1, 2, 3)))
        for name in names:
            self.write(name, self.random.choice(STATES[name]))
        return names
