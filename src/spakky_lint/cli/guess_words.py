"""The one sentence that a run says of what it took for granted."""

from __future__ import annotations

from spakky_lint.messages.message import Message, Template, labelled
from spakky_lint.project.environment.guesses import Change, Guess

_SINCE = {
    Change.ZONE: Message("it applies its time zone"),
    Change.WORKERS: Message("its workers check auth"),
    Change.SNAPSHOTS: Message("the environment makes it send snapshots"),
    Change.DATES: Message("it refuses a date that no year has at start"),
}


_WHERE_A_RULE_GUESSES = Template(
    "{what}, so {code} assumes that {assumed}: a lock file, an exact version or "
    "[tool.spakky-lint.environment] would say so"
)
_WHERE_A_REPORT_GUESSES = Template(
    "{what}, so it is assumed that {assumed}: a lock file, an exact version or "
    "[tool.spakky-lint.environment] would say so"
)


def guess_sentence(guess: Guess) -> str:
    """Where it comes from, what was assumed, and what ends the guessing."""
    told, version = guess.version, None if guess.version is None else guess.version.written
    if told is None or version is None:
        what = Message("the version of {package} is not known", package=guess.package)
    elif not told.is_told:
        what = Message(
            "{place}: {version} gives no version of {package}",
            place=told.source.place,
            version=version,
            package=guess.package,
        )
    else:
        what = _may_be(guess, told.is_exact).filled(
            package=guess.package, version=version.lstrip("="), number=_number(guess)
        )
        if told.source.path:
            what = labelled(told.source.place, what)
    words = _WHERE_A_RULE_GUESSES if guess.code else _WHERE_A_REPORT_GUESSES
    return words.filled(what=what, code=guess.code or "", assumed=_assumed(guess))


def _may_be(guess: Guess, is_exact: bool) -> Template:
    if guess.change is not Change.WEEKDAYS:
        return Template("{package} {version} may be older or newer than {number}")
    if is_exact:
        return Template("{package} {version} is later than 8.5.0")
    return Template("{package} {version} may be later than 8.5.0")


def _assumed(guess: Guess) -> str:
    if guess.change is Change.WEEKDAYS:
        return Message("it runs weekdays one day early")
    words = _SINCE.get(guess.change)
    if words is not None:
        return Message("{words}, as since {number}", words=words, number=_number(guess))
    return Message("it is {number} or newer", number=_number(guess))


def _number(guess: Guess) -> str:
    return ".".join(map(str, guess.release))
