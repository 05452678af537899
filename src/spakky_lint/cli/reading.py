"""The files that a command is about, read to their tasks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from spakky_lint.cli.account import Account
from spakky_lint.cli.progress import READING, with_progress
from spakky_lint.cli.read_files import read_to
from spakky_lint.cli.reading_by_others import Reading, processes_of, read_by
from spakky_lint.cli.surveying import Surveying
from spakky_lint.facts.signature import Signature
from spakky_lint.facts.signatures import signature_of
from spakky_lint.facts.task import FoundTask
from spakky_lint.program.sources import Sources as Program
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.inventoried import Listing
from spakky_lint.project.inventories import tasks_of_file
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.seeing import watched
from spakky_lint.project.surveys import ReadFile
from spakky_lint.project.task_inventory import listing_of
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.settings import Settings
from spakky_lint.syntax.dependencies import following, remembering


def tasks_of_files(
    files: Sequence[SourceFile],
    root: Path,
    settings_for: Callable[[Path], Settings],
    troubles: list[Trouble],
    program: Program,
    way: Surveying,
    *,
    backend: int = 0,
    with_auth_codes: bool = False,
    with_listings: bool = False,
    jobs: int | None = 1,
) -> tuple[ReadFile, ...]:
    """The tasks of all files, each as the project that it belongs to runs it; what cannot be read
    is added to the troubles.

    `backend` is which of those it is that are asked for, and `jobs` how many processes read them,
    None for as many as pay. What others have read is without the place in the tree.
    """
    account, read = Account(), list[ReadFile]()
    known = way.known(files, backend)
    others = [file for file in files if file.path not in known]
    told: Mapping[Path, Reading] = {}
    processes = processes_of(jobs, others, program)
    if processes > 1:
        told = read_by(processes, others, root, settings_for, program, way, account)
    signatures: dict[object, Signature] = {}
    for file in files if told else with_progress(files, sys.stderr, doing=READING):
        if file.path in known:
            before = known[file.path]
            if before is not None:
                if before.tasks:  # so what is noted of the environment is said again
                    _ = settings_for(file.path).environment
                read.append(before)
            continue
        reading = told.get(file.path)
        if reading is not None:
            account.saw(file, reading.effort)
            if reading.trouble is not None:
                troubles.append(reading.trouble)
            elif (there := reading.file) is not None:
                if there.tasks:  # as above
                    _ = settings_for(file.path).environment
                read.append(there)
            continue
        effort = watched(file, program)
        with following(way.node_of(file.path)):
            found = tasks_of_file(
                file, root, settings_for(file.path), program, with_auth_codes=with_auth_codes
            )
            tasks = () if isinstance(found, Trouble) else found.tasks
            listed = _listed(tasks, signatures) if with_listings else ()
        account.saw(file, effort())
        if isinstance(found, Trouble):
            troubles.append(found)
            continue
        if not found.is_read:
            way.forget_node_of(file.path)  # it rests on what the gate makes of it alone
        if tasks or found.possible:
            read.append(read_to(file, found, listed))
    account.tell()
    return tuple(read)


def _listed(
    tasks: Sequence[LocatedTask], signatures: dict[object, Signature]
) -> tuple[Listing, ...]:
    """None where something is wrong with us: whoever makes the inventory says so."""

    def signed(found: FoundTask) -> Signature:  # handlers may inherit one by the thousand
        return remembering(signatures, found.function.key, signature_of, found)

    try:
        return tuple(listing_of(each, signed) for each in tasks)
    except Exception:  # noqa: BLE001  # whatever it is
        return ()
