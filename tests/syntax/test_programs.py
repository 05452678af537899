"""What the import table says, held against what generated programs do when they run."""

from __future__ import annotations

import re
import warnings

import libcst as cst
import pytest

from spakky_lint.syntax.names import Target
from spakky_lint.syntax.parse import read_declarations
from tests.syntax.programs import Run, program


def spoken(target: Target) -> str | None:
    """Our answer in the words of a run."""
    if target.qualified is not None:
        return target.qualified
    if isinstance(target.declared, cst.FunctionDef):
        mark = re.search(r"local\(f, (\d+)\)", cst.Module([]).code_for_node(target.declared))
        return None if mark is None else f"def {mark[1]}"
    return None


@pytest.mark.parametrize("block", range(8))
def test_where_the_table_answers_every_run_agrees(block: int) -> None:
    answered = 0
    for seed in range(block * 25, block * 25 + 25):
        text = program(seed)
        module = read_declarations(text)
        ours = {
            declaration.function.name: spoken(declaration.function.decorators[0].target)
            for declaration in module.functions
            if declaration.function.name.startswith("probe")
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = compile(text, "<program>", "exec")
        for run in range(5):
            for name, seen in Run(code, run).seen:
                if name.startswith("probe") and ours[name] is not None:
                    answered += 1
                    assert ours[name] == seen, (seed, run, name, text)
    assert answered > 60
