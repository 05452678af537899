"""The least that a run over a folder can cost: read every file, load libcst, parse some of them.

    python benchmarks/bare_parse.py FOLDER LIST

LIST names the files to parse, a path from FOLDER a line; `-` stands for all. Prints the seconds
that the parsing alone has taken.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def main() -> None:
    root, listed = sys.argv[1:]
    read: dict[str, bytes] = {}
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".py"):
                path = Path(folder, name)
                read[path.relative_to(root).as_posix()] = path.read_bytes()
    wanted = list(read) if listed == "-" else Path(listed).read_text("utf-8").splitlines()

    import libcst

    start = time.perf_counter()
    for name in wanted:
        libcst.parse_module(read[name])
    sys.stdout.write(f"{time.perf_counter() - start}\n")


if __name__ == "__main__":
    main()
