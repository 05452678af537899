"""SPK116 over scripts that differ in one thing each: a fixture has one entry point only."""

from __future__ import annotations

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import PLAIN, Settings
from spakky_lint.runtime.backend import Backend

SCRIPT = """\
import sys
import spakky.plugins.celery.main
from spakky.core.application.application import SpakkyApplication
from spakky.core.application.application_context import ApplicationContext
from spakky.task import DirectTaskExecutor, TaskHandler, task


@TaskHandler()
class Orders:
    @task
    def confirm(self) -> None: ...


application = SpakkyApplication(ApplicationContext())


def main() -> None:
    application.add(Orders).start()
    application.container.get(Orders).confirm()


def run() -> None: ...


if __name__ == "__main__":
    main()
"""


def is_reported(text: str, settings: Settings = PLAIN) -> bool:
    return bool(lint_text(text, Selection(("SPK116",)), settings=settings))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("application.add(Orders)", "application.scan(__name__)"),
        ("application.add(Orders)", "application.scan(sys.modules[__name__])"),
        ("application.add(Orders)", 'application.scan(path="__main__")'),
        ('if __name__ == "__main__":', "if '__main__' == __name__:"),
        ("    main()\n", "    sys.exit(main())\n"),
        ("    main()\n", "    application.start()\n"),
        ("    main()\n", "    for _ in range(3):\n        main()\n"),
        ("@TaskHandler()", "@TaskHandler(name='orders')"),
    ],
)
def test_a_script_that_sends_its_own_tasks_is_reported(old: str, new: str) -> None:
    assert is_reported(SCRIPT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # It is no entry point, or not run.
        ('if __name__ == "__main__":', "if True:"),
        ("import spakky.plugins.celery.main\n", ""),
        # The handler is registered under the name of its module.
        ("application.add(Orders)", "application.scan('shop')"),
        ("application.add(Orders)", "application.scan()"),
        ("    main()\n", '    import uvicorn\n\n    uvicorn.run("shop.main:application")\n'),
        ("    main()\n", "    from shop.main import main\n\n    main()\n"),
        # The script does nothing with what the file defines.
        ("    main()\n", "    import unittest\n\n    unittest.main()\n"),
        ("    main()\n", "    import shop\n\n    shop.run(main=1)\n"),
        # The script is the worker itself.
        ("def run() -> None: ...", "def run() -> None:\n    app.worker_main(['worker'])"),
        # Nothing is sent.
        ("    @task\n", ""),
        ("@TaskHandler()\n", ""),
        ("@TaskHandler()\n", "@TaskHandler()\n@unknown\n"),
        ("add(Orders)", "add(Mails)"),
    ],
)
def test_a_script_that_sends_none_of_its_own_tasks_is_left_alone(old: str, new: str) -> None:
    assert old in SCRIPT
    assert not is_reported(SCRIPT.replace(old, new))


def test_a_project_on_celery_need_not_say_so_in_the_file() -> None:
    text = SCRIPT.replace("import spakky.plugins.celery.main\n", "")
    assert not is_reported(text)
    assert is_reported(text, Settings(backend=Backend.CELERY))
