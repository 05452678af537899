"""Values for the triggers of a schedule, written as templates of names.

Every one is a value that the text tells, so that the linter and the framework judge the same thing.
"""

from __future__ import annotations

from hypothesis import strategies as st


def now_and_then(
    sound: st.SearchStrategy[str], odd: st.SearchStrategy[str], one_in: int
) -> st.SearchStrategy[str]:
    """``odd`` once in so many times: one fault shows what many would hide."""
    return st.sampled_from([sound] * (one_in - 1) + [odd]).flatmap(lambda chosen: chosen)


def choice(values: str) -> st.SearchStrategy[str]:
    """One of the values, which semicolons part."""
    return st.sampled_from(values.split("; "))


NUMBERS = st.integers(-2, 70).map(str)
WEEKDAYS = st.sampled_from(["MONDAY", "WEDNESDAY", "SUNDAY"]).map("{{Weekday}}.{}".format)
MONTHS = st.sampled_from(["JANUARY", "FEBRUARY", "JUNE", "DECEMBER"]).map("{{Month}}.{}".format)
TEXTS = st.sampled_from(
    ["*", "9", "mon", "jan", "*/5", "1,2", "", "9-17", " 9", "09", "-1", "24", "0 9 * * *"]
).map(repr)
ODD = choice(
    "None; True; False; 1.5; (); [1]; {{1}}; range(3); b'1'; {{}}; PLAIN; {Weekday}; "
    "{timedelta}(hours=1); {time}(9); 1j; 10**30; LATE; DAYS; CRON"
)
_SOUND = {
    "month": st.one_of(MONTHS, MONTHS, st.integers(1, 12).map(str), st.just("SPRING")),
    "day": st.one_of(st.integers(1, 31).map(str), st.just("PAYDAY")),
    "weekday": st.one_of(WEEKDAYS, WEEKDAYS, st.integers(0, 6).map(str), st.just("DAYS")),
    "hour": st.one_of(st.integers(0, 23).map(str), st.sampled_from(["Hours.OPEN", "24 // 2"])),
    "minute": st.one_of(st.integers(0, 59).map(str), st.just("30 + 15")),
}
FIELDS = ("month", "day", "weekday", "hour", "minute")


def _tuples(elements: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(elements, min_size=1, max_size=3).map(lambda found: f"({', '.join(found)},)")


def field_values(field: str) -> st.SearchStrategy[str]:
    """What may be written for a field of a Crontab, sound much more often than not."""
    sound = _SOUND[field]
    if field not in ("hour", "minute"):
        plain = sound.filter(lambda text: text not in ("DAYS", "SPRING"))
        sound = st.one_of(sound, sound, _tuples(plain), st.just("None"))
    anything = st.one_of(NUMBERS, WEEKDAYS, MONTHS, TEXTS, ODD)
    return now_and_then(sound, st.one_of(anything, _tuples(anything)), 20)


@st.composite
def crontabs(draw: st.DrawFn) -> str:
    """``Crontab(...)``: any fields by keyword, now and then some by position."""
    fields = draw(st.lists(st.sampled_from(FIELDS), unique=True, max_size=4))
    positional = draw(st.sampled_from([0, 0, 0, 0, 0, 0, 1, 2, 5]))
    given = [draw(field_values(field)) for field in FIELDS[:positional]]
    given += [
        f"{field}={draw(field_values(field))}"
        for field in fields
        if field not in FIELDS[:positional]
    ]
    comma = draw(st.sampled_from(["", ","])) if given else ""
    return f"{{Crontab}}({', '.join(given)}{comma})"


INTERVALS = now_and_then(
    st.one_of(
        st.tuples(st.sampled_from(["seconds", "minutes", "hours", "days"]), st.integers(1, 90)).map(
            lambda drawn: f"{{timedelta}}({drawn[0]}={drawn[1]})"
        ),
        st.sampled_from(["5 * {timedelta}(minutes=1)", "{timedelta}(hours=1) / 2", "EVERY"]),
    ),
    choice(
        "300; 0.5; -1; 0; True; '5m'; (5,); [300]; CRON; {timedelta}; {timedelta}(0); "
        "-EVERY; {Crontab}(hour=3); {time}(9); 1j; None"
    ),
    8,
)
TIMES = now_and_then(
    st.one_of(
        st.tuples(st.integers(0, 23), st.integers(0, 59)).map(
            lambda drawn: f"{{time}}({drawn[0]}, {drawn[1]})"
        ),
        st.sampled_from(["{time}(hour=9)", "OPENING", "{time}()", "{time}(9, 30, 15)"]),
    ),
    st.sampled_from(
        [
            "{time}(hour=9, tzinfo={timezone}.utc)",
            "{datetime}(2026, 1, 5, 9, 30)",
            "{date}(2026, 1, 5)",
            "'09:30'",
            "(9, 30)",
            "9",
            "True",
            "{timedelta}(hours=9)",
            "{time}",
            "{datetime}",
            "NIGHTLY",
            "None",
        ]
    ),
    10,
)
CRONTABS = now_and_then(
    st.one_of(crontabs(), crontabs(), crontabs(), st.just("NIGHTLY")),
    choice(
        "'0 9 * * *'; {Crontab}; None; {{}}; CRON; OPENING; EVERY; 5; (); "
        "{Weekday}.MONDAY; {Weekday}; WRONG"
    ),
    12,
)
TRIGGERS = {"interval": INTERVALS, "at": TIMES, "crontab": CRONTABS}


@st.composite
def schedule_calls(draw: st.DrawFn) -> str:
    """``schedule(...)``, as a rule with one trigger."""
    count = draw(st.sampled_from([1] * 37 + [0, 2, 3]))
    names = draw(st.permutations(["crontab", "at", "interval"]))[:count]
    given = [f"{name}={draw(TRIGGERS[name])}" for name in names]
    if draw(st.sampled_from([False] * 5 + [True])) and count == 1:
        given += [f"{name}=None" for name in TRIGGERS if name not in names]
    odd = draw(st.sampled_from([""] * 38 + ["every=5", "300"]))
    if odd == "300":
        given.insert(0, odd)
    elif odd:
        given.append(odd)
    return f"{{schedule}}({', '.join(given)})"
