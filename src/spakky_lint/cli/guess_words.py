"""The one sentence that a run says of what it took for granted."""

from __future__ import annotations

from spakky_lint.project.environment.guesses import Change, Guess

_SINCE = {
    Change.ZONE: "it applies its time zone",
    Change.WORKERS: "its workers check auth",
    Change.SNAPSHOTS: "the environment has snapshots sent",
    Change.DATES: "it refuses a date at start that no year has",
}


def guess_sentence(guess: Guess) -> str:
    """Where it comes from, what was assumed, and what ends the guessing."""
    told, version = guess.version, None if guess.version is None else guess.version.written
    if told is None or version is None:
        what = f"nothing tells the version of {guess.package}"
    elif not told.is_told:
        what = f"{told.source.place}: {version} tells no version of {guess.package}"
    else:
        place = f"{told.source.place}: " if told.source.path else ""
        what = f"{place}{guess.package} {version.lstrip('=')} {_may_be(guess, told.is_exact)}"
    by = f" for {guess.code}" if guess.code else ""
    return (
        f"{what}, so it is a guess{by} that {_assumed(guess)}: a lock file, an exact version or "
        "[tool.spakky-lint.environment] tells"
    )


def _may_be(guess: Guess, is_exact: bool) -> str:
    if guess.change is not Change.WEEKDAYS:
        return f"may be older or newer than {_number(guess)}"
    return "is later than 8.5.0" if is_exact else "may be later than 8.5.0"


def _assumed(guess: Guess) -> str:
    if guess.change is Change.WEEKDAYS:
        return "it runs weekdays a day early"
    words = _SINCE.get(guess.change)
    if words is not None:
        return f"{words}, as since {_number(guess)}"
    return f"it is {_number(guess)} or newer"


def _number(guess: Guess) -> str:
    return ".".join(map(str, guess.release))
