"""``spakky-lint merge FILE...``: the reports of all jobs of a CI, joined into one."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from spakky_lint.cli.check import exit_code
from spakky_lint.cli.check_outcome import Outcome
from spakky_lint.cli.check_report import unread_notes, write_report
from spakky_lint.cli.configured import working_directory
from spakky_lint.cli.exit_codes import TROUBLE
from spakky_lint.cli.loudness import are_notes_said
from spakky_lint.cli.output import say, say_note, say_notes, say_troubles
from spakky_lint.cli.requests import CheckRequest, MergeRequest
from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message, labelled, message_of
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.reading import read_file
from spakky_lint.project.sharding import ShardResults
from spakky_lint.project.trouble import reason
from spakky_lint.report.model import Known, Report
from spakky_lint.report.shard_report import NoShard, read_shard
from spakky_lint.rules.finding import Applicability
from spakky_lint.rules.lists import listed

_MOST_BYTES = 1 << 30


def merge(asked: MergeRequest) -> int:
    """Write the report of the whole run, and return its exit code; the paths are the reports."""
    request = asked.report
    directory = working_directory()
    if directory is None:
        return TROUBLE
    shards, problems = _read(request.paths, directory)
    problems = problems or [*_gaps(shards)]
    for problem in problems:
        say(problem)
    if problems:
        return TROUBLE
    request = replace(request, explain_unknown=any(each.explains for each in shards))
    outcome = _joined(sorted(shards, key=lambda each: each.shard.number), request, directory)
    is_written = write_report(request, outcome.report, sys.stdout, directory)
    say_notes((*outcome.notes, *unread_notes(request, outcome)))
    say_troubles(outcome.troubles)
    if outcome.guess is not None:
        say_note(outcome.guess)
    return exit_code(request, outcome) if is_written else TROUBLE


def _read(names: Sequence[str], directory: Path) -> tuple[list[ShardResults], list[str]]:
    """What the files hold, and what is wrong with them."""
    shards: list[ShardResults] = []
    problems: list[str] = []
    for name in names:
        try:
            shards.append(read_shard(json.loads(read_file(directory / name, _MOST_BYTES))))
        except OSError as error:
            problems.append(labelled(name, reason(error)))
        except NoShard as error:
            problems.append(labelled(name, message_of(error)))
        except (ValueError, RecursionError):
            problems.append(labelled(name, Message("not JSON")))
    return shards, problems


def _gaps(shards: Sequence[ShardResults]) -> Iterator[str]:
    """Why they are not one run: nothing is green that was not seen."""
    sizes = sorted({each.shard.of for each in shards})
    if len(sizes) > 1:
        yield Message(
            "the reports come from runs of {sizes} shards: only reports of one run can be joined",
            sizes=listed([*map(str, sizes)]),
        )
        return
    if len({each.run for each in shards}) > 1:
        yield Message(
            "the reports come from different runs: each job has to name the same files and rules, "
            "in the same state of the project"
        )
    numbers = [each.shard.number for each in shards]
    for number in range(1, sizes[0] + 1):
        if number not in numbers:
            yield Message("shard {number}/{size} is missing", number=number, size=sizes[0])
        elif numbers.count(number) > 1:
            yield Message(
                "shard {number}/{size} is given more than once", number=number, size=sizes[0]
            )


def _joined(shards: Sequence[ShardResults], request: CheckRequest, directory: Path) -> Outcome:
    placed = [(place, file) for each in shards for place, file in each.files if place is not None]
    settings: dict[str, CheckedFile] = {}
    for each in shards:
        for place, file in each.files:
            if place is None:
                settings.setdefault(file.path, file)
    files = [file for _, file in sorted(placed, key=lambda each: each[0])]
    known: dict[str | None, int] = {}
    for each in shards:
        for count, revision in each.known:
            known[revision] = known.get(revision, 0) + count
    report = Report(
        (*files, *settings.values()),
        Applicability.UNSAFE if request.unsafe_fixes else Applicability.SAFE,
        any(each.explains for each in shards),
        tuple(Known(count, revision) for revision, count in known.items()),
        is_brief=not are_notes_said(),
        directory=directory.as_posix(),
        language=Language.EN,
    )
    return Outcome(
        report,
        tuple(dict.fromkeys(trouble for each in shards for trouble in each.troubles)),
        tuple(dict.fromkeys(note for each in shards for note in each.notes)),
        next((each.guess for each in shards if each.guess is not None), None),
    )
