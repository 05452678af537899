"""What the command line was asked to do."""

from __future__ import annotations

from dataclasses import field

from spakky_lint.cli.loudness import Loudness
from spakky_lint.data import dataclass

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from spakky_lint.project.sharding import Shard


@dataclass(frozen=True, slots=True)
class Output:
    """A report that ``check`` is to write."""

    format: str | None = None
    """None where nobody asked for one."""
    file: str | None = None
    """None for standard output."""


@dataclass(frozen=True, slots=True)
class ConfigurationOptions:
    """The options of the configuration, which all commands share; None means not given."""

    config: tuple[str, ...] = ()
    """Files, and keys with their values."""
    isolated: bool = False
    python: str | None = None
    force_exclude: bool | None = None
    respect_gitignore: bool | None = None


@dataclass(frozen=True, slots=True)
class CacheOptions:
    """What a run keeps for the next one."""

    is_off: bool = False
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """``check`` as it was asked for; None and empty mean not given."""

    paths: tuple[str, ...]
    outputs: tuple[Output, ...]
    """At least one, and at most one to standard output."""
    select: tuple[str, ...] | None
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    fix: bool
    unsafe_fixes: bool
    diff: bool
    exit_zero: bool
    statistics: bool
    explain_unknown: bool
    show_files: bool
    show_settings: bool
    backend: str | None
    stdin_filename: str | None
    config: ConfigurationOptions
    baseline: str | None = None
    no_baseline: bool = False
    write_baseline: str | None = None
    """The empty text where nobody says which file."""
    prune_baseline: bool = False
    new_since: str | None = None
    add_noqa: bool = False
    reason: str = ""
    language: str | None = None
    loudness: Loudness = Loudness.NORMAL
    jobs: int | None = None
    """How many processes; None for as many as pay."""
    cache: CacheOptions = CacheOptions()
    shard: Shard | None = None
    """The part of the files that is checked."""
    cluster: str | None = None
    """The scheduler of a cluster that does the work, as HOST:PORT."""
    is_watching: bool = False
    """Whether it checks again whenever something changes."""


@dataclass(frozen=True, slots=True)
class ConfigRequest:
    """``config``."""

    path: str
    format: str
    config: ConfigurationOptions
    is_schema: bool = False
    """Whether the schema of configuration files is asked for, and nothing else."""


@dataclass(frozen=True, slots=True)
class InitRequest:
    """``init``."""

    path: str
    is_sure: bool
    """Whether nobody is to be asked."""
    is_dry: bool
    """Whether nothing is to be written."""


@dataclass(frozen=True, slots=True)
class RuleRequest:
    """``rule``; None asks for the catalogue."""

    rule: str | None
    format: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """``preview`` as it was asked for; None, False and empty mean not given."""

    paths: tuple[str, ...] = ()
    count: str | None = None
    start: str | None = None
    until: str | None = None
    timezone: str | None = None
    backend: str | None = None
    beat_start: str | None = None
    format: str = "table"
    heatmap: bool = False
    language: str | None = None
    since: str | None = None
    modules: tuple[str, ...] = ()
    demands: tuple[str, ...] = ()
    max_per_minute: str | None = None
    output: str | None = None
    config: ConfigurationOptions = field(default_factory=ConfigurationOptions)
    exit_zero: bool = False
    loudness: Loudness = Loudness.NORMAL
    cache: CacheOptions = CacheOptions()
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class AuthRequest:
    """``auth`` as it was asked for; None, False and empty mean not given."""

    paths: tuple[str, ...] = ()
    subject: str | None = None
    anonymous: bool = False
    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    tenant: str | None = None
    policy: str | None = None
    demands: tuple[str, ...] = ()
    format: str = "table"
    output: str | None = None
    since: str | None = None
    modules: tuple[str, ...] = ()
    explain_unknown: bool = False
    language: str | None = None
    config: ConfigurationOptions = field(default_factory=ConfigurationOptions)
    exit_zero: bool = False
    loudness: Loudness = Loudness.NORMAL
    cache: CacheOptions = CacheOptions()


@dataclass(frozen=True, slots=True)
class TasksRequest:
    """``tasks`` as it was asked for; None, False and empty mean not given."""

    paths: tuple[str, ...] = ()
    format: str = "table"
    output: str | None = None
    since: str | None = None
    is_compatibility_required: bool = False
    explain_unknown: bool = False
    language: str | None = None
    config: ConfigurationOptions = field(default_factory=ConfigurationOptions)
    exit_zero: bool = False
    loudness: Loudness = Loudness.NORMAL
    cache: CacheOptions = CacheOptions()


@dataclass(frozen=True, slots=True)
class CleanRequest:
    """``clean``."""

    cache: CacheOptions
    config: ConfigurationOptions


@dataclass(frozen=True, slots=True)
class MergeRequest:
    """``merge``."""

    report: CheckRequest
    """What is to be written; its paths are the reports to be joined."""
    loudness: Loudness = Loudness.NORMAL


@dataclass(frozen=True, slots=True)
class CompletionRequest:
    """``completion``."""

    shell: str


@dataclass(frozen=True, slots=True)
class ServerRequest:
    """``server``."""

    client: int | None = None
    """The editor's process."""


Request = (
    AuthRequest
    | CheckRequest
    | CleanRequest
    | CompletionRequest
    | ConfigRequest
    | InitRequest
    | MergeRequest
    | PreviewRequest
    | RuleRequest
    | ServerRequest
    | TasksRequest
)
