"""How users write what a subject holds: ``billing:charge``, ``stock:write@warehouse``."""

from __future__ import annotations

from spakky_lint.messages.message import Message
from spakky_lint.runtime.decisions import Grant


class BadGrant(Exception):
    """The message says what is wrong with a text, and what is allowed."""


def named(text: str) -> str:
    """A name as it is: the framework compares it character by character."""
    if not text.strip():
        raise BadGrant(Message('"{text}" is not a name', text=text))
    return text


def permission(text: str) -> Grant:
    """`NAME` or `NAME@RESOURCE`.

    Of several `@` the last one counts: a name that holds one and has no resource ends in another.
    """
    if text.count("@") > 1 and text.endswith("@"):
        return Grant(named(text[:-1]))
    return _grant(text, Message("stock:write, or stock:write@warehouse on a resource"))


def relation(text: str) -> Grant:
    """`NAME@RESOURCE`."""
    return _with_resource(text, "owner@order")


def action(text: str) -> Grant:
    """`ACTION@RESOURCE`, which a policy allows."""
    return _with_resource(text, "issue@invoice")


def _with_resource(text: str, example: str) -> Grant:
    found = _grant(text, example)
    if found.resource is None:
        raise BadGrant(
            Message('"{text}" names no resource: write {example}', text=text, example=example)
        )
    return found


def _grant(text: str, example: str) -> Grant:
    name, at, resource = text.rpartition("@")
    if not at:
        return Grant(named(text))
    if not name.strip() or not resource.strip():
        if name.strip():
            raise BadGrant(
                Message(
                    '"{text}" has nothing after the @: write {example}', text=text, example=example
                )
            )
        raise BadGrant(
            Message(
                '"{text}" has nothing before the @: write {example}', text=text, example=example
            )
        )
    return Grant(name, resource)
