"""Whether a name may be put to a use that is not followed: looked up in the text, on the safe side.

A rule that says "nothing ever registers this" has to be sure that nobody hands it on. An occurrence
in a comment counts too: the rule is then silent where it need not be.
"""

from __future__ import annotations

import re
from functools import lru_cache

from spakky_lint.syntax.declarations import ClassDeclaration

_TAKES_CLASSES = frozenset(
    {
        "add",
        "bind",
        "bind_to_name",
        "bind_to_type",
        "cast",
        "contains",
        "get",
        "get_or_none",
        "isinstance",
        "issubclass",
        "super",
    }
)
"""Calls that are given classes every day and do not change them."""


def is_handed_on(name: str, text: str) -> bool:
    """Whether a function is used other than by being called: returned, passed on, assigned."""
    return (
        re.search(rf"(?:\b(?:return|yield|lambda:)\s|[=(,:[{{])\s*{name}\b(?!\s*\()", text)
        is not None
    )


def is_attached(name: str, text: str) -> bool:
    """Whether a function becomes an attribute of something: ``Orders.confirm = confirm``."""
    return re.search(rf"\.\w+\s*=\s*{name}\b(?!\s*\()", text) is not None or "setattr(" in text


def is_borrowed(owner: str, method: str, text: str) -> bool:
    """Whether ``Owner.method`` is used as a value."""
    # A plain search first: it is many times faster, and most texts have no such thing.
    return (
        f"{owner}.{method}" in text
        and re.search(rf"\b{owner}\.{method}\b(?!\s*\()", text) is not None
    )


def is_passed_to_a_call(class_name: str, text: str) -> bool:
    """Whether a class is the argument of a call that might register it."""
    return class_name in _passed_to_calls(text)


@lru_cache(maxsize=4)
def _passed_to_calls(text: str) -> frozenset[str]:
    return frozenset(
        found["passed"]
        for found in re.finditer(r"(?P<callee>[\w.]+)\(\s*(?P<passed>\w+)\s*[,)]", text)
        if found["callee"].rpartition(".")[2] not in _TAKES_CLASSES
        and not re.search(r"\bclass\s+$", text[max(found.start() - 8, 0) : found.start()])
    )


_IMPORTS = re.compile(r"^\s*(?:from\s[^\n]*?)?import\b(?:\s*\([^)]*\)|[^\n]*)", re.MULTILINE)
_STEREOTYPE = re.compile(r"[(,\[]\s*(?:\w+\.)*TaskHandler\b(?:\s*\([^()]*\)\s*[,)\]]|(?!\s*\())")


def is_stereotype_handed_on(text: str) -> bool:
    """Whether ``TaskHandler``, or one that is made, goes somewhere else than to a class at hand.

    ``partial(TaskHandler, name="reports")`` and ``map(TaskHandler(), plugins)`` make handlers of
    whatever class.
    """
    return _STEREOTYPE.search(_IMPORTS.sub("", text)) is not None


def is_named_as_base(class_name: str, text: str) -> bool:
    """Whether a class statement names the class among its bases, whatever the name means there."""
    return re.search(rf"\bclass\s+\w+[^(\n]*\([^)]*\b{class_name}\b", text) is not None


def is_set_as_attribute(name: str, text: str) -> bool:
    """Whether something may give an object or class an attribute of that name."""
    assigned = rf"\.{name}\s*(?::[^=\n]+)?=(?!=)"
    annotated = rf"^\s+{name}\s*:"
    return re.search(f"{assigned}|{annotated}", text, re.MULTILINE) is not None


def leaves_methods_to_heirs(declaration: ClassDeclaration) -> bool:
    """Whether the class speaks of NotImplementedError, as a base does."""
    return "NotImplementedError" in declaration.header.text
