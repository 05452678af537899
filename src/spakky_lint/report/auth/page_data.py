"""What the page knows: every task, and every requirement once, in the order of its column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spakky_lint.data import dataclass
from spakky_lint.facts.application import Application, Need
from spakky_lint.facts.decisions import PathDecisions
from spakky_lint.facts.paths import Path
from spakky_lint.facts.task import Auth, DeclaredRequirement
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.patterns import regex
from spakky_lint.project.auditing import AuditedTask, AuthReport
from spakky_lint.report.auth.path_words import path_standing
from spakky_lint.report.auth.reason_words import reason_words
from spakky_lint.report.auth.requirement_words import is_unknown
from spakky_lint.report.auth.summary import concerns
from spakky_lint.report.auth.supply_words import LEFT_OUT, application_words, askers, need_words
from spakky_lint.report.columns import visible
from spakky_lint.rules.pages import page_of
from spakky_lint.runtime.decisions import NOT_ENFORCED, Decision
from spakky_lint.runtime.requirements import AuthRequirement, AuthRequirementKind

_KINDS = (
    AuthRequirementKind.AUTHENTICATED,
    AuthRequirementKind.ROLE,
    AuthRequirementKind.SCOPE,
    AuthRequirementKind.PERMISSION,
    AuthRequirementKind.RELATION,
    AuthRequirementKind.POLICY,
)
"""In the order of their columns."""

_CALL = regex(r"[\w.]+\((.+)\)")


@dataclass(frozen=True, slots=True)
class _Column:
    kind: AuthRequirementKind
    asked: AuthRequirement | str
    """What is written, where that is not known, or no text."""
    is_known: bool


def page_data(report: AuthReport) -> Mapping[str, object]:
    standings: dict[int, list[str]] = {id(each): [] for each in report.tasks}
    for concern in concerns(report.tasks):
        for concerned in concern.tasks:
            standings[id(concerned.audited)] += [concern.standing.value] if concern.is_wrong else []
    columns = {
        column: index
        for index, column in enumerate(
            sorted(
                {
                    _column(found)
                    for each in report.tasks
                    for found in (*each.access.requirements, *each.access.unenforced)
                },
                key=_place,
            )
        )
    }
    codes = {code for each in report.tasks for code in each.access.problems}
    return {
        "unchecked": NOT_ENFORCED,
        "callers": [visible(caller.name) for caller in report.callers],
        "columns": [_told(column) for column in columns],
        "rules": {
            code: found.name for code in sorted(codes) if (found := page_of(code)) is not None
        },
        "tasks": [_task(each, standings[id(each)], columns) for each in report.tasks],
        "applications": [_application(each) for each in report.applications],
    }


def _application(found: Application) -> Mapping[str, object]:
    return {
        "words": visible(application_words(found)),
        "leftOut": None if found.is_auth_loaded else spoken(LEFT_OUT),
        "needs": [_need(each) for each in found.needs],
    }


def _need(need: Need) -> Mapping[str, object]:
    return {
        "capability": need.capability.value,
        "state": need.supply.value,
        "isCertain": need.is_certain,
        "words": visible(need_words(need)),
        "askers": visible(askers(need)),
    }


def _column(declared: DeclaredRequirement) -> _Column:
    asked = declared.requirement or _inside(declared.written)
    return _Column(declared.kind, asked, not is_unknown(declared))


def _place(column: _Column) -> tuple[int, bool, str, str, str]:
    asked = column.asked
    return (
        _KINDS.index(column.kind),
        not column.is_known,
        _label(column),
        "" if isinstance(asked, str) else asked.resource or "",
        "" if isinstance(asked, str) else asked.tenant or "",
    )


def _told(column: _Column) -> Mapping[str, object]:
    asked = column.asked
    return {
        "kind": column.kind.value,
        "label": visible(_label(column)),
        "tenant": None if isinstance(asked, str) or asked.tenant is None else visible(asked.tenant),
        "isKnown": column.is_known,
    }


def _label(column: _Column) -> str:
    kind, asked = column.kind, column.asked
    if isinstance(asked, str):
        return asked
    if kind is AuthRequirementKind.AUTHENTICATED:
        return spoken(Message("signed in"))
    if kind is AuthRequirementKind.POLICY:
        return spoken(
            Message("{name} on {resource}", name=asked.action or "", resource=asked.resource or "")
        )
    if asked.resource is None:
        return asked.ref
    if kind is AuthRequirementKind.RELATION:
        return spoken(Message("{name} of {resource}", name=asked.ref, resource=asked.resource))
    return spoken(Message("{name} on {resource}", name=asked.ref, resource=asked.resource))


def _task(
    each: AuditedTask, standings: Sequence[str], columns: Mapping[_Column, int]
) -> Mapping[str, object]:
    located, access = each.located, each.access
    return {
        # As in a terminal: what would reorder a line or break it is made visible.
        "name": visible(located.name),
        "handler": visible(located.handler),
        "owner": visible(located.task.name.rpartition(".")[0]),
        "method": visible(located.task.name.rpartition(".")[2]),
        "path": visible(located.path),
        "line": located.task.line,
        "onDemand": located.task.on_demand,
        "scheduled": located.task.schedule is not None,
        "access": access.access.value,
        "standings": standings,
        "isCertain": access.is_certain,
        "paths": {name: _path(path, access) for name, path in access.paths.named},
        "requirements": _asked(access.requirements, columns),
        "unenforced": _asked(access.unenforced, columns),
        "problems": access.problems,
        "decisions": [_decisions(found) for found in each.decisions],
    }


def _path(path: Path, access: Auth) -> Mapping[str, object]:
    reason = reason_words(path)
    return {
        "standing": path_standing(access, path).value,
        "state": "in-part" if path.is_partial else path.state.value,
        "reason": None if reason is None else visible(reason),
    }


def _asked(
    requirements: Sequence[DeclaredRequirement], columns: Mapping[_Column, int]
) -> Sequence[Mapping[str, object]]:
    return [
        {
            "column": columns[_column(found)],
            "on": found.declared_on.value,
            "by": visible(found.declared_by),
            "written": _on_one_line(found.written),
        }
        for found in requirements
    ]


def _decisions(found: PathDecisions) -> Mapping[str, object]:
    return {name: _decision(decision) for name, decision in found.named}


def _decision(found: Decision | None) -> Mapping[str, object] | None:
    return None if found is None else {"state": found.state.value, "code": str(found.reason_code)}


def _inside(written: str) -> str:
    """What stands in the brackets of a decorator, where it has some."""
    call = _CALL.fullmatch(_on_one_line(written))
    return _on_one_line(written) if call is None else call[1].strip(" ,")


def _on_one_line(written: str) -> str:
    return visible(" ".join(written.split()))
