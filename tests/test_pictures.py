"""The pictures of the documentation: small, of no other host, with words beside each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
IMAGES = sorted((ROOT / "docs" / "images").iterdir())
PICTURE = re.compile(r"!\[(?P<words>[^\]]*)\]\((?P<target>[^)]+)\)")
DOCUMENTS = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("image", IMAGES, ids=lambda image: image.name)
def test_a_picture_is_small_and_loads_nothing(image: Path) -> None:
    data = image.read_bytes()
    assert 5_000 < len(data) <= 200_000
    if image.suffix == ".svg":
        text = data.decode("utf-8")
        assert "<svg" in text
        assert "url(http" not in text
        assert not re.search(r"(?:href|src)=\"(?!#)", text)
        assert "/root" not in text
        assert "/tmp" not in text


def test_every_picture_is_made_by_the_script_and_shown_with_words() -> None:
    script = (ROOT / ".ci" / "pictures").read_text("utf-8")
    shown = {
        (document.parent / found["target"]).resolve(): found["words"]
        for document in DOCUMENTS
        for found in PICTURE.finditer(document.read_text("utf-8"))
    }
    assert {*shown} == {*IMAGES}
    for image, words in shown.items():
        assert f'"{image.name}"' in script
        assert len(words) > 40
