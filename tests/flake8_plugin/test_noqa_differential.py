"""Generated noqa comments: flake8, our command line and our linter silence the same findings."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from spakky_lint.linter import lint_bytes
from tests.flake8_plugin.flake8_process import Report, Run, run_flake8

FILES = 150
SEED = 20261123

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
    *("SPK101\tSPK202", "SPK202: yes", "E501 # noqa: SPK202", "SPK202,", ",SPK202", "F401,C901"),
)


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
        text += "" if silent else "  " + chance.choice(MARKS) + chance.choice(CODES)
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
        silenced += len(left) < len(lint_bytes(data, noqa=False).findings)
    # Far from all and far from none, or the comparison would say little.
    assert FILES * 0.3 < silenced < FILES


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
    assert [line for line in done.stdout.splitlines() if line.startswith("file_")] == expected
    assert done.returncode == 1
