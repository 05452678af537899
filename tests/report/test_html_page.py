"""What holds for every page; what each of them does is seen in tests/browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spakky_lint.messages.language import Language
from spakky_lint.report.html_page import as_script_data
from tests.browser.auth_pages import CALLERS, GUARDED, audited
from tests.browser.pages import SHOP, made
from tests.report.html_elements import Elements

PageIn = Callable[[Path], str]


def preview_in_english(folder: Path) -> str:
    return made(SHOP, folder / "page.html").text


def preview_in_korean(folder: Path) -> str:
    return made(SHOP, folder / "page.html", language=Language.KO).text


def auth(folder: Path) -> str:
    return audited(GUARDED, folder / "page.html", CALLERS).text


PAGES = pytest.mark.parametrize("page_in", [preview_in_english, preview_in_korean, auth])


@PAGES
def test_a_page_needs_nothing_else(tmp_path: Path, page_in: PageIn) -> None:
    page = page_in(tmp_path)
    elements = Elements(page)
    for tag, attributes in elements.found:
        assert tag not in ("img", "iframe", "object", "embed", "base", "video", "audio")
        assert "src" not in attributes
        assert "style" not in attributes, "the policy would stop it"
        assert not [name for name in attributes if name.startswith("on")]
        assert (attributes.get("href") or "#").startswith(("#", "data:"))
    assert "{{" not in page.replace("".join(elements.raw["script"]), "")
    for text in (*elements.raw["style"], elements.raw["script"][1]):
        assert "url(" not in text
        assert "@import" not in text
        assert "http" not in text
        assert not {"innerHTML", "outerHTML", "insertAdjacentHTML", "eval", "document.write"} & {
            *re.findall(r"[\w.]+", text)
        }


@PAGES
def test_the_policy_names_the_style_and_the_script_by_their_hashes(
    tmp_path: Path, page_in: PageIn
) -> None:
    elements = Elements(page_in(tmp_path))
    (policy,) = [
        attributes["content"] or ""
        for tag, attributes in elements.found
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    (style,), (_, script) = elements.raw["style"], elements.raw["script"]
    for kind, text in (("style", style), ("script", script)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_data_never_ends_its_element(value: object) -> None:
    text = as_script_data(value)
    assert not {"<", ">", "&"} & {*text}
    assert text.isascii()
    assert json.loads(text) == value
