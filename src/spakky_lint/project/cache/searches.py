"""The questions of a program, asked again of the bytes of one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from functools import cache
from typing import Final, TypeAlias

from spakky_lint.program.gate import imports, names_bound
from spakky_lint.program.imports import BY_HAND
from spakky_lint.program.questions import Search, name_of
from spakky_lint.program.words import has_word
from spakky_lint.project.looks import digest

Answered: TypeAlias = "Callable[[bytes, bytes], object]"
"""What a search finds in the bytes, with a word; something false where that is nothing."""

NOTHING: Final = ""
"""The digest of an answer that is nothing."""


class UnknownSearch(KeyError):
    """No search of ours is called so."""


def answer(search: str, word: bytes, data: bytes) -> str:
    """A digest of what the search finds. Raises UnknownSearch."""
    found = _searches().get(search)
    if found is None:
        raise UnknownSearch(search)
    return answer_digest(found(data, word))


def answer_digest(found: object) -> str:
    return digest(repr(_ordered(found)).encode("utf-8", "surrogatepass"))[:16] if found else NOTHING


def is_searched_everywhere(search: str) -> bool:
    """Whether a file without the word may have an answer."""
    return search not in _BY_WORD


def imports_answer(data: bytes) -> str:
    """A digest of all that tells what a file may have of which other."""
    by_hand = tuple(word for word in BY_HAND if word in data and has_word(word, data))
    found = imports(data)
    if not found and not by_hand:
        return NOTHING
    return digest(repr((found, by_hand)).encode("utf-8", "surrogatepass"))[:16]


_BY_WORD: Final = frozenset(Search) - {Search.LACKING}


@cache
def _searches() -> Mapping[str, Answered]:
    # Some of them stand beside what needs the parser, and many runs ask none.
    from spakky_lint.facts.pod_names import names_of_pods
    from spakky_lint.program.failing_imports import seems_to_lack
    from spakky_lint.program.libraries import may_call
    from spakky_lint.program.patches import attributes_set
    from spakky_lint.program.subclasses import followed_names, other_names, uses, words_of_bases

    scans: tuple[Callable[[bytes], object], ...] = (imports, names_bound)
    return {
        Search.HOLDING: lambda data, word: word in data,
        Search.WORD: lambda data, word: [
            each for each in word.split(b"\n") if has_word(each, data)
        ],
        Search.USING: lambda data, word: word in data and uses(word, data),
        Search.BASE: lambda data, word: (
            has_word(word, data) and uses(word, data) and word in words_of_bases(data)
        ),
        Search.FOLLOWED: lambda data, word: _called(word, data, followed_names),
        Search.OTHERWISE: lambda data, word: _called(word, data, other_names),
        Search.SETTING: lambda data, word: word in data and word in attributes_set(data),
        Search.CALLING: lambda data, word: may_call(word, data),
        Search.LACKING: lambda data, word: seems_to_lack(
            word.decode(), data, lambda: imports(data), lambda: names_bound(data)
        ),
        name_of(names_of_pods): lambda data, word: _named(names_of_pods(data)),
        **{name_of(scan): _scanning(scan) for scan in scans},
    }


def _named(found: tuple[Set[str], bool]) -> object:
    return found if found[0] else None


def _scanning(scan: Callable[[bytes], object]) -> Answered:
    return lambda data, word: scan(data)


def _called(
    word: bytes, data: bytes, search: Callable[[bytes], Mapping[bytes, Set[bytes]]]
) -> object:
    from spakky_lint.program.subclasses import uses

    if not (has_word(word, data) and uses(word, data)):
        return ()
    return search(data).get(word, ())


def _ordered(found: object) -> object:
    """The same whatever order sets have in this run."""
    if isinstance(found, Mapping):
        return sorted((repr(key), repr(_ordered(value))) for key, value in found.items())
    if isinstance(found, Set):
        return sorted(map(repr, found))
    if isinstance(found, (tuple, list)) and type(found) in (tuple, list):
        return [_ordered(each) for each in found]
    return found
