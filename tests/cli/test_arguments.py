"""Arguments: mistakes are one clear sentence and exit 2, help teaches."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from spakky_lint import __version__
from spakky_lint.cli import main
from spakky_lint.linting import linter
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend
from tests.cli.running import CLEAN, HOPELESS, WRONG, plant, run
from tests.settings_said import said


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(plant(tmp_path, {"a.py": WRONG, "b.py": HOPELESS, "c.py": CLEAN}))
    return tmp_path


COMMANDS = "check, preview, auth, tasks, merge, config, init, clean, rule, completion"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            [],
            f"say what to do: {COMMANDS} or server; --help explains",
        ),
        (
            ["a.py"],
            'no command is called "a.py"; check it with `spakky-lint check a.py`',
        ),
        (["-"], 'no command is called "-"; check it with `spakky-lint check -`'),
        (["chek"], 'no command is called "chek"; did you mean check?'),
        (["auht", "--require", "declared"], 'no command is called "auht"; did you mean auth?'),
        (["rules"], 'no command is called "rules"; did you mean rule?'),
        (["inti"], 'no command is called "inti"; did you mean init?'),
        (
            ["xyzzy"],
            f'no command is called "xyzzy"; choose from {COMMANDS} and server',
        ),
        (
            ["--select", "SPK3", "a b.py"],
            "options follow the command: `spakky-lint check --select SPK3 'a b.py'`",
        ),
        (
            ["--format=html", "-o", "x.html", "preview"],
            "options follow the command: `spakky-lint preview --format=html -o x.html`",
        ),
        (
            ["--selct", "SPK3"],
            'no option is called "--selct"; did you mean `spakky-lint check --select`?',
        ),
        (
            ["--selct", "SPK3", "check"],
            'no option of check is called "--selct"; did you mean --select?',
        ),
        (["--loud"], 'no option is called "--loud"; `spakky-lint --help` lists the commands'),
        (["--verbose"], "options follow the command: `spakky-lint check --verbose`"),
        (
            ["check", "--selct", "SPK3"],
            'no option of check is called "--selct"; did you mean --select?',
        ),
        (
            ["check", "--selct=SPK3"],
            'no option of check is called "--selct"; did you mean --select?',
        ),
        (["check", "-fix"], 'no option of check is called "-fix"; did you mean --fix?'),
        (
            ["rule", "--fromat", "json"],
            'no option of rule is called "--fromat"; did you mean --format?',
        ),
        (
            ["check", "--tz", "UTC"],
            'no option of check is called "--tz"; it is an option of preview',
        ),
        (
            ["rule", "--config", "x"],
            'no option of rule is called "--config"; it is an option of check, preview',
        ),
        (
            ["auth", "--nonsense"],
            'no option of auth is called "--nonsense"; `spakky-lint auth --help` lists them',
        ),
        (["rule", "SPK301", "SPK302"], "unknown argument: SPK302"),
        (
            ["auth", "--jobs", "0"],
            "argument -j/--jobs: '0' is not a number of processes: 1 to 256 or auto is allowed",
        ),
        (
            ["check", "--jobs", "0"],
            "argument -j/--jobs: '0' is not a number of processes: 1 to 256 or auto is allowed",
        ),
        (
            ["check", "--select", ","],
            "argument --select: at least one code is needed, such as SPK301",
        ),
        (
            ["check", "--config", "x.toml", "--isolated"],
            "--config names a configuration and --isolated uses none: give one of them",
        ),
        (
            ["check", "--diff", "--format", "json"],
            "--diff writes a patch, so it takes no --format",
        ),
        (
            ["check", "-", "a.py"],
            "- is standard input, and has to be the only path",
        ),
        (
            ["check", "a.py", "--stdin-filename", "b.py"],
            "--stdin-filename names the text of standard input, so - has to be the path",
        ),
        (
            ["check", "--sel", "SPK3"],
            'no option of check is called "--sel"; did you mean --select?',
        ),
    ],
)
def test_a_mistake(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    last = printed.err.splitlines()[-1]
    assert last.startswith("spakky-lint")
    assert last.partition("error: ")[2].startswith(complaint)


@pytest.mark.parametrize(
    "arguments", [["chek"], ["check", "--selct", "SPK3"], ["--select", "SPK3"], ["rule", "a", "b"]]
)
def test_a_name_that_nobody_knows_is_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    ("command", "option"),
    [
        *(("check", each) for each in ("--baseline", "--write-baseline", "--output-file")),
        *((each, "--cache-dir") for each in ("check", "auth", "preview", "tasks", "clean")),
        *((each, "--config") for each in ("check", "auth", "config", "clean")),
        *(("auth", each) for each in ("--policy", "--output")),
    ],
)
def test_an_option_with_an_empty_path_is_not_taken_for_none(
    capsys: pytest.CaptureFixture[str], command: str, option: str
) -> None:
    assert main([command, option, ""]) == 2
    assert capsys.readouterr().err.endswith(f"{option}: an empty path names nothing\n")


@pytest.mark.parametrize("command", ["init", "config", "merge"])
def test_an_empty_path_is_not_the_current_directory(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert main([command, ""]) == 2
    assert capsys.readouterr().err.endswith(": an empty path names nothing\n")


def test_a_path_that_is_called_as_a_command_almost_is(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "rules").mkdir()
    assert main(["rules"]) == 2
    assert capsys.readouterr().err == (
        'spakky-lint: error: no command is called "rules"; did you mean rule? '
        "The path of this name is checked with `spakky-lint check rules`\n"
    )


def test_an_unknown_format_names_those_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--format", "xml"]) == 2
    complaint = capsys.readouterr().err.splitlines()[-1]
    assert all(word in complaint for word in ("xml", "text", "concise", "json"))


def test_unknown_codes_are_all_named(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--select", "SPK3,SPK999", "--ignore", "E501", "--extend-select", "task-called"]
    assert main(["check", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        'spakky-lint: --select: "SPK999" selects no rule; `spakky-lint rule` lists the codes',
        (
            'spakky-lint: --extend-select: "task-called" is not a code; '
            "the code of task-called is SPK202"
        ),
        'spakky-lint: --ignore: "E501" selects no rule; `spakky-lint rule` lists the codes',
    ]


def test_version_and_help(tmp_path: Path) -> None:
    done = run("--version", cwd=tmp_path)
    assert (done.code, done.text, done.err) == (0, f"spakky-lint {__version__}\n", b"")
    for arguments in ([], ["check"], ["preview"], ["auth"], ["tasks"], ["rule"], ["server"]):
        done = run(*arguments, "--help", cwd=tmp_path)
        assert (done.code, done.err) == (0, b"")
        assert "spakky-lint" in done.text
        assert max(map(len, done.lines)) <= 80
    assert "exit codes:\n  0 " in run("check", "--help", cwd=tmp_path).text


def test_the_program_has_one_name_however_it_is_started(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/bin/whatever", "check", "c.py"])
    assert main() == 0
    assert main(["check", "--config", "x.toml", "--isolated"]) == 2
    assert capsys.readouterr().err.startswith("usage: spakky-lint check ")


# The configuration file


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    code = main(["check", "--format", "concise", *arguments])
    return code, [line.split(" ")[2] for line in capsys.readouterr().out.splitlines()]


def test_the_configuration_counts(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(tree, {"pyproject.toml": "[tool.spakky-lint]\nignore = ['SPK2']\nexclude = ['c*']\n"})
    assert found(capsys) == (1, ["SPK301"])
    assert found(capsys, "--isolated") == (1, ["SPK202", "SPK301"])
    assert found(capsys, "--ignore", "SPK3") == (0, [])
    assert found(capsys, "--extend-select", "SPK202") == (1, ["SPK202", "SPK301"])
    assert found(capsys, "--select", "SPK202") == (1, ["SPK202"])


def test_the_configuration_is_looked_for_upward(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(
        tree,
        {
            "pyproject.toml": "[tool.spakky-lint]\nexclude = ['deep/old']\n",
            "deep/old/a.py": WRONG,
            "deep/new/a.py": HOPELESS,
        },
    )
    monkeypatch.chdir(tree / "deep")
    assert found(capsys) == (1, ["SPK301"])


def test_a_configuration_by_name(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(
        tree,
        {
            "pyproject.toml": "[tool.spakky-lint]\nselect = ['SPK2']\n",
            "conf/lint.toml": "[tool.spakky-lint]\nexclude = ['a.py']\n",
            "conf/empty.toml": "",
        },
    )
    assert found(capsys) == (1, ["SPK202"])
    assert found(capsys, "--config", "conf/lint.toml") == (1, ["SPK301"])
    assert main(["check", "--config", "conf/empty.toml"]) == 2
    assert main(["check", "--config", "conf/none.toml"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "spakky-lint: conf/empty.toml: there is no [tool.spakky-lint] table in it",
        "spakky-lint: conf/none.toml: no such file or directory",
    ]


def test_all_mistakes_of_a_configuration_at_once(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(
        tree,
        {"pyproject.toml": "[tool.spakky-lint]\nselect = ['SPK999']\nformat = 'json'\n"},
    )
    assert main(["check", "--ignore", "E501"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        'spakky-lint: --ignore: "E501" selects no rule; `spakky-lint rule` lists the codes',
        "spakky-lint: pyproject.toml: format: no such key; did you mean output-format?",
        (
            'spakky-lint: pyproject.toml: select[0]: "SPK999" selects no rule; '
            "`spakky-lint rule` lists the codes"
        ),
    ]


def test_the_settings_of_the_project_and_the_backend_that_outweighs_them(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Settings] = []

    def lint(data: bytes, selection: object, *, settings: Settings, file: object) -> linter.Linted:
        given.append(settings)
        return linter.Linted(None, (), analysed=False)

    monkeypatch.setattr(linter, "lint_bytes", lint)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    plant(
        tree,
        {
            "pyproject.toml": "[project]\ndependencies = ['spakky-celery==8.5.0']\n"
            "[tool.spakky-lint]\ntimezone = 'Asia/Seoul'\n",
            "spec.toml": "[tool.spakky-lint]\nbackend = 'spec'\n",
        },
    )
    seoul = ZoneInfo("Asia/Seoul")
    for arguments, settings in (
        (["a.py"], (Backend.CELERY, seoul, True)),
        (["-"], (Backend.CELERY, seoul, True)),
        (["a.py", "--backend", "spec"], (Backend.SPEC, seoul, True)),
        (["a.py", "--isolated"], (Backend.SPEC, None, False)),
        (["a.py", "--isolated", "--backend", "celery"], (Backend.CELERY, None, False)),
        (["a.py", "--config", "spec.toml"], (Backend.SPEC, None, True)),
    ):
        given.clear()
        assert main(["check", *arguments]) == 0
        assert list(map(said, given)) == [settings]


def test_an_unknown_backend(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--backend", "redis"]) == 2
    complaint = capsys.readouterr().err.splitlines()[-1]
    assert all(word in complaint for word in ("--backend", "redis", "spec", "celery"))


def test_a_directory_of_which_everything_is_excluded_is_no_failure(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"pyproject.toml": "[tool.spakky-lint]\nexclude = ['*.py']\n"})
    assert main(["check"]) == 0
    printed = capsys.readouterr()
    assert printed.out == "Checked no files.\n"
    assert printed.err == "spakky-lint: .: the configuration excludes every Python file here\n"


@pytest.mark.parametrize("command", ["check", "preview", "auth", "tasks"])
@pytest.mark.parametrize("jobs", [["--jobs", "4"], ["-j", "auto"]])
def test_what_a_project_says_to_one_command_it_may_say_to_all(
    tmp_path: Path, command: str, jobs: list[str]
) -> None:
    plant(tmp_path, {"mail.py": CLEAN})
    asked = (command, *jobs, "--no-cache", "--isolated", "mail.py")
    assert run(*asked, cwd=tmp_path).code == 0
