"""``[tool.spakky-lint]``: what it sets, and everything that is wrong with it at once."""

from __future__ import annotations

import zoneinfo
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.configuration_keys import SETTINGS
from spakky_lint.project.configurations import Configurations, Options
from spakky_lint.project.programs import sources_of
from spakky_lint.rules.adjustments import Adjustments
from spakky_lint.rules.finding import Severity
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import PLAIN
from spakky_lint.runtime.backend import Backend
from tests.cli.running import plant
from tests.configurations import problems_in, read_configuration
from tests.settings_said import said


def write(folder: Path, text: str) -> Path:
    file = folder / "pyproject.toml"
    file.write_bytes(text.encode())
    return file


def problems(file: Path) -> tuple[str, ...]:
    """What is wrong with a file that somebody names."""
    found = Configurations(file.parent, Options((file,)))
    assert found.main is not None
    assert {each.file for each in found.problems} == {file}
    return tuple(each.message for each in found.problems)


def test_every_key(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        [tool.spakky-lint]
        select = ["SPK", "SPK3"]
        extend-select = ["SPK407"]
        ignore = ["SPK501"]
        exclude = ["migrations", "src/**/generated_*.py"]
        extend-exclude = ["old"]
        include = ["*.py", "*.pyw"]
        force-exclude = true
        respect-gitignore = false
        fixable = ["SPK2", "SPK3"]
        unfixable = ["SPK301"]
        extend-safe-fixes = ["SPK1"]
        extend-unsafe-fixes = ["SPK202"]
        severity = {SPK406 = "error", SPK5 = "convention"}
        output-format = "concise"
        required-version = ">=0.0.1"
        backend = "celery"
        timezone = "Asia/Seoul"

        [tool.spakky-lint.per-file-ignores]
        "tests" = ["SPK2"]
        """,
    )
    assert file.exists()
    read = read_configuration(tmp_path)
    assert read.root == tmp_path
    adjustments = Adjustments(
        ("SPK2", "SPK3"),
        ("SPK301",),
        ("SPK1",),
        ("SPK202",),
        (("SPK406", Severity.ERROR), ("SPK5", Severity.CONVENTION)),
    )
    assert read.selection == Selection(("SPK", "SPK3"), ("SPK407",), ("SPK501",), adjustments)
    patterns = [each.glob.pattern for each in read.exclude]
    assert patterns == ["migrations", "src/**/generated_*.py", "old"]
    assert [each.glob.pattern for each in read.include or ()] == ["*.py", "*.pyw"]
    assert (read.force_exclude, read.respect_gitignore) == (True, False)
    assert (read.output_format, read.required_version) == ("concise", ">=0.0.1")
    assert [(one.pattern.glob.pattern, one.codes) for one in read.per_file_ignores] == [
        ("tests", ("SPK2",))
    ]
    assert said(read.settings) == (Backend.CELERY, ZoneInfo("Asia/Seoul"), False)


@pytest.mark.parametrize(
    "text", ["", "[project]\nname = 'x'", "tool = 3", "[tool.ruff]", "[tool.spakky-lint]", "\ufeff"]
)
def test_no_table_and_an_empty_one_leave_everything_as_it_is(tmp_path: Path, text: str) -> None:
    write(tmp_path, text)
    read = read_configuration(tmp_path)
    assert replace(read, settings=PLAIN) == Configuration(tmp_path)
    assert said(read.settings) == said(PLAIN)


def test_globs_are_relative_to_the_root(tmp_path: Path) -> None:
    file = write(tmp_path, "[tool.spakky-lint]\nexclude = ['src/old']")
    read = read_configuration(tmp_path)
    assert read.excludes(tmp_path / "src/old/a.py")
    assert not read.excludes(tmp_path / "lib/src/old/a.py")
    assert not read.excludes(tmp_path)
    assert not read.excludes(tmp_path.parent / "src/old/a.py")
    moved = Configurations(tmp_path / "lib", Options((file,)))
    assert moved.excludes(tmp_path / "lib/src/old/a.py")


@pytest.mark.parametrize(("said", "size"), [("8", 8_000_000), ("0.5", 500_000), ("1e3", 10**9)])
def test_the_largest_file_that_is_read(tmp_path: Path, said: str, size: int) -> None:
    write(tmp_path, f"[tool.spakky-lint]\nmax-file-size = {said}")
    assert read_configuration(tmp_path).most_bytes == size


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("0", "max-file-size: 0 is not a size"),
        ("-1.5", "max-file-size: -1.5 is not a size"),
        ("inf", "max-file-size: inf is not a size"),
        ("nan", "max-file-size: nan is not a size"),
        ("'8 MB'", "max-file-size is a string"),
        ("true", "max-file-size is a boolean"),
    ],
)
def test_what_is_no_size(tmp_path: Path, said: str, what: str) -> None:
    write(tmp_path, f"[tool.spakky-lint]\nmax-file-size = {said}")
    assert problems_in(tmp_path) == (
        f"{what}: a number of megabytes above 0 is allowed, such as 8"
        if "a size" not in what
        else f"{what}; a number of megabytes above 0 is allowed, such as 8",
    )


def test_what_a_file_ignores_outweighs_any_selection(tmp_path: Path) -> None:
    write(
        tmp_path,
        """
        [tool.spakky-lint]
        select = ["SPK202", "SPK301", "SPK4"]
        per-file-ignores = {"tests" = ["SPK2"], "tests/unit" = ["SPK30"]}
        """,
    )
    read = read_configuration(tmp_path)

    def enabled(path: str) -> list[str]:
        selection = read.selection_for(tmp_path / path)
        return [code for code, rule in RULES.items() if selection.enables(rule)]

    crontabs = [code for code, rule in RULES.items() if code.startswith("SPK4") and rule.default]
    assert enabled("src/a.py") == ["SPK202", "SPK301", *crontabs]
    assert enabled("tests/a.py") == ["SPK301", *crontabs]
    assert enabled("tests/unit/a.py") == crontabs
    assert read.selection_for(tmp_path / "src/a.py") is read.selection


def test_per_file_ignores_hold_for_all_but_what_a_negated_glob_matches(tmp_path: Path) -> None:
    write(tmp_path, "[tool.spakky-lint]\nper-file-ignores = {'!src/**' = ['SPK2']}\n")
    read = read_configuration(tmp_path)
    assert read.selection_for(tmp_path / "src/a.py") is read.selection
    assert not read.selection_for(tmp_path / "tests/a.py").enables(RULES["SPK202"])


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        [tool.spakky-lint]
        line-length = 88
        exlude = ["old"]
        per_file_ignores = {}
        required-version = "=1"
        fixable = ["SPK9"]
        severity = {SPK301 = "fatal", SPK4 = 1, E501 = "error"}
        force-exclude = "yes"
        output-format = "xml"
        extend = ["a.toml"]
        select = "SPK301"
        extend-select = ["SPK407", "SPK999", 301, "schedule-trigger-count", ""]
        ignore = ["spk301"]
        exclude = ["ok", "", "/abs", "../up", "back\\\\slash", true, 2026-11-23]
        per-file-ignores = {"tests" = ["SPK2", "E501"], "/x" = ["SPK2"], "y" = 1.5}
        src = [".", "lib", "..", 1]
        backend = "cellery"
        timezone = "Asia/Soul"
        """,
    )
    codes = 'a list of codes or their prefixes is allowed, such as ["SPK301", "SPK4"]'
    globs = 'a list of globs is allowed, such as ["migrations", "src/**/generated_*.py"]'
    inside = "a path or glob inside the project is allowed, with forward slashes"
    folders = 'a list of folders of the project is allowed, such as ["src", "."]'
    lists = "selects no rule; `spakky-lint rule` lists the codes"
    levels = '"error", "warning" or "convention" is allowed'
    assert problems(file) == (
        (
            "extend is an array: the path of a configuration file is allowed, "
            'such as "../pyproject.toml"'
        ),
        (
            "line-length: no such key; "
            "extend, select, extend-select, ignore, fixable, unfixable, extend-safe-fixes, "
            "extend-unsafe-fixes, severity, include, exclude, extend-exclude, force-exclude, "
            "respect-gitignore, per-file-ignores, extend-per-file-ignores, src, output-format, "
            "required-version, backend, timezone, python, environment, max-file-size, baseline and "
            "cache-dir are allowed"
        ),
        "exlude: no such key; did you mean exclude?",
        "per_file_ignores: no such key; did you mean per-file-ignores?",
        (
            'required-version: "=1" is not a version; a version or a range is allowed, '
            'such as "0.1.0" or ">=0.1"'
        ),
        f"select is a string: {codes}",
        f"extend-select[2] is an integer: {codes}",
        f'extend-select[1]: "SPK999" {lists}',
        (
            'extend-select[3]: "schedule-trigger-count" is not a code; '
            "the code of schedule-trigger-count is SPK301"
        ),
        f'extend-select[4]: "" {lists}',
        'ignore[0]: "spk301" is not a code; the code of schedule-trigger-count is SPK301',
        f'fixable[0]: "SPK9" {lists}',
        f'severity.SPK301: "fatal" is not a severity; {levels}',
        f"severity.SPK4 is an integer: {levels}",
        f'severity: "E501" {lists}',
        f"exclude[5] is a boolean: {globs}",
        f"exclude[6] is a date or time: {globs}",
        f'exclude[1]: "" matches nothing; {inside}',
        f'exclude[2]: "/abs" matches nothing; {inside}',
        f'exclude[3]: "../up" matches nothing; {inside}',
        f'exclude[4]: "back\\slash" matches nothing; {inside}',
        "force-exclude is a string: true or false is allowed",
        f'per-file-ignores."tests"[1]: "E501" {lists}',
        f'per-file-ignores: "/x" matches nothing; {inside}',
        f'per-file-ignores."y" is a float: {codes}',
        f"src[3] is an integer: {folders}",
        f'src[1]: "lib" is not a folder of the project; {folders}',
        f'src[2]: ".." is not a folder of the project; {folders}',
        (
            'output-format: "xml" is not a format; "text", "concise", "grouped", "json", '
            '"json-lines", "sarif", "github", "gitlab", "azure", "junit", "rdjson", "pylint" '
            "are allowed"
        ),
        'backend: "cellery" is not a backend; "spec" or "celery" is allowed',
        (
            'timezone: "Asia/Soul" is not a time zone; '
            'the name of an IANA zone is allowed, such as "Asia/Seoul"'
        ),
    )


def test_the_settings_alone_may_be_read_from_a_file_that_is_wrong_elsewhere(tmp_path: Path) -> None:
    file = write(tmp_path, "[tool.spakky-lint]\nselect = 3\nnope = 1\ntimezone = 'UTC'")
    assert file.exists()
    found = Configurations(tmp_path, only=SETTINGS)
    assert said(found.main.settings) == (Backend.SPEC, ZoneInfo("UTC"), False)
    assert found.problems == ()
    write(tmp_path, "[tool.spakky-lint]\nselect = 3\nbackend = 3")
    found = Configurations(tmp_path, only=SETTINGS)
    assert found.main.settings.backend is Backend.SPEC
    assert [each.message for each in found.problems] == [
        'backend is an integer: "spec" or "celery" is allowed'
    ]


def test_a_machine_without_zones_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zoneinfo, "available_timezones", set)
    monkeypatch.setattr("spakky_lint.runtime.zones.ZoneInfo", {}.__getitem__)
    (problem,) = problems(write(tmp_path, "[tool.spakky-lint]\ntimezone = 'Asia/Seoul'"))
    assert problem == (
        'timezone: "Asia/Seoul" is not a time zone; no zones are installed: install tzdata'
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[tool]\nspakky-lint = []", "tool.spakky-lint is an array: a table is allowed"),
        (
            "[tool.spakky-lint]\nper-file-ignores = ['SPK2']",
            (
                "per-file-ignores is an array: a table of globs and codes is allowed, "
                'such as {"tests" = ["SPK2"]}'
            ),
        ),
        ("spakky = " + "[" * 5000, "not read: nested too deeply"),
        (
            "[tool.spakky-lint]\nbackend = true",
            'backend is a boolean: "spec" or "celery" is allowed',
        ),
        *(
            (
                f"[tool.spakky-lint]\ntimezone = {value}",
                f'timezone{said}; the name of an IANA zone is allowed, such as "Asia/Seoul"',
            )
            for value, said in (
                ("''", ': "" is not a time zone'),
                ("'America'", ': "America" is not a time zone'),
                ("'/etc/localtime'", ': "/etc/localtime" is not a time zone'),
                ("'../Asia/Seoul'", ': "../Asia/Seoul" is not a time zone'),
            )
        ),
        (
            "[tool.spakky-lint]\ntimezone = 9",
            'timezone is an integer: the name of an IANA zone is allowed, such as "Asia/Seoul"',
        ),
    ],
)
def test_one_problem(tmp_path: Path, text: str, problem: str) -> None:
    assert problems(write(tmp_path, text)) == (problem,)


@pytest.mark.parametrize(
    "name",
    [
        *("tool.spakky_lint", "spakky-lint", "spakky_lint", "tool.spakkylint", "tool.Spakky-Lint"),
        *("tools.spakky-lint", "Tool.spakky-lint", "tool.spakky.lint", "spakky.lint"),
        *("tools.spakky_lint", "tool.spakky-linter", "tool.spakky-lnt", "tool.spakky-lints"),
    ],
)
@pytest.mark.parametrize("others", ["", "[tool.spakky-lint]\nignore = ['SPK2']\n", "[tool]\n"])
def test_a_table_of_almost_the_right_name_is_told_of(
    tmp_path: Path, name: str, others: str
) -> None:
    file = write(tmp_path, f"{others}[{name}]\nignore = ['SPK2']\n")
    told = (f"[{name}] is not read: the table is [tool.spakky-lint]",)
    assert problems(file) == told
    assert problems_in(tmp_path) == told


@pytest.mark.parametrize("name", ["lint", "check", "rules"])
def test_a_table_below_ours_is_told_of(tmp_path: Path, name: str) -> None:
    file = write(tmp_path, f"[tool.spakky-lint.{name}]\nselect = ['SPK2']\n")
    told = (f"{name}: no such table; keys belong in [tool.spakky-lint] itself",)
    assert problems(file) == told
    own = tmp_path / "spakky-lint.toml"
    own.write_text(f"[{name}.inner]\nselect = ['SPK2']\n", encoding="utf-8")
    assert problems(own) == (f"{name}: no such table; keys belong at the top of the file",)


@pytest.mark.parametrize(
    "name",
    [
        *("tool.spakky", "spakky", "tool.ruff", "project.spakky-lint"),
        *("tool.hatch.envs.spakky-lint", "tool.poe.tasks.spakky-lint", "tool.poe.spakky-lint"),
    ],
)
def test_a_table_of_somebody_else_is_none_of_ours(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"[{name}]\nlint = 1\n")
    assert read_configuration(tmp_path).exclude == ()


def test_what_is_no_toml(tmp_path: Path) -> None:
    (problem,) = problems(write(tmp_path, "[project]\nname = spakky\n"))
    assert problem.startswith("not valid TOML: ")
    assert "line 2" in problem


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(b"[project] # spakky\nname = 'caf\xe9'\n")
    assert problems(file) == ("not UTF-8 text (at line 2)",)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert problems(tmp_path / "none.toml") == ("no such file or directory",)
    assert problems(tmp_path) == ("is a directory",)


def test_a_file_that_was_asked_for_has_the_table(tmp_path: Path) -> None:
    told = ("there is no [tool.spakky-lint] table in it",)
    assert problems(write(tmp_path, "[tool.ruff]")) == told
    other = tmp_path / "other.toml"
    other.write_text("[tool.ruff] # spakky")
    assert problems(other) == told


def test_the_folders_of_the_modules(tmp_path: Path) -> None:
    """Only what is named counts: `hours` is that of `tools`, not the one beside the package."""
    plant(
        tmp_path,
        {
            "pyproject.toml": "[tool.spakky-lint]\nsrc = ['code', 'tools']\n",
            "hours.py": "HOUR = 9\n",
            "tools/hours.py": "HOUR = 25\n",
            "code/shop/__init__.py": "",
            "code/shop/tasks.py": (
                "from hours import HOUR\n"
                "from spakky.task import Crontab, TaskHandler, schedule\n\n\n"
                "@TaskHandler()\nclass Reports:\n"
                "    @schedule(crontab=Crontab(hour=HOUR))\n    def daily(self) -> None: ...\n"
            ),
        },
    )
    configuration = read_configuration(tmp_path)
    assert configuration.sources == (tmp_path / "code", tmp_path / "tools")
    file = sources_of(tmp_path, configuration).file(tmp_path / "code/shop/tasks.py")
    text = file.path.read_text()
    assert [found.code for found in lint_text(text, file=file)] == ["SPK401"]
    plain = sources_of(tmp_path).file(file.path)
    assert lint_text(text, file=plain) == ()
