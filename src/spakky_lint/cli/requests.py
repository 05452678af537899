"""What the command line was asked to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """``check`` as it was asked for; None and empty mean not given."""

    paths: tuple[str, ...]
    format: str | None
    select: tuple[str, ...] | None
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    fix: bool
    unsafe_fixes: bool
    diff: bool
    exit_zero: bool
    statistics: bool
    isolated: bool
    config: str | None
    stdin_filename: str | None


@dataclass(frozen=True, slots=True)
class RuleRequest:
    """``rule``; None asks for the catalogue."""

    rule: str | None
    format: str


@dataclass(frozen=True, slots=True)
class ServerRequest:
    """``server``."""


Request = CheckRequest | RuleRequest | ServerRequest
