"""Whether an application sends snapshots along with its messages.

The factory's annotation has to be the class itself, not a text: so no `annotations` from the
future here.
"""

import os
from dataclasses import dataclass, field
from typing import Final

from spakky_lint.runtime.pod import Pod
from spakky_lint.runtime.truths import FALSE, TRUE, truth

SPAKKY_AUTH_SNAPSHOT_PROPAGATION_CONFIG_ENV_PREFIX = "SPAKKY_AUTH_SNAPSHOT_PROPAGATION_"
"""What the environment variables begin with."""

_VARIABLE: Final = f"{SPAKKY_AUTH_SNAPSHOT_PROPAGATION_CONFIG_ENV_PREFIX}ENABLED"


def _from_environment() -> object:
    """The value of the variable, however its name is capitalized; without one it is off."""
    given = [value for name, value in os.environ.items() if name.upper() == _VARIABLE]
    return given[-1] if given else False


@dataclass(frozen=True, kw_only=True)
class AuthSnapshotPropagationConfig:
    """Whether snapshots are sent: as told, else as `SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED` says.

    Takes what the framework's settings take for a switch: a bool, 1 and 0, and the texts `1`, `on`,
    `t`, `true`, `y`, `yes` and `0`, `off`, `f`, `false`, `n`, `no`. Raises ValueError for another.
    """

    # Annotated as it is read, and given as anything that makes a switch.
    enabled: bool = field(default_factory=_from_environment)  # type: ignore[assignment]  # made a bool below

    def __post_init__(self) -> None:
        object.__setattr__(self, "enabled", _switch(self.enabled))


def _switch(value: object) -> bool:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    if isinstance(text, str):
        meant = truth(text)
        if meant is not None:
            return meant
    elif isinstance(value, (int, float)) and value in (0, 1):
        return bool(value)
    raise ValueError(
        f"{_VARIABLE} is {value!r}, which is no switch: "
        f"{', '.join(sorted(TRUE))}, {', '.join(sorted(FALSE))} are allowed"
    )


@Pod(name="auth_snapshot_propagation_config")
def auth_snapshot_propagation_config() -> AuthSnapshotPropagationConfig:
    """The configuration that every application with auth has: what the environment says."""
    return AuthSnapshotPropagationConfig()


def effective_auth_snapshot_propagation_config(
    configs: tuple[AuthSnapshotPropagationConfig, ...],
) -> AuthSnapshotPropagationConfig:
    """What several configurations say together: one that is on is enough.

    Without any it is what the environment says.
    """
    if not configs:
        return AuthSnapshotPropagationConfig()
    return AuthSnapshotPropagationConfig(enabled=any(config.enabled for config in configs))
