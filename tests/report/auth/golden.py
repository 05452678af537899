"""What a view printed when somebody last looked at it and found it good.

`python -m tests.report.auth.golden` writes all of it anew: look at what has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def check(name: str, lines: Iterable[str]) -> None:
    expected = (FOLDER / name).read_text(encoding="utf-8")
    assert "".join(f"{line}\n" for line in lines) == expected


def write(views: Mapping[str, Callable[[], Iterable[str]]]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, lines in views.items():
        text = "".join(f"{line}\n" for line in lines())
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    from tests.report.auth import test_changes, test_differences, test_markdown, test_table

    write(
        {
            **test_table.VIEWS,
            **test_markdown.VIEWS,
            **test_changes.VIEWS,
            **test_differences.VIEWS,
        }
    )
