"""A folder of a process: it is gone with it, and no fork takes it away."""

import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

from tests.folders import lasting_folder

ROOT = Path(__file__).parents[1]


def test_a_fork_leaves_the_folder_to_the_process_that_made_it() -> None:
    folder = lasting_folder()
    fork = get_context("fork").Process(target=int)
    fork.start()
    fork.join()
    assert fork.exitcode == 0
    assert folder.is_dir()


def test_the_folder_is_gone_when_its_process_has_ended() -> None:
    code = "from tests.folders import lasting_folder as made; print(made())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert not Path(done.stdout.strip()).exists()
