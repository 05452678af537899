"""What MkDocs does besides: pages from the files at the top, and links that lead out of docs."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from spakky_lint.rules.families import FAMILIES, family_of
from spakky_lint.rules.registry import RULES

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
LANGUAGES = ("ko",)
"""The folders of docs that are in another language than English."""
FROM_THE_TOP = {"changelog.md": "CHANGELOG.md", "contributing.md": "CONTRIBUTING.md"}
"""Pages of the site, and the files at the top of the repository that they are."""

_OPTIONS = ("--from", "2026-11-02", "--tz", "Europe/Berlin")
EXAMPLES = {
    "schedules": ("preview", *_OPTIONS),
    "auth": ("auth", "--as", "ann", "--role", "support"),
    "tasks": ("tasks",),
}
"""Pages of the site to click through, and what writes them of the example application."""
_EXAMPLE = re.compile(r"<!-- example: (?P<name>\w+) -->")

_CODE_OR_LINK = re.compile(
    r"(?P<code>^(?P<fence>`{3,}).*?^(?P=fence)|`[^`\n]*`)"
    r"|\[(?P<text>[^\]]*)\]\((?P<target>[^)#:\s]+)(?P<anchor>#[^)\s]*)?\)",
    re.DOTALL | re.MULTILINE,
)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Every page of a rule stands under its family, and every page of these folders in its section."""
    families = [
        {family.title: [f"rules/{code}.md" for code in RULES if family_of(code) is family]}
        for family in FAMILIES
    ]
    added = {
        "Reference": {"Rules": [{"All rules": "rules/README.md"}, *families]},
        "Background": {"한국어": pages_of("ko")},
    }
    config.nav = [each for entry in config.nav for each in (entry, *behind(entry, added))]
    return config


def behind(
    entry: dict[str, object], added: Mapping[str, dict[str, object]]
) -> Iterator[dict[str, object]]:
    """The sections that follow an entry of the navigation."""
    for title in entry:
        if title in added:
            yield added[title]


def pages_of(folder: str) -> list[str]:
    """The pages of a folder of docs, its index first."""
    found = sorted(path.name for path in (DOCS / folder).glob("*.md"))
    index = [name for name in found if name in ("README.md", "index.md")]
    return [f"{folder}/{name}" for name in (*index, *(name for name in found if name not in index))]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for page, name in FROM_THE_TOP.items():
        files.append(File.generated(config, page, content=(ROOT / name).read_text("utf-8")))
    for name, command in EXAMPLES.items():
        files.append(File.generated(config, f"examples/{name}.html", content=example(command)))
    return files


def example(command: tuple[str, ...]) -> str:
    """The page that a command writes of the example application."""
    run = [sys.executable, "-m", "spakky_lint", *command, "--no-cache", "--format", "html", "shop"]
    done = subprocess.run(
        run,
        check=False,
        cwd=ROOT / "fixtures" / "shop",
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    if done.returncode > 1:
        raise PluginError(f"{' '.join(run)}: {done.stderr}")
    return done.stdout


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Repository links of a page, as the site has them.

    What is not in docs is no page of the site. Such a link becomes plain text, once it is known to lead somewhere.
    """
    source = FROM_THE_TOP.get(page.file.src_uri, f"docs/{page.file.src_uri}")

    def linked(found: re.Match[str]) -> str:
        if found["code"] is not None:
            return found[0]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), found["target"]))
        if not (ROOT / target).exists():
            raise PluginError(f"{source}: {found[0]} leads nowhere")
        tops = {name: name_of for name_of, name in FROM_THE_TOP.items()}
        inside = tops.get(target) or (
            target.removeprefix("docs/") if target.startswith("docs/") else None
        )
        if inside is None:
            text = found["text"]
            return text if text.startswith(("`", "!")) else f"`{text}`" if "/" in text else text
        relative = posixpath.relpath(inside, posixpath.dirname(page.file.src_uri) or ".")
        return f"[{found['text']}]({relative}{found['anchor'] or ''})"

    def clicked(found: re.Match[str]) -> str:
        address = posixpath.relpath(
            f"examples/{found['name']}.html", posixpath.dirname(source[5:]) or "."
        )
        return f"[Click through the page of the example application]({address}){{ .md-button }}"

    return _EXAMPLE.sub(clicked, _CODE_OR_LINK.sub(linked, markdown))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """The language of a page is that of its folder, for screen readers and for search engines."""
    folder, slash, _ = page.file.src_uri.partition("/")
    if not slash or folder not in LANGUAGES:
        return output
    return output.replace('<html lang="en"', f'<html lang="{folder}"', 1)
