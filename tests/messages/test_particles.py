"""The particle after a name fits the sound that it ends in."""

import pytest

from spakky_lint.messages.particles import with_particles

CONSONANT, RIEUL, VOWEL = (
    ("은", "이", "을", "과", "으로"),
    ("은", "이", "을", "과", "로"),
    (
        "는",
        "가",
        "를",
        "와",
        "로",
    ),
)


@pytest.mark.parametrize(
    ("words", "forms"),
    [
        (("밥", "요구 조건", "'런'", "Pod의 값"), CONSONANT),
        (("스케줄", "데코레이터 2개의 일"), RIEUL),
        (("태스크", "핸들러", "데코레이터"), VOWEL),
        (
            ("token", "run", "name", "format", "map", "public", "job", "string", "1.0", "3", "6"),
            CONSONANT,
        ),
        (("cleanup", "book", "ITEM", "timeout", "type", "Crontab", "10"), CONSONANT),
        (("role", "schedule", "email", "HTML", "SQL", "7", "8", "v1", "'handle'"), RIEUL),
        (
            ("task", "list", "TypeError", "UTC", "close", "key", "2", "4", "5", "9", "user_id"),
            VOWEL,
        ),
        (("@require_policy(...)", "`weekly`", "beat", "event"), VOWEL),
        (("run()", "'Mail.run'", "Orders.run(self, *, draft=True)"), CONSONANT),
    ],
)
def test_each_particle_after_each_end(words: tuple[str, ...], forms: tuple[str, ...]) -> None:
    both = ("은(는)", "이(가)", "을(를)", "와(과)", "(으)로")
    for word in words:
        assert {word: tuple(with_particles(word, each) for each in both)} == {word: forms}


def test_is_a_ending_of_its_own() -> None:
    assert with_particles("", "프로퍼티(이)라서 런(이)라서") == "프로퍼티라서 런이라서"


def test_they_fit_words_of_the_text_and_what_stands_before_it() -> None:
    assert with_particles("'run", "'을(를) 핸들러을(를)") == "'을 핸들러를"


def test_both_forms_stay_where_nothing_is_read_aloud() -> None:
    assert with_particles("'%'", "을(를)") == "을(를)"
