"""TOML files of a project with what this tool needs in them; all else stays as it is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path

from spakky_lint.messages.message import Message, message_of
from spakky_lint.project.configuration_tables import PROJECT
from spakky_lint.project.ruff import external_codes
from spakky_lint.project.setting_up_text import HOOK_ENTRY, NotHere, line_end, with_end
from spakky_lint.project.toml_text import NoToml, read_toml

_COMMENT = "# `spakky-lint config` shows all keys, and what is in force."
_CODES = "SPK"
_BY_HAND = Message('not changed: set lint.external = ["SPK"] for ruff by hand')


def with_table(text: str, *, is_own: bool = False) -> str:
    """With our table at the end, or the text of a file that is ours alone. Raises NotHere."""
    if is_own:
        return f"{_COMMENT}\n"
    end = line_end(text)
    blank = end if text else ""
    after = f"{with_end(text, end)}{blank}[tool.spakky-lint]{end}{_COMMENT}{end}"
    try:
        document = tomllib.loads(after)
    except (tomllib.TOMLDecodeError, RecursionError):
        by_hand = Message("not changed: add the table [tool.spakky-lint] by hand")
        raise _not_here(text, by_hand) from None
    assert "spakky-lint" in document["tool"]
    return after


def with_external(text: str, file: Path) -> str | None:
    """With our codes among those that ruff leaves to others; None where it does not say how ruff
    works, and the text itself where they are. Raises NotHere.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
    except (TOMLKitError, RecursionError):
        raise _not_here(text, _BY_HAND) from None
    if tomlkit.dumps(document) != text:
        raise NotHere(_BY_HAND)
    ruff: object = document
    if file.name == PROJECT:
        tool = document.get("tool")
        ruff = tool.get("ruff") if isinstance(tool, Mapping) else None
    if not isinstance(ruff, MutableMapping):
        return None
    known = external_codes(file)
    if any(_CODES.startswith(code) for code in known):
        return text
    _add(ruff, known)
    after = tomlkit.dumps(document)
    tomllib.loads(after)
    return after


def _add(ruff: MutableMapping[str, object], known: Sequence[str]) -> None:
    import tomlkit

    lint = ruff.get("lint")
    holder = ruff if "external" in ruff and not _has_external(lint) else lint
    if holder is None:
        holder = tomlkit.table()
        holder["external"] = [*known, _CODES]
        ruff["lint"] = holder
        return
    assert isinstance(holder, MutableMapping)
    own = holder.get("external")
    if isinstance(own, list):
        own.append(_CODES)
    else:
        holder["external"] = [*known, _CODES]


def _has_external(lint: object) -> bool:
    return isinstance(lint, Mapping) and "external" in lint


def with_prek_hook(text: str) -> str:
    """With a hook of ours at the end of a ``prek.toml``. Raises NotHere."""
    end = line_end(text)
    lines = (
        "",
        "[[repos]]",
        'repo = "local"',
        "",
        "[[repos.hooks]]",
        'id = "spakky-lint"',
        'name = "spakky-lint"',
        f'entry = "{HOOK_ENTRY}"',
        'language = "system"',
        'types = ["python"]',
        "require_serial = true",
    )
    after = with_end(text, end) + "".join(f"{line}{end}" for line in lines)
    try:
        tomllib.loads(after)
    except (tomllib.TOMLDecodeError, RecursionError):
        by_hand = Message("not changed: add a hook for `spakky-lint check` by hand")
        raise _not_here(text, by_hand) from None
    return after


def _not_here(text: str, by_hand: str) -> NotHere:
    """What keeps the text as it is: its own mistake, or that somebody has to put it in by hand."""
    try:
        read_toml(text.encode())
    except NoToml as error:
        return NotHere(Message("not changed: {problem}", problem=message_of(error)))
    return NotHere(by_hand)
