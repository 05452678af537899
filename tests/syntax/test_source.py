"""From bytes to text and back: an exact round trip, or one clear reason why not."""

from __future__ import annotations

import codecs
import random
import warnings

import pytest

from spakky_lint.linting.linter import lint_bytes
from spakky_lint.syntax.ranges import Position
from spakky_lint.syntax.source import (
    Source,
    UnreadableSource,
    as_file,
    decode,
    encode,
    of_text,
    searchable,
)

BOM = codecs.BOM_UTF8


def refusal(data: bytes) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        decode(data)
    return caught.value


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        (b"x = 1", "x = 1", "utf-8"),
        (b"x = 1\r\ny = 2\rz = 3\n\f\n", "x = 1\r\ny = 2\rz = 3\n\f\n", "utf-8"),
        ("x = '가😀'\n".encode(), "x = '가😀'\n", "utf-8"),
        (BOM + b"x = 1\n", "x = 1\n", "utf-8"),
        (BOM + "# coding: utf-8\nx = 'é'\n".encode(), "# coding: utf-8\nx = 'é'\n", "utf-8"),
        (BOM + b"# coding: utf-8-sig\n", "# coding: utf-8-sig\n", "utf-8"),
        (BOM + BOM + b"x\n", "\ufeffx\n", "utf-8"),
        (b"# coding: latin-1\nx = '\xe9'\n", "# coding: latin-1\nx = 'é'\n", "iso-8859-1"),
        (b"# -*- coding: Latin_1 -*-\n'\xe9'", "# -*- coding: Latin_1 -*-\n'é'", "iso-8859-1"),
        (b"# vim: set fileencoding=cp1252 :\n'\x80'", "# vim: set fileencoding=cp1252 :\n'€'",
         "cp1252"),
        (b"#!/bin/python\n# coding: euc-kr\n'\xb0\xa1'", "#!/bin/python\n# coding: euc-kr\n'가'",
         "euc_kr"),
        (b"# coding: utf_8_sig\n'\xc3\xa9'", "# coding: utf_8_sig\n'é'", "utf-8"),
        (b"# coding: utf-8-unix\n'\xc3\xa9'", "# coding: utf-8-unix\n'é'", "utf-8"),
        (b"# coding: latin-1-dos\n'\xe9'", "# coding: latin-1-dos\n'é'", "iso-8859-1"),
        (b"\f # coding: latin-1\n'\xe9'", "\f # coding: latin-1\n'é'", "iso-8859-1"),
        (b"# caf\xe9\n# coding: latin-1\n", "# café\n# coding: latin-1\n", "iso-8859-1"),
        (b"# a\r# coding: latin-1\r'\xe9'\r", "# a\r# coding: latin-1\r'é'\r", "iso-8859-1"),
        # Not a coding line: in a CR file on line 3, behind code, in a string, on line 3.
        (b"x = 1\r# coding: nonsense\r", "x = 1\r# coding: nonsense\r", "utf-8"),
        (b"# a\r# b\r# coding: nonsense\r", "# a\r# b\r# coding: nonsense\r", "utf-8"),
        (b"import os\n# coding: nonsense\n", "import os\n# coding: nonsense\n", "utf-8"),
        (b'"""coding: nonsense"""\n', '"""coding: nonsense"""\n', "utf-8"),
        (b"\n\n# coding: nonsense\n", "\n\n# coding: nonsense\n", "utf-8"),
        (b"\n# coding: utf-8\n", "\n# coding: utf-8\n", "utf-8"),
    ],
)  # fmt: skip
def test_the_text_is_pythons_and_the_bytes_come_back(data: bytes, text: str, encoding: str) -> None:
    source = decode(data)
    assert (source.text, source.encoding, source.bom) == (text, encoding, data.startswith(BOM))
    assert source.exact
    assert encode(source, source.text) == data


@pytest.mark.parametrize(
    ("data", "said", "position"),
    [
        (b"a = 1\nb\0 = 2\n", "NUL byte", Position(2, 2)),
        (b"a = 1\rb = 2\r\n\0", "NUL byte", Position(3, 1)),
        ("é\0".encode(), "NUL byte", Position(1, 2)),
        (BOM + b"a\0", "NUL byte", Position(1, 2)),
        ("a = 1\n".encode("utf-16"), "NUL byte", Position(1, 4)),
        (b"x = '\xe9'\n", "as utf-8: byte 0xe9", Position(1, 6)),
        (b"# \xff\n", "as utf-8: byte 0xff", Position(1, 3)),
        ("가 = 1\r'😀".encode() + b"\x80'", "as utf-8: byte 0x80", Position(2, 3)),
        (BOM + b"x\n\xff", "as utf-8: byte 0xff", Position(2, 1)),
        (b"# coding: utf-8\n\xe9", "as utf-8: byte 0xe9", Position(2, 1)),
        (b"# coding: ascii\nx = 1\n  \xc3\xa9", "as ascii: byte 0xc3", Position(3, 3)),
        (b"# coding: euc-kr\n\xb0\xa1\xff", "as euc_kr: byte 0xff", Position(2, 2)),
        (b"# coding: cp1252\n\x81", "as cp1252: byte 0x81", Position(2, 1)),
        (b"# coding: nonsense\n", "unknown encoding: nonsense", Position(1, 11)),
        (b"\n#  coding=mbcs-no\n", "unknown encoding: mbcs-no", Position(2, 11)),
        (b"# coding: " + b"x" * 5_000, "unknown encoding", Position(1, 11)),
        (BOM + b"# coding: latin-1\n", "byte order mark, but its coding line names latin-1",
         Position(1, 11)),
        (b"# coding: utf-16\nx = 1\n", "as utf-16: byte", None),
        (b"# coding: utf-16-le\nx = 1\n", "names utf-16-le, but is not written in it",
         Position(1, 11)),
        (b"# coding: utf-32\nx = 1\n", "as utf-32: byte", None),
        (b"# coding: cp037\nx = 1\n", "names cp037, but is not written in it", Position(1, 11)),
        (b"# coding: rot13\n", "not a text encoding", None),
        (b"# coding: base64\n", "not a text encoding", None),
        (b"# coding: zlib\n", "not a text encoding", None),
        (b"# coding: undefined\n", "undefined encoding", None),
        (b"# coding: punycode\nx = 1\n", "as punycode", None),
        (b"# coding: utf-7\n+AA", "as utf-7: byte", None),
    ],
)  # fmt: skip
def test_what_cannot_be_decoded_says_why_and_where(
    data: bytes, said: str, position: Position | None
) -> None:
    error = refusal(data)
    assert said in error.message
    if position is not None:
        assert error.position == position


@pytest.mark.parametrize(
    "data",
    [
        b"# coding: utf-7\nx = '+AGE-'\n",
        b"# coding: unicode_escape\nx = '\\u0041'\n",
        b"# coding: raw_unicode_escape\nx = '\\u0041'\n",
        b"# coding: iso-2022-jp\nx = '\x1b(B\x1b(B'\n",
    ],
)
def test_an_encoding_with_several_forms_is_read_but_not_written(data: bytes) -> None:
    source = decode(data)
    assert not source.exact
    with pytest.raises(UnreadableSource, match="cannot be written back exactly"):
        encode(source, source.text)


def test_a_stateful_encoding_is_written_where_that_gives_the_same_bytes() -> None:
    data = "# coding: iso-2022-kr\nx = '가'\n".encode("iso-2022-kr")
    source = decode(data)
    assert encode(source, source.text) == data
    data = "# coding: hz\nx = '中文'\n".encode("hz")
    source = decode(data)
    assert source.text.endswith("'中文'\n")
    assert encode(source, source.text) == data


@pytest.mark.parametrize("text", ["x = '€'", "x = '\ud800'"])
def test_a_text_that_the_encoding_does_not_have_is_not_written(text: str) -> None:
    with pytest.raises(UnreadableSource, match="as iso-8859-1"):
        encode(Source("", "iso-8859-1"), text)


def test_a_lone_surrogate_is_not_written_as_utf_8() -> None:
    with pytest.raises(UnreadableSource):
        encode(Source(""), "\udcff")


def test_a_buffer_may_begin_with_a_byte_order_mark() -> None:
    assert of_text("\ufeffx") == Source("x", bom=True)
    assert encode(of_text("\ufeffx"), "y") == BOM + b"y"
    assert of_text("x\ufeff") == Source("x\ufeff")


def known_encodings() -> list[str]:
    from encodings.aliases import aliases

    return sorted(set(aliases.values()) | {"idna", "punycode", "undefined", "mbcs", "utf_8_sig"})


def test_every_encoding_of_python_is_read_or_refused_but_never_fails() -> None:
    for encoding in known_encodings():
        check_it_is_read_or_refused(encoding)


def check_it_is_read_or_refused(encoding: str) -> None:
    chance = random.Random(encoding)
    header = f"# coding: {encoding}\nfrom spakky.task import task\n".encode()
    bodies = [b"", b"x = 'a'\n", bytes(range(1, 256)), b"\\u0041\\x00+AGE-~{VPND~}.xn--a-\n"]
    bodies += [bytes(chance.randrange(1, 256) for _ in range(30)) for _ in range(10)]
    for body in bodies:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                source = decode(header + body)
            except UnreadableSource:
                continue
            if source.exact:
                assert encode(source, source.text) == header + body, encoding
            for finding in lint_bytes(header + body).findings:
                assert "please report it" not in finding.message, (encoding, finding)


def test_random_bytes_are_read_or_refused_at_a_place_of_the_file() -> None:
    chance = random.Random(7)
    pieces = [b"\n", b"\r", b"\r\n", BOM, b"\0", b"\xff", b"# coding: ", b"latin-1", b"euc-kr",
              b"x=", "가".encode(), b" ", b"\f"]  # fmt: skip
    refused = 0
    for _ in range(3_000):
        data = b"".join(chance.choice(pieces) for _ in range(chance.randint(0, 9)))
        try:
            source = decode(data)
        except UnreadableSource as error:
            place = error.position
        else:
            assert encode(source, source.text) == data
            continue
        refused += 1
        lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
    assert 500 < refused < 2_500


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ("größe = 1\n".encode(), "größe = 1\n"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        ("# coding: latin-1\ngröße\r".encode("latin-1"), "# coding: latin-1\ngröße\n"),
        ("\r# coding=cp1252\r\ngröße".encode("cp1252"), "\n# coding=cp1252\ngröße"),
        (BOM + "# coding: utf-8\ngröße".encode(), "# coding: utf-8\ngröße"),
        ("\n\n# coding: latin-1\ngröße".encode(), "\n\n# coding: latin-1\ngröße"),
        ("x = 'encoding'\ngröße".encode(), "x = 'encoding'\ngröße"),
    ],
)
def test_searches_see_names_whatever_the_encoding(data: bytes, seen: str) -> None:
    assert searchable(data).decode() == seen


@pytest.mark.parametrize("data", [b"# coding: nonsense\nx", b"# coding: ascii\n\xff", b"\0coding"])
def test_what_cannot_be_decoded_is_searched_as_it_is(data: bytes) -> None:
    assert searchable(data) == data


@pytest.mark.parametrize(
    "text",
    ["größe", "# coding: latin-1\ngröße", "# coding: utf-8\ngröße\r", "# coding: cp1252\n€"],
)
def test_a_text_that_nobody_saved_is_what_its_file_would_be(text: str) -> None:
    assert decode(as_file(text)).text == text


@pytest.mark.parametrize("text", ["# coding: latin-1\n€", "# coding: nonsense\nx", "\ud800"])
def test_a_text_that_cannot_be_saved_so_is_in_utf_8(text: str) -> None:
    assert as_file(text) == text.encode(errors="surrogatepass")
