"""Why a path does what it does, in a clause."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.paths import Because, Path, PathState, Reason
from spakky_lint.messages.message import Message, Template
from spakky_lint.messages.translation import spoken
from spakky_lint.rules.pages import page_about

_CLAUSES: Mapping[Reason, Template] = {
    Reason.IMPORT_FAILS: Template("the module cannot be imported ({rule})"),
    Reason.START_FAILS: Template("the application does not start ({rule})"),
    Reason.ANOTHER_FAILS: Template("{by} keeps the application from starting ({rule})"),
    Reason.NO_HANDLER: Template("getting the handler fails ({rule})"),
    Reason.CLASS_REPLACED: Template("{by} is not called, and takes the place of the class"),
    Reason.BODY_REPLACED: Template("{by} is not called, and takes the place of the method"),
    Reason.NESTED: Template("its handler is inside a class, where scan does not find it"),
    Reason.CLASS_REDEFINED: Template("a second class of that name takes the place of its own"),
    Reason.REDEFINED: Template("a second method of that name takes its place"),
    Reason.NO_METHOD: Template("{by} turns the method into something else"),
    Reason.SIGNATURE: Template("it is only a signature for type checkers, by @overload"),
    Reason.GENERATOR: Template("it is a generator, and nothing iterates over it"),
    Reason.NO_SELF: Template("it takes no self, so no call reaches its body"),
    Reason.SECOND_POD: Template(
        "its class, or one that shares metadata with it, is decorated as a pod "
        "again, so the application does not start (MultipleAnnotationFoundError)"
    ),
    Reason.CONFLICT: Template(
        "public access and a requirement meet, so the application does not start "
        "(ConflictingAuthMetadataError)"
    ),
    Reason.NO_HASH: Template(
        "the value of {what} cannot be hashed, so the application does not start"
    ),
    Reason.OUTSIDE_PACKAGES: Template(
        "scan skips its module, since {by} has no __init__.py ({rule}), so it is not registered"
    ),
    Reason.FAILING_MODULE: Template(
        "scan skips its module, whose import fails without {what} ({rule}), so it is not registered"
    ),
    Reason.PROVIDER_MISSING: Template(
        "no auth provider supplies {what} ({by} would), so the application does not start"
    ),
    Reason.PROVIDER_REPEATED: Template(
        "several auth providers supply {what} ({by}), so the application does not start"
    ),
    Reason.NO_TASK: Template("it is not a @task"),
    Reason.NO_SCHEDULE: Template("it is not scheduled"),
    Reason.LAZY: Template(
        "its handler is not created until something asks for it, so it is not registered"
    ),
    Reason.HIDDEN_ROUTE: Template("{by} hides its {what}, so it is not registered"),
    Reason.NO_FUNCTION: Template("it is no longer a function, so it is not registered"),
    Reason.BEAT_DIES: Template("beat fails on its date, which no year has ({rule})"),
    Reason.UNDECLARED: Template("nothing says who may run it"),
    Reason.PUBLIC: Template("it is public"),
    Reason.CALLED_PAST: Template("another method of the class calls it past the guard"),
    Reason.ONLY_SCHEDULED: Template("the worker checks no method that is only scheduled"),
    Reason.UNCHECKED_WORKER: Template("before spakky-celery 6.6 a worker checks nothing"),
    Reason.AUTH_LEFT_OUT: Template("load_plugins leaves spakky-auth out, so nothing checks it"),
    Reason.MARKS_ANOTHER: Template("{by} decorates its argument, and not what is below it"),
    Reason.UNGUARDED: Template("nothing guards what {by} makes"),
    Reason.HANDED_OUT: Template("{what} is lost on {by}, which returns what is below it"),
    Reason.HIDDEN: Template("{what} is hidden by {by}"),
    Reason.MAY_BE_HIDDEN: Template("{what} may be hidden by {by}"),
    Reason.OUT_OF_SIGHT: Template("the framework does not see {what}"),
    Reason.DROPPED: Template("the worker drops {what}, whose value is not a string"),
    Reason.UNREADABLE: Template("its auth cannot be read: {by}"),
    Reason.NAMES_NOTHING: Template("{what} names nothing that can be required"),
    Reason.NO_CALLER: Template(
        "beat has no caller, so each run ends in CHALLENGE SNAPSHOT_MISSING"
    ),
    Reason.NO_SNAPSHOTS: Template(
        "no snapshots are sent and each run ends in CHALLENGE SNAPSHOT_MISSING"
    ),
    Reason.NO_SIGNER: Template(
        "load_plugins leaves spakky-auth out, so no snapshots are sent and each run "
        "ends in CHALLENGE SNAPSHOT_MISSING"
    ),
    Reason.SNAPSHOTS_UNKNOWN: Template("whether snapshots are sent is not known"),
}


def reason_words(path: Path) -> str | None:
    """Why the path is in its state; None where the state says it all."""
    if path.because is None:
        return None
    clause = because_words(path.because)
    if path.is_partial:
        return spoken(Message("only in part: {clause}", clause=clause))
    if _is_doubted(path):
        return spoken(Message("as far as the analysis can see, {clause}", clause=clause))
    return clause


def _is_doubted(path: Path) -> bool:
    """Whether the reason is only what is seen, and something else may change it."""
    return path.state is PathState.UNKNOWN and path.reason not in _TELL_THE_DOUBT


_ABOUT_SNAPSHOTS = (Reason.NO_SNAPSHOTS, Reason.SNAPSHOTS_UNKNOWN)


def _switched(because: Because) -> str:
    """What does not switch them on, and where, or what would."""
    if because.reason is Reason.SNAPSHOTS_UNKNOWN:
        return Message("what {by} says is not known from the code", by=because.by)
    if because.by:
        return Message("{by} switches snapshots off", by=because.by)
    if because.what.isupper():
        return Message("nothing sets {setting}=true", setting=because.what)
    return Message(
        "before spakky-auth 6.8 only an enabled pod of {pod} sends snapshots, and there is none",
        pod=because.what,
    )


_TELL_THE_DOUBT = (Reason.MAY_BE_HIDDEN, Reason.SNAPSHOTS_UNKNOWN, Reason.UNREADABLE)


def because_words(because: Because) -> str:
    if because.reason is Reason.MAY_BE_HIDDEN and not because.by:
        return spoken(Message("{what} may be hidden", what=because.what))
    if because.reason is Reason.ONLY_SCHEDULED and because.what:
        fact = _CLAUSES[because.reason].filled()
        call = because.what
        return spoken(Message("{fact}, and refuses its call of {call}", fact=fact, call=call))
    if because.reason in _ABOUT_SNAPSHOTS:
        outcome = _CLAUSES[because.reason].filled()
        return spoken(Message("{fact}, so {outcome}", fact=_switched(because), outcome=outcome))
    rule = "" if because.failure is None else rule_words(because.failure)
    return spoken(_CLAUSES[because.reason].filled(by=because.by, what=because.what, rule=rule))


@cache
def rule_words(kind: FailureKind) -> str:
    """The code and the name of the rule that tells more about it."""
    found = page_about(kind)
    return f"{found.code} {found.name}"
