"""What the page of the tasks says."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.messages.message import Message
from spakky_lint.report.page_words import ONE_TASK, SOME, THEME, Words

STATIC: Mapping[str, Message] = {
    "title": Message("Tasks"),
    "skip": Message("Skip to the tasks"),
    "theme": THEME,
    "no_script": Message(
        "This page is drawn by its script, which your browser does not run. spakky-lint tasks "
        "--format table says the same in a terminal."
    ),
    "filters": Message("Filters"),
    "search": Message("Search"),
    "search_hint": Message("Task, parameter, file or caller"),
    "runs": Message("Runs"),
    "any_way": Message("Any way"),
    "on_demand": Message("On demand"),
    "scheduled": Message("Scheduled"),
    "async": Message("Async"),
    "sync": Message("Sync"),
    "file": Message("File"),
    "only_problems": Message("Only never run or not certain"),
    "clear": Message("Clear filters"),
    "made_by": Message("Made by spakky-lint tasks"),
}

DYNAMIC: Mapping[str, Words] = {
    "tasks": ONE_TASK,
    "some": SOME,
    "allFiles": Message("All files"),
    "calledBy": Message("Called by"),
    "noCall": Message("no call found"),
    "line": Message("Line"),
    "runBy": Message("Run by"),
    "takes": Message("Takes"),
    "nothing": Message("nothing"),
    "onDemand": Message("on demand"),
    "scheduled": Message("scheduled"),
    "neverRuns": Message("never runs"),
    "notCertain": Message("not certain"),
    "noneMeets": Message("No task meets all of these filters."),
    "none": Message("There are no tasks here."),
}
