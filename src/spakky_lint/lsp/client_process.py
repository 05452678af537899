"""The process of the editor, whose end ends the server, too.

The end of standard input says the same, unless something else holds the other side of it open.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable

_PAUSE = 1.0
"""Seconds between two looks, where the system does not tell of the end by itself."""


def end_with(process: int, before: Callable[[], None]) -> None:
    """End this process as soon as that one is gone, from now on; `before` is called first."""
    threading.Thread(target=_wait_and_end, args=(process, before), daemon=True).start()


def _wait_and_end(process: int, before: Callable[[], None]) -> None:
    _wait_for_end_of(process)
    before()
    os._exit(1)  # whatever the other threads are doing


if sys.platform == "win32":

    def _wait_for_end_of(process: int) -> None:
        import ctypes

        synchronize, denied, forever = 0x0010_0000, 5, -1
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = kernel.OpenProcess(synchronize, False, process)
        if handle:
            kernel.WaitForSingleObject(ctypes.c_void_p(handle), forever)
        while not handle and ctypes.get_last_error() == denied:
            time.sleep(_PAUSE)  # it is there, and cannot be watched

else:

    def _wait_for_end_of(process: int) -> None:
        if sys.platform == "linux":
            import select

            try:
                descriptor = os.pidfd_open(process)
            except (ProcessLookupError, OverflowError):
                return
            except OSError:
                pass  # an old kernel, or a system that forbids it
            else:
                end = select.poll()
                end.register(descriptor, select.POLLIN)
                end.poll()
                return
        while _is_there(process):
            time.sleep(_PAUSE)

    def _is_there(process: int) -> bool:
        try:
            os.kill(process, 0)
        except PermissionError:
            return True
        except (OSError, OverflowError):
            return False
        return True
