"""A process with the example application on the framework: the names in celery's registry.

It is given the methods that nothing runs, as JSON; without them the rest of their handlers starts.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from types import ModuleType

import spakky.auth.main
import spakky.plugins.celery.main
import spakky.task.main
from celery import Celery
from spakky.core.application.application import SpakkyApplication
from spakky.core.application.application_context import ApplicationContext
from spakky.task import TaskHandler

SHOP = Path(__file__).parents[2] / "fixtures" / "shop"
MENDED = "orders"
"""It cannot be imported: `@task()`."""


def imported(name: str) -> ModuleType:
    if name != MENDED:
        return importlib.import_module(f"shop.{name}")
    module = ModuleType(f"shop.{name}")
    sys.modules[module.__name__] = module
    text = (SHOP / "shop" / f"{name}.py").read_text("utf-8").replace("@task()", "@task")
    exec(compile(text, name, "exec", dont_inherit=True), vars(module))
    return module


def main(lost: list[str]) -> None:
    sys.path.insert(0, str(SHOP))
    application = SpakkyApplication(ApplicationContext())
    for plugin in (spakky.task.main, spakky.auth.main, spakky.plugins.celery.main):
        plugin.initialize(application)
    files = sorted((SHOP / "shop").glob("*.py"))
    for module in [imported(file.stem) for file in files if file.stem not in ("__init__", "main")]:
        for value in list(vars(module).values()):
            is_own = getattr(value, "__module__", None) == module.__name__
            if is_own and isinstance(value, type) and TaskHandler.exists(value):
                for method in [each for each in vars(value) if f"{value.__name__}.{each}" in lost]:
                    delattr(value, method)
    application.scan(importlib.import_module("shop"))
    application.start()
    registered = application.container.get(Celery).tasks
    names = [name for name in registered if not name.startswith("celery.")]
    sys.stdout.write(json.dumps(names))
    application.application_context.stop()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
