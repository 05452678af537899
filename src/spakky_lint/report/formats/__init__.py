"""The formats of ``check``: a table, and a module for each of them."""

from __future__ import annotations

from spakky_lint.messages.message import Message

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spakky_lint.report.model import Report
    from spakky_lint.report.style import Style

DEFAULT = "text"


class Format:
    """A format by what it is for, and by the module and the function that write it."""

    __slots__ = (
        "_function",
        "_module",
        "is_document",
        "is_for_people",
        "sums_up",
        "tells_unknowns",
        "words",
    )

    def __init__(
        self,
        words: str,
        module: str,
        function: str = "lines",
        *,
        is_document: bool = False,
        tells_unknowns: bool = False,
        sums_up: bool = False,
        is_for_people: bool = False,
    ) -> None:
        self.words = words
        """What it is, in a few words."""
        self.is_document = is_document
        """Whether another program reads it as a whole, so that nothing else may stand in it."""
        self.tells_unknowns = tells_unknowns
        """Whether it holds what the text does not tell, where somebody asked for that."""
        self.sums_up = sums_up
        """Whether it ends with a summary, which says what was passed over."""
        self.is_for_people = is_for_people
        """Whether it is in the reader's language; what programs read is English unless asked."""
        self._module = module
        self._function = function

    def lines(self, report: Report, style: Style) -> Iterator[str]:
        from importlib import import_module

        # Only the formats that are asked for are imported.
        module = import_module(f"spakky_lint.report.{self._module}")
        made: Iterator[str] = getattr(module, self._function)(report, style)
        return made


FORMATS: Mapping[str, Format] = {
    "text": Format(
        Message("the source and what to do, for people"),
        "text",
        "text_report",
        sums_up=True,
        is_for_people=True,
    ),
    "concise": Format(Message("a line a finding"), "concise", "concise_report", is_for_people=True),
    "grouped": Format(
        Message("a line a finding, under its file"),
        "formats.grouped",
        sums_up=True,
        is_for_people=True,
    ),
    "json": Format(
        "everything", "json_report", "json_report", is_document=True, tells_unknowns=True
    ),
    "json-lines": Format(
        Message("a finding of json in each line"), "formats.json_lines", is_document=True
    ),
    "sarif": Format(
        Message("SARIF 2.1.0, as for code scanning"), "formats.sarif", is_document=True
    ),
    "github": Format(Message("annotations of GitHub Actions"), "formats.github"),
    "gitlab": Format(Message("Code Quality of GitLab"), "formats.gitlab", is_document=True),
    "azure": Format(Message("issues of Azure Pipelines"), "formats.azure"),
    "junit": Format(Message("JUnit XML, as of tests"), "formats.junit", is_document=True),
    "rdjson": Format(Message("the format of reviewdog"), "formats.rdjson", is_document=True),
    "pylint": Format(Message("lines as pylint's, for what parses those"), "formats.pylint"),
}


def resolved(name: str | None) -> Format:
    """The format of that name, which is one of FORMATS; without a name the default."""
    return FORMATS[DEFAULT if name is None else name]


def format_problem(name: str) -> str | None:
    """A sentence where no format has that name."""
    if name in FORMATS:
        return None
    from spakky_lint.project.suggestions import not_called

    return not_called(Message("format"), name, FORMATS, cutoff=0.6)
