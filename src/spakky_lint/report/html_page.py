"""A page in one file that needs nothing else, put together from a template, styles and scripts.

What the checked code is called is data on a page: it travels as JSON that cannot end its own
element, and is shown as text. The content security policy of a page allows its style and its script
by their hashes, and nothing from anywhere else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from importlib.resources import files

from spakky_lint import __version__
from spakky_lint.patterns import regex

_SHARED = "spakky_lint.report"
"""Its folder `page` holds what all pages have in common."""
_SHARED_SCRIPTS = ("dom", "theme", "walk")

_PLACE = regex(r"\{\{(\w+)\}\}")


def page(
    package: str,
    scripts: Sequence[str],
    data: object,
    words: Mapping[str, str] | None = None,
    language: str = "en",
) -> str:
    """The page whose template, style and scripts lie in the folder `page` of a package.

    `scripts` are in an order in which each needs only those before it, at least until the last one
    starts. `words` fill the places of the template.
    """
    style = _file(_SHARED, "base.css") + _file(package, "page.css")
    script = _in_one(
        [
            *(_file(_SHARED, f"{name}.js") for name in _SHARED_SCRIPTS),
            *(_file(package, f"{name}.js") for name in scripts),
        ]
    )
    return _filled(
        _file(package, "page.html"),
        {
            **{
                name: escape(text.replace("{version}", __version__))
                for name, text in (words or {}).items()
            },
            "language": language,
            "version": escape(__version__),
            "style": style,
            "style_hash": _hash(style),
            "script": script,
            "script_hash": _hash(script),
            "data": as_script_data(data),
        },
    )


def as_script_data(value: object) -> str:
    """JSON that may stand in a script element whatever it holds.

    Neither an end tag nor a comment can begin in it, and it is ASCII, so that even half a surrogate
    pair from a broken path goes through every encoding.
    """
    import json

    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _filled(template: str, values: Mapping[str, str]) -> str:
    """In one pass: what is filled in is never looked at again."""
    return _PLACE.sub(lambda place: values[place[1]], template)


def _in_one(scripts: Sequence[str]) -> str:
    parts = "\n".join(scripts)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


@lru_cache
def _file(package: str, name: str) -> str:
    return files(package).joinpath("page", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
