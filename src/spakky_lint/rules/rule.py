"""What a rule is: a class that knows one mistake, and its page."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar, get_args

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.versions import Since
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Applicability, Consequence, Finding, Fix, Related, Severity
from spakky_lint.rules.settings import PLAIN, Need, Settings
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.ranges import Placed, Range

D = TypeVar("D")
Beside: TypeAlias = tuple[Placed, str]
"""Another place that belongs to a finding, and what is said of it."""
AnyRule: TypeAlias = "type[Rule[Any]]"  # Any: a rule of whatever kind of declaration


class Rule(Generic[D]):
    """A rule for one kind of declaration, the ``D`` of ``class MyRule(Rule[D])``.

    The class docstring is the rule's page: a one-line summary, then the sections What it does, Why
    it matters, Example, Use instead and, where there is a fix, Fix safety, each under ``##``.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    consequence: ClassVar[Consequence]
    since: ClassVar[str]
    default: ClassVar[bool] = True
    """False for an opt-in rule, off until it is selected by its code."""
    fix: ClassVar[Applicability | None] = None
    """The safest fix that it offers."""
    failure: ClassVar[FailureKind | None] = None
    """What it is of its findings that keeps the module from being imported, or anything from
    starting."""
    is_at_uses: ClassVar[bool] = False
    """Whether it reports where a method is used, and points at the decorators of that."""
    needs: ClassVar[Need | None] = None
    """Without this the rule is off, whatever is selected."""
    holds: ClassVar[Since | None] = None
    """The first release of which it is true: it is off where an application certainly runs on an
    older one. None where it is true of every release that could be run."""
    differs: ClassVar[Since | None] = None
    """The first release of which its messages and fixes are true as they are; on an older one they
    say something else."""

    kind: ClassVar[type]
    """The kind of declaration that ``check`` takes, or the union of several."""
    registered: ClassVar[list[AnyRule]] = []

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.kind = get_args(cls.__orig_bases__[0])[0]  # type: ignore[attr-defined]  # set by Generic
        Rule.registered.append(cls)

    def __init__(self, settings: Settings = PLAIN) -> None:
        self.settings = settings

    @abstractmethod
    def check(self, declaration: D, module: Module) -> Iterator[Finding]:
        """The findings for one declaration of ``module``."""

    def finding(
        self,
        at: Place | Range | Expression,
        message: str,
        *,
        related: Iterable[Beside] = (),
        fix: Fix | None = None,
        consequence: Consequence | None = None,
    ) -> Finding:
        """A finding of this rule at a place, or at an expression because of its value."""
        if isinstance(at, Expression):
            related = (*related, *origins([at]))
            at = at.place
        return Finding(
            self.code,
            self.name,
            self.severity,
            consequence or self.consequence,
            message,
            at if isinstance(at, Range) else at.range,
            tuple(Related(place.range, words) for place, words in related),
            fix,
        )


def origins(expressions: Iterable[Expression]) -> Iterator[Beside]:
    """Where the values come from, as far as that is in other files."""
    for expression in expressions:
        for place in expression.origins:
            yield place, Message("the value is from here")
