"""What a project asks for: one requirement, wherever it is written."""

from __future__ import annotations

import re

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Source
from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.project.environment.bounds import ANY, LONGEST, BadVersions, Bounds, bounds
from spakky_lint.project.environment.references import normal, of_url

FRAMEWORK = "spakky"
CELERY = "celery"
_NAME = regex(r"\s*(?P<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)")


class BadRequirement(Exception):
    """The message says what is wrong with a requirement, and `asked` is what is left of it."""

    def __init__(self, message: str, asked: Asked) -> None:
        super().__init__(message)
        self.asked = asked


@dataclass(frozen=True, slots=True)
class Asked:
    name: str
    """Normalized."""
    source: Source
    written: str = ""
    """What it says of versions, as it says it; empty for nothing."""
    bounds: Bounds = ANY
    extras: tuple[str, ...] = ()
    is_conditional: bool = False
    """Whether it holds only somewhere: on some Python, on some system."""
    is_optional: bool = False
    """Whether the application can be installed without: an extra, or a group."""
    is_constraint: bool = False
    """Whether it only narrows down what somebody else asks for."""
    reference: str = ""
    """Where it is from, in a few words, if that is no index of releases: ``git main``."""


def concerns_us(name: str) -> bool:
    """Whether a distribution, by its normalized name, is one of the framework, or celery."""
    return name in (CELERY, FRAMEWORK) or name.startswith(f"{FRAMEWORK}-")


def name_of(requirement: str) -> str | None:
    """The normalized name that a requirement begins with; None where it begins with none."""
    found = _NAME.match(requirement)
    return None if found is None else normal(found["name"])


def read_requirement(
    text: str, source: Source, *, is_optional: bool = False, is_constraint: bool = False
) -> Asked | None:
    """A requirement as PEP 508 writes it; None where it is none of ours.

    Raises BadRequirement.
    """
    name = name_of(text)
    if name is None or not concerns_us(name):
        return None
    if len(text) > LONGEST:
        raise BadRequirement(
            Message(
                "a requirement of {name} is longer than {longest} characters",
                name=name,
                longest=f"{LONGEST:,}",
            ),
            Asked(name, source, is_optional=is_optional, is_constraint=is_constraint),
        )
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        read = Requirement(text)
        versions = str(read.specifier)
        reference = None if read.url is None else of_url(name, read.url)
        return Asked(
            name,
            source,
            _specifiers_as_written(text, versions) if reference is None else reference.written,
            bounds(versions) if reference is None else reference.bounds,
            tuple(sorted(map(normal, read.extras))),
            read.marker is not None,
            is_optional,
            is_constraint,
            "" if reference is None else reference.written,
        )
    except (InvalidRequirement, BadVersions):
        raise BadRequirement(
            Message('"{text}" allows no version, so it is ignored', text=text.strip()),
            Asked(name, source, is_optional=is_optional, is_constraint=is_constraint),
        ) from None


def _specifiers_as_written(text: str, versions: str) -> str:
    """In the order of the text, which a set of specifiers does not keep."""
    found = re.search(r"(?:[=!~<>]=?=?)[^;\s()#]+(?:\s*,\s*[=!~<>][^;,()#]+)*", text)
    written = "" if found is None else re.sub(r"\s+", "", found[0])
    return written if len(written) == len(versions) else versions
