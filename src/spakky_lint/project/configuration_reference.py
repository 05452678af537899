"""What every key of a configuration means, for its page and its schema."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from spakky_lint.data import dataclass
from spakky_lint.project.configuration import MODULES, Problem
from spakky_lint.project.configuration_keys import Table
from spakky_lint.project.configuration_values import read_extend, read_keys
from spakky_lint.project.reading import MEGABYTE, MOST_BYTES


@dataclass(frozen=True, slots=True)
class Meaning:
    """One key, in Markdown."""

    meaning: str
    without: str
    """What counts where no file and no option sets the key."""
    example: str
    """A line of TOML."""


_ALL = "all rules"
_NONE = "none"

MEANINGS: Final[Mapping[str, Meaning]] = {
    "extend": Meaning(
        "Another configuration file. Its keys count where this file does not set them. Where this "
        "file sets `ignore`, `severity` or a key that begins with `extend-`, its values are added "
        "to those of the other file. A `select` in this file begins anew.",
        _NONE,
        'extend = "../pyproject.toml"',
    ),
    "select": Meaning(
        "The rules that report. A rule is named by its code, a family by the beginning of its "
        "codes. An opt-in rule needs its full code.",
        "all rules but the opt-in ones",
        'select = ["SPK4", "SPK510"]',
    ),
    "extend-select": Meaning(
        "Rules that report in addition to those of `select`. An opt-in rule needs its full code.",
        _NONE,
        'extend-select = ["SPK407"]',
    ),
    "ignore": Meaning(
        "Rules that do not report. Where `select` and `ignore` both match a rule, the longer one "
        "wins.",
        _NONE,
        'ignore = ["SPK501"]',
    ),
    "per-file-ignores": Meaning(
        "Rules that do not report for the files that a glob matches. With a `!` in front it stands "
        "for all other files.",
        _NONE,
        'per-file-ignores = { "tests/**" = ["SPK2"] }',
    ),
    "extend-per-file-ignores": Meaning(
        "The same, in addition to `per-file-ignores`.",
        _NONE,
        'extend-per-file-ignores = { "scripts/**" = ["SPK116"] }',
    ),
    "severity": Meaning(
        "The severity of the findings of a rule or a family.",
        "the severity on the page of each rule",
        'severity = { SPK406 = "error", SPK5 = "warning" }',
    ),
    "fixable": Meaning(
        "The rules whose fixes are offered and applied. Where `fixable` and `unfixable` both "
        "match a rule, the longer one wins.",
        _ALL,
        'fixable = ["SPK2"]',
    ),
    "unfixable": Meaning(
        "The rules whose fixes are neither offered nor applied.", _NONE, 'unfixable = ["SPK303"]'
    ),
    "extend-safe-fixes": Meaning(
        "The rules whose unsafe fixes count as safe, so that `--fix` applies them.",
        _NONE,
        'extend-safe-fixes = ["SPK305"]',
    ),
    "extend-unsafe-fixes": Meaning(
        "The rules whose safe fixes count as unsafe, so that `--fix` leaves them to you.",
        _NONE,
        'extend-unsafe-fixes = ["SPK303"]',
    ),
    "include": Meaning(
        "The files that are looked for in a folder.",
        f'`["*{MODULES}"]`',
        'include = ["src/**/*.py"]',
    ),
    "exclude": Meaning(
        "Files and folders that are not checked. A file or folder that is named on the command "
        "line is checked all the same, unless `force-exclude` is set.",
        _NONE,
        'exclude = ["migrations"]',
    ),
    "extend-exclude": Meaning(
        "Files and folders that are not checked, in addition to those of `exclude`.",
        _NONE,
        'extend-exclude = ["src/**/generated_*.py"]',
    ),
    "force-exclude": Meaning(
        "Do not check what is excluded even where the command line names it. Hooks name every "
        "changed file, so the hooks of spakky-lint set this.",
        "`false`",
        "force-exclude = true",
    ),
    "respect-gitignore": Meaning(
        "Do not check what `.gitignore` files or `.git/info/exclude` ignore.",
        "`true`",
        "respect-gitignore = false",
    ),
    "src": Meaning(
        "The folders that modules are imported from.",
        "what the layout tells: `src` and the folder itself, of the project and of each "
        "`pyproject.toml` in it",
        'src = ["."]',
    ),
    "output-format": Meaning(
        "The format of `check` where `--format` names none.",
        '`"text"`',
        'output-format = "concise"',
    ),
    "required-version": Meaning(
        "The version of spakky-lint that the project needs, or a range. Any other version refuses "
        "to run.",
        "any version",
        'required-version = ">=0.1"',
    ),
    "max-file-size": Meaning(
        "The largest file that is read, in megabytes. A larger file that is checked gets "
        "`SPK000`. Nothing is known of a larger file that is imported.",
        f"`{MOST_BYTES // MEGABYTE}`",
        "max-file-size = 2",
    ),
    "cache-dir": Meaning(
        "The folder that `spakky-lint` keeps results in, so that the next run checks only what a "
        "change affects. The key of the folder that the command runs in counts for the whole run.",
        "`.spakky-lint-cache` beside the configuration file",
        'cache-dir = ".cache/spakky-lint"',
    ),
    "baseline": Meaning(
        "The file of findings that are known and not reported. "
        "`spakky-lint check --write-baseline` writes it.",
        _NONE,
        'baseline = "spakky-lint-baseline.jsonl"',
    ),
    "backend": Meaning(
        'Who runs the schedules. `"spec"` runs them as the framework documents them. `"celery"` '
        "runs them as spakky-celery does, of which 8.5.0 and earlier run weekdays a day early.",
        '`"celery"` where the project depends on spakky-celery, else `"spec"`',
        'backend = "celery"',
    ),
    "timezone": Meaning(
        "The time zone of the schedules.",
        "`SPAKKY_CELERY__TIMEZONE` in the files of the project; no rule looks at daylight saving "
        "where that is not set either",
        'timezone = "Asia/Seoul"',
    ),
    "python": Meaning(
        "The Python of the project, or its virtual environment. What is installed there tells the "
        "versions that no file of the project pins.",
        "`.venv` of the project, or the environment that is active",
        'python = ".venv"',
    ),
    "environment": Meaning(
        "What the application runs on: versions of `spakky-task`, `spakky-auth`, `spakky-celery` "
        "and `celery`, its `dependencies` of the framework, and its environment variables of the "
        "framework as `settings`. It counts before everything that the files of the project tell.",
        "what the files of the project tell; `spakky-lint config` shows it",
        'environment = { celery = "5.7.0", settings = { SPAKKY_CELERY__TIMEZONE = "Asia/Seoul" } }',
    ),
}
"""Every key, in the order in which the page has them."""


def takes(key: str) -> str:
    """What the key takes, in the words of what reads it: a list of codes, such as ["SPK301"]."""
    problems: list[Problem] = []
    table = Table(None, Path("/"), {key: date(2026, 1, 1)})  # a date is what no key takes
    if key == "extend":
        read_extend(table, problems)
    else:
        read_keys(table, problems, (key,))
    (problem,) = problems
    _, _, allowed = problem.message.partition(": ")
    return allowed.replace(" is allowed", "").replace(" are allowed", "")
