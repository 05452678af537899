"""What an application has installed: the framework and what it needs, and nothing else.

Beside the tests there is all that the linter is compared with, in two hundred distributions. An
application that loads its plugins asks each of them eleven times for its entry points, which takes
more time than all else that it does.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires
from pathlib import Path

from tests.folders import lasting_folder

ROOT = Path(__file__).parents[2]

ALONE = "-S"
"""With this option, Python does not see what else is installed."""

BESIDE = ("attrs", "tzdata")
"""What cases use of others: some messages are of classes that attrs makes, and a name of no zone
fails in another way where there is tzdata."""


@cache
def path_of_applications() -> str:
    """What PYTHONPATH is for Python with the option `ALONE`; the tests are found by it as well."""
    folder = lasting_folder()
    for found in _of_the_framework():
        files = (found.read_text("RECORD") or "").splitlines()
        for top in {file.partition("/")[0].partition(",")[0] for file in files} - {".."}:
            link = folder / top
            if not link.is_symlink():  # packages may share a name, and have one folder for it
                link.symlink_to(str(found.locate_file(top)))
    return f"{folder}:{ROOT}"


def _of_the_framework() -> list[Distribution]:
    """What the tests need of it, with what that needs."""
    from packaging.requirements import Requirement  # which no application has

    ours = map(Requirement, requires("spakky-lint") or ())
    wanted = [each.name for each in ours if each.name.startswith(("spakky-", "celery"))]
    wanted = ["spakky", *BESIDE, *(name for name in wanted if name != "spakky-lint")]
    found: dict[str, Distribution] = {}
    for name in wanted:
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # as a marker may want it
            continue
        asked = map(Requirement, found[name].requires or ())
        needed = (each.name for each in asked if not each.marker or each.marker.evaluate())
        wanted += [each for each in needed if each not in wanted]
    return [*found.values()]
