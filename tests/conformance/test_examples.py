"""Whole modules, written for the framework, that run on ours by replacing their imports alone."""

from __future__ import annotations

import re
import textwrap
from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conformance.systems import (
    OURS,
    REAL,
    Outcome,
    System,
    both,
    outcome_of,
    raised,
    returned,
)

pytestmark = both

ON_DEMAND = """
    from spakky.task.stereotype.task_handler import TaskHandler, task

    @TaskHandler()
    class ParcelHandler:
        @task
        def label(self, to: str) -> str:
            return f"parcel for {to}"

        @task
        def track(self, to: str, number: str) -> str:
            return f"{number} is on its way to {to}"

        def weigh(self) -> int:
            return 7
"""

INTERVALS = """
    from datetime import timedelta

    from spakky.task.stereotype.schedule import schedule
    from spakky.task.stereotype.task_handler import TaskHandler

    @TaskHandler()
    class PulseHandler:
        @schedule(interval=timedelta(minutes=5))
        def probe(self) -> str:
            return "alive"

        @schedule(interval=timedelta(hours=1))
        def measure(self) -> str:
            return "measured"
"""

DAILY = """
    from datetime import time

    from spakky.task.stereotype.schedule import schedule
    from spakky.task.stereotype.task_handler import TaskHandler

    @TaskHandler()
    class NightHandler:
        @schedule(at=time(3, 0))
        def sweep(self) -> str:
            return "swept"

        @schedule(at=time(21, 45))
        def lock(self) -> str:
            return "locked"
"""

CALENDAR = """
    from spakky.task.stereotype.crontab import Crontab, Month, Weekday
    from spakky.task.stereotype.schedule import schedule
    from spakky.task.stereotype.task_handler import TaskHandler

    @TaskHandler()
    class LedgerHandler:
        @schedule(
            crontab=Crontab(
                hour=9,
                weekday=(Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.FRIDAY),
            )
        )
        def three_times_a_week(self) -> str:
            return "three"

        @schedule(
            crontab=Crontab(
                hour=0,
                minute=0,
                day=1,
                month=(Month.JANUARY, Month.APRIL, Month.JULY, Month.OCTOBER),
            )
        )
        def every_quarter(self) -> str:
            return "quarter"
"""

BOTH = """
    from datetime import timedelta

    from spakky.task import TaskHandler, schedule, task

    @TaskHandler()
    class TideHandler:
        @task
        def on_demand(self) -> str:
            return "asked"

        @schedule(interval=timedelta(hours=6))
        def by_the_clock(self) -> str:
            return "due"

        @task
        @schedule(interval=timedelta(hours=1))
        def either(self) -> str:
            return "either"
"""

GUARDED = """
    from spakky.auth import protected
    from spakky.task import DirectTaskExecutor, DirectTaskInvocation, TaskHandler, task

    @TaskHandler()
    class CatalogueHandler:
        @task
        @protected
        def reindex(self) -> str:
            return "reindexed"

    def reindex_in(application_context):
        executor = DirectTaskExecutor()
        executor.set_application_context(application_context)
        return executor.execute(
            DirectTaskInvocation(
                handler_type=CatalogueHandler,
                method_name="reindex",
            )
        )
"""


def module(system: System, text: str) -> Any:  # whatever the text defines
    """The module that `text` is for one of the systems."""
    text = textwrap.dedent(text)
    if system is OURS:
        text = re.sub(
            r"^from spakky[\w.]* import",
            "from spakky_lint.runtime import",
            text,
            flags=re.MULTILINE,
        )
        assert "from spakky." not in text
    names: dict[str, object] = {"__name__": "example"}
    exec(compile(text, "example.py", "exec"), names)
    return SimpleNamespace(**names)


def triggers(system: System, handler: type) -> dict[str, object]:
    """The one trigger of each scheduled method, as plain values."""
    found: dict[str, object] = {}
    for name in vars(handler):
        route = system.api.ScheduleRoute.get_or_none(getattr(handler, name))
        if route is not None:
            (found[name],) = (
                value for value in (route.interval, route.at, route.crontab) if value is not None
            )
    return found


def tasks(system: System, handler: type) -> list[str]:
    return [name for name in vars(handler) if system.api.TaskRoute.exists(getattr(handler, name))]


def test_on_demand_tasks(system: System) -> None:
    handler = module(system, ON_DEMAND).ParcelHandler
    assert tasks(system, handler) == ["label", "track"]
    assert triggers(system, handler) == {}
    with system.running(handler) as app:
        assert app.run(handler, "label", "ann") == returned("parcel for ann")
        assert app.run(handler, "track", "ann", number="n1") == returned("n1 is on its way to ann")
    assert handler().weigh() == 7


def test_intervals(system: System) -> None:
    handler = module(system, INTERVALS).PulseHandler
    assert tasks(system, handler) == []
    assert triggers(system, handler) == {
        "probe": timedelta(minutes=5),
        "measure": timedelta(hours=1),
    }


def test_daily_times(system: System) -> None:
    handler = module(system, DAILY).NightHandler
    assert triggers(system, handler) == {"sweep": time(3), "lock": time(21, 45)}


def test_calendars(system: System) -> None:
    handler = module(system, CALENDAR).LedgerHandler
    crontab = system.api.Crontab
    assert triggers(system, handler) == {
        "three_times_a_week": crontab(hour=9, weekday=(0, 2, 4)),
        "every_quarter": crontab(day=1, month=(1, 4, 7, 10)),
    }


def test_on_demand_and_by_the_clock(system: System) -> None:
    handler = module(system, BOTH).TideHandler
    assert tasks(system, handler) == ["on_demand", "either"]
    assert triggers(system, handler) == {
        "by_the_clock": timedelta(hours=6),
        "either": timedelta(hours=1),
    }
    with system.running(handler) as app:
        assert [app.run(handler, name).result for name in ("on_demand", "either")] == [
            "asked",
            "either",
        ]


@pytest.mark.parametrize(
    ("auth", "signed_in", "expected"),
    [
        (False, False, returned("reindexed")),
        (True, False, raised("AuthContextNotFoundError")),
        (True, True, returned("reindexed")),
    ],
)
def test_a_protected_task_in_the_same_process(
    system: System, auth: bool, signed_in: bool, expected: Outcome
) -> None:
    example = module(system, GUARDED)
    with system.running(example.CatalogueHandler, auth=auth) as app:
        if signed_in:
            app.sign_in()
        assert outcome_of(lambda: example.reindex_in(app.context)) == expected
    (requirement,) = system.api.collect_task_auth_metadata(
        example.CatalogueHandler.reindex
    ).requirements
    assert (requirement.kind, requirement.ref) == ("AUTHENTICATED", "authenticated")


def test_the_text_is_the_frameworks_own(system: System) -> None:
    """Guards the other tests: on the real side nothing of ours may be used."""
    handler = module(system, ON_DEMAND).ParcelHandler
    assert system.api.TaskHandler.exists(handler)
    other = REAL if system is OURS else OURS
    if other is OURS:
        assert not other.api.TaskHandler.exists(handler)
    assert system.api.TaskHandler.__module__.startswith(
        "spakky_lint." if system is OURS else "spakky."
    )
