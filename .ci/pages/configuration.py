"""docs/configuration.md, of which the keys are generated, and the schema beside it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from spakky_lint.project.configuration_reference import MEANINGS, takes
from spakky_lint.project.configuration_schema import configuration_schema

PAGE = "configuration.md"
SCHEMA = "spakky-lint.schema.json"
BLOCK = re.compile(r"(?P<head><!-- keys: [^>]+ -->\n).*?(?P<tail><!-- end -->)", re.DOTALL)


def documents(docs: Path) -> dict[str, str]:
    written = (docs / PAGE).read_text(encoding="utf-8")
    fresh = BLOCK.sub(lambda block: f"{block['head']}\n{keys()}\n{block['tail']}", written)
    schema = json.dumps(configuration_schema(), indent=2)
    return {PAGE: fresh, SCHEMA: f"{schema}\n"}


def keys() -> str:
    return "\n".join(line for key in MEANINGS for line in section(key))


def section(key: str) -> Iterator[str]:
    told = MEANINGS[key]
    yield from (f"### {key}", "", told.meaning, "")
    yield f"- Takes: {code(takes(key))}"
    yield f"- Without it: {told.without}"
    yield from ("", "```toml", told.example, "```", "")


def code(words: str) -> str:
    """Every value in the sentence as code."""
    return re.sub(
        r'\[[^]]*\]|\{.*\}|"[^"]*"|\b(?:true|false|8)\b', lambda value: f"`{value[0]}`", words
    )
