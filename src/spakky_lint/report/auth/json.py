"""``--format json``: version 1 of the documented shape.

Everything outside ASCII is escaped, so that the document is the same and valid in any encoding
of the output.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from spakky_lint.facts.application import Application, Need, Supply, giving
from spakky_lint.facts.decisions import PathDecisions
from spakky_lint.facts.paths import Path
from spakky_lint.facts.task import Auth, DeclaredRequirement, Unknown
from spakky_lint.project.auditing import AuditedTask, AuthReport
from spakky_lint.project.demands import Unmet
from spakky_lint.project.identity import place_of
from spakky_lint.project.located import LocatedTask
from spakky_lint.report.auth.demand_words import demand_words
from spakky_lint.report.auth.reason_words import reason_words
from spakky_lint.report.auth.supply_words import need_words
from spakky_lint.report.unknown_words import unknown_words
from spakky_lint.runtime.decisions import Decision
from spakky_lint.syntax.ranges import Placed

TYPE_CHECKING = False  # as type checkers know it; what compares needs the parser
if TYPE_CHECKING:
    from spakky_lint.project.auth_comparing import AuthChange, AuthComparison
    from spakky_lint.project.auth_differences import AuthDifference

VERSION = 1

_Json = Mapping[str, object]


def auth_json(report: AuthReport, unmet: Iterable[Unmet] = ()) -> Iterator[str]:
    """The lines of one JSON document."""
    yield _document(_report(report), unmet)


def imported_auth_json(
    report: AuthReport, differences: Iterable[AuthDifference], unmet: Iterable[Unmet] = ()
) -> Iterator[str]:
    """As `auth_json`, with the differences between the imported classes and the text."""
    found = [_difference(each) for each in differences]
    yield _document({**_report(report), "differences": found}, unmet)


def auth_changes_json(
    comparison: AuthComparison, revision: str, commit: str, unmet: Iterable[Unmet] = ()
) -> Iterator[str]:
    content = {
        "since": {"revision": revision, "commit": commit},
        "changes": [_change(each) for each in comparison.changes],
        "unknown": [comparison.names[place_of(each.located)] for each in comparison.unknown],
    }
    yield _document(content, unmet)


def _document(content: _Json, unmet: Iterable[Unmet]) -> str:
    failed = [_unmet(each) for each in unmet]
    return json.dumps({"version": VERSION, **content, "unmet": failed}, indent=2)


def _report(report: AuthReport) -> _Json:
    names = [caller.name for caller in report.callers]
    return {
        "callers": names,
        "tasks": [_task(each, names) for each in report.tasks],
        "providers": [_application(each) for each in report.applications],
    }


def _application(found: Application) -> _Json:
    return {
        "application": found.where,
        "start_seen": found.is_start_seen,
        "auth_loaded": found.is_auth_loaded,
        "capabilities": [_need(each) for each in found.needs],
    }


def _need(need: Need) -> _Json:
    return {
        "capability": need.capability.value,
        "state": need.supply.value,
        "certain": need.is_certain,
        "given_by": [{"name": each.name, **_at(each.place)} for each in need.given_by],
        "would_give": [*giving(need.capability)] if need.supply is Supply.MISSING else [],
        "asked_by": [{"name": each.by, **_at(each.place)} for each in need.asked_by],
        "message": need_words(need),
    }


def _at(place: Placed | None) -> _Json:
    """Nowhere in the code, for a plugin or a setting."""
    if place is None:
        return {"path": None, "line": None}
    return {"path": place.range.path, "line": place.range.start.line}


def _task(each: AuditedTask, callers: Sequence[str] = ()) -> _Json:
    """One caller alone has a `decision`; all have `decisions`."""
    task = each.located.task
    only = _decision(each.decisions[0].of_a_call) if len(callers) == 1 else None
    return {
        **_named(each.located),
        "on_demand": task.on_demand,
        "scheduled": task.schedule is not None,
        **_access(each.access),
        "decision": only,
        "decisions": [
            {"caller": caller, **_decisions(found)}
            for caller, found in zip(callers, each.decisions, strict=True)
        ],
    }


def _access(access: Auth) -> _Json:
    return {
        "access": access.access.value,
        "certain": access.is_certain,
        "requirements": [_requirement(found) for found in access.requirements],
        "unenforced": [_requirement(found) for found in access.unenforced],
        "paths": {name: _path(path) for name, path in access.paths.named},
        "problems": list(access.problems),
        "unknowns": [_unknown(found) for found in access.unknowns],
    }


def _unknown(found: Unknown) -> _Json:
    place = found.place.range
    return {
        "kind": found.kind.value,
        "message": unknown_words(found),
        "path": place.path,
        "line": place.start.line,
        "column": place.start.column,
    }


def _requirement(found: DeclaredRequirement) -> _Json:
    asked = found.requirement
    return {
        "kind": found.kind.value,
        "ref": None if asked is None else asked.ref,
        "resource": None if asked is None else asked.resource,
        "action": None if asked is None else asked.action,
        "tenant": None if asked is None else asked.tenant,
        "declared_on": found.declared_on.value,
        "declared_by": found.declared_by,
        "written": found.written,
        "known": asked is not None,
    }


def _path(path: Path) -> _Json:
    return {"state": path.state.value, "reason": reason_words(path)}


def _decisions(found: PathDecisions) -> _Json:
    return {
        name: None if decision is None else _decision(decision) for name, decision in found.named
    }


def _decision(decision: Decision) -> _Json:
    return {"state": decision.state.value, "reason_code": str(decision.reason_code)}


def _difference(each: AuthDifference) -> _Json:
    from spakky_lint.report.auth.differences import sentence

    return {
        "kind": each.kind.value,
        **_named(each.located),
        "contradiction": each.is_contradiction,
        "text": None if each.text is None else _access(each.text),
        "imported": None if each.imported is None else _access(each.imported),
        "message": sentence(each),
    }


def _change(each: AuthChange) -> _Json:
    from spakky_lint.report.auth.change_words import change_words

    either = each.after or each.before
    assert either is not None
    return {
        "kind": each.kind.value,
        "task": either.located.name,
        "reasons": list(change_words(each)),
        "before": None if each.before is None else _task(each.before),
        "after": None if each.after is None else _task(each.after),
    }


def _unmet(each: Unmet) -> _Json:
    if each.audited is None:
        return {
            "demand": each.demand.value,
            "task": None,
            "handler": None,
            "handler_module": None,
            "path": each.path,
            "line": None,
            "message": demand_words(each),
        }
    return {
        "demand": each.demand.value,
        **_named(each.audited.located),
        "message": demand_words(each),
    }


def _named(located: LocatedTask) -> _Json:
    return {
        "task": located.name,
        "handler": located.task.handler,
        "handler_module": located.handler_module,
        "path": located.path,
        "line": located.task.line,
    }
