"""Every message has its translation, with the same places, and it is the one that is shipped."""

import ast
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import spakky_lint
from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import DOMAIN, LOCALES, in_language

pofile = pytest.importorskip("babel.messages.pofile")
mofile = pytest.importorskip("babel.messages.mofile")

SOURCE = Path(spakky_lint.__file__).parent
OTHERS = [each for each in Language if each is not Language.EN]


@cache
def made_messages() -> Sequence[tuple[str, ast.Call]]:
    return [
        (f"{path.relative_to(SOURCE).as_posix()}:{node.lineno}", node)
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("Message", "Template")
    ]


def templates() -> set[str]:
    return {
        node.args[0].value
        for _, node in made_messages()
        if node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def translations(language: Language, suffix: str) -> dict[str, str]:
    path = LOCALES / language.value / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"
    read = pofile.read_po if suffix == "po" else mofile.read_mo
    with path.open("rb") as file:
        return {each.id: each.string for each in read(file) if each.id and each.string}


def test_a_template_is_written_where_it_is_used() -> None:
    others = {
        where: ast.unparse(node)
        for where, node in made_messages()
        if [type(each) for each in node.args] != [ast.Constant] and "messages/" not in where
    }
    assert others == {}


def test_every_place_of_a_template_is_given_and_no_other() -> None:
    others = {
        where: ast.unparse(node)
        for where, node in made_messages()
        if ast.unparse(node.func) == "Message"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(template := node.args[0].value, str)
        and (given := [each.arg for each in node.keywords])
        and None not in given
        and {*given} != places(template)
    }
    assert others == {}


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated_and_nothing_else(language: Language) -> None:
    # `make translations` brings new ones into the .po.
    translated = translations(language, "po").keys()
    assert (sorted(templates() - translated), sorted(translated - templates())) == ([], [])


@pytest.mark.parametrize("language", OTHERS)
def test_both_name_the_same_places(language: Language) -> None:
    different = {
        english: other
        for english, other in translations(language, "po").items()
        if places(english) != places(other)
    }
    assert different == {}


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_shipped_is_what_is_written(language: Language) -> None:
    assert translations(language, "mo") == translations(language, "po")


def test_a_message_is_said_with_its_parts_and_fitting_particles() -> None:
    message = Message(
        "{reason}, so no worker ever registers it as a task: {remedy}",
        reason=Message("'{function}' is a module function", function="run"),
        remedy=Message("make it a method of a @TaskHandler() class"),
    )
    assert in_language(message, Language.KO) == (
        "'run'은 모듈 함수이므로 어떤 워커도 태스크로 등록하지 않습니다: "
        "@TaskHandler() 클래스의 메서드로 만드세요"
    )
    assert in_language(message, Language.EN) == message


def test_several_are_joined() -> None:
    names = Message("{names} and {last}", names=("'a'", "'b'"), last="'c'")
    assert in_language(names, Language.KO) == "'a', 'b', 'c'"


def test_what_has_no_translation_stays_english() -> None:
    unknown = Message("nobody has ever said '{that}'", that="x")
    assert in_language(unknown, Language.KO) == "nobody has ever said 'x'"
    assert in_language("plain", Language.KO) == "plain"
