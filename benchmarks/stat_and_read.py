"""The least that a run with a cache could do: ask how every file and folder is, read the cache.

    python benchmarks/stat_and_read.py FOLDER CACHE KIND

KIND is what is read: `output`, which the same command once more reads, or `run`, from which any
other view of the same results is made.
"""

from __future__ import annotations

import os
import sys

_SKIPPED = (".", "__pycache__")


def main() -> None:
    folder, cache, kind = sys.argv[1:]
    for entry in os.scandir(cache):
        if kind in entry.name:
            with open(entry.path, "rb") as file:  # noqa: PTH123  # nothing else is to be imported
                file.readline()
                data = file.read()
            if kind == "run":
                import json

                json.loads(data)
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.startswith(_SKIPPED):
                    continue
                os.stat(entry.path)  # noqa: PTH116  # as above
                if entry.is_dir():
                    waiting.append(entry.path)


if __name__ == "__main__":
    main()
