"""The requirements in setup.cfg and setup.py, for setuptools; a program is read and never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from spakky_lint.messages.message import Message
from spakky_lint.project.environment.files import Files
from spakky_lint.project.environment.places import requirement_lines
from spakky_lint.project.environment.pyproject import Declared, read_text

CFG: Final = "setup.cfg"
PY: Final = "setup.py"
_REQUIRED: Final = "install_requires"
_EXTRAS: Final = "extras_require"
_MOST: Final = 1_000_000
"""Characters of a setup.py that is read as a tree."""


def has_setup(names: Sequence[str]) -> bool:
    return CFG in names or PY in names


def add_setup(folder: Path, files: Files, found: Declared) -> None:
    """Add what they ask for; both count, as either may be the one that says it."""
    names = files.names(folder)
    if CFG in names:
        _add_cfg(folder / CFG, files, found)
    if PY in names:
        _add_py(folder / PY, files, found)


def _add_cfg(file: Path, files: Files, found: Declared) -> None:
    from configparser import ConfigParser  # most projects have no such file
    from configparser import Error as NoIni

    text = files.text(file)
    parser = ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text or "")
    except NoIni:
        files.note(file, Message("not read: not a valid setup.cfg"))
        return
    lines = requirement_lines(text or "")
    lists = [(parser.get("options", _REQUIRED, fallback=""), False)]
    if parser.has_section(f"options.{_EXTRAS}"):
        lists += [(value, True) for _, value in parser.items(f"options.{_EXTRAS}")]
    for value, is_optional in lists:
        if value.strip().startswith("file:"):
            named = value.strip().removeprefix("file:").split(",")
            found.lists.extend((name.strip(), is_optional) for name in named)
            continue
        for line in value.splitlines():
            requirement = line.partition(" #")[0].strip()
            if requirement and not requirement.startswith("#"):
                read_text(
                    requirement,
                    file,
                    lines.get(requirement),
                    files,
                    found,
                    is_optional=is_optional,
                )


def _add_py(file: Path, files: Files, found: Declared) -> None:
    text = files.text(file)
    if text is None:
        return
    try:
        if len(text) > _MOST:
            raise ValueError
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        files.note(file, Message("not read: not valid Python"))
        found.is_complete = False
        return
    values = _literals(tree)
    for call in _setups(tree):
        given = {each.arg: each.value for each in call.keywords if each.arg is not None}
        if len(given) < len(call.keywords):  # setup(**more)
            found.is_complete = False
        if _REQUIRED in given:
            _add_list(given[_REQUIRED], values, file, files, found, is_optional=False)
        extras = _followed(given.get(_EXTRAS), values)
        if isinstance(extras, ast.Dict):
            for extra in extras.values:
                _add_list(extra, values, file, files, found, is_optional=True)


def _setups(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name == "setup":
                yield node


def _literals(tree: ast.Module) -> Mapping[str, ast.expr]:
    """What the names of the module are bound to, of those that are bound once."""
    bound: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            bound.setdefault(node.id, []).append(node)
    return {
        target.id: statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name) and len(bound[target.id]) == 1
    }


def _followed(value: ast.expr | None, values: Mapping[str, ast.expr]) -> ast.expr | None:
    return values.get(value.id, value) if isinstance(value, ast.Name) else value


def _add_list(
    value: ast.expr,
    values: Mapping[str, ast.expr],
    file: Path,
    files: Files,
    found: Declared,
    *,
    is_optional: bool,
) -> None:
    """The texts of a list; what a program makes of it is not seen."""
    listed = _followed(value, values)
    if not isinstance(listed, (ast.List, ast.Tuple, ast.Set)):
        found.is_complete = False
        return
    for each in listed.elts:
        said = _followed(each, values)
        if isinstance(said, ast.Constant) and isinstance(said.value, str):
            read_text(said.value, file, said.lineno, files, found, is_optional=is_optional)
        else:
            found.is_complete = False
