"""Which files are seen along with another one."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.project.along import Along
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import SourceFile, discover
from spakky_lint.project.programs import sources_of
from spakky_lint.project.seeing import FileRequest, Seen, see
from tests.cli.running import CLEAN

TRAIL = (
    "from spakky.task import task\n\n\nclass Trail:\n    @task\n    def note(self) -> None: ...\n"
)
HEIR = (
    "from spakky.task import TaskHandler\nfrom zoo.trail import Trail\n\n\n"
    "@TaskHandler()\nclass {name}(Trail): ...\n"
)
TEXTS = {
    "__init__": "",
    "alone": CLEAN,
    "first": HEIR.format(name="First"),
    "last": HEIR.format(name="Last"),
    "trail": TRAIL,
}


def orders(folder: Path, taken: bytearray, most: int = 10_000) -> list[list[str]]:
    """Who is seen along with each of the files, in turns."""
    (folder / "zoo").mkdir()
    for name, text in TEXTS.items():
        (folder / "zoo" / f"{name}.py").write_text(text)
    configurations = Configurations(folder)
    sources = sources_of(folder, configurations)
    sources.parsing.most = sources.parsing.at_most = most
    sources.parsing.before[folder / "large.py"] = 10_000  # of which the files are a small part
    files = discover(["."], folder).files
    along = Along(files, taken)

    def look(file: SourceFile) -> Seen:
        return see(file, configurations, sources, FileRequest())

    return [
        [files[each].path.stem for each, _ in along.seen(number, sources, look)]
        for number in range(len(files))
    ]


def test_each_is_seen_once_and_those_that_were_parsed_come_along(tmp_path: Path) -> None:
    found = orders(tmp_path, bytearray(5))
    assert sorted(name for names in found for name in names) == sorted(TEXTS)
    assert found[1] == ["alone"]
    # The base is parsed for the first, and the last for that, as it inherits it too.
    assert found[2] == ["first", "trail", "last"] or found[2] == ["first", "last", "trail"]
    assert found[3] == found[4] == []


def test_what_somebody_else_has_begun_with_is_left_to_them(tmp_path: Path) -> None:
    taken = bytearray(b"\0\0\0\0\1")
    found = orders(tmp_path, taken)
    assert "trail" not in [name for names in found for name in names]
    assert taken == bytearray(b"\1" * 5)


def test_nothing_comes_along_whose_tree_is_gone(tmp_path: Path) -> None:
    assert orders(tmp_path, bytearray(5), most=10) == [[name] for name in TEXTS]
