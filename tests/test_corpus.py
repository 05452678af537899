"""The application that benchmarks are run on is what they take it for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.corpus import LARGEST, SMALLEST, Corpus, generate
from tests.real_framework import requires_framework

FILES = 240
MAIN = "src/acme/main.py"

START = """
import sys
sys.path.insert(0, sys.argv[1])

import pkgutil
from importlib import import_module

import spakky.auth.main
import spakky.task.main
from spakky.core.application.application import SpakkyApplication
from spakky.core.application.application_context import ApplicationContext

import acme

plugins = {spakky.auth.PLUGIN_NAME, spakky.task.PLUGIN_NAME}
application = SpakkyApplication(ApplicationContext()).load_plugins(include=plugins)
application.scan(acme).start()
for found in pkgutil.walk_packages(acme.__path__, "acme."):
    import_module(found.name)
print("started")
"""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return generate(FILES)


def test_one_seed_gives_one_application(corpus: Corpus) -> None:
    assert generate(FILES) == corpus
    assert generate(FILES, seed=1) != corpus


def test_the_shares_are_what_they_are_said_to_be(corpus: Corpus) -> None:
    assert len(corpus.files) == FILES
    assert len(corpus.mentioning) == FILES * 0.4
    handlers = [path for path, text in corpus.files.items() if "TaskHandler()\n" in text]
    assert len(handlers) == FILES * 0.05
    assert corpus.reached.issuperset(handlers)


def test_files_have_ordinary_sizes(corpus: Corpus) -> None:
    sizes = {path: len(text.encode()) for path, text in corpus.files.items()}
    assert max(sizes.values()) <= LARGEST
    small = {path for path, size in sizes.items() if size < SMALLEST}
    assert all(path.endswith("__init__.py") or "/platform/" in path for path in small - {MAIN})


@requires_framework
def test_it_starts_on_the_real_framework(corpus: Corpus, tmp_path: Path) -> None:
    corpus.plant(tmp_path)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START, str(tmp_path / "src")],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.stdout == "started\n", done.stderr
