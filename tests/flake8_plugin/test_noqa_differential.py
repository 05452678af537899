"""Generated noqa comments: flake8, our command line and our linter silence the same findings.

And they call the same comments unused: what SPK001 says of a comment is held against what flake8
does with it, by taking the comment's codes away one by one.
"""

from __future__ import annotations

import linecache
import random
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pytest
from flake8.defaults import NOQA_INLINE_REGEXP
from flake8.processor import FileProcessor

from spakky_lint.linting.linter import lint_bytes
from spakky_lint.rules.registry import RULES
from tests.flake8_plugin.flake8_process import Report, Run, run_flake8
from tests.suppression.test_unsuppressed import FLAKE8_OPTIONS

pytestmark = pytest.mark.long

FILES = 200
COMPARED = 80
SEED = 20261123
UNUSED = "SPK001"

HEAD = "from datetime import timedelta\nfrom spakky.task import TaskHandler, schedule, task\n"

# `¶` is where a comment may stand; inside the strings it is a part of them.
CLASS = "@TaskHandler¶\nclass A{n}:¶\n"
METHODS = (
    "    @task()¶\n",
    "    @task(¶\n    )¶\n",
    "    @task(¶\n        'x',¶\n    )¶\n",
    '    @task("""¶\n¶\n""")¶\n',
    '    @task(f"""¶\n{{n}}¶\n""")¶\n',
    "    @task('''¶''')¶\n",
    "    @task('¶')\n",
    "    @schedule(interval=300)¶\n",
    "    @schedule(\\\n        interval=300)¶\n",
    "    @schedule(¶\n        interval=0 + \\\n        300,¶\n        at=None,¶\n    )¶\n",
    "    @schedule(interval=300, at='''¶\n''')¶\n",
    "    @schedule()¶\n    # ¶\n    @task()¶\n",
    "\x0c    @task()¶\n",
)
BODY = "    def m{n}(self):¶\n        '''¶\n        ¶'''\n        return 1 + \\\n            2¶\n"
LINES = (
    "¶\n",
    "    ¶\n",
    "# flake8: noqa\n",
    "x = 1  # flake8: noqa\n",
    "'''\n# flake8=noqa:\n'''\n",
)

MARKS = (
    *("# noqa", "# NOQA", "# NoQa", "#noqa", "#  noqa", "# noqa:", "# noqa: ", "# noqa:  "),
    *("# noqa :", "# noqa= ", "# noqa:\t", "# type: ignore  # noqa: ", "#: noqa:", "# noqa:\xa0"),
)
CODES = (
    *("", "SPK202", "SPK2", "SPK", "S", "spk202", "Spk303", "SPK101", "SPK303", "SPK30", "E501"),
    *("E501,SPK202", "E501 SPK101", "E501, SPK303", "SPK303;SPK202", "SPK202SPK303", "SPK2021"),
    *("SPK202,,SPK303", "SPK202 , SPK101", "SPK202 why not", "why not SPK202", "SPK301, E1 W2"),
    *("SPK999", "SPK303,SPK1", "SPK407", "SPK001", "SPK202,SPK001", "SPK303 SPK0", "SPK00,SPK101"),
    *("E501,SPK303,W1", "SPK309,SPK310", "SPK101\tSPK202", "SPK202: yes", "E501 # noqa: SPK202"),
    *("SPK202,", ",SPK202", "F401,C901"),
)
LIKELY = ("SPK202", "SPK303", "SPK101", "SPK101,SPK202", "E501 SPK303 SPK202", "SPK2,SPK30,SPK101")
"""Codes of what is wrong with the lines above."""


def generated(chance: random.Random) -> bytes:
    """A file with several findings and comments wherever Python and this table allow them."""
    parts = [HEAD]
    for number in range(chance.randint(1, 3)):
        parts.append(CLASS.replace("{n}", str(number)))
        for method in range(chance.randint(1, 4)):
            parts.append(chance.choice(METHODS).replace("{{n}}", "{1}"))
            parts.append(BODY.replace("{n}", str(method)))
        if chance.random() < 0.3:
            # The first two lines of the table are frequent, whole files are silenced rarely.
            parts.append(chance.choices(LINES, (9, 9, 1, 3, 1))[0])
    pieces = "".join(parts).split("¶")
    text = pieces[0]
    for piece in pieces[1:]:
        silent = chance.random() < 0.6
        codes = chance.choice(LIKELY if chance.random() < 0.4 else CODES)
        text += "" if silent else "  " + chance.choice(MARKS) + codes
        text += piece
    if chance.random() < 0.1:
        text = text.rstrip("\n")
    text = text.replace("\n", chance.choice(("\n", "\n", "\n", "\r\n", "\r")))
    return chance.choice((b"", b"", b"", b"\xef\xbb\xbf")) + text.encode()


def places(reports: list[Report]) -> list[tuple[int, int, str]]:
    return [(line, column, code) for line, column, code, _ in reports]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("noqa")
    chance = random.Random(SEED)
    for number in range(FILES):
        (directory / f"file_{number:03}.py").write_bytes(generated(chance))
    return directory


@pytest.fixture(scope="module")
def run(directory: Path) -> Run:
    return run_flake8(directory, "--select=SPK,E9")


def test_flake8_and_the_linter_agree(directory: Path, run: Run) -> None:
    silenced = 0
    for file in sorted(directory.iterdir()):
        data = file.read_bytes()
        assert "E999" not in run.codes(file.name), data.decode()
        left = [
            (finding.range.start.line, finding.range.start.column, finding.code)
            for finding in lint_bytes(data).findings
        ]
        assert places(run.reports.get(file.name, [])) == left, data.decode()
        others = [code for _, _, code in left if code != UNUSED]
        silenced += len(others) < len(lint_bytes(data, noqa=False).findings)
    # Far from all and far from none, or the comparison would say little.
    assert FILES * 0.3 < silenced < FILES


@dataclass(frozen=True)
class Comment:
    """A comment that names codes and counts, by flake8's own reading; offsets into the text."""

    line: int
    codes: tuple[tuple[int, str], ...]


def comments(path: Path) -> list[Comment]:
    linecache.checkcache(str(path))
    processor = FileProcessor(str(path), FLAKE8_OPTIONS)
    if processor.should_ignore_file():
        return []
    lines = processor.lines
    starts = [0, *accumulate(map(len, lines))]
    found = []
    for token in tokenize.generate_tokens(iter(lines).__next__):
        if token.type != tokenize.COMMENT:
            continue
        line, column = token.start
        joined = processor.noqa_line_for(line)
        assert joined is not None
        match = NOQA_INLINE_REGEXP.search(joined)
        hash_ = len(joined) - len(lines[line - 1]) + column
        if match is None or match["codes"] is None or match.start() < hash_:
            continue
        shift = starts[line - 1] + column - hash_
        codes = re.finditer(r"[^,\s]+", match["codes"])
        found.append(
            Comment(line, tuple((match.start("codes") + c.start() + shift, c[0]) for c in codes))
        )
    return found


def without(text: str, codes: Iterable[tuple[int, str]]) -> str:
    """The text with codes of nobody in the place of some, of the same length."""
    for offset, code in codes:
        assert text[offset : offset + len(code)] == code
        text = text[:offset] + "X" + text[offset + 1 :]
    return text


def is_ours(code: str) -> bool:
    return re.fullmatch("SPK[0-9]+", code, re.IGNORECASE) is not None


def test_what_is_called_unused_silences_nothing_under_flake8_and_the_rest_does(
    directory: Path, run: Run, tmp_path: Path
) -> None:
    """Every code alone against none of its comment: whether flake8 then reports less."""
    asked: dict[tuple[str, int, str], tuple[str, str]] = {}
    texts: dict[str, str] = {}

    def named(text: str) -> str:
        """The name of the file that flake8 is asked about; of equal ones, one is enough."""
        return texts.setdefault(text, f"q{len(texts)}.py")

    expected: dict[str, set[tuple[int, str]]] = {}
    for file in sorted(directory.iterdir())[:COMPARED]:
        wanted = expected[file.name] = set()
        for comment in comments(file):
            ours = [(at, code) for at, code in comment.codes if is_ours(code)]
            if any(UNUSED.startswith(code) for _, code in comment.codes):
                continue
            text = "".join(FileProcessor(str(file), FLAKE8_OPTIONS).lines)
            for at, code in ours:
                rules = [r for c, r in RULES.items() if c.startswith(code.upper())]
                # What is off, or looks at settings that are not told here, is never called unused.
                are_on = all(rule.default and rule.needs is None for rule in rules)
                if not rules or (code != code.upper() and are_on):
                    wanted.add((comment.line, code))
                elif code == code.upper() and are_on:
                    others = [(o, c) for o, c in ours if o != at]
                    alone, none = without(text, others), without(text, ours)
                    asked[file.name, comment.line, code] = (named(alone), named(none))
    for each, name in texts.items():
        (tmp_path / name).write_text(each, newline="\n")
    answers = run_flake8(tmp_path, "--select=SPK", f"--ignore={UNUSED}")
    for (name, line, code), (alone, none) in asked.items():
        if answers.reports.get(alone) == answers.reports.get(none):
            expected[name].add((line, code))
    for name, wanted in expected.items():
        said = {
            (line, code)
            for line, _, found, message in run.reports.get(name, [])
            if found == UNUSED
            for code in re.findall(r"'(\w+)'", message)
        }
        assert said == wanted, (directory / name).read_text()
    used = sum((line, code) not in expected[name] for name, line, code in asked)
    assert min(used, sum(map(len, expected.values()))) > COMPARED / 8


def test_flake8_and_the_command_line_agree(directory: Path, run: Run) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "spakky_lint", "check", "--isolated", "--format=concise", "."],
        cwd=directory,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    expected = [
        f"{path}:{line}:{column}: {code} {message}"
        for path, reports in sorted(run.reports.items())
        for line, column, code, message in reports
    ]
    lines = (re.sub(": [EWC] ", ": ", line, count=1) for line in done.stdout.splitlines())
    assert [line for line in lines if line.startswith("file_")] == expected
    assert done.returncode == 1
