"""The configurations that a command is to use, and the files that it is about."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from spakky_lint.cli.output import say
from spakky_lint.cli.requests import ConfigurationOptions
from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, labelled, message_of
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.configurations import Configurations, Options
from spakky_lint.project.discovery import Discovery, discover, shown_path
from spakky_lint.project.toml_text import NoToml, read_toml
from spakky_lint.project.trouble import reason


@dataclass(frozen=True, slots=True)
class Configured:
    configurations: Configurations
    found: Discovery
    """The files that the paths name, under their configurations."""
    option_problems: tuple[str, ...]
    """What is wrong with the options themselves, a sentence each."""

    @property
    def problems(self) -> tuple[str, ...]:
        """All that is wrong with the options and with all files that were read so far."""
        return (*self.option_problems, *complaints(self.configurations))


def working_directory() -> Path | None:
    """None, after saying why, where there is none."""
    try:
        return Path.cwd()
    except OSError as error:
        say(Message("the working directory: {reason}", reason=reason(error)))
        return None


@dataclass(frozen=True, slots=True)
class Begun:
    """The configuration of the folder that is worked in; no file has been looked for."""

    configurations: Configurations
    option_problems: tuple[str, ...]

    def finding(self, paths: Sequence[str]) -> Configured:
        """The files are looked for at once: all their configurations are read on the way, and so
        all that is wrong is told together.
        """
        directory, choice = self.configurations.directory, self.configurations.choice
        return self.with_files(discover(paths, directory, choice))

    def with_files(self, found: Discovery) -> Configured:
        """With files that were looked for before."""
        return Configured(self.configurations, found, self.option_problems)


def configured(
    options: ConfigurationOptions,
    directory: Path,
    paths: Sequence[str] = (),
    adapted: Callable[[Configuration], Configuration] = lambda configuration: configuration,
) -> Configured:
    """What the options lead to, as `begun` has it, with the files that the paths name."""
    return begun(options, directory, adapted).finding(paths)


def begun(
    options: ConfigurationOptions,
    directory: Path,
    adapted: Callable[[Configuration], Configuration] = lambda configuration: configuration,
) -> Begun:
    """What the options lead to; `adapted` is what other options make of each configuration."""
    problems: list[str] = []
    read = _read(options, directory, problems)
    configurations = Configurations(directory, read, adapted=adapted)
    _ = configurations.main
    return Begun(configurations, tuple(problems))


def complaints(configurations: Configurations) -> Sequence[str]:
    """All that is wrong with what was read so far, with the files."""
    directory = configurations.directory
    return [
        labelled(
            "--config" if each.file is None else shown_path(each.file, directory), each.message
        )
        for each in configurations.problems
    ]


def _read(options: ConfigurationOptions, directory: Path, problems: list[str]) -> Options:
    files: list[Path] = []
    values: dict[str, object] = {}
    for text in options.config:
        file = directory / text
        if "=" in text and not os.path.exists(file):  # noqa: PTH110  # never raises
            _add(values, text, problems)
        else:
            files.append(file)
    flags = {
        "force-exclude": options.force_exclude,
        "respect-gitignore": options.respect_gitignore,
    }
    values |= {key: flag for key, flag in flags.items() if flag is not None}
    return Options(files, values, _python(options.python, directory, problems), options.isolated)


def _add(values: dict[str, object], text: str, problems: list[str]) -> None:
    """Add what a ``KEY = VALUE`` says; a table is added to what others say of it."""
    try:
        said = read_toml(text.encode("utf-8", "replace"))
    except NoToml as error:
        key, _, value = text.partition("=")
        quoted = value.strip().replace("\\", "").replace('"', "").replace("'", "")
        problems.append(
            Message(
                "--config: {text}: neither a file nor a key with a TOML value, such as "
                "'{key} = \"{value}\"' ({error})",
                text=text,
                key=key.strip(),
                value=quoted,
                error=message_of(error),
            )
        )
        return
    for name, new in said.items():
        before = values.get(name)
        if isinstance(before, Mapping) and isinstance(new, Mapping):
            values[name] = {**before, **new}
        else:
            values[name] = new


def _python(python: str | None, directory: Path, problems: list[str]) -> Path | None:
    """What ``--python`` names."""
    if python is None:
        return None
    from spakky_lint.project.environment.installed import is_environment

    path = directory / python
    if is_environment(path):
        return path
    allowed = Message("a Python or its virtual environment is allowed, such as .venv")
    problems.append(
        Message(
            '--python: no packages are installed at "{python}": {allowed}',
            python=python,
            allowed=allowed,
        )
    )
    return None
