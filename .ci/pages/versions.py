"""The table in docs/versions.md: what differs by the release of the framework and of celery."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from spakky_lint.rules.page import page
from spakky_lint.rules.registry import RULES

PAGE = "versions.md"
BLOCK = re.compile(r"(?P<head><!-- releases: [^>]+ -->\n).*?(?P<tail><!-- end -->)", re.DOTALL)


def documents(docs: Path) -> dict[str, str]:
    written = (docs / PAGE).read_text(encoding="utf-8")
    table = "\n".join(rows())
    return {PAGE: BLOCK.sub(lambda block: f"{block['head']}\n{table}\n\n{block['tail']}", written)}


def rows() -> Iterator[str]:
    pages = [page(rule) for rule in RULES.values()]
    off = defaultdict(list)
    for each in pages:
        if each.holds is not None:
            off[f"{each.holds.package.value} {each.holds.number}"].append(link(each.code))
    yield from ("| Rules | What differs |", "|-|-|")
    for release, codes in off.items():
        yield f"| {', '.join(codes)} | off below {release} |"
    for each in pages:
        if (differs := each.section("Versions")) is not None:
            yield f"| {link(each.code)} | {' '.join(differs.text.split())} |"


def link(code: str) -> str:
    return f"[{code}](rules/{code}.md)"
