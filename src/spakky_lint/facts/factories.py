"""The functions that are pods, and what they make."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.declarations import Function, Module
from spakky_lint.syntax.names import NOWHERE, Target


def factories(module: Module) -> Iterator[tuple[Function, Target]]:
    """Those in no class, each with what it says it makes; NOWHERE where the text does not tell."""
    for function in module.own_functions:
        if function.decorated("Pod"):
            yield function, made_by(function)


def made_by(function: Function) -> Target:
    """What it says it makes; NOWHERE where it does not say."""
    returns = function.returns
    return NOWHERE if returns is None else read_annotation(returns).target
