"""The text of a module from its parts: imports sorted and merged, those of no use left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping


def package(title: str, names: Mapping[str, str]) -> str:
    """An `__init__.py` that hands names on."""
    imports = [f"from {module} import {name}" for name, module in names.items()]
    listed = "".join(f'    "{name}",\n' for name in sorted(names))
    return f'"""{title}"""\n\n{_imports(imports)}\n__all__ = [\n{listed}]\n'


def module(title: str, imports: Iterable[str], bodies: Iterable[str]) -> str:
    text = "\n\n".join(body.rstrip("\n") + "\n" for body in bodies)
    used = [line for line in imports if line != "import logging"]
    logger = ""
    if "logger." in text:
        used.append("import logging")
        logger = "\nlogger = logging.getLogger(__name__)\n"
    return f'"""{title}"""\n\n{_imports(used, text)}{logger}\n\n{text}'


def _imports(lines: Iterable[str], used_by: str | None = None) -> str:
    """Sorted, the names of one module together; without those that the text does not use."""
    words = None if used_by is None else set(re.findall(r"\w+", used_by))
    names: dict[str, set[str]] = {}
    whole: set[str] = set()
    for line in lines:
        if not line.startswith("from "):
            whole.add(line)
            continue
        module, _, listed = line.removeprefix("from ").partition(" import ")
        names.setdefault(module, set()).update(listed.split(", "))
    groups: dict[int, list[str]] = {}
    for line in sorted(whole):
        groups.setdefault(_group(line.split()[1]), []).append(line)
    for module in sorted(names):
        kept = sorted(name for name in names[module] if words is None or name in words)
        if kept:
            groups.setdefault(_group(module), []).append(_from(module, kept))
    return "\n\n".join("\n".join(groups[group]) for group in sorted(groups)) + "\n"


def _group(module: str) -> int:
    first = module.partition(".")[0]
    return 2 if first == "acme" else 1 if first == "spakky" else 0


def _from(module: str, names: list[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) < 80:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"
