"""What a project needs so that its tools run this one: which files change, and how.

Nothing is written here. Every file stays as it is but for what is put in, and what is in already is
not put in again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, message_of, one_after_another
from spakky_lint.project.configuration_tables import OWN, PROJECT
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.reading import read_file
from spakky_lint.project.setting_up_text import (
    NotHere,
    with_extend_select,
    with_hook,
    with_job,
    workflow,
)
from spakky_lint.project.setting_up_toml import with_external, with_prek_hook, with_table
from spakky_lint.project.trouble import Trouble, reason

_MENTION = "spakky-lint"
_FLAKE8 = ("setup.cfg", "tox.ini", ".flake8")
"""In the order in which flake8 looks for its section; it reads one of them."""
_RUFF = (".ruff.toml", "ruff.toml", PROJECT)
_PRECOMMIT = (".pre-commit-config.yaml", ".pre-commit-config.yml")
_PREK = "prek.toml"
_WORKFLOWS = ".github/workflows"
_GITLAB = (".gitlab-ci.yml", ".gitlab-ci.yaml")


@dataclass(frozen=True, slots=True)
class Change:
    path: Path
    before: str | None
    """None for a file that is not there yet."""
    after: str
    why: str


@dataclass(slots=True)
class Plan:
    directory: Path
    troubles: list[Trouble] = field(default_factory=list)
    """What has to be done by hand, or cannot be read."""
    texts: dict[Path, str | None] = field(default_factory=dict)
    """What the files hold."""
    planned: dict[Path, tuple[str, list[str]]] = field(default_factory=dict)
    """What they are to hold, and why."""

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(
            Change(path, self.texts[path], after, one_after_another(why))
            for path, (after, why) in self.planned.items()
        )

    def text(self, name: str) -> str | None:
        """What a file will hold; None where there is none, or none that can be read."""
        path = self.directory / name
        if path in self.planned:
            return self.planned[path][0]
        if path not in self.texts:
            self.texts[path] = self._read(name)
        return self.texts[path]

    def _read(self, name: str) -> str | None:
        try:
            return read_file(self.directory / name).decode("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            self.troubles.append(Trouble(name, reason(error)))
        except UnicodeDecodeError:
            self.troubles.append(Trouble(name, Message("not changed: not UTF-8 text")))
        return None

    def put(self, name: str, after: str, why: str) -> None:
        path = self.directory / name
        before = self.text(name)
        if after != before:
            _, reasons = self.planned.get(path, ("", []))
            self.planned[path] = (after, [*reasons, why])

    def by_hand(self, name: str, message: str) -> None:
        trouble = Trouble(name, message)
        if trouble not in self.troubles:
            self.troubles.append(trouble)


def plan(directory: Path) -> Plan:
    """What is missing in the project of a folder, absolute."""
    found = Plan(directory)
    _table(found)
    _ruff(found)
    _flake8(found)
    _hooks(found)
    _ci(found)
    return found


def _table(found: Plan) -> None:
    if Configurations(found.directory).main.file is not None:
        return
    why = Message("a configuration for spakky-lint")
    text = found.text(PROJECT)
    if text is None:
        found.put(OWN[1], with_table("", is_own=True), why)
        return
    try:
        found.put(PROJECT, with_table(text), why)
    except NotHere as error:
        found.by_hand(PROJECT, message_of(error))


def _ruff(found: Plan) -> None:
    for name in _RUFF:
        text = found.text(name)
        if text is None:
            continue
        try:
            after = with_external(text, found.directory / name)
        except NotHere as error:
            found.by_hand(name, message_of(error))
            return
        if after is not None:
            found.put(name, after, Message("so that ruff keeps noqa comments for our codes"))
            return


def _flake8(found: Plan) -> None:
    for name in _FLAKE8:
        text = found.text(name)
        after = None if text is None else with_extend_select(text)
        if after is not None:
            found.put(name, after, Message("so that flake8 reports our codes"))
            return


def _hooks(found: Plan) -> None:
    why = Message("a hook that checks every commit")
    if any(_MENTION in (found.text(name) or "") for name in (*_PRECOMMIT, _PREK)):
        return
    for name in (*_PRECOMMIT, _PREK):
        text = found.text(name)
        if text is None:
            continue
        try:
            found.put(name, with_prek_hook(text) if name == _PREK else with_hook(text), why)
        except NotHere as error:
            found.by_hand(name, message_of(error))
        return


def _ci(found: Plan) -> None:
    why = Message("a CI job that checks every change")
    workflows = found.directory / _WORKFLOWS
    if workflows.is_dir():
        texts = (found.text(f"{_WORKFLOWS}/{path.name}") for path in _workflows(workflows))
        if not _mentioned(texts):
            found.put(f"{_WORKFLOWS}/spakky-lint.yml", workflow(), why)
    for name in _GITLAB:
        text = found.text(name)
        if text is None:
            continue
        if _MENTION not in text:
            try:
                found.put(name, with_job(text), why)
            except NotHere as error:
                found.by_hand(name, message_of(error))
        return


def _workflows(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.suffix in (".yml", ".yaml"))


def _mentioned(texts: Iterable[str | None]) -> bool:
    return any(_MENTION in (text or "") for text in texts)
