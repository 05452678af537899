"""The bounds on nesting: nothing crashes below, nothing gets past, nothing flat is refused."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.syntax.nesting import MAX_LINKS, ORDINARY_SIZE, check_nesting
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.ranges import Position
from spakky_lint.syntax.source import UnreadableSource
from tests.syntax.deep_texts import FLAT, KINDS, WRONG, texts

ROOT = Path(__file__).parents[2]
STACKS = {"main thread": 0, "thread of 512 kB": 512 * 1024}


@pytest.fixture(scope="module", params=STACKS)
def report(request: pytest.FixtureRequest) -> dict[str, str]:
    """What a process of its own says of every deep text: it would not survive an overflow."""
    stack = STACKS[request.param]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.syntax.deep_texts", str(stack)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, (ran.stdout[-300:], ran.stderr[-2_000:])
    lines = (line.partition(": ") for line in ran.stdout.splitlines())
    found = {name: findings for name, _, findings in lines}
    assert set(found) == set(texts(refused=not stack))
    return found


def test_what_is_allowed_is_analysed_and_its_findings_have_their_places(
    report: dict[str, str],
) -> None:
    for name, findings in report.items():
        if name.endswith("allowed"):
            assert findings.startswith("SPK301 4:5-4:16 "), name
            assert findings.count(";") == 1, name


def test_what_is_over_the_bound_is_refused_with_one_finding(report: dict[str, str]) -> None:
    for name, findings in report.items():
        if name.endswith("over"):
            assert findings.startswith("SPK000 "), name
            assert "nested too deeply to be walked safely: " in findings, name
            assert findings.count(";") == 1, name


def refusal(text: str) -> UnreadableSource | None:
    try:
        check_nesting(text)
    except UnreadableSource as error:
        return error
    return None


@pytest.mark.parametrize("kind", KINDS)
def test_the_bound_is_exact(kind: str) -> None:
    bound, make = KINDS[kind]
    assert refusal(make(bound)) is None
    assert refusal(make(bound + 1)) is not None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_place_is_where_the_bound_is_passed(end: str) -> None:
    text = end.join(["a = 1", "# (((", "b = " + "(" * 201 + ")" * 201, ""])
    error = refusal(text)
    assert error is not None
    assert error.position == Position(3, 5 + 200)
    assert "more than 200 nested brackets" in error.message
    branches = end.join(["if a: pass"] + ["elif b: pass"] * 501)
    error = refusal(branches)
    assert error is not None
    assert error.position == Position(502, 1)


def test_a_carriage_return_ends_a_comment() -> None:
    assert refusal("# a comment\rx = " + "(" * 201) is not None


@pytest.mark.parametrize("kind", FLAT)
def test_what_is_flat_is_no_deeper_than_an_ordinary_file(kind: str) -> None:
    assert check_nesting(FLAT[kind] + "\n") <= ORDINARY_SIZE


def test_what_is_flat_is_parsed() -> None:
    for statement in FLAT.values():
        read_declarations(f"{statement}\n")


F_STRINGS = [
    'f"{d["("]}"',
    "f'{d['[']}' f'{d[']']}'",
    'f"{d[\'{\']}" + f"}}{{"',
    'f"{\'"\'}"',
    'f"{x:{w}.{p}}"',
    'f"{x!r:>{w}}"',
    'f"{x:%H:%M}"',
    'f"{d[":"]:{w}}"',
    'f"{f"{f"{1}"}"}"',
    'f"""{\n"}"\n}"""',
    "f'''{x:'{y}'}'''",
    'rf"\\{x}(" f"\\N{EM DASH}("',
    'f"\\"{x}\\" ("',
    'f"\\{x}("',
    'f"{{(" "{" "}" "("',
    'f"{(lambda x: x)(1)}"',
    'f"{ {"a": "}"}["a"] }"',
    'f"" f"" "("',
    '"(" if"("else"("',
    'b"(" rb"[" Rb"{"',
    'u"(" R"["',
    "'''(''' '''''' \"\"\"\\\"\"\"(\"\"\"",
    '"\\\n(" "\\\\"',
]


@pytest.mark.parametrize("written", F_STRINGS)
def test_brackets_in_texts_and_f_strings_do_not_add_up(written: str) -> None:
    # Were one bracket misread, a few hundred lines would pass the bound.
    text = "class A:\n" + f"    x = {written}\n" * 600
    assert refusal(text) is None
    assert check_nesting(text) <= ORDINARY_SIZE


@pytest.mark.parametrize("written", F_STRINGS)
def test_what_stands_behind_a_text_or_f_string_is_seen(written: str) -> None:
    # Were a quote misread, what follows would hide inside a text.
    assert refusal(f"x = {written} + " + "(" * 201) is not None
    assert refusal(f"x = {written}; y = " + "-" * 501 + "1") is not None
    assert refusal(f"x = {written}\ny = " + "-" * 501 + "1") is not None


@pytest.mark.parametrize("written", F_STRINGS)
def test_these_texts_are_read_on_every_python(written: str) -> None:
    text = f"from spakky.task import schedule\nx = {written}\n@schedule()\ndef probe(): ...\n"
    assert {finding.code for finding in lint_text(text)} == {"SPK301", "SPK310"}


def test_a_bracket_inside_an_f_string_counts() -> None:
    assert refusal('x = f"{' + "(" * 200 + ")" * 200 + '}"') is not None
    assert refusal("x = f'{a" + ".b" * 500 + "}'") is not None
    assert refusal('x = f"{a:{' + "(" * 199 + '}}"') is not None


def test_an_open_bracket_is_reported_as_such_and_not_as_depth() -> None:
    # As it is while somebody types: the rest of the file hangs in the bracket.
    rest = "def f():\n" + "    a.b(c.d, e + f)\n    g = h.i\n" * 600
    with pytest.raises(UnreadableSource, match=r"'\(' was never closed"):
        read_declarations(f"x = (\n{rest}")


def test_a_keyword_in_a_text_ends_nothing() -> None:
    deep = '"""\nimport a\n""" + ' * (MAX_LINKS + 1)
    assert refusal(f"x = {deep}1") is not None


def test_an_elif_counts_for_its_own_if() -> None:
    chains = "def f():\n" + ("    if a: pass\n" + "    elif b: pass\n" * 400) * 5
    assert refusal(chains) is None
    nested = "if a: pass\n" + "elif b:\n    if c: pass\n    elif d: pass\n" * 400
    assert refusal(nested) is None
    assert refusal("if a: pass\n" + "elif b:\n    if c: pass\n" * 501) is not None


def test_deep_blocks_take_a_stack_of_their_own() -> None:
    blocks = "".join("    " * depth + "if a:\n" for depth in range(12)) + "    " * 12 + "b\n"
    assert check_nesting(blocks) > ORDINARY_SIZE
    assert read_declarations(WRONG + blocks).classes[0].name == "Reports"


@pytest.mark.parametrize(
    "text",
    [
        "a = b.c(d, [e, {f: (g)}])  # (\n" * 20_000,
        'a = "\n' * 20_000,
        "'" * 50_000,
        "f'{" * 150,
        "f'" * 20_000,
        "\\" * 50_000,
        "a" * 200_000,
        " " * 200_000,
        "(" * 200 + " " * 100_000,
        '"' + "\\" * 99_999,
        'f"""' + "\\N{" * 20_000,
    ],
)
def test_hostile_texts_are_read_in_time(text: str) -> None:
    start = time.process_time()
    refusal(text)
    assert time.process_time() - start < 5
