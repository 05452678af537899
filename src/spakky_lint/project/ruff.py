"""Whether ruff, as a project configures it, removes the comments that silence findings of ours.

To ruff our codes are unknown unless `lint.external` names them. RUF100 removes unknown codes in
its older versions and RUF102 in its newer ones, both with `--fix`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.project.globs import BadGlob, glob
from spakky_lint.project.reading import read_file
from spakky_lint.project.toml_text import NoToml, read_toml

_REMOVERS = ("RUF100", "RUF102")
_ALL = "ALL"
_MAX_LAYERS = 10
"""A chain of `extend` that is longer goes in a circle."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A comment that ruff may remove."""

    configuration: Path
    rules: tuple[str, ...]
    file: Path
    line: int
    code: str


@dataclass(frozen=True, slots=True)
class _Ruff:
    """What a configuration file and those that it extends come to."""

    root: Path
    on: frozenset[str] = frozenset()
    fixable: frozenset[str] = frozenset(_REMOVERS)
    external: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    ignores: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Globs of files, and what is ignored in them."""

    def removers(self, file: Path) -> tuple[str, ...]:
        """The rules that would change comments of the file."""
        if any(_matches(pattern, self.root, file) for pattern in self.excluded):
            return ()
        ignored = [
            selector
            for pattern, selectors in self.ignores.items()
            if _matches(pattern, self.root, file)
            for selector in selectors
        ]
        return tuple(
            rule
            for rule in _REMOVERS
            if rule in self.on & self.fixable and not _rank(rule, ignored)
        )


def first_removal(files: Iterable[Path]) -> Removal | None:
    """The first comment with a code of ours, in any of the files, that ruff may remove."""
    found: dict[Path, tuple[Path, _Ruff] | None] = {}
    for file in files:
        nearest = _nearest(file.parent, found)
        if nearest is None:
            continue
        configuration, ruff = nearest
        rules = ruff.removers(file)
        comment = _first_comment(file, ruff.external) if rules else None
        if comment is not None:
            return Removal(configuration, rules, file, *comment)
    return None


def _first_comment(file: Path, external: Sequence[str]) -> tuple[int, str] | None:
    """The line and the code of the first comment that names a code which is not external."""
    from spakky_lint.syntax.noqa import OURS, Noqa
    from spakky_lint.syntax.source import UnreadableSource, decode

    try:
        text = decode(read_file(file)).text
    except (OSError, UnreadableSource):
        return None
    for comment in Noqa(text).comments():
        for code in comment.codes:
            if OURS.fullmatch(code.text) and not code.text.startswith(tuple(external)):
                return code.range.start.line, code.text
    return None


# The configuration


def external_codes(file: Path) -> tuple[str, ...]:
    """The prefixes of codes that ruff leaves to others, by a file and what it extends."""
    return _read(file).external


def _nearest(
    folder: Path, found: dict[Path, tuple[Path, _Ruff] | None]
) -> tuple[Path, _Ruff] | None:
    """The configuration that counts for the files of a folder, with its file; read once."""
    if folder not in found:
        found[folder] = None if folder == folder.parent else _nearest(folder.parent, found)
        for name in (".ruff.toml", "ruff.toml", "pyproject.toml"):
            file = folder / name
            if os.path.isfile(file) and _table(file) is not None:  # noqa: PTH113  # never raises
                found[folder] = file, _read(file)
                break
    return found[folder]


def _table(file: Path) -> Mapping[str, object] | None:
    """What the file says to ruff; None where that is nothing, or nothing that can be read."""
    try:
        document = read_toml(read_file(file))
    except (OSError, NoToml):
        return None
    return _dict(document, "tool", "ruff") if file.name == "pyproject.toml" else document


def _read(file: Path, layers: int = 1) -> _Ruff:
    table = _table(file) or {}
    extended = table.get("extend")
    base = _Ruff(file.parent)
    if isinstance(extended, str) and layers < _MAX_LAYERS:
        path = file.parent / os.path.expanduser(extended)  # noqa: PTH111  # never raises
        base = replace(_read(path, layers + 1), root=file.parent)
    # What is about linting once stood at the top, and ruff still takes it there.
    lint = {**table, **(_dict(table, "lint") or {})}
    ignores = {**base.ignores}
    for key in ("per-file-ignores", "extend-per-file-ignores"):
        for pattern, selectors in (_dict(lint, key) or {}).items():
            ignores[pattern] = (*ignores.get(pattern, ()), *_texts({"": selectors}, ""))
    return _Ruff(
        file.parent,
        _changed(base.on, lint, "select", "ignore"),
        _changed(base.fixable, lint, "fixable", "unfixable"),
        _texts(lint, "external") if "external" in lint else base.external,
        (*base.excluded, *_texts(table, "exclude"), *_texts(table, "extend-exclude")),
        ignores,
    )


def _changed(
    before: frozenset[str], lint: Mapping[str, object], key: str, opposite: str
) -> frozenset[str]:
    """Which of the rules are in, once a layer has its say: of two selectors the longer wins."""
    wanted = (*_texts(lint, key), *_texts(lint, f"extend-{key}"))
    unwanted = (*_texts(lint, opposite), *_texts(lint, f"extend-{opposite}"))

    def is_in(rule: str) -> bool:
        chosen, ignored = _rank(rule, wanted), _rank(rule, unwanted)
        if chosen == ignored == 0:
            return rule in before and key not in lint
        return chosen > ignored

    return frozenset(filter(is_in, _REMOVERS))


def _rank(rule: str, selectors: Iterable[str]) -> int:
    """How closely the rule is meant; 0 where it is not."""
    ranks = (
        1 if selector == _ALL else 1 + len(selector)
        for selector in selectors
        if selector and (selector == _ALL or rule.startswith(selector))
    )
    return max(ranks, default=0)


def _dict(table: Mapping[str, object], *keys: str) -> dict[str, object] | None:
    found: object = table
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, dict) else None


def _texts(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = table.get(key)
    return tuple(str(each) for each in found) if isinstance(found, list) else ()


def _matches(pattern: str, root: Path, file: Path) -> bool:
    try:
        return file.is_relative_to(root) and glob(pattern).matches(
            file.relative_to(root).as_posix()
        )
    except BadGlob:
        return False
