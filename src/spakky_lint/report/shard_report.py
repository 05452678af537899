"""What the JSON of one job of several has besides, so that ``merge`` can join them."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint import __version__
from spakky_lint.messages.message import Message, to_data
from spakky_lint.project import plain
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.plain import BadData
from spakky_lint.project.sharding import Shard, ShardResults
from spakky_lint.project.travelling import (
    outcome_data,
    outcome_of,
    trouble_data,
    trouble_of,
)

KEY = "shard"


class NoShard(ValueError):
    """The document is none of a job; the message says why."""


def shard_data(results: ShardResults) -> Mapping[str, object]:
    return {
        "number": results.shard.number,
        "of": results.shard.of,
        "version": __version__,
        "run": results.run,
        "files": [[place, _file_data(file)] for place, file in results.files],
        "troubles": [trouble_data(each) for each in results.troubles],
        "notes": [trouble_data(each) for each in results.notes],
        "known": [[*each] for each in results.known],
        "guess": None if results.guess is None else to_data(results.guess),
        "explains": results.explains,
    }


def _file_data(file: CheckedFile) -> object:
    """Most files have nothing but a name."""
    return file.path if file == CheckedFile(file.path) else outcome_data(file)


def read_shard(document: object) -> ShardResults:
    """Raises NoShard."""
    found = document.get(KEY) if isinstance(document, dict) else None
    if not isinstance(found, dict):
        raise NoShard(Message("not a report of `check --shard I/N --format json`"))
    if found.get("version") != __version__:
        raise NoShard(
            Message(
                "a report of spakky-lint {version}, but this is {own}",
                version=str(found.get("version")),
                own=__version__,
            )
        )
    try:
        return ShardResults(
            Shard(plain.number(found["number"], 0), plain.number(found["of"], 0)),
            plain.text(found["run"]),
            [_file(each) for each in plain.items(found["files"])],
            [trouble_of(each) for each in plain.items(found["troubles"])],
            [trouble_of(each) for each in plain.items(found["notes"])],
            [_known(each) for each in plain.items(found["known"])],
            plain.perhaps(plain.said, found["guess"]),
            plain.truth(found["explains"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NoShard(Message("damaged ({error})", error=type(error).__name__)) from None


def _file(data: object) -> tuple[int | None, CheckedFile]:
    place, told = plain.items(data)
    file = CheckedFile(told) if isinstance(told, str) else outcome_of(told)
    if not isinstance(file, CheckedFile):
        raise BadData("no file")
    return plain.perhaps(_place, place), file


def _place(data: object) -> int:
    return plain.number(data, 0)


def _known(data: object) -> tuple[int, str | None]:
    count, revision = plain.items(data)
    return plain.number(count, 0), plain.perhaps(plain.text, revision)
