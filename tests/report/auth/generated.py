"""Reports of any shape, with names that nobody would choose but somebody may."""

from __future__ import annotations

from hypothesis import strategies as st

from spakky_lint.facts.application import Application, Asked, Need, Provider, Supply
from spakky_lint.facts.decisions import decisions_of
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.paths import Access, Because, Path, Paths, PathState, Reason
from spakky_lint.facts.task import Auth, DeclaredOn, DeclaredRequirement, Schedule, Task, Trigger
from spakky_lint.project.auditing import NOBODY, AuditedTask, AuthReport
from spakky_lint.project.located import LocatedTask
from spakky_lint.runtime.capabilities import ASKED_BY
from spakky_lint.runtime.requirements import AuthRequirement, AuthRequirementKind
from tests.report.auth.samples import ALICE

HOSTILE = (
    "a|b",
    "`x`",
    "``",
    "\\|",
    "a\\",
    "<b onclick=x>",
    "<!-- ",
    "</details>",
    "@admin",
    "#12",
    "https://example.org/x",
    "www.example.org",
    "me@example.org",
    "[click](javascript:alert(1))",
    "![x](https://example.org/x.png)",
    "**bold**",
    "_so_",
    "~~gone~~",
    "&amp;",
    "two\nlines",
    "# title",
    "- item",
    "1. one",
    "|-|-|",
    " padded ",
    "",
    "e\x1b[2Jvil",
    "\u202egnihton",
    "\u2028",
    "이름",
    "e\u0301",
    "{0}",
    "%s",
)

refs = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12))
identifiers = st.sampled_from(
    ["a", "Base", "_x_", "이름핸들러", "HandlerOfAllThatNobodyElseHandles"]
)
FAILING = (
    Reason.IMPORT_FAILS,
    Reason.START_FAILS,
    Reason.NO_HANDLER,
    Reason.OUTSIDE_PACKAGES,
    Reason.FAILING_MODULE,
    Reason.BEAT_DIES,
)
becauses = st.one_of(
    st.builds(
        Because,
        st.sampled_from([reason for reason in Reason if reason not in FAILING]),
        st.sampled_from(HOSTILE),
        st.sampled_from(HOSTILE),
    ),
    st.builds(Because, st.sampled_from(FAILING), failure=st.sampled_from(FailureKind)),
)
paths = st.builds(Path, st.sampled_from(PathState), st.none() | becauses)


@st.composite
def requirements(draw: st.DrawFn) -> DeclaredRequirement:
    kind = draw(st.sampled_from(AuthRequirementKind))
    known = AuthRequirement(
        kind=kind,
        ref=draw(refs),
        resource=draw(st.none() | refs),
        action=draw(refs) if kind is AuthRequirementKind.POLICY else None,
        tenant=draw(st.none() | refs),
    )
    return DeclaredRequirement(
        kind,
        draw(st.none() | st.just(known)),
        draw(refs),
        draw(st.sampled_from(DeclaredOn)),
        draw(identifiers),
    )


@st.composite
def audited(draw: st.DrawFn, number: int = 0) -> AuditedTask:
    """The name of the task holds the number, so that there is one of it."""
    owner = draw(identifiers)
    schedule = Schedule(Trigger.UNKNOWN, None) if draw(st.booleans()) else None
    task = Task(
        f"{owner}.run{number}",
        draw(st.just(owner) | identifiers),
        draw(st.integers(1, 999)),
        draw(st.booleans()),
        schedule,
        False,
    )
    access = Auth(
        draw(st.sampled_from(Access)),
        tuple(draw(st.lists(requirements(), max_size=3))),
        tuple(draw(st.lists(requirements(), max_size=1))),
        Paths(draw(paths), draw(paths), draw(paths)),
        tuple(draw(st.lists(st.sampled_from(["SPK502", "SPK510"]), max_size=2, unique=True))),
        draw(st.booleans()),
    )
    path = draw(st.sampled_from(["app/a.py", "b.py", *HOSTILE]))
    return AuditedTask(LocatedTask(f"app.{task.name}", path, task), access)


@st.composite
def needs(draw: st.DrawFn) -> Need:
    """Of a capability that tasks or snapshots ask for."""
    capability = draw(st.sampled_from(sorted(set(ASKED_BY.values()))))
    asked = draw(st.lists(st.builds(Asked, st.sampled_from(HOSTILE), st.none()), min_size=1))
    given = [Provider(name, frozenset(), None) for name in draw(st.lists(refs, max_size=3))]
    supply = (Supply.MISSING, Supply.GIVEN, Supply.REPEATED)[min(len(given), 2)]
    return Need(capability, supply, draw(st.booleans()), asked, given)


@st.composite
def applications(draw: st.DrawFn) -> Application:
    where, is_start_seen = draw(st.sampled_from(HOSTILE)), draw(st.booleans())
    if is_start_seen and draw(st.booleans()):
        return Application(where, True, False, ())
    return Application(where, is_start_seen, True, draw(st.lists(needs(), min_size=1, max_size=3)))


@st.composite
def reports(draw: st.DrawFn, most: int = 4) -> AuthReport:
    tasks = [draw(audited(number)) for number in range(draw(st.integers(0, most)))]
    callers = draw(st.sampled_from([(), (ALICE,), (NOBODY, ALICE), (ALICE,) * 4]))
    return AuthReport(
        tuple(
            AuditedTask(
                each.located,
                each.access,
                tuple(decisions_of(each.access, caller.subject) for caller in callers),
            )
            for each in tasks
        ),
        callers,
        tuple(draw(st.lists(applications(), max_size=2))),
    )
