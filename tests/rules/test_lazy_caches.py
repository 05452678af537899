"""SPK104 leaves a cache alone, however it is filled, and not what is a note of what was done."""

from __future__ import annotations

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.selection import Selection

HANDLER = """\
from spakky.core.pod.annotations.pod import Pod
from spakky.task import TaskHandler, task


@TaskHandler(scope=Pod.Scope.PROTOTYPE)
class Rates:
    def __init__(self) -> None:
        self.rates = {}
        self.total = None

    @task
    def run(self, key: str):
"""


def codes(body: str) -> list[str]:
    text = HANDLER + "".join(f"        {line}\n" for line in body.splitlines())
    return [each.code for each in lint_text(text, Selection(("SPK104",)))]


CACHES = (
    """
if key not in self.rates:
    self.rates[key] = 'x'
return self.rates[key]
""",
    """
if self.total is None:
    self.total = 3
return self.total
""",
    """
if key in self.rates:
    return self.rates[key]
found = ask(key)
self.rates[key] = found
return found
""",
    """
if self.total is not None:
    return self.total
self.total = ask()
return self.total
""",
    """
try:
    return self.rates[key]
except KeyError:
    self.rates[key] = found = ask(key)
    return found
""",
    """
found = self.rates.get(key)
if found is None:
    found = ask(key)
    self.rates[key] = found
return found
""",
    """
found = self.total
if not found:
    found = self.total = ask()
return found
""",
    """
return self.rates.setdefault(key, ask(key))
""",
)


@pytest.mark.parametrize("body", CACHES)
def test_a_cache_that_is_filled_where_it_lacks_something(body: str) -> None:
    assert codes(body) == []


NOTES = (
    """
if key in self.rates:
    return
self.rates[key] = ask(key)
""",
    """
if key in self.rates:
    return 1
self.rates[key] = ask(key)
""",
    """
if key not in self.rates:
    self.rates[key] = 'x'
else:
    ask(key)
""",
    """
known = 2 if self.total else 1
if not self.total:
    self.total = 3
return known + self.total
""",
    """
self.rates.setdefault(key, []).append(key)
return len(self.rates)
""",
    """
before = self.total
if before is None:
    ask()
self.total = key
return before
""",
    """
found = self.rates.get(key, 0)
self.rates[key] = found + 1
return self.rates[key]
""",
    """
try:
    return ask(key)
except KeyError:
    self.total = (self.total or 0) + 1
    return self.total
""",
)


@pytest.mark.parametrize("body", NOTES)
def test_what_decides_what_the_next_run_does_is_state(body: str) -> None:
    assert codes(body) == ["SPK104"]
