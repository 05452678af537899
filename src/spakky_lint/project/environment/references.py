"""Requirements that name where a distribution comes from, in place of an index of releases.

An archive says its version in its name. A repository says it by a tag, where the tag is called
after a release; a branch or a commit tells none.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.project.environment.bounds import ANY, LONGEST, BadVersions, Bounds, pin

_VERSION: Final = r"v?(?P<version>\d+(?:\.\d+)*(?:[-._]?(?:a|b|c|rc|alpha|beta|dev|post)\.?\d*)*)"
_TAG = regex(rf"(?:(?P<name>.*?)[-_/@])?{_VERSION}", re.IGNORECASE)
"""``v8.5.0``, ``spakky-celery-8.5.0``, ``plugins/spakky-celery/v8.5.0``."""
_ARCHIVE = regex(r"(?:^|/)(?P<name>[\w.]+?)-(?P<version>\d[\w.!+]*?)(?:-|\.tar\.|\.zip)[^/]*$")
"""``spakky_task-8.5.0-py3-none-any.whl``, ``spakky_task-8.5.0.tar.gz``."""
_REPOSITORY = regex(
    r"(?P<tool>git|hg|svn|bzr)\+[\w+.-]*://[^/]*/[^@]*(?:@(?P<revision>[^@]*))?(?:@.*)?"
)
"""A user may stand before the host, with an ``@`` of its own."""
_RELEASE_WORDS: Final = ("release", "releases", "version", "rel", "tags")
_WHOLE: Final = 3
"""So many numbers are a release, and no branch that releases come from."""


@dataclass(frozen=True, slots=True)
class Reference:
    written: str
    """In a few words: ``git main``."""
    bounds: Bounds = ANY
    """The version, where it tells one."""


def of_url(name: str, url: str) -> Reference:
    """What a URL says of the distribution, by its normalized name."""
    address = unquote(url).partition("#")[0].partition("?")[0]
    found = _REPOSITORY.match(address)
    if found is not None:
        return of_repository(name, found["tool"], found["revision"] or "")
    version = version_of_archive(name, address)
    told = ANY if version is None else _bounds(version, is_pin=True)
    return Reference(Message("an archive") if told == ANY else f"=={version}", told)


def of_repository(name: str, tool: str, revision: str, *, is_tag: bool = False) -> Reference:
    """`revision` is empty where none is named; its name tells whether it is a tag, or `is_tag`."""
    told = _of_tag(name, revision, is_tag=is_tag)
    return Reference(f"{tool} {revision}".rstrip(), told)


def of_version(version: str | None) -> Reference:
    """What the folder of the distribution itself says."""
    told = ANY if version is None else _bounds(version, is_pin=True)
    return Reference(Message("a folder") if told == ANY else f"=={version}", told)


def version_of_archive(name: str, path: str) -> str | None:
    found = _ARCHIVE.search(path) if len(path) <= LONGEST else None
    return found["version"] if found is not None and normal(found["name"]) == name else None


def _of_tag(name: str, tag: str, *, is_tag: bool) -> Bounds:
    found = _TAG.fullmatch(tag) if len(tag) <= LONGEST else None
    if found is None:
        return ANY
    version = found["version"]
    if not is_tag and version.count(".") < _WHOLE - 1:
        return ANY
    last = normal((found["name"] or "").rpartition("/")[2])
    if last and last != name and last not in _RELEASE_WORDS:
        return ANY  # of another distribution in the repository, perhaps
    return _bounds(version, is_pin=False)


def _bounds(version: str, *, is_pin: bool) -> Bounds:
    try:
        release = pin(version)
    except BadVersions:
        return ANY
    return Bounds(release.lowest, release.highest, is_pin)


def normal(name: str) -> str:
    """The name of a distribution as an index has it: ``Spakky.Celery`` is ``spakky-celery``."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()
