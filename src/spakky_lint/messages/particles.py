"""Korean particles, which depend on the sound that a word ends in.

A translation writes both forms, as Koreans do where the word is not known: ``'{task}'을(를)``. Here
the fitting one is chosen. After Hangul the letter tells its final consonant; after a digit and a
Latin word, the way in which they are usually read does, which for a word is a good guess.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from spakky_lint.patterns import regex

_BOTH = regex(r"은\(는\)|이\(가\)|을\(를\)|(?:와\(과\)|과\(와\))|\(으\)로|\(이\)")
_FORMS = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "와(과)": ("과", "와"),
    "(으)로": ("으로", "로"),
    "(이)": ("이", ""),
}
"""After a consonant, and after a vowel."""
_WORD = regex(r"(?P<word>[A-Za-z]+|\d+|[가-힣]+)(?:\([^()]*\))*[^\w가-힣]*\Z")

_FIRST_SYLLABLE, _FINALS, _RIEUL = ord("가"), 28, 8
_LETTERS_OF_RIEUL, _LETTERS_OF_OTHERS = "lr", "mn"
_DIGITS_OF_RIEUL, _DIGITS_OF_OTHERS = "178", "036"
_SPELT_OUT = 4
"""Capitals up to so many are read letter by letter."""
_RIEUL_ENDS = regex(r"(?:l|le)\Z")
_OTHER_ENDS = regex(
    r"""(?: m | n | ng | [mn]e              # form, token, string, name
         | (?<![aeiou]) [aeiouy] (?: [bcpt] | ck? | k | pp )   # job, public, map, set
         | oo[kpt] | ee[kp] | o[u] [pt] | type )\Z""",
    re.VERBOSE,
)


class _End(Enum):
    VOWEL = auto()
    RIEUL = auto()
    """ㄹ, after which 로 stands as after a vowel."""
    OTHER = auto()


def with_particles(before: str, text: str) -> str:
    """`text` with the particles that fit what stands before them, be it in it or in `before`."""
    made = ""
    start = 0
    for found in _BOTH.finditer(text):
        made += text[start : found.start()]
        made += _fitting(found[0], before + made)
        start = found.end()
    return made + text[start:]


def _fitting(both: str, before: str) -> str:
    end = _end(before)
    if end is None:
        return both
    after_consonant, after_vowel = _FORMS[both]
    if end is _End.RIEUL and both == "(으)로":
        return after_vowel
    return after_vowel if end is _End.VOWEL else after_consonant


def _end(before: str) -> _End | None:
    """The sound at the end; None where nothing there is read aloud."""
    found = _WORD.search(before)
    if found is None:
        return None
    word = found["word"]
    last = word[-1]
    if last.isdigit():
        return _one_of(last, _DIGITS_OF_RIEUL, _DIGITS_OF_OTHERS)
    if last.isascii():
        return _end_of_latin(word)
    final = (ord(last) - _FIRST_SYLLABLE) % _FINALS
    return {0: _End.VOWEL, _RIEUL: _End.RIEUL}.get(final, _End.OTHER)


def _end_of_latin(word: str) -> _End:
    if len(word) == 1 or (word.isupper() and len(word) <= _SPELT_OUT):
        return _one_of(word[-1].lower(), _LETTERS_OF_RIEUL, _LETTERS_OF_OTHERS)
    read = word.lower()
    if _RIEUL_ENDS.search(read):
        return _End.RIEUL
    return _End.OTHER if _OTHER_ENDS.search(read) else _End.VOWEL


def _one_of(sign: str, of_rieul: str, of_others: str) -> _End:
    if sign in of_rieul:
        return _End.RIEUL
    return _End.OTHER if sign in of_others else _End.VOWEL
