"""``check --fix``: files written, and what is said of them when somebody ends the run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from spakky_lint.cli.output import say
from spakky_lint.messages.message import Template, labelled
from spakky_lint.project.checked_file import CheckedFile, Repair, repaired
from spakky_lint.project.trouble import Trouble, reason

FIXED = Template("{findings} fixed")
SILENCED = Template("{findings} suppressed")


def write_repair(
    path: Path,
    checked: CheckedFile,
    repair: Repair,
    fixed: list[CheckedFile],
    troubles: list[Trouble],
    *,
    otherwise: str,
) -> CheckedFile:
    """Write the repair, and return what is left.

    A file that cannot be written is a trouble, whose words begin with `otherwise`.
    """
    from spakky_lint.project.writing import holds, write_atomically  # few runs write anything

    done = repaired(checked, repair)
    try:
        write_atomically(path, repair.after, repair.before)
    except OSError as error:
        troubles.append(Trouble(checked.path, labelled(otherwise, reason(error))))
        return checked
    except KeyboardInterrupt:  # which waits until the file is written
        if holds(path, repair.after):
            fixed.append(done)
        raise
    fixed.append(done)
    return done


@contextmanager
def telling_of(fixed: Sequence[CheckedFile], done: Template) -> Iterator[None]:
    """Say what has been `done`, where the run is interrupted: there is no report then."""
    try:
        yield
    except KeyboardInterrupt:
        from spakky_lint.report.words import count

        for file in fixed:
            words = done.filled(findings=count(len(file.applied), "finding"))
            say(labelled(file.path, words))
        raise
