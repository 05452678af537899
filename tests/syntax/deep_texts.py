"""Texts as deep as the bounds allow, and deeper; run as a program, it lints them.

A stack that overflows ends the process, so this has to be one of its own.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping

WRONG = """from spakky.task import TaskHandler, schedule, task
@TaskHandler()
class Reports:
    @schedule()
    def weekly(self) -> None: ...
"""
"""One finding, SPK301 at line 4; the deep statement goes beside it."""

KINDS: Mapping[str, tuple[int, Callable[[int], str]]] = {
    "brackets": (200, lambda n: "x = " + "(" * n + "1" + ")" * n),
    "lists": (200, lambda n: "x = " + "[" * n + "1" + "]" * n),
    "calls in calls": (200, lambda n: "x = " + "f(" * n + "1" + ")" * n),
    "f-strings": (200, lambda n: "x = " + 'f"{' * n + "1" + '}"' * n),
    "calls": (500, lambda n: "x = a" + "()" * n),
    "attributes": (500, lambda n: "x = a" + ".b" * n),
    "subscripts": (500, lambda n: "x = a" + "[0]" * n),
    "sums": (500, lambda n: "x = 1" + "+1" * n),
    "sums on many lines": (499, lambda n: "x = (1" + "\n+ 1" * n + ")"),
    "powers": (500, lambda n: "x = 1" + "**1" * n),
    "or": (500, lambda n: "x = a" + " or a" * n),
    "not": (500, lambda n: "x = " + "not " * n + "a"),
    "minus": (500, lambda n: "x = " + "-" * n + "1"),
    "lambda": (500, lambda n: "x = " + "lambda: " * n + "1"),
    "ternary": (500, lambda n: "x = " + "1 if a else " * n + "1"),
    "texts": (500, lambda n: "x = " + '"a" ' * (n + 1)),
    "texts on many lines": (499, lambda n: "x = (" + '"a"\n' * (n + 1) + ")"),
    "comprehension": (499, lambda n: "x = [a " + "for a in b " * n + "]"),
    "shifts": (500, lambda n: "x = 1" + "<<1" * n),
    "unions": (500, lambda n: "x: a" + " | a" * n),
    "dotted import": (500, lambda n: "import a" + ".b" * n),
    "dotted pattern": (500, lambda n: "match x:\n  case a" + ".b" * n + ": pass"),
    "decorator": (499, lambda n: "@a" + ".b" * n + "\ndef f(): pass"),
    "base": (499, lambda n: "class A(a" + ".b" * n + "): pass"),
    "elif": (500, lambda n: "if a: pass\n" + "elif b: pass\n" * n),
}
"""What is deep, how deep it may be, and the statement."""

FLAT: Mapping[str, str] = {
    "list": "x = [" + "1, " * 50_000 + "]",
    "arguments": "f(" + "a.b, " * 2_000 + ")",
    "dict": "x = {" + "'a': b.c(1)[2],\n" * 500 + "}",
    "comparison": "x = a" + " < a" * 2_000,
    "assignment": "x = " * 2_000 + "1",
    "decorators": "@a\n" * 1_000 + "def f(): pass",
    "statements": "x = 1; " * 2_000,
    "f-string fields": 'x = f"' + "{a}" * 2_000 + '"',
    "names": "from a import " + ", ".join(["b"] * 2_000),
    "blank lines": "\n" * 20_000,
    "comments": "# c\n" * 2_000,
}


def worst() -> str:
    """All bounds at once: blocks, brackets and links."""
    blocks = "".join("  " * depth + "if a:\n" for depth in range(96))
    return f"{blocks}{'  ' * 96}x = {'(' * 200}a{'.b' * 299}{')' * 200}"


def texts(*, refused: bool) -> Mapping[str, str]:
    """The deepest texts that are allowed, or the least deep that are not; and the worst of all."""
    if refused:
        chosen = {f"{kind} over": make(bound + 1) for kind, (bound, make) in KINDS.items()}
    else:
        chosen = {f"{kind} allowed": make(bound) for kind, (bound, make) in KINDS.items()}
    return chosen | {"worst allowed": worst()}


def main() -> None:
    """Print a line for each text: its name, and its findings with their places."""
    from spakky_lint.linting.linter import lint_text

    # The small stack is for what is allowed: what is not never comes near a stack.
    for name, text in texts(refused=not int(sys.argv[1])).items():
        sys.stdout.write(f"{name}: ")
        sys.stdout.flush()
        for finding in lint_text(f"{WRONG}{text}\n"):
            start, end = finding.range.start, finding.range.end
            place = f"{start.line}:{start.column}-{end.line}:{end.column}"
            sys.stdout.write(f"{finding.code} {place} {finding.message}; ")
        sys.stdout.write("\n")


if __name__ == "__main__":
    if size := int(sys.argv[1]):
        threading.stack_size(size)
        thread = threading.Thread(target=main)
        thread.start()
        thread.join()
    else:
        main()
