"""Which configuration a file has, with what it extends and what options put on top."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from spakky_lint import __version__
from spakky_lint.facts.environment import Package
from spakky_lint.project.configurations import Configurations, Options
from spakky_lint.project.discovery import discover
from spakky_lint.project.programs import sources_of
from spakky_lint.rules.finding import Severity
from spakky_lint.runtime.backend import Backend
from tests.cli.running import plant

TABLE = "[tool.spakky-lint]\n"


def ignored(found: Configurations, path: str) -> tuple[str, ...]:
    assert found.problems == ()
    return found.of(found.directory / path).selection.ignore


def test_the_nearest_file_with_our_table_decides(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "pyproject.toml": f"{TABLE}ignore = ['SPK1']\n",
            "a/pyproject.toml": f"{TABLE}ignore = ['SPK2']\n",
            "a/inner/pyproject.toml": "[project]\nname = 'spakky-thing'\n[tool.ruff]\n",
            "b/pyproject.toml/x.py": "",  # a folder is no configuration
        },
    )
    found = Configurations(tmp_path)
    assert ignored(found, "x.py") == ("SPK1",)
    assert ignored(found, "a/x.py") == ("SPK2",)
    assert ignored(found, "a/inner/deep/x.py") == ("SPK2",)
    assert ignored(found, "b/x.py") == ("SPK1",)
    assert found.of(tmp_path / "a/inner/deep/x.py").root == tmp_path / "a"


def test_our_own_files_go_before_a_pyproject(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "pyproject.toml": f"{TABLE}ignore = ['SPK1']\n",
            "a/pyproject.toml": f"{TABLE}ignore = ['SPK2']\n",
            "a/spakky-lint.toml": "ignore = ['SPK3']\n",
            "b/spakky-lint.toml": "ignore = ['SPK3']\n",
            "b/.spakky-lint.toml": "ignore = ['SPK4']\n",
            "c/spakky-lint.toml": "",
        },
    )
    found = Configurations(tmp_path)
    assert [ignored(found, f"{folder}/x.py") for folder in "abc"] == [("SPK3",), ("SPK4",), ()]


def test_a_file_elsewhere_has_its_own_or_that_of_where_somebody_works(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "here/spakky-lint.toml": "ignore = ['SPK1']\nexclude = ['x.py']\n",
            "there/spakky-lint.toml": "ignore = ['SPK2']\n",
        },
    )
    found = Configurations(tmp_path / "here")
    assert ignored(found, "../there/x.py") == ("SPK2",)
    assert ignored(found, "../nowhere/x.py") == ("SPK1",)
    assert not found.excludes(tmp_path / "nowhere/x.py")


def test_a_pyproject_that_cannot_be_read_is_ours_only_where_it_mentions_us(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "templates/pyproject.toml": "[project]\nname = {{ name }}\n",
            "a/pyproject.toml": "[project]\nname = {{ name }}\ndependencies = ['spakky']\n",
        },
    )
    found = Configurations(tmp_path)
    assert found.of(tmp_path / "templates/x.py").file is None
    assert found.problems == ()
    assert found.of(tmp_path / "a/x.py").file == tmp_path / "a/pyproject.toml"
    assert len(found.problems) == 1
    assert found.problems[0].message.startswith("not valid TOML: ")


def test_each_folder_is_looked_into_once(tmp_path: Path) -> None:
    files = {f"p{n}/f{m}/x{k}.py": "" for n in range(5) for m in range(4) for k in range(10)}
    plant(tmp_path, {**files, "pyproject.toml": TABLE, "p1/spakky-lint.toml": "exclude = ['f1']"})
    looked: list[Path] = []
    found = Configurations(tmp_path, looked=looked.append)
    assert len(discover(["."], tmp_path, found.choice).files) == 190
    sources_of(tmp_path, found)
    for name in files:
        found.selection_for(tmp_path / name)
        found.settings_for(tmp_path / name)
    assert len(looked) == len(set(looked))
    folders = [path for path in looked if path.is_relative_to(tmp_path) and path.is_dir()]
    assert len(folders) == 1 + 5 + 5 * 4


# What a file extends


def test_a_file_replaces_adds_and_merges_what_it_extends(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "pyproject.toml": f"""{TABLE}
ignore = ["SPK1"]
exclude = ["old"]
extend-exclude = ["gen"]
per-file-ignores = {{"x.py" = ["SPK1"]}}
severity = {{SPK3 = "error", SPK406 = "warning"}}
backend = "celery"
output-format = "json"
""",
            "a/spakky-lint.toml": """
extend = "../pyproject.toml"
ignore = ["SPK2"]
extend-exclude = ["tmp"]
extend-per-file-ignores = {"x.py" = ["SPK2"], "y.py" = ["SPK3"]}
severity = {SPK406 = "convention"}
output-format = "concise"
""",
            "b/spakky-lint.toml": """
extend = "../pyproject.toml"
select = ["SPK4"]
exclude = ["new"]
per-file-ignores = {"z.py" = ["SPK4"]}
""",
            "c/spakky-lint.toml": "extend = '../a/spakky-lint.toml'\n",
        },
    )
    found = Configurations(tmp_path)
    a, b, c = (found.of(tmp_path / folder / "x.py") for folder in "abc")
    assert found.problems == ()
    assert a.selection.ignore == ("SPK1", "SPK2")
    assert [each.glob.pattern for each in a.exclude] == ["old", "gen", "tmp"]
    ignored = [(each.pattern.glob.pattern, each.codes) for each in a.per_file_ignores]
    assert ignored == [("x.py", ("SPK1",)), ("x.py", ("SPK2",)), ("y.py", ("SPK3",))]
    # Globs are relative to the folder of the file that they are written in.
    assert [each.root.name for each in a.exclude] == [tmp_path.name, tmp_path.name, "a"]
    assert dict(a.selection.adjustments.severities) == {
        "SPK3": Severity.ERROR,
        "SPK406": Severity.CONVENTION,
    }
    assert (a.settings.backend, a.output_format) == (Backend.CELERY, "concise")
    assert (b.selection.select, b.selection.ignore) == (("SPK4",), ())
    assert [each.glob.pattern for each in b.exclude] == ["new"]
    assert [each.pattern.glob.pattern for each in b.per_file_ignores] == ["z.py"]
    assert b.settings.backend is Backend.CELERY
    assert c.selection == a.selection
    assert c.asked["ignore"] == (tmp_path / "pyproject.toml", tmp_path / "a/spakky-lint.toml")


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (
            {"spakky-lint.toml": "extend = 'a.toml'", "a.toml": "extend = 'spakky-lint.toml'"},
            "extend is circular: spakky-lint.toml > a.toml > spakky-lint.toml",
        ),
        (
            {"spakky-lint.toml": "extend = 'spakky-lint.toml'"},
            "extend is circular: spakky-lint.toml > spakky-lint.toml",
        ),
        ({"spakky-lint.toml": "extend = '../gone.toml'"}, 'extend: "../gone.toml": no such file'),
        ({"spakky-lint.toml": "extend = 'a'", "a/x": ""}, 'extend: "a": is a directory'),
        (
            {"spakky-lint.toml": "extend = 'pyproject.toml'", "pyproject.toml": "[tool.ruff]"},
            'extend: there is no [tool.spakky-lint] table in "pyproject.toml"',
        ),
        (
            {"spakky-lint.toml": "[tool.spakky-lint]\nignore = []"},
            "[tool.spakky-lint] is not read: the keys of spakky-lint.toml belong at the top",
        ),
        ({"spakky-lint.toml": "select = 1\nselect = 2"}, "not valid TOML: "),
        ({"spakky-lint.toml": b"\xff"}, "not UTF-8 text (at line 1)"),
    ],
)
def test_what_cannot_be_extended_or_read(
    tmp_path: Path, files: Mapping[str, str | bytes], problem: str
) -> None:
    plant(tmp_path, files)
    found = Configurations(tmp_path)
    assert found.main is not None
    (told,) = found.problems
    assert told.message.startswith(problem)


def test_all_that_is_wrong_in_all_files_is_told(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "base.toml": "bakend = 'celery'\n",
            "spakky-lint.toml": "extend = 'base.toml'\nignore = ['SPK999']\n[tool.spakky-lint]\n",
            "a/spakky-lint.toml": "extend = '../base.toml'\ntimezone = 9\n",
            "a/x.py": "",
        },
    )
    found = Configurations(tmp_path)
    assert found.main is not None
    discover(["."], tmp_path, found.choice)
    assert [each.file and each.file.name for each in found.problems] == [
        *("base.toml", "spakky-lint.toml", "spakky-lint.toml"),
        "spakky-lint.toml",
    ]
    wrong = [each.message.split(":")[0] for each in found.problems_for(tmp_path / "a/x.py")]
    assert wrong == ["timezone is an integer", "bakend"]


# Options


def test_no_option_extends_a_file(tmp_path: Path) -> None:
    found = Configurations(tmp_path, Options(values={"extend": "base.toml"}))
    assert found.main.file is None
    (told,) = found.problems
    assert told.message == "extend: no option sets it; --config FILE names a file for the run"


def test_options_outweigh_every_file(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "spakky-lint.toml": "ignore = ['SPK1']\noutput-format = 'json'\n",
            "a/spakky-lint.toml": "output-format = 'json'\nexclude = ['x.py']\n",
        },
    )
    values = {"output-format": "concise", "ignore": ["SPK2"], "exclude": ["a/y.py"]}
    found = Configurations(tmp_path, Options(values=values))
    inner = found.of(tmp_path / "a/x.py")
    assert (found.main.output_format, inner.output_format) == ("concise", "concise")
    assert (found.main.selection.ignore, inner.selection.ignore) == (("SPK1", "SPK2"), ("SPK2",))
    assert not found.excludes(tmp_path / "a/x.py")
    assert found.excludes(tmp_path / "a/y.py")  # relative to where somebody works


def test_named_files_stand_in_place_of_all_others_on_top_of_each_other(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "spakky-lint.toml": "ignore = ['SPK1']\n",
            "a/spakky-lint.toml": "ignore = ['SPK2']\n",
            "ci/one.toml": "ignore = ['SPK3']\nexclude = ['old']\n",
            "ci/two.toml": f"{TABLE}ignore = ['SPK4']\n",
        },
    )
    files = (tmp_path / "ci/one.toml", tmp_path / "ci/two.toml")
    found = Configurations(tmp_path, Options(files))
    assert ignored(found, "a/x.py") == ("SPK3", "SPK4")
    assert found.excludes(tmp_path / "old/x.py")
    assert found.of(tmp_path / "a/x.py").exclude[0].root == tmp_path


def test_isolated_reads_nothing(tmp_path: Path) -> None:
    plant(tmp_path, {"spakky-lint.toml": "nonsense", "a/spakky-lint.toml": "nonsense"})
    options = Options(values={"ignore": ["SPK1"]}, is_isolated=True)
    looked: list[Path] = []
    found = Configurations(tmp_path, options, looked=looked.append)
    assert ignored(found, "a/x.py") == ("SPK1",)
    assert looked == []


@pytest.mark.parametrize(
    ("wanted", "is_met"),
    [(__version__, True), (f">={__version__}", True), (">=99", False), ("99.1", False)],
)
def test_the_required_version(tmp_path: Path, wanted: str, is_met: bool) -> None:
    plant(tmp_path, {"spakky-lint.toml": f"required-version = '{wanted}'\n"})
    found = Configurations(tmp_path)
    assert found.main.required_version == wanted
    told = [each.message for each in found.problems]
    unmet = f'required-version: "{wanted}" is required, but this is {__version__}'
    assert told == ([] if is_met else [unmet])


# What belongs together


def test_what_a_folder_has_of_its_own_and_what_leaves_it_out(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "spakky-lint.toml": "exclude = ['b', 'legacy']\n",
            "a/spakky-lint.toml": "exclude = ['x.py']\n",
            "a/legacy/y.py": "",
            "b/spakky-lint.toml": "",
            "b/inner/z.py": "",
        },
    )
    found = Configurations(tmp_path)
    assert found.excludes(tmp_path / "a/x.py")
    assert not found.excludes(tmp_path / "a/legacy/y.py")  # the nearest one does not say so
    assert found.excludes(tmp_path / "b/inner/z.py")  # but nobody gets there
    assert not found.excludes(tmp_path / "b/inner/z.py", tmp_path / "b")  # unless it is named


def test_the_application_is_that_of_the_nearest_project(tmp_path: Path) -> None:
    depends = "[project]\nname = 'x'\ndependencies = ['spakky-celery=={}']\n"
    plant(
        tmp_path,
        {
            "pyproject.toml": f"{depends.format('9.1.0')}{TABLE}timezone = 'Asia/Seoul'\n",
            "a/pyproject.toml": depends.format("9.2.0"),
            "a/inner/spakky-lint.toml": "timezone = 'UTC'\n",
            "b/spakky-lint.toml": "[environment]\nspakky-celery = '9.3.0'\n",
        },
    )
    for directory in (tmp_path, tmp_path / "a"):
        found = Configurations(directory)
        told = {}
        for folder in (".", "a", "a/inner", "b"):
            settings = found.settings_for(tmp_path / folder / "x.py")
            version = settings.environment.versions[Package.SPAKKY_CELERY].written
            told[folder] = (version, settings.timezone and settings.timezone.key)
        assert told == {
            ".": ("==9.1.0", "Asia/Seoul"),
            "a": ("==9.2.0", "Asia/Seoul"),
            "a/inner": ("==9.2.0", "UTC"),
            "b": ("9.3.0", None),
        }


def test_a_folder_below_names_its_own_folders_of_modules(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "pyproject.toml": TABLE,
            "src/top.py": "",
            "a/spakky-lint.toml": "src = ['code']\n",
            "a/code/x.py": "",
            "b/pyproject.toml": "[project]\nname = 'b'\n",
            "b/src/y.py": "",
        },
    )
    folders = sources_of(tmp_path, Configurations(tmp_path)).folders()
    names = [folder.relative_to(tmp_path).as_posix() for folder in folders]
    assert names == ["src", ".", "a/code", "b/src", "b"]
