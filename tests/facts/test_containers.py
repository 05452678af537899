"""Whether it is a container that is asked for a class: its type says so, and else its name."""

from __future__ import annotations

import pytest

from spakky_lint.linting.linter import lint_text

HEAD = """\
from spakky.core.application.application_context import ApplicationContext
from spakky.core.pod.interfaces.container import IContainer
from spakky.task import TaskHandler, task
from elsewhere import Cache


@TaskHandler()
class Orders:
    @task
    def close(self) -> None: ...


class More(Orders):
    def more(self) -> None: ...


class Pods:
    def get(self, key): ...


"""


@pytest.mark.parametrize(
    "text",
    [
        "def found(c: ApplicationContext):\n    return c.get(More)\n",
        "def found(c: ApplicationContext | None):\n    return c.get(More)\n",
        "def found(pods: IContainer):\n    return pods.get(More)\n",
        "def found(container):\n    return container.get(More)\n",
        "def found(self):\n    return self._container.get(More)\n",
    ],
)
def test_what_is_a_container_is_asked(text: str) -> None:
    assert [found.code for found in lint_text(HEAD + text)] == ["SPK109"]


@pytest.mark.parametrize(
    "text",
    [
        "def found(container: dict[type, Orders]):\n    return container.get(More)\n",
        "def found(container: Cache):\n    return container.get(More)\n",
        "def found(container: Pods):\n    return container.get(More)\n",
        "container = {}\nfound = container.get(More)\n",
        "context = Pods()\nfound = context.get(More)\n",
        "def found(cache):\n    return cache.get(More)\n",
    ],
)
def test_what_is_none_is_not(text: str) -> None:
    assert lint_text(HEAD + text) == ()
