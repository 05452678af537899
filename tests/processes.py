"""Several processes for the tests: each takes the next module, collects it, and runs it.

They are forked when the plugins are loaded, so that what those import is imported once, and a
module is collected by none but the process that runs it. Each sends what its tests report when a
module ends, and the run tells of it as if it had run all of them itself. With pytest-xdist each
process collects every module, and tells of every step of every test by itself: for seventeen
thousand tests that was a tenth of the run.

A run stays in one process where somebody looks on (`--pdb`, `-s`), where one module is all there
is, and where tests are named or chosen among all.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from itertools import pairwise
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Protocol
from warnings import WarningMessage

import pytest
from pluggy import HookCaller

_IN_ONE = ("usepdb", "trace", "collectonly", "lf", "failedfirst", "newfirst", "stepwise")
"""The options of pytest that want all tests in one process."""

_END = 10.0
"""Seconds for a process to end what it does, where the run is broken off."""

Share = tuple[Path, ...]
"""Modules that one process runs, one behind the other."""


def add_option(parser: pytest.Parser) -> None:
    parser.addoption(
        "--processes",
        metavar="N",
        default="auto",
        help="run the modules of tests in so many processes: auto (default) for two more than"
        " there are processors, logical for as many as there are, 0 for this process alone",
    )


def share(
    config: pytest.Config,
    shares_of: Callable[[list[Path]], list[Share]],
    imported: Sequence[str] = (),
) -> None:
    """Have the modules of a run shared, in the order of the shares that they are put into.

    What is `imported` before, by name, no process has to import by itself.
    """
    processes = _processes_of(config)
    modules = _modules_of(config) if processes else None
    if modules and len(modules) > 1:
        shares = shares_of(modules)
        for name in imported:
            import_module(name)
        config.pluginmanager.register(_Sharing(shares, min(processes, len(shares))))


def _processes_of(config: pytest.Config) -> int:
    """In how many processes the tests are to run; 0 for this one. Raises pytest.UsageError."""
    asked = config.getoption("processes")
    if not hasattr(os, "fork") or config.getoption("capture") == "no":
        return 0
    if any(config.getoption(option, False) for option in _IN_ONE):
        return 0
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    if asked in ("auto", "logical"):
        # A third of the time of tests that start other processes goes by in waiting for these.
        return processors + 2 if asked == "auto" else processors
    if not asked.isdecimal():
        raise pytest.UsageError(f"--processes: {asked!r} is neither a number, auto nor logical")
    return int(asked)


def _modules_of(config: pytest.Config) -> list[Path] | None:
    """The modules that the arguments name or hold; None where they name single tests."""
    found: dict[Path, None] = {}
    for argument in config.args:
        path = config.invocation_params.dir / argument
        if not path.exists():
            return None
        found.update(dict.fromkeys(_modules_in(path.resolve(), config)))
    return list(found)


def _modules_in(path: Path, config: pytest.Config) -> Iterator[Path]:
    if config.hook.pytest_ignore_collect(collection_path=path, config=config):
        return
    if path.is_file():
        yield path
        return
    for below in sorted(path.iterdir()):
        if below.is_dir() or below.match("test_*.py"):
            yield from _modules_in(below, config)


class _Sent(Protocol):
    """What a process sends: it is told in the one that was started."""

    def tell(self, session: pytest.Session) -> None: ...


@dataclass(frozen=True)
class _Reported:
    data: Mapping[str, object]

    def tell(self, session: pytest.Session) -> None:
        hook = session.config.hook
        report = hook.pytest_report_from_serializable(config=session.config, data=self.data)
        if isinstance(report, pytest.CollectReport):
            hook.pytest_collectreport(report=report)
            return
        at = {"nodeid": report.nodeid, "location": report.location}
        if report.when == "setup":
            hook.pytest_runtest_logstart(**at)
        hook.pytest_runtest_logreport(report=report)
        if report.when == "teardown":
            hook.pytest_runtest_logfinish(**at)


@dataclass(frozen=True)
class _Warned:
    text: str
    file: str
    line: int
    when: str
    nodeid: str
    location: object

    def tell(self, session: pytest.Session) -> None:
        told = {
            "warning_message": WarningMessage(self.text, UserWarning, self.file, self.line),
            "when": self.when,
            "nodeid": self.nodeid,
            "location": self.location,
        }
        session.config.hook.pytest_warning_recorded.call_historic(kwargs=told)


@dataclass(frozen=True)
class _Broken:
    """A process ended, or could not go on."""

    why: str
    where: str

    def tell(self, session: pytest.Session) -> None:
        location = (self.where, None, self.where)
        report = pytest.TestReport(
            self.where, location, {}, outcome="failed", longrepr=self.why, when="call"
        )
        session.config.hook.pytest_runtest_logreport(report=report)


@dataclass(eq=False)  # a plugin is told from others by what it is
class _Outbox:
    """The plugin of a process that keeps what is reported until its module ends."""

    config: pytest.Config
    kept: list[_Sent] = field(default_factory=list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._keep(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if not report.passed:
            self._keep(report)

    def pytest_warning_recorded(
        self, warning_message: WarningMessage, when: str, nodeid: str, location: object
    ) -> None:
        text = f"{warning_message.category.__name__}: {warning_message.message}"
        self.kept.append(
            _Warned(text, warning_message.filename, warning_message.lineno, when, nodeid, location)
        )

    def emptied(self) -> list[_Sent]:
        """What is kept, to be sent."""
        kept, self.kept = self.kept, []
        return kept

    def _keep(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        hook = self.config.hook
        self.kept.append(
            _Reported(hook.pytest_report_to_serializable(config=self.config, report=report))
        )


class _Later(pytest.Item):
    """Stands for whatever is run next, so that what belongs to the session lives on."""

    def runtest(self) -> None:
        raise NotImplementedError


@dataclass
class _Worker:
    """A process that was forked, as the run sees it."""

    process: int
    reading: Connection
    where: str = ""
    """The module that it runs."""

    def ended(self) -> int | None:
        """The exit status, negative for a signal; None while it runs."""
        process, status = os.waitpid(self.process, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if process else None


class _Sharing:
    """The plugin that has the tests of a run shared among `processes`.

    The shares are dealt out in their order: their numbers stand in a pipe, and whoever is free
    reads the next.
    """

    def __init__(self, shares: list[Share], processes: int) -> None:
        self._shares = shares
        self._of_modules = sum(map(len, shares))
        self._processes = processes
        self._dealt, dealing = os.pipe()
        os.write(dealing, b"".join(number.to_bytes(2, "big") for number in range(len(shares))))
        os.close(dealing)
        self._workers: list[_Worker] = []
        self._modules, self._tests = 0, 0  # that have ended
        self._folders: _Folders | None = None  # of a process that was forked
        self._module = Path()

    def pytest_report_header(self) -> str:
        return f"{self._of_modules} modules, in {self._processes} processes"

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        """Collect the module of this process; what was started collects nothing."""
        if self._folders is not None:
            config, hook = session.config, session.config.hook
            session.items = list(session.genitems(self._folders.module(self._module)))
            hook.pytest_collection_modifyitems(session=session, config=config, items=session.items)
            session.testscollected = len(session.items)
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        sys.stdout.flush()
        sys.stderr.flush()
        gc.collect()
        gc.freeze()  # the processes share it as long as none of them looks at it
        try:
            for _ in range(self._processes):
                self._workers.append(self._forked(session))
            while self._workers:
                self._hear(session)
        finally:
            self._end()
        return True

    def _hear(self, session: pytest.Session) -> None:
        """Tell what the processes send; a look after a second, for one may end without a word."""
        ready = wait([worker.reading for worker in self._workers], 1.0)
        for worker in list(self._workers):
            sent: list[_Sent] | None = None
            if worker.reading in ready:
                with suppress(EOFError, OSError):
                    worker.where, tests, sent = worker.reading.recv()
                    self._count(tests, session)
            if sent is None and (status := worker.ended()) is not None:
                self._workers.remove(worker)
                worker.reading.close()
                if status:
                    why = f"the process that ran it ended with status {status}"
                    sent = [_Broken(why, worker.where)]
                    self._workers.append(self._forked(session))
            for each in sent or ():
                each.tell(session)
                if session.shouldfail:
                    raise session.Failed(session.shouldfail)
                if session.shouldstop:
                    raise session.Interrupted(session.shouldstop)

    def _count(self, tests: int | None, session: pytest.Session) -> None:
        """Guess the number of tests, for the progress that is shown; at the end it is right."""
        if tests is None:
            return
        self._modules += 1
        self._tests += tests
        session.testscollected = self._tests * self._of_modules // self._modules

    def _end(self) -> None:
        """End what still runs: by asking, where nobody has, and then by force."""
        is_told = isinstance(sys.exception(), KeyboardInterrupt)
        for worker in self._workers:
            worker.reading.close()
            if not is_told:
                os.kill(worker.process, signal.SIGINT)
        until = time.monotonic() + _END
        for worker in self._workers:
            while worker.ended() is None:
                if time.monotonic() > until:
                    os.kill(worker.process, signal.SIGKILL)
                time.sleep(0.05)
        self._workers.clear()

    def _forked(self, session: pytest.Session) -> _Worker:
        reading, writing = Pipe(duplex=False)
        process = os.fork()
        if process:
            writing.close()
            return _Worker(process, reading)
        status = 1
        try:
            for other in (reading, *(worker.reading for worker in self._workers)):
                other.close()
            self._run(session, writing)
            status = 0
        finally:
            atexit._run_exitfuncs()  # temporary folders, what is still logged
            os._exit(status)

    def _run(self, session: pytest.Session, writing: Connection) -> None:
        """Run what is dealt out to this process, and send what it reports."""
        config = session.config
        _be_silent(config)
        outbox = _Outbox(config)
        config.pluginmanager.register(outbox)
        gc.set_threshold(1_000_000, 10, 10)
        where, tests = "", None
        try:
            self._folders = _Folders(session, self)
            for module in self._taken():
                self._module = module
                where = module.relative_to(config.rootpath).as_posix()
                writing.send((where, tests, outbox.emptied()))
                tests = None
                self._run_module(session)
                tests = session.testscollected
                if session.shouldfail or session.shouldstop:
                    break
        except Exception:  # noqa: BLE001 - of pytest, a plugin or a conftest
            outbox.kept.append(_Broken(traceback.format_exc(), where))
        finally:
            try:
                # Ends what belongs to the session, as at the end of a run.
                _plugin(config, "runner").pytest_sessionfinish(session)
            except Exception:  # noqa: BLE001 - whatever a fixture says at its end
                outbox.kept.append(_Broken(traceback.format_exc(), where))
            writing.send((where, tests, outbox.emptied()))

    def _taken(self) -> Iterator[Path]:
        while number := os.read(self._dealt, 2):
            yield from self._shares[int.from_bytes(number, "big")]

    def _run_module(self, session: pytest.Session) -> None:
        gc.disable()  # what is collected lives until the module ends
        _collection_without(session.config, "main")(session=session)
        gc.enable()
        later = _Later.from_parent(session, name="later")
        for test, following in pairwise([*session.items, later]):
            session.config.hook.pytest_runtest_protocol(item=test, nextitem=following)
            if session.shouldfail or session.shouldstop:
                break


class _Folders:
    """The folders of the tests, whose nodes are made once: fixtures of a conftest belong to one."""

    def __init__(self, session: pytest.Session, sharing: _Sharing) -> None:
        self._hook = session.config.hook
        self._below: dict[pytest.Collector, list[pytest.Collector]] = {}
        # Others make ready there, as what rewrites assertions does.
        _collection_without(session.config, "main", sharing)(session=session)
        session.config.pluginmanager.register(self)
        self._top: list[pytest.Collector] = []
        session.perform_collect(genitems=False)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Collector]) -> None:
        """Of what the arguments name, nothing is a test, or left out as one.

        The conftest of a folder is known until the collection ends; then its node has to be made.
        """
        if not self._top:
            self._top = list(items)
            items.clear()
            for each in self._top:
                if isinstance(each, pytest.Directory):
                    self._in(each)

    def module(self, path: Path) -> pytest.Collector:
        nodes = self._top
        while True:
            above = next(one for one in nodes if path.is_relative_to(one.path))
            if above.path == path and not isinstance(above, pytest.Directory):
                return above
            nodes = self._in(above)

    def _in(self, folder: pytest.Collector) -> list[pytest.Collector]:
        if folder not in self._below:
            report = self._hook.pytest_make_collect_report(collector=folder)
            self._below[folder] = report.result
        return self._below[folder]


def _collection_without(config: pytest.Config, *plugins: object) -> HookCaller:
    """What collects tests, without some plugins, which are named or given."""
    manager = config.pluginmanager
    left_out = [_plugin(config, one) if isinstance(one, str) else one for one in plugins]
    return manager.subset_hook_caller("pytest_collection", left_out)


def _plugin(config: pytest.Config, name: str) -> Any:  # Any: pytest does not publish their types
    found = config.pluginmanager.get_plugin(name)
    assert found is not None
    return found


def _be_silent(config: pytest.Config) -> None:
    """Write to nowhere what a terminal would show; what tests write is kept as ever."""
    capture = _plugin(config, "capturemanager")
    capture.stop_global_capturing()
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    capture.start_global_capturing()
    capture.suspend_global_capture()
