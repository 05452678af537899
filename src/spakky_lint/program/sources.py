"""Where the text of a program comes from, and one file of it.

Light, for most files are never read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from spakky_lint.data import dataclass
from spakky_lint.program.gate import Gate
from spakky_lint.program.parsing import Parsing
from spakky_lint.program.places import is_test
from spakky_lint.program.questions import Anywhere, Content, Search, Whole, Within, name_of
from spakky_lint.program.roots import Roots
from spakky_lint.program.scans import Scans
from spakky_lint.program.statements import Import
from spakky_lint.program.texts import Texts
from spakky_lint.program.word_index import WordIndex
from spakky_lint.program.words import has_word
from spakky_lint.syntax.collector import collect
from spakky_lint.syntax.dependencies import ask, is_followed
from spakky_lint.syntax.source import as_file, searchable

if TYPE_CHECKING:
    from spakky_lint.program.imports import Imports
    from spakky_lint.program.program import Program
    from spakky_lint.syntax.declarations import Module
    from spakky_lint.syntax.parse import Parsed


_FEW = 30
"""So many texts that have changed are searched for each word; for more, all are indexed anew."""

T = TypeVar("T")
Trees: TypeAlias = "dict[Path, Parsed]"


def _never(path: str) -> bool:
    return False


def _not_there(path: Path) -> bytes:
    raise FileNotFoundError(2, "No such file or directory")


def _words_of(every: Sequence[Path], texts: Texts) -> WordIndex:
    def search(word: bytes, numbers: Sequence[int]) -> Iterator[int]:
        places = texts.holding(word, [every[number] for number in numbers])
        return (numbers[place] for place in places)

    return WordIndex(len(every), lambda each: texts.searched(every[each]), search=search)


@dataclass(eq=False)
class Files:
    """Which files there are, whatever is in them: told once for programs that have the same."""

    walk: Callable[[], Iterable[Path]]
    top: Path
    words: WordIndex | None = None
    """Of what is stored in them, whatever an editor holds in place of it."""

    @cached_property
    def every(self) -> Sequence[Path]:
        return tuple(self.walk())

    @cached_property
    def of_the_application(self) -> Sequence[Path]:
        """Those that are no tests."""
        return tuple(path for path in self.every if not is_test(path, self.top))

    @cached_property
    def application(self) -> frozenset[Path]:
        return frozenset(self.of_the_application)

    @cached_property
    def numbers(self) -> Mapping[Path, int]:
        return {path: number for number, path in enumerate(self.every)}


@dataclass(frozen=True, eq=False)
class Sources:
    """The files of a program: on the disk, in a revision, in a test."""

    top: Path
    """The folder of the program."""
    stored: Callable[[Path], bytes | None]
    """What a file holds; None where there is none, or it cannot be read."""
    is_file: Callable[[str], bool]
    is_folder: Callable[[str], bool]
    walk: Callable[[], Iterable[Path]]
    """Every Python file, the tests included."""
    shown: Callable[[Path], str] = str
    """What reports call a file."""
    folders: Callable[[], Sequence[Path]] = tuple
    """The folders that modules are imported from, besides those that a file stands in."""
    are_folders_told: bool = False
    """Whether the project says itself that it is these."""
    overlays: dict[Path, bytes] = field(default_factory=dict)
    """What open editors and standard input hold in place of the files."""
    trees: Trees = field(default_factory=dict)
    """The texts that were parsed last, for whoever asks about changing files."""

    scans: Scans = field(default_factory=Scans)
    is_compiled: Callable[[str], bool] = _never
    """Whether a module lies at a path without a suffix, of which there is no source."""
    opened: Callable[[Path], bytes] = _not_there
    """What a file holds, wherever it is; raises OSError."""
    seen: dict[Path, tuple[bytes, bytes]] = field(default_factory=dict)
    """The overlays, and what searches see of them."""
    parsing: Parsing = field(default_factory=Parsing)
    shared_roots: Roots | None = None
    """Those of another program that has the same files, whatever is in them."""
    shared_files: Files | None = None
    """As `shared_roots`."""
    shared_texts: Texts | None = None
    """Those of another program that has the same stored."""

    def read(self, path: Path) -> bytes | None:
        ask(Content(path))
        return self._read(path)

    def _read(self, path: Path) -> bytes | None:
        if self.overlays and path in self.overlays:
            return self.overlays[path]
        return self.in_file(path)

    def in_file(self, path: Path) -> bytes | None:
        """What the file itself holds, or did when it was read; it is not noted."""
        return self.texts.of(path)

    @cached_property
    def texts(self) -> Texts:
        """Several questions search all files."""
        return self.shared_texts or Texts(self.stored)

    def named(self, path: Path) -> bytes:
        """What a file holds that somebody asks for, be it of the program or not.

        Raises OSError.
        """
        data = self.read(path)
        return self.opened(path) if data is None else data

    def searched(self, path: Path) -> bytes:
        """What searches see of a file, whatever its encoding; nothing where it cannot be read."""
        ask(Content(path))
        return self.looked_at(path)

    def looked_at(self, path: Path) -> bytes:
        """As `searched`, for whoever says what he asked for; it is not noted."""
        data = self.overlays.get(path) if self.overlays else None
        if data is None:
            return self.texts.searched(path)
        last = self.seen.get(path)
        if last is None or last[0] is not data:
            last = self.seen[path] = (data, searchable(data))
        return last[1]

    def scan(self, search: Callable[[bytes], T], path: Path) -> T:
        """What a search of its bytes finds in a file; in none where it cannot be read."""
        if is_followed():
            ask(Within(name_of(search), b"", path))
        return self.scanned(search, path)

    def scanned(self, search: Callable[[bytes], T], path: Path) -> T:
        """As `scan`, for whoever says what he asked for; it is not noted."""
        if self.overlays and path in self.overlays:
            return self.scans.of(search, path, self.looked_at(path))
        texts = self.texts
        return self.scans.by_hash(search, path, texts.hash_of(path), lambda: texts.searched(path))

    @property
    def files(self) -> Sequence[Path]:
        ask(Whole.FILES)
        return self._files

    @property
    def is_walked(self) -> bool:
        """Whether anybody has asked which files there are."""
        return "every" in self.all_files.__dict__

    @property
    def _files(self) -> Sequence[Path]:
        return self.all_files.every

    @cached_property
    def all_files(self) -> Files:
        """Those that it has, for another program that has the same."""
        return self.shared_files or Files(self.walk, self.top)

    def files_with(self, word: bytes) -> Iterator[Path]:
        """The files whose bytes hold the word, or something longer, in order."""
        ask(Anywhere(Search.HOLDING, word))
        return (self._files[number] for number in self.words.holding(word))

    def holds(self, word: bytes, path: Path) -> bool:
        """Whether its bytes hold the word, or something longer."""
        ask(Within(Search.HOLDING, word, path))
        return word in self.looked_at(path)

    def files_with_word(self, *words: bytes) -> Iterator[Path]:
        """The files in which one of the words stands by itself, in order."""
        ask(Anywhere(Search.WORD, b"\n".join(words)))
        return (self._files[number] for number in self.words.with_word(*words))

    def has_word(self, word: bytes, path: Path) -> bool:
        """Whether the word stands in it by itself."""
        ask(Within(Search.WORD, word, path))
        return has_word(word, self.looked_at(path))

    def index_words(self) -> None:
        """Read all files, and work out now what searches for words take."""
        self.words.prepare()

    @cached_property
    def words(self) -> WordIndex:
        """Of all files, in their order."""
        files, texts = self.all_files, self.texts
        every = files.every
        if files.words is None or len(texts.forgotten) > _FEW:
            files.words = _words_of(every, texts)
            texts.forgotten.clear()
        if not (self.overlays or texts.forgotten):
            return files.words
        edited = {path for path, text in self.overlays.items() if text != texts.of(path)}
        changed = edited | texts.forgotten
        numbers = {files.numbers[path] for path in changed if path in files.numbers}
        return files.words.with_changes(numbers, lambda each: self.looked_at(every[each]))

    @property
    def application_files(self) -> Sequence[Path]:
        """Those that are no tests."""
        ask(Whole.FILES)
        return self.all_files.of_the_application

    @property
    def application(self) -> frozenset[Path]:
        """The same, to be asked of single files, which are as much as they are there."""
        return self.all_files.application

    @cached_property
    def roots(self) -> Roots:
        return self.shared_roots or Roots(
            self.top,
            self.is_file,
            self.is_folder,
            self.folders,
            self.is_compiled,
            self.are_folders_told,
        )

    @cached_property
    def gate(self) -> Gate:
        return Gate(self.roots, self.looked_at, self.scans)

    def brings(self, path: Path, module: str, name: str | None) -> bool:
        """`Gate.brings`."""
        ask(Whole.GATE)
        return self.gate.brings(path, module, name)

    @cached_property
    def imports(self) -> Imports:
        from spakky_lint.program.imports import Imports

        return Imports(self)

    @cached_property
    def program(self) -> Program:
        # The parser is heavy, and most files never need it.
        from spakky_lint.program.program import Program

        return Program(self)

    def let_go_of_modules(self) -> None:
        """Keep nothing of what is parsed: a module is read again where somebody asks for it."""
        self.trees.clear()
        self.__dict__.pop("program", None)
        collect()

    def file(self, path: Path) -> File:
        return File(self, path)


@dataclass(frozen=True, slots=True)
class File:
    sources: Sources
    path: Path

    def passes(self, data: bytes) -> bool:
        """Whether the file, with this content, has to be read."""
        return self.sources.gate.passes(self.path, searchable(data))

    def apart(self, data: bytes) -> Sequence[Import] | None:
        """`Gate.apart`."""
        return self.sources.gate.apart(self.path, searchable(data))

    def module(self, text: str) -> Module:
        """Raises UnreadableSource."""
        return self.sources.program.module_of(self.path, text)

    def holding(self, text: str) -> File:
        """The file of the program as it is with this text in it."""
        overlays = {**self.sources.overlays, self.path: as_file(text)}
        sources = self.sources
        held = replace(
            sources,
            overlays=overlays,
            shared_files=sources.all_files,
            shared_texts=sources.texts,
        )
        return File(held, self.path)
