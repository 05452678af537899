"""Who calls the tasks of a program: worked out, or taken over from an earlier run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from spakky_lint.cli.surveying import Surveying
from spakky_lint.facts.dispatches import by_method, dispatches_in, files_calling
from spakky_lint.facts.signature import Dispatch
from spakky_lint.program.questions import Content
from spakky_lint.program.sources import Sources
from spakky_lint.project.inventoried import Listing
from spakky_lint.project.survey_parts import SurveyPart
from spakky_lint.project.surveys import Call, Caller
from spakky_lint.project.task_inventory import called_key
from spakky_lint.project.trouble import Trouble, defect
from spakky_lint.syntax.dependencies import ask, following

FILES = SurveyPart("callers")
"""Which files may call tasks, as a part of a survey."""


def callers_of(
    listed: Iterable[Listing], program: Sources, way: Surveying
) -> tuple[tuple[Caller, ...], Sequence[Trouble]]:
    """The files that may call the tasks, tests left out, with all that they call."""
    before = {} if way.before is None else {Path(each.path): each for each in way.before.callers}
    found: list[Caller] = []
    try:
        with following(way.node_of(FILES)):
            files = dict.fromkeys(
                file
                for home, method in dict.fromkeys((each.home, each.name) for each in listed)
                for file in files_calling(Path(home), method, program.program)
            )
        for file in files:
            known = before.get(file)
            caller = Caller(str(file), ())
            if known is not None and way.is_same(part_of(known)):
                found.append(known)
                continue
            with following(way.node_of(part_of(caller))):
                ask(Content(file))
                calls = tuple(
                    Call(called_key(method), dispatch)
                    for module in program.program.modules_of([file])
                    for method, dispatch in dispatches_in(module)
                )
            found.append(Caller(caller.path, calls))
    except Exception as error:  # noqa: BLE001  # whatever is wrong with us, the tasks are known
        return (), [Trouble("callers", defect(error))]
    return tuple(found), ()


def part_of(caller: Caller) -> SurveyPart:
    """What the calls of one file are called as a part of a survey."""
    return SurveyPart(FILES.name, caller.path)


def calls_by_method(callers: Iterable[Caller]) -> Mapping[str, Sequence[Dispatch]]:
    return by_method((call.method, call.dispatch) for caller in callers for call in caller.calls)
