"""SPK209 cached-task: no worker knows the task, or its second call is not sent."""

from __future__ import annotations

import ast

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK209")

CALLS = {
    "Rates": ("get(Rates).fetch('EUR')", "Rates.fetch", ("fetch EUR",)),
    "Reports": ("get(Reports).render()", "Reports.render", ("render",)),
    "Exports": ("get(Exports).dump()", "Exports.dump", ("dump",)),
    "Imports": ("get(Imports).load()", "Imports.load", ("load",)),
    "Backups": ("get(Backups).dump()", "Backups.dump", ("back up",)),
}
SCHEDULES = {
    "Cleanup": ("Cleanup.run", "clean"),
    "Digests": ("Digests.send", "digest"),
    "Backups": ("Backups.dump", "back up"),
}
HANDLES = {
    "Payouts": ("get(Payouts).pay('ada')", ("pay ada",)),
    "Refunds": ("get(Refunds).pay('ada')", ("refund ada",)),
    "Invoices": ("get(Invoices).issue(7)", ("logged", "issue 7")),
}
CACHES = {
    "cache",
    "functools.lru_cache",
    "lru_cache(maxsize=32, typed=True)",
    "lru_cache(maxsize=1)",
    "memoized",
    "cacheable()",
    "spakky_cache.cacheable('refund:{0}', ttl=timedelta(minutes=5))",
    "Cacheable(key='invoice:{0}')",
}
CACHE_PLUGIN = """
from spakky.cache import AsyncCacheAspect, CacheAspect, CacheHit, CacheMiss, ICache
from spakky.core.pod.annotations.pod import Pod

@Pod()
class Memory(ICache[object]):
    def __init__(self):
        self.entries = {}

    def get(self, key):
        return CacheHit(value=self.entries[key]) if key in self.entries else CacheMiss()

    def set(self, key, value, *, ttl=None):
        self.entries[key] = value

    def delete(self, key):
        return self.entries.pop(key, None) is not None

    def clear(self):
        self.entries.clear()

    async def get_async(self, key):
        return self.get(key)

    async def set_async(self, key, value, *, ttl=None):
        self.set(key, value)

    async def delete_async(self, key):
        return self.delete(key)

    async def clear_async(self):
        self.clear()
"""


def without_cache(case: Case) -> Case:
    tree = ast.parse(case.source)
    handler = tree.body[-1]
    assert isinstance(handler, ast.ClassDef)
    method = handler.body[0]
    assert isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef))
    decorators = len(method.decorator_list)
    method.decorator_list = [
        node for node in method.decorator_list if ast.unparse(node) not in CACHES
    ]
    assert len(method.decorator_list) == decorators - 1
    return Case(case.rule, case.name, ast.unparse(tree))


def with_cache_plugin(case: Case) -> Case:
    return Case(case.rule, case.name, case.source + CACHE_PLUGIN)


@evidence.cases_with(CALLS)
def test_a_call_is_sent_and_no_worker_knows_it(
    probe: Probe, case: Case, expected: tuple[str, str, tuple[str, ...]]
) -> None:
    call, name, _ = expected
    app = probe.application(case)
    assert name not in app.registered
    # An async one cannot even be awaited: what comes back is the handle.
    outcome = app.dispatch(call)
    assert outcome.raises("NotRegistered", name)
    assert outcome.journal == ()


@evidence.cases_with(CALLS)
def test_without_the_cache_the_task_runs(
    probe: Probe, case: Case, expected: tuple[str, str, tuple[str, ...]]
) -> None:
    call, name, written = expected
    app = probe.application(without_cache(case))
    assert name in app.registered
    for _ in range(2):
        assert app.dispatch(call).journal == written


@evidence.cases_with(SCHEDULES)
def test_a_schedule_gets_no_beat_entry(probe: Probe, case: Case, expected: tuple[str, str]) -> None:
    name, written = expected
    assert probe.application(case).beat_entries == {}
    app = probe.application(without_cache(case))
    assert set(app.beat_entries) == {name}
    assert app.beat_sends(name).journal == (written,)


@evidence.cases_with(HANDLES)
def test_a_second_call_gets_the_old_handle_and_sends_nothing(
    probe: Probe, case: Case, expected: tuple[str, tuple[str, ...]]
) -> None:
    call, written = expected
    other, *written_by_other = (
        text.replace("ada", "eve").replace("7", "8") for text in (call, *written)
    )
    app = probe.application(with_cache_plugin(case))
    assert app.run(f"{call}.task_id").value == app.run(f"{call}.task_id").value
    # The worker takes one message after the other, so it has none left for the second call.
    assert app.dispatch(other).journal == (*written, *written_by_other)


@evidence.cases_with(HANDLES)
def test_without_the_cache_every_call_is_sent(
    probe: Probe, case: Case, expected: tuple[str, tuple[str, ...]]
) -> None:
    call, written = expected
    app = probe.application(with_cache_plugin(without_cache(case)))
    for _ in range(2):
        assert app.dispatch(call).journal == written


def test_tasks_beside_caches_are_registered_and_run(probe: Probe) -> None:
    app = probe.application(with_cache_plugin(evidence.good))
    assert app.registered == (
        "Parades.march",
        "Parades.stop",
        "Rates.fetch",
        "Reports.archive",
        "Reports.expire",
        "Reports.nightly",
        "Reports.purge",
        "Reports.render",
        "Reports.send",
    )
    assert app.dispatch("get(Rates).fetch('EUR')").journal == ("look up EUR", "fetch EUR 1.0")
    assert app.dispatch("get(Rates).fetch('EUR')").journal == ("fetch EUR 1.0",)
    for name in ("march", "stop"):
        assert app.dispatch(f"get(Parades).{name}()").journal == (name,)
    for name in ("render", "send", "archive", "purge"):
        assert app.dispatch(f"get(Reports).{name}()").journal == (name,)
    for _ in range(2):
        assert app.dispatch("get(Reports).expire()").journal == ("expire",)
        assert app.beat_sends("Reports.nightly").journal == ("nightly",)


def test_what_is_no_task_is_cached(probe: Probe) -> None:
    app = probe.application(with_cache_plugin(evidence.good))
    assert app.run("[get(Rates).quote('EUR'), get(Rates).quote('EUR')]").journal == ("quote EUR",)
    assert app.run("[get(CloseMonth).close(), get(CloseMonth).close()]").journal == ("close",)
    assert app.run("get(Rates).secret()").raises("AuthContextNotFoundError")
    assert app.run("[Flow.start(1), Flow.start(1)]").journal == ("flow",)
    assert app.run("local()").journal == ("knock",)
