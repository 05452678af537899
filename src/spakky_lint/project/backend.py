"""Which backend executes a project's schedules, by what its pyproject.toml depends on.

spakky-celery shifts weekdays up to `LAST_SHIFTED`, and that is what the backend `celery` means. A
release that no longer does is like the specification, so nothing here needs a change when it comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from spakky_lint.runtime.validity import Backend

LAST_SHIFTED = (8, 5, 0)

_PACKAGE = "spakky-celery"
_EXTRAS = frozenset({"celery", "worker", "full"})
"""The extras of `spakky` that bring the package along."""

_REQUIREMENT = re.compile(r"\s*(?P<name>[\w.-]+)\s*(?:\[(?P<extras>[^]]*)\])?(?P<versions>[^;@]*)")
_PIN = re.compile(r"={2,3}\s*(?P<version>[^\s,)*]+)(?=[\s,)]|$)")
_VERSION = re.compile(r"v?(?P<release>\d+(?:\.\d+)*)(?:[-_.]?(?:a|b|rc|alpha|beta|dev)[-_.]?\d*)*")


def backend_of(document: Mapping[str, object]) -> Backend:
    """`celery` for a project that is known to run on a spakky-celery that shifts weekdays.

    The version is a pin in `document`, else the one that is installed here; one that nobody tells
    counts as a later one.
    """
    pins = list(_requirements(document))
    if not pins:
        return Backend.SPEC
    known = [pin for pin in pins if pin is not None]
    is_shifted = all(map(_is_shifted, known)) if known else _is_shifted(_installed())
    return Backend.CELERY if is_shifted else Backend.SPEC


def depends_on_celery(document: Mapping[str, object]) -> bool:
    """Whether the project itself cannot do without spakky-celery; an extra or a group can."""
    project = {"dependencies": _table(document.get("project")).get("dependencies")}
    poetry = _table(_table(document.get("tool")).get("poetry")).get("dependencies")
    needed = {
        name: requirement
        for name, requirement in _table(poetry).items()
        if _table(requirement).get("optional") is not True
    }
    only = {"project": project, "tool": {"poetry": {"dependencies": needed}}}
    return any(True for _ in _requirements(only))


def _requirements(document: Mapping[str, object]) -> Iterator[str | None]:
    """For everything that asks for spakky-celery, the version it is pinned to, or None."""
    project = _table(document.get("project"))
    groups = [project.get("dependencies")]
    groups.extend(_table(project.get("optional-dependencies")).values())
    groups.extend(_table(document.get("dependency-groups")).values())
    for group in groups:
        for requirement in group if isinstance(group, list) else ():
            if isinstance(requirement, str) and (read := _REQUIREMENT.match(requirement)):
                extras = (read["extras"] or "").split(",")
                pin = _PIN.search(read["versions"])
                yield from _asked(read["name"], extras, None if pin is None else pin["version"])
    poetry = _table(_table(document.get("tool")).get("poetry"))
    tables = [poetry, *map(_table, _table(poetry.get("group")).values())]
    for table in tables:
        for key in ("dependencies", "dev-dependencies"):
            for name, requirement in _table(table.get(key)).items():
                yield from _poetry(name, requirement)


def _poetry(name: str, requirement: object) -> Iterator[str | None]:
    """One line of a table of poetry's, where a bare version is a pin."""
    if isinstance(requirement, list):  # alternatives for several environments
        for alternative in requirement:
            yield from _poetry(name, alternative)
        return
    table = _table(requirement)
    extras = table.get("extras")
    version = table.get("version") if table else requirement
    pin = version.strip().removeprefix("==").strip() if isinstance(version, str) else ""
    yield from _asked(
        name,
        [extra for extra in extras if isinstance(extra, str)] if isinstance(extras, list) else [],
        pin if pin[:1].isdigit() and not re.search(r"[,*|\s]", pin) else None,
    )


def _asked(name: str, extras: list[str], pin: str | None) -> Iterator[str | None]:
    name = _normal(name)
    if name == _PACKAGE:
        yield pin
    elif name == "spakky" and not _EXTRAS.isdisjoint(map(_normal, extras)):
        yield None  # the extra asks for that version of spakky-celery or a later one


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def _is_shifted(version: str | None) -> bool:
    read = None if version is None else _VERSION.fullmatch(version)
    if read is None:  # not told, or a post-release, somebody's own build
        return False
    release = [int(part) for part in read["release"].split(".")]
    while len(release) > 1 and release[-1] == 0:
        release.pop()
    return tuple(release) <= LAST_SHIFTED


def _installed() -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(_PACKAGE)
    except PackageNotFoundError:
        return None


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
