"""What a view printed when somebody last looked at it and found it good.

`python -m tests.report.preview.golden` writes all of it anew: look at what has changed.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Iterable
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
_TZDATA = FOLDER / "tzdata.txt"
"""The version of the time zones that all of it holds for."""


def check(name: str, lines: Iterable[str]) -> None:
    expected = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    printed = "".join(f"{line}\n" for line in lines)
    holds_for = _TZDATA.read_text(encoding="utf-8").strip()
    assert printed == expected, f"golden for tzdata {holds_for}, here it is {tzdata_version()}"


def write(views: dict[str, Callable[[], Iterable[str]]]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, lines in views.items():
        text = "".join(f"{line}\n" for line in lines())
        (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")
    _TZDATA.write_text(f"{tzdata_version()}\n", encoding="utf-8", newline="\n")


def tzdata_version() -> str:
    """Of the zones that `zoneinfo` reads: the system's, else those of the package."""
    for folder in zoneinfo.TZPATH:
        for name in ("tzdata.zi", "+VERSION"):
            file = Path(folder, name)
            if file.is_file():
                with file.open(encoding="utf-8") as lines:
                    return lines.readline().removeprefix("# version").strip()
    try:
        import tzdata  # type: ignore[import-untyped]  # no stubs, and not always there
    except ImportError:
        return "unknown"
    version: str = tzdata.IANA_VERSION
    return version


if __name__ == "__main__":
    from tests.report.preview import test_heatmap, test_table

    write({**test_table.VIEWS, **test_heatmap.VIEWS})
