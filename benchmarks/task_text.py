"""The part of the generated application that has to do with tasks: handlers, bases, constants.

`$task`, `$schedule` and the like are the names by which a module knows the framework's: imported
one by one, through their package, or through the application's own re-exports.
"""

from __future__ import annotations

from benchmarks.business_text import Piece

SCHEDULES = (
    Piece(
        '''\
    @$schedule(interval=SYNC_EVERY)
    def sync_$n(self) -> None:
        """Look for what nobody has seen for a while."""
        for name in sorted(self._rows):
            if self._rows[name] > $hundreds:
                logger.info("$noun %s waits: %d", name, self._rows[name])
''',
        ("from acme.platform.times import SYNC_EVERY",),
    ),
    Piece(
        """\
    @$schedule(at=OPENING)
    def open_day_$n(self) -> None:
        totals: dict[str, int] = {}
        for name, count in self._rows.items():
            depot = name.partition("-")[0]
            totals[depot] = totals.get(depot, 0) + count
        logger.info("$noun today: %s", sorted(totals.items()))
""",
        ("from acme.platform.times import OPENING",),
    ),
    Piece(
        '''\
    @$schedule(
        crontab=$Crontab(weekday=WORKDAYS, hour=NIGHT_HOUR, minute=$minute)
    )
    async def digest_$n(self) -> None:
        """On working days: what is late, and by how much."""
        late = [name for name, count in self._rows.items() if count > $small]
        logger.info("%d late: %s", len(late), ", ".join(late) or "nothing")
''',
        ("from acme.platform.times import NIGHT_HOUR, WORKDAYS",),
    ),
    Piece(
        """\
    @$schedule(
        crontab=$Crontab(
            month=($Month.JANUARY, $Month.JULY), day=$day, hour=2
        )
    )
    def archive_$n(self) -> None:
        try:
            moved = [self._rows.pop(name) for name in sorted(self._rows)]
        except KeyError as error:
            logger.warning("archive of $noun: %s", error)
            raise
        else:
            logger.info("archived %d", len(moved))
""",
    ),
)

OPEN_TASKS = (
    Piece(
        '''\
    @$task
    def note_$n(self, key: str, count: int = 1) -> None:
        """Remember that something happened to a $noun."""
        self._rows[key] = self._rows.get(key, 0) + count
''',
    ),
    Piece(
        """\
    @$task
    async def announce_$n(self, key: str, *, reason: str = "") -> str:
        if not reason:
            reason = "no reason given"
        logger.info("$noun %s: %s", key, reason)
        return f"{key}: {reason}"
""",
    ),
)
"""Tasks without a requirement of their own: for handlers that have one, and for whoever may."""

GUARDED_TASKS = (
    Piece(
        '''\
    @$task
    @$require_role(Role.$role)
    def reroute_$n(self, key: str, depot: str) -> str:
        """Send one $noun elsewhere."""
        self._rows[f"{depot}-{key}"] = self._rows.pop(key, 0)
        return depot
''',
        ("from acme.platform.roles import Role",),
    ),
    Piece(
        """\
    @$task
    @$require_permission(Permission.WRITE, resource=ARCHIVE)
    async def weigh_$n(self, key: str, grams: int) -> int:
        before, self._rows[key] = self._rows.get(key, 0), grams
        return grams - before
""",
        ("from acme.platform.roles import ARCHIVE, Permission",),
    ),
    Piece(
        '''\
    @$task
    @$protected
    def close_$n(self, key: str) -> bool:
        """Nothing more will come."""
        return self._rows.pop(key, None) is not None
''',
    ),
    Piece(
        """\
    @$task
    @clerks_only
    def correct_$n(self, key: str, count: int) -> int:
        self._rows[key] = count
        return sum(self._rows.values())
""",
        ("from acme.platform.guards import clerks_only",),
    ),
)

HANDLER = '''\
@$TaskHandler()
${requirement}class ${Noun}Tasks$bases:
    """What happens to a $noun while nobody looks."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}

$methods'''

CALLER = '''\
    def tell_$n(self, key: str) -> None:
        """Have it noted, later and elsewhere."""
        self._tasks.$called(key, $small)
'''
"""A method of a pod that has the handler as `self._tasks`."""

MIXIN = '''\
class ${Noun}Trail:
    """Gives the handler of every $noun a trail; it is no handler itself."""

    @$task
    @$require_scope(Scope.AUDIT)
    def record_$noun(self, key: str, change: str) -> None:
        """Append one line to the trail."""
        logger.info("$noun %s: %s", key, change)

    @$task
    def replay_$noun(self, since: str, limit: int = $small) -> int:
        """Read the trail once more, from a moment on."""
        lines = [line for line in self._trail() if line >= since]
        return min(len(lines), limit)

    @$schedule(crontab=$Crontab(weekday=WORKDAYS, hour=NIGHT_HOUR))
    def forget_$noun(self) -> None:
        """Drop what is older than the law wants it to be."""
        logger.info("$noun: %d lines stay", len(self._trail()))

    def _trail(self) -> list[str]:
        return [f"{number:04d}" for number in range($hundreds)]
'''

JOBS_API = '''\
"""How this application declares its jobs, in one place.

Modules import from the package: another queue means another module here.
"""

from spakky.task import (
    Crontab,
    Month,
    TaskHandler,
    Weekday,
    schedule,
    task,
)

__all__ = ["Crontab", "Month", "TaskHandler", "Weekday", "schedule", "task"]
'''

JOBS = '''\
"""Jobs: what runs later, elsewhere, or again and again.

A handler carries `TaskHandler()`, and what it offers carries `task`.
"""

from acme.platform.jobs.api import *  # noqa: F403
from acme.platform.jobs.api import task as background

__all__ = [  # noqa: F405
    "Crontab",
    "Month",
    "TaskHandler",
    "Weekday",
    "background",
    "schedule",
    "task",
]
'''

TIMES = '''\
"""When things happen; everybody who plans something looks here."""

from datetime import time, timedelta

from acme.platform.jobs import Weekday

SYNC_EVERY = timedelta(minutes=10)
OPENING = time(7, 30)
NIGHT_HOUR = 22
WORKDAYS = (
    Weekday.MONDAY,
    Weekday.TUESDAY,
    Weekday.WEDNESDAY,
    Weekday.THURSDAY,
    Weekday.FRIDAY,
)
'''

ROLES = '''\
"""Who may do what, by name."""

from enum import StrEnum


class Role(StrEnum):
    """Who works here."""

    CLERK = "clerk"
    ACCOUNTANT = "accountant"
    OPERATOR = "operator"


class Permission(StrEnum):
    """What a role may grant."""

    READ = "rows:read"
    WRITE = "rows:write"


class Scope(StrEnum):
    """What a token may be issued for."""

    AUDIT = "audit:write"


ARCHIVE = "archive:main"
'''

GUARDS = '''\
"""The requirements of this application, and the framework's own."""

from spakky.auth import (
    protected,
    require_permission,
    require_role,
    require_scope,
)

from acme.platform.roles import Role

clerks_only = require_role(Role.CLERK)

__all__ = [
    "clerks_only",
    "protected",
    "require_permission",
    "require_role",
    "require_scope",
]
'''

SECURITY = '''\
"""Answers the questions that roles, scopes and permissions ask."""

from spakky.auth.capability import AuthCapability
from spakky.auth.contribution import AuthProviderContribution
from spakky.auth.decision import AuthorizationDecision, AuthorizationReasonCode
from spakky.auth.ports import (
    IPermissionChecker,
    IRoleChecker,
    IScopeChecker,
    PermissionCheckRequest,
    RoleCheckRequest,
    ScopeCheckRequest,
)
from spakky.core.pod.annotations.pod import Pod


def _allow_if(
    granted: bool, otherwise: AuthorizationReasonCode
) -> AuthorizationDecision:
    if granted:
        return AuthorizationDecision.allow()
    return AuthorizationDecision.deny(otherwise)


@Pod()
class Authorizer(IRoleChecker, IScopeChecker, IPermissionChecker):
    """Decides from what the access token carries."""

    def check_role(self, request: RoleCheckRequest) -> AuthorizationDecision:
        """Allow a subject that holds the role."""
        granted = request.role in request.auth_context.roles
        return _allow_if(granted, AuthorizationReasonCode.INSUFFICIENT_ROLE)

    def check_scope(self, request: ScopeCheckRequest) -> AuthorizationDecision:
        """Allow a token that was issued with the scope."""
        granted = request.scope in request.auth_context.scopes
        return _allow_if(granted, AuthorizationReasonCode.INSUFFICIENT_SCOPE)

    def check_permission(
        self, request: PermissionCheckRequest
    ) -> AuthorizationDecision:
        """Allow whoever holds a role at all."""
        granted = bool(request.auth_context.roles)
        return _allow_if(granted, AuthorizationReasonCode.POLICY_DENIED)


@Pod()
def acme_auth() -> AuthProviderContribution:
    """Tell the framework which questions this application can answer."""
    capabilities = {
        AuthCapability.AUTHENTICATION,
        AuthCapability.ROLE_CHECK,
        AuthCapability.SCOPE_CHECK,
        AuthCapability.PERMISSION_CHECK,
    }
    return AuthProviderContribution(
        provider_id="acme", capabilities=frozenset(capabilities)
    )
'''

MAIN = '''\
"""Starts the worker of the application."""

from spakky.core.application.application import SpakkyApplication
from spakky.core.application.application_context import ApplicationContext

import acme


def create_application() -> SpakkyApplication:
    """Load the plugins, find every pod of the package and start."""
    application = SpakkyApplication(ApplicationContext())
    return application.load_plugins().scan(acme).start()
'''
