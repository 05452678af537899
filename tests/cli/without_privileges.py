"""A launcher: run a command as a user whom file permissions bind.

Root may read and write everything. This gives up that part of root's power, for good, and becomes
the command. Where it cannot be given up it exits with 77.
"""

from __future__ import annotations

import ctypes
import os
import sys

PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2
CANNOT = 77


def main() -> None:
    if os.geteuid() == 0:
        if not sys.platform.startswith("linux"):
            sys.exit(CANNOT)
        libc = ctypes.CDLL(None)
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
                sys.exit(CANNOT)
    os.execv(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
