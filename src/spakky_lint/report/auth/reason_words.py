"""Why a path does what it does, in a clause."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.paths import Because, Path, Reason
from spakky_lint.rules.registry import RULES

_CLAUSES: Mapping[Reason, str] = {
    Reason.IMPORT_FAILS: "the module cannot be imported: {rule}",
    Reason.START_FAILS: "the application does not start: {rule}",
    Reason.NO_HANDLER: "nobody gets the handler: {rule}",
    Reason.CLASS_REPLACED: "there is no handler: {by} without a name is in its place",
    Reason.BODY_REPLACED: "the body never runs: {by} without a name is in its place",
    Reason.NESTED: "no handler is found inside a class",
    Reason.CLASS_REDEFINED: "its class is lost: a second one of that name takes its place",
    Reason.REDEFINED: "it is lost: a second method of that name takes its place",
    Reason.NO_METHOD: "there is no method: {by} is in its place",
    Reason.SIGNATURE: "it is only a signature, by @overload",
    Reason.GENERATOR: "the body never runs: nobody goes through what the generator yields",
    Reason.NO_SELF: "no call reaches the body: it takes no self",
    Reason.SECOND_POD: "the application does not start: its class, or one that shares metadata "
    "with it, is decorated as a pod again (MultipleAnnotationFoundError)",
    Reason.CONFLICT: "the application does not start: public access and a requirement meet "
    "(ConflictingAuthMetadataError)",
    Reason.NO_HASH: "the application does not start: what {what} names has no hash",
    Reason.NO_TASK: "it is no @task",
    Reason.NO_SCHEDULE: "it is not scheduled",
    Reason.LAZY: "it is not registered: nobody makes its handler before somebody asks for it",
    Reason.HIDDEN_ROUTE: "it is not registered: {by} hides its {what}",
    Reason.NO_FUNCTION: "it is not registered: it is no function any more",
    Reason.UNDECLARED: "nothing says who may run it",
    Reason.PUBLIC: "it is public",
    Reason.CALLED_PAST: "another method of the class calls it past the guard",
    Reason.ONLY_SCHEDULED: "the worker checks no method that is only scheduled",
    Reason.MARKS_ANOTHER: "{by} marks what it is given, and not what stands below it",
    Reason.UNGUARDED: "nothing guards what {by} makes",
    Reason.HANDED_OUT: "{what} is lost on {by}, which hands out what is below it",
    Reason.HIDDEN: "{what} is hidden by {by}",
    Reason.MAY_BE_HIDDEN: "{what} may be hidden by {by}",
    Reason.OUT_OF_SIGHT: "{what} is out of the framework's sight",
    Reason.DROPPED: "the worker drops {what}, which names no text",
    Reason.UNREADABLE: "its auth cannot be read: {by}",
    Reason.NAMES_NOTHING: "{what} names nothing that could be asked for",
    Reason.NO_CALLER: "beat has no caller, so each run ends in CHALLENGE SNAPSHOT_MISSING",
}


def reason_words(path: Path) -> str | None:
    """Why the path is in its state; None where the state says it all."""
    if path.because is None:
        return None
    clause = because_words(path.because)
    return f"only in part: {clause}" if path.is_partial else clause


def because_words(because: Because) -> str:
    if because.reason is Reason.MAY_BE_HIDDEN and not because.by:
        return f"{because.what} may be hidden"
    if because.reason is Reason.ONLY_SCHEDULED and because.what:
        return f"{_CLAUSES[because.reason]}, and refuses its call of {because.what}"
    rule = "" if because.failure is None else rule_words(because.failure)
    return _CLAUSES[because.reason].format(by=because.by, what=because.what, rule=rule)


@cache
def rule_words(kind: FailureKind) -> str:
    """The code and the name of the rule that tells more about it."""
    found = next(rule for rule in RULES.values() if rule.failure is kind)
    return f"{found.code} {found.name}"
