"""Rules whose claims and fixes depend on the releases that an application runs on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from spakky_lint.facts.environment import (
    Environment,
    Package,
    Release,
    Setting,
    Source,
    SourceKind,
    Version,
)
from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.finding import Consequence, Finding
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings

HANDLER = """\
from spakky.auth import protected
from spakky.task import Crontab, Month, TaskHandler, schedule, task
from spakky.task import DirectTaskExecutor, DirectTaskInvocation


@TaskHandler()
class Orders:
    @task
    def count(self) -> int: ...

"""


TOLD = Source(SourceKind.SETTINGS_FILE, ".env", 1)


def on(
    package: Package, lowest: Release | None, highest: Release | None, *, has_celery: bool = True
) -> Settings:
    version = Version("", lowest, highest, Source(SourceKind.LOCKED))
    return Settings(has_celery=has_celery, environment=Environment({package: version}))


def exactly(package: Package, *release: int) -> Settings:
    return on(package, release, release)


def findings(text: str, settings: Settings, *codes: str) -> tuple[Finding, ...]:
    return lint_text(HANDLER + text, Selection(codes), settings=settings)


AWAITED = "\nasync def run(orders: Orders) -> int:\n    return orders.count().get()\n"


@pytest.mark.parametrize(
    "settings",
    [
        Settings(has_celery=True),
        exactly(Package.TASK, 6, 2, 0),
        exactly(Package.TASK, 8, 5, 0),
        on(Package.TASK, (6, 0), None),
        on(Package.TASK, None, (9, 0)),
    ],
)
def test_get_async_is_the_fix_unless_it_is_certainly_not_there(settings: Settings) -> None:
    (finding,) = findings(AWAITED, settings, "SPK605")
    assert finding.message.endswith(": await get_async()")
    assert finding.fix is not None


@pytest.mark.parametrize(
    "settings", [exactly(Package.TASK, 6, 1, 3), on(Package.TASK, (6, 0), (6, 1, 3))]
)
def test_below_6_2_a_thread_waits(settings: Settings) -> None:
    (finding,) = findings(AWAITED, settings, "SPK605")
    assert finding.message.endswith(": await asyncio.to_thread(result.get)")
    assert finding.fix is None


@pytest.mark.parametrize(
    ("line", "code"),
    [("return orders.count().wait()", "SPK607"), ("return orders.count() + 1", "SPK608")],
)
def test_no_remedy_names_get_async_where_it_is_not_there(line: str, code: str) -> None:
    text = f"\nasync def run(orders: Orders):\n    {line}\n"
    (old,) = findings(text, exactly(Package.TASK, 6, 1), code)
    (new,) = findings(text, exactly(Package.TASK, 6, 2), code)
    assert "get_async" not in old.message
    assert "get()" in old.message
    assert old.fix is None
    assert "get_async" in new.message


def test_in_a_plain_function_get_is_the_fix_on_any_release() -> None:
    text = "\ndef run(orders: Orders):\n    return orders.count().wait()\n"
    (old,) = findings(text, exactly(Package.TASK, 6, 1), "SPK607")
    assert old.fix is not None
    assert old.fix.title == "Call get()"


NEVER = """
    @schedule(crontab=Crontab(month=Month.FEBRUARY, day=30))
    def closing(self) -> None: ...
"""


@pytest.mark.parametrize(
    ("settings", "consequence", "words"),
    [
        (Settings(), Consequence.STARTUP, "refuses it when the application starts"),
        (exactly(Package.CELERY, 5, 7, 0), Consequence.STARTUP, "never occurs"),
        (on(Package.CELERY, (5, 5), None), Consequence.STARTUP, "never occurs"),
        (exactly(Package.CELERY, 5, 6, 3), Consequence.RUN, "then beat fails on it (RuntimeError)"),
        (on(Package.CELERY, (5, 4), (5, 6, 99)), Consequence.RUN, "then beat fails on it"),
    ],
)
def test_a_date_that_no_year_has_ends_as_celery_ends_it(
    settings: Settings, consequence: Consequence, words: str
) -> None:
    (finding,) = findings(NEVER, settings, "SPK404")
    assert finding.consequence is consequence
    assert words in finding.message


DIRECT = """
def run(executor: DirectTaskExecutor) -> None:
    executor.execute(DirectTaskInvocation(handler_type=Orders, method_name="cuont"))
"""


def test_a_rule_is_off_below_the_release_since_which_it_holds() -> None:
    assert findings(DIRECT, exactly(Package.TASK, 6, 6), "SPK602")
    assert not findings(DIRECT, exactly(Package.TASK, 6, 5), "SPK602")
    assert findings(DIRECT, on(Package.TASK, (6, 5), None), "SPK602")


BEAT = """
    @task
    @schedule(interval=timedelta(hours=1))
    @protected
    def close(self) -> None: ...
"""


def test_before_workers_checked_auth_no_run_of_beat_was_refused() -> None:
    text = f"{BEAT}\nfrom datetime import timedelta\n"
    assert findings(text, exactly(Package.SPAKKY_CELERY, 6, 6), "SPK511")
    assert not findings(text, exactly(Package.SPAKKY_CELERY, 6, 5), "SPK511")


SENT = """
    @task
    @protected
    def ship(self) -> None: ...


def run(orders: Orders) -> None:
    orders.ship()
"""


def test_before_workers_checked_auth_no_message_was_refused_for_want_of_a_snapshot() -> None:
    def snapshots(*release: int) -> tuple[Finding, ...]:
        environment = exactly(Package.SPAKKY_CELERY, *release).environment
        told = {"SPAKKY_CELERY__APP_NAME": Setting("SPAKKY_CELERY__APP_NAME", "x", TOLD)}
        settings = Settings(has_celery=True, environment=replace(environment, settings=told))
        return findings(SENT, settings, "SPK803")

    assert snapshots(6, 6)
    assert not snapshots(6, 5)
