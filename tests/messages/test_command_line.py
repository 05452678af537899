"""Help, errors and notes of the command line, in the reader's language."""

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from spakky_lint.cli import main
from spakky_lint.cli.arguments import whole_parser
from spakky_lint.cli.languages import asking, in_readers_language, language_option
from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import LOCALES

pofile = pytest.importorskip("babel.messages.pofile")
mofile = pytest.importorskip("babel.messages.mofile")

_PLACE = re.compile(r"%\((\w+)\)\w|%\w")
_FOR_PROGRAMMERS = re.compile(
    r"invalid|conflict|mutually exclusive|cannot|dest=|\.__call__|argument \"-\"|can't open"
    r"| \(default:|subparser| must | is an | requires |callable"
)
"""What argparse says to whoever writes a parser, or of what no command here uses."""
_NAMES = re.compile(r"`[^`]*`|--?[\w-]+|not-weakened|not known")
"""What stays English: options, commands, and the codes of answers."""
_STILL_FOR_USERS = ("invalid choice", "invalid %(type)s")


def parsers() -> Iterator[argparse.ArgumentParser]:
    parser = whole_parser()
    yield parser
    for action in parser._actions:  # nothing public lists them
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.values()


def texts_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield from filter(None, (parser.description, parser.epilog))
    for group in parser._action_groups:
        yield from filter(None, (group.title, group.description))
    for action in parser._actions:
        subactions = action._get_subactions() if hasattr(action, "_get_subactions") else ()
        for each in (action, *subactions):
            if each.help and each.help is not argparse.SUPPRESS:
                yield each.help


def test_all_help_is_made_of_messages() -> None:
    own = {"positional arguments", "options", "show this help message and exit"}
    plain = {
        text
        for parser in parsers()
        for text in texts_of(parser)
        if not isinstance(text, Message) and text not in own
    }
    assert plain == set()


@pytest.mark.parametrize("command", ["", *(each.prog.split()[-1] for each in [*parsers()][1:])])
def test_help_in_korean(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    # The language may stand in front of the command or behind it.
    for arguments in ([*filter(None, [command]), "--help", "--lang=ko"], ["--lang", "ko", "-h"]):
        assert main(arguments) == 0
        shown = capsys.readouterr().out
        assert shown.startswith("사용법: spakky-lint")
        assert "usage" not in shown
        assert "show this help" not in shown
        # What is left of English is names: of options, commands, files and settings.
        assert not re.search(r"\b(the|and|with|only|from|not|every)\b", _NAMES.sub("", shown))


def test_errors_and_notes_in_korean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments, words in (
        (["chek", "--lang", "ko"], '"chek"이라는 명령은 없습니다. check를 뜻했나요?'),
        (["check", "--lang=ko", "--jobs"], "인자 -j/--jobs: 값이 하나 필요합니다"),
        (["check", "--lang=ko", "--jobs", "many"], "'many'는 프로세스 수가 아닙니다"),
        (["check", "--lang=ko", "--fix", "--add-noqa"], "하나만 지정하세요"),
        (["check", "--lang=ko", "nowhere.py"], "nowhere.py: 그런 파일이나 디렉터리가 없습니다"),
        (["check", "--lang=ko", "--config", "exlude = 1"], "exclude를 뜻했나요?"),
        (
            ["preview", "--lang=ko", "--tz", "asia/seoul"],
            "시간대가 아닙니다. Asia/Seoul을 뜻했나요?",
        ),
        (["init", "--lang=ko", "nowhere"], "nowhere: 그런 디렉터리가 없습니다"),
    ):
        assert main(arguments) == 2, arguments
        said = capsys.readouterr().err
        assert words in said.replace("check을", "check를"), said


def test_the_locale_decides_where_no_option_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)
    assert main(["--help"]) == 0
    assert capsys.readouterr().out.startswith("사용법: ")
    assert main(["--help", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("usage: ")


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        ([], None),
        (["check"], None),
        (["check", "--lang", "ko"], "ko"),
        (["--lang=ko", "check", "--lang=en"], "en"),
        (["check", "--lang", "fr"], None),
        (["check", "--lang"], None),
        (["check", "--", "--lang", "ko"], None),
    ],
)
def test_which_language_is_asked_for(arguments: list[str], language: str | None) -> None:
    assert language_option(arguments) == language


def test_what_is_said_keeps_its_parts() -> None:
    words = Message("{label}: {text}", label="a.py", text=Message("not a directory"))
    with asking("ko"):
        assert in_readers_language(words) == "a.py: 디렉터리가 아닙니다"
    with asking("en"):
        assert in_readers_language(words) == "a.py: not a directory"


# argparse's own words


def _one(text: str | tuple[str, ...] | list[str]) -> str:
    """The first form, of a text that has one for each number."""
    return text if isinstance(text, str) else text[0]


def messages_of_argparse() -> Iterator[str]:
    for node in ast.walk(ast.parse(Path(argparse.__file__).read_bytes())):
        match node:
            case ast.Call(func=ast.Name("_" | "ngettext"), args=[ast.Constant(str(text)), *_]):
                if text.startswith(_STILL_FOR_USERS) or not _FOR_PROGRAMMERS.search(text):
                    yield text


@pytest.mark.parametrize("language", [each for each in Language if each is not Language.EN])
def test_what_argparse_says_is_translated_with_the_same_places(language: Language) -> None:
    folder = LOCALES / language.value / "LC_MESSAGES"
    with (folder / "argparse.po").open("rb") as file:
        written = {_one(each.id): _one(each.string) for each in pofile.read_po(file) if each.id}
    assert sorted({*messages_of_argparse()} - written.keys()) == []
    assert {
        english
        for english, other in written.items()
        if sorted(_PLACE.findall(english)) != sorted(_PLACE.findall(other))
    } == set()
    with (folder / "argparse.mo").open("rb") as file:
        shipped = {_one(each.id) for each in mofile.read_mo(file) if each.id}
    assert len(shipped) == len(written)
