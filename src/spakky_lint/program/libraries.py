"""Whether a package is there for other programs to import."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from spakky_lint.program.exports import listing
from spakky_lint.program.memo import once_a_path
from spakky_lint.program.paths import text_below
from spakky_lint.program.program import Program
from spakky_lint.program.questions import Anywhere, Search
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.dependencies import ask, following
from spakky_lint.syntax.symbol_uses import How, uses_of_imported

_TYPED = "py.typed"


def package_of(path: Path, program: Program) -> Path | None:
    """The folder of the outermost package that a file is in, or of a namespace; None for others."""
    return program.roots.package_around(path) or _namespace(path.parent, program)


@once_a_path
def _namespace(folder: Path, program: Program) -> Path | None:
    """The one of a folder without packages, below the nearest folder of imports."""
    roots = [root for root in program.sources.folders() if folder.is_relative_to(root)]
    root = max(roots, key=lambda found: len(found.parts), default=program.top)
    parts = folder.relative_to(root).parts if folder.is_relative_to(root) else ()
    return root / parts[0] if parts and all(part.isidentifier() for part in parts) else None


def is_library(path: Path, program: Program, application: str) -> bool:
    """Whether the package says so: it is typed for others, or lists what it exports.

    Not where the class `application` is called somewhere in the program.
    """
    package = package_of(path, program)
    if package is None:
        return False
    is_file = program.sources.is_file
    if not is_file(text_below(package, _TYPED)) and not _is_exported(package, program):
        return False
    return not _is_called(application, program)


def _is_exported(package: Path, program: Program) -> bool:
    """Whether a distribution brings the package, which lists what others may import."""
    folders = (package.parent, package.parent.parent)
    if not any(program.sources.is_file(text_below(folder, "pyproject.toml")) for folder in folders):
        return False
    module = program.module(package / "__init__.py")
    return isinstance(module, Module) and listing(module) is not None


def _is_called(name: str, program: Program) -> bool:
    """Whether anything but a test calls what is imported under the name."""
    return any(
        use.how is How.CALLED
        for module in program.modules_of(_calling(name, program))
        for use in uses_of_imported(name, module)
    )


def _calling(name: str, program: Program) -> Iterator[Path]:
    """The files that may, tests left out."""
    word = name.encode()
    ask(Anywhere(Search.CALLING, word))
    with following(None):
        holding = program.files_with(word)
    return (file for file in holding if may_call(word, program.sources.looked_at(file)))


def may_call(name: bytes, data: bytes) -> bool:
    """False where the name is only imported, annotates a parameter, or is a word of a sentence."""
    if name not in data:
        return False
    harmless = re.findall(
        rb"(?:^from [\w.]+ import |(?:[(,]|^) *\w+: |-> )" + name + rb"(?=[,):]|\r?$)"
        rb"|\b" + name + rb" (?!(?:and|as|async|else|for|if|in|is|not|or)\b)\w",
        data,
        re.MULTILINE,
    )
    return len(harmless) < len(re.findall(rb"\b" + name + rb"\b", data))
