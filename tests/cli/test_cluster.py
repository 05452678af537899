"""``check --executor``: a real scheduler and two workers over TCP, which share no files with us."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.running import CLEAN, HOPELESS, WRONG, command, environment, run

if importlib.util.find_spec("distributed") is None:
    pytest.skip("distributed is not installed", allow_module_level=True)

HEIR = "from shop.base import Mail\n\n\nclass Subclass(Mail):\n    def send(self) -> int: ...\n"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address, and the processes of two workers."""
    port = free_port()
    address = f"127.0.0.1:{port}"
    with started(
        folder / "scheduler",
        *("distributed.cli.dask_scheduler", "--no-dashboard"),
        *("--host", "127.0.0.1", "--port", str(port)),
    ):
        worker = ("distributed.cli.dask_worker", f"tcp://{address}", "--no-nanny", "--no-dashboard")
        with (
            started(folder / "one", *worker, "--nthreads", "1") as one,
            started(folder / "two", *worker, "--nthreads", "2") as two,
        ):
            yield address, [one, two]


def project(folder: Path) -> None:
    shop = folder / "shop"
    shop.mkdir(parents=True)
    texts = {"__init__": "", "base": CLEAN, "subclass": HEIR, "wrong": WRONG, "hopeless": HOPELESS}
    for name, text in texts.items():
        (shop / f"{name}.py").write_text(text)
    (folder / "pyproject.toml").write_text(
        "[project]\nname = 'shop'\ndependencies = ['spakky-celery']\n"
        "[tool.spakky-lint.per-file-ignores]\n'shop/hopeless.py' = ['SPK301']\n"
    )
    tasks = (f"\n    @task\n    def task_{n}(self) -> None: ...\n" for n in range(800))
    slow = CLEAN + "".join(tasks)
    for number in range(20):
        (shop / f"slow_{number}.py").write_text(slow)


def cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_the_same_is_written_though_a_worker_is_killed_meanwhile(tmp_path: Path) -> None:
    here = tmp_path / "project"
    project(here)
    options = ("check", "--format", "json", "--explain-unknown")
    one = run(*options, "--jobs", "1", cwd=here)
    assert one.code == 1
    with cluster(tmp_path) as (address, workers):
        wait_for(address, here)
        before = [cpu_seconds(each.pid) for each in workers]
        process = subprocess.Popen(
            command(*options, "--executor", f"dask://{address}"),
            cwd=here,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        while not all(
            cpu_seconds(each.pid) > known + 0.5 for each, known in zip(workers, before, strict=True)
        ):
            assert process.poll() is None, "both have worked"
            time.sleep(0.02)
        workers[0].send_signal(signal.SIGKILL)
        assert process.poll() is None
        out, complaints = process.communicate(timeout=200)
    assert (process.returncode, out, complaints) == (one.code, one.out, one.err)


def wait_for(address: str, here: Path) -> None:
    """Until the scheduler has its two workers."""
    asked = (
        "from distributed import Client; import sys; Client(sys.argv[1]).wait_for_workers(2, 60)"
    )
    subprocess.run(
        [sys.executable, "-c", asked, address], cwd=here, env=environment(), check=True, timeout=90
    )


def test_nobody_answers(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(WRONG)
    done = run("check", "--executor", f"dask://127.0.0.1:{free_port()}", cwd=tmp_path)
    assert (done.code, done.out) == (2, b"")
    assert len(done.complaints) == 1
    assert "no scheduler answers" in done.complaints[0]


@pytest.mark.parametrize("address", ["dask://here", "tcp://here:1", "here:1", "dask://a:b"])
def test_no_address(tmp_path: Path, address: str) -> None:
    done = run("check", "--executor", address, cwd=tmp_path)
    assert done.code == 2
    assert "dask://HOST:PORT is allowed" in done.complaints[-1]
