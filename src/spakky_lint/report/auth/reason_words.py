"""Why a path does what it does, in a clause."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.paths import Because, Path, PathState, Reason
from spakky_lint.rules.registry import RULES

_CLAUSES: Mapping[Reason, str] = {
    Reason.IMPORT_FAILS: "the module cannot be imported ({rule})",
    Reason.START_FAILS: "the application does not start ({rule})",
    Reason.NO_HANDLER: "nobody gets the handler ({rule})",
    Reason.CLASS_REPLACED: "{by} is not called, and takes the place of the class",
    Reason.BODY_REPLACED: "{by} is not called, and takes the place of the method",
    Reason.NESTED: "its handler stands inside a class, where none is found",
    Reason.CLASS_REDEFINED: "a second class of that name takes the place of its own",
    Reason.REDEFINED: "a second method of that name takes its place",
    Reason.NO_METHOD: "{by} makes something else of it than a method",
    Reason.SIGNATURE: "it is only a signature for type checkers, by @overload",
    Reason.GENERATOR: "it is a generator, and nobody goes through what that yields",
    Reason.NO_SELF: "it takes no self, so no call reaches its body",
    Reason.SECOND_POD: "its class, or one that shares metadata with it, is decorated as a pod "
    "again, so the application does not start (MultipleAnnotationFoundError)",
    Reason.CONFLICT: "public access and a requirement meet, so the application does not start "
    "(ConflictingAuthMetadataError)",
    Reason.NO_HASH: "what {what} names has no hash, so the application does not start",
    Reason.OUTSIDE_PACKAGES: "scan passes over its module, since {by} has no __init__.py ({rule}), "
    "so it is not registered",
    Reason.FAILING_MODULE: "scan passes over its module, whose import fails for want of {what} "
    "({rule}), so it is not registered",
    Reason.PROVIDER_MISSING: "no auth provider gives {what} ({by} would), so the application does "
    "not start",
    Reason.PROVIDER_REPEATED: "several auth providers give {what} ({by}), so the application does "
    "not start",
    Reason.NO_TASK: "it is no @task",
    Reason.NO_SCHEDULE: "it is not scheduled",
    Reason.LAZY: "nobody makes its handler before somebody asks for it, so it is not registered",
    Reason.HIDDEN_ROUTE: "{by} hides its {what}, so it is not registered",
    Reason.NO_FUNCTION: "it is no function any more, so it is not registered",
    Reason.BEAT_DIES: "beat dies of its date, which no year has ({rule})",
    Reason.UNDECLARED: "nothing says who may run it",
    Reason.PUBLIC: "it is public",
    Reason.CALLED_PAST: "another method of the class calls it past the guard",
    Reason.ONLY_SCHEDULED: "the worker checks no method that is only scheduled",
    Reason.UNCHECKED_WORKER: "before spakky-celery 6.6 a worker checks nothing",
    Reason.AUTH_LEFT_OUT: "load_plugins leaves spakky-auth out, so nothing checks it",
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
    Reason.NO_SNAPSHOTS: "no snapshots are sent and each run ends in CHALLENGE SNAPSHOT_MISSING",
    Reason.NO_SIGNER: "load_plugins leaves spakky-auth out, so no snapshots are sent and each run "
    "ends in CHALLENGE SNAPSHOT_MISSING",
    Reason.SNAPSHOTS_UNTOLD: "whether snapshots are sent is not known",
}


def reason_words(path: Path) -> str | None:
    """Why the path is in its state; None where the state says it all."""
    if path.because is None:
        return None
    clause = because_words(path.because)
    if path.is_partial:
        return f"only in part: {clause}"
    return f"as far as is seen, {clause}" if _is_doubted(path) else clause


def _is_doubted(path: Path) -> bool:
    """Whether the reason is only what is seen, and something else may change it."""
    return path.state is PathState.UNKNOWN and path.reason not in _TELL_THE_DOUBT


_ABOUT_SNAPSHOTS = (Reason.NO_SNAPSHOTS, Reason.SNAPSHOTS_UNTOLD)


def _switched(because: Because) -> str:
    """What does not switch them on, and where, or what would."""
    if because.reason is Reason.SNAPSHOTS_UNTOLD:
        return f"the text does not tell what {because.by} says"
    if because.by:
        return f"{because.by} switches snapshots off"
    if because.what.isupper():
        return f"nothing sets {because.what}=true"
    return (
        f"before spakky-auth 6.8 only an enabled pod of {because.what} sends snapshots, and there "
        "is none"
    )


_TELL_THE_DOUBT = (Reason.MAY_BE_HIDDEN, Reason.SNAPSHOTS_UNTOLD, Reason.UNREADABLE)


def because_words(because: Because) -> str:
    if because.reason is Reason.MAY_BE_HIDDEN and not because.by:
        return f"{because.what} may be hidden"
    if because.reason is Reason.ONLY_SCHEDULED and because.what:
        return f"{_CLAUSES[because.reason]}, and refuses its call of {because.what}"
    if because.reason in _ABOUT_SNAPSHOTS:
        return f"{_switched(because)}, so {_CLAUSES[because.reason]}"
    rule = "" if because.failure is None else rule_words(because.failure)
    return _CLAUSES[because.reason].format(by=because.by, what=because.what, rule=rule)


@cache
def rule_words(kind: FailureKind) -> str:
    """The code and the name of the rule that tells more about it."""
    found = next(rule for rule in RULES.values() if rule.failure is kind)
    return f"{found.code} {found.name}"
