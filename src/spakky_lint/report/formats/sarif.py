"""``--format sarif``: SARIF 2.1.0, with all that is known of the findings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from urllib.parse import quote

from spakky_lint import __version__
from spakky_lint.data import dataclass
from spakky_lint.messages.language import Language
from spakky_lint.messages.translation import in_language
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.identity_of_findings import identities
from spakky_lint.report.formats.sarif_rules import LEVELS, rule_data
from spakky_lint.report.formats.texts import is_absolute, well_formed, without_surrogates
from spakky_lint.report.model import Report
from spakky_lint.report.rule_facts import FIXES
from spakky_lint.report.style import Style
from spakky_lint.rules import documentation
from spakky_lint.rules.finding import Finding, Fix
from spakky_lint.syntax.ranges import Range

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
"""The name that GitHub's own tools have for what paths start from."""
_FINGERPRINT = "spakkyLint/v1"

_Data = Mapping[str, object]


class _State(Enum):
    REPORTED = auto()
    KNOWN = auto()
    SILENCED = auto()


_SUPPRESSIONS: Mapping[_State, Sequence[_Data]] = {
    _State.REPORTED: (),
    _State.KNOWN: [{"kind": "external"}],
    _State.SILENCED: [{"kind": "inSource"}],
}


@dataclass(frozen=True, slots=True)
class _Found:
    """A finding with what is known of it besides."""

    path: str
    finding: Finding
    state: _State
    digest: str


def lines(report: Report, style: Style) -> Iterator[str]:
    """The lines of one JSON document."""
    found = [each for file in report.files for each in _found(file)]
    codes = sorted({each.finding.code for each in found})
    # The standard has all results of a run tell these, or none.
    tells_suppressions = any(each.state is not _State.REPORTED for each in found)
    run = {
        "tool": {
            "driver": {
                "name": "spakky-lint",
                "version": __version__,
                "semanticVersion": __version__,
                **_documentation(),
                "rules": [rule_data(code) for code in codes],
            }
        },
        **_bases(report),
        "columnKind": "unicodeCodePoints",
        "results": [
            {
                **_result(each, codes.index(each.finding.code), report.language),
                **_state(each.state, report, tells_suppressions=tells_suppressions),
            }
            for each in found
        ],
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _found(file: CheckedFile) -> Iterator[_Found]:
    """What is reported, what is no news and what comments silence: in the order of the text."""
    told = [(each, _State.REPORTED) for each in file.findings]
    told += [(each, _State.KNOWN) for each in file.known]
    told.sort(key=lambda each: _order(each[0]))
    # Last: a comment does not make another finding of an equal one below it.
    told += [(each, _State.SILENCED) for each in file.silenced]
    known_by = identities(replace(file, findings=tuple(finding for finding, _ in told)))
    found = [
        _Found(file.path, finding, state, identity.digest())
        for (finding, state), identity in zip(told, known_by, strict=True)
    ]
    return iter(sorted(found, key=lambda each: _order(each.finding)))


def _order(finding: Finding) -> tuple[Range, str]:
    return finding.range, finding.code


def _state(state: _State, report: Report, *, tells_suppressions: bool) -> _Data:
    told: dict[str, object] = {}
    if report.known:
        told["baselineState"] = "unchanged" if state is _State.KNOWN else "new"
    if tells_suppressions:
        told["suppressions"] = [*_SUPPRESSIONS[state]]
    return told


def _documentation() -> _Data:
    url = documentation.documentation_url
    return {} if url is None else {"informationUri": url}


def _bases(report: Report) -> _Data:
    if report.directory is None:
        return {}
    return {"originalUriBaseIds": {_ROOT: {"uri": f"{_uri(report.directory).rstrip('/')}/"}}}


def _result(found: _Found, index: int, language: Language) -> _Data:
    finding = found.finding
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": well_formed(finding.message)},
        "locations": [{**_location(found.path, finding.range), **_logical(finding)}],
        "partialFingerprints": {_FINGERPRINT: found.digest},
        "properties": {"consequence": finding.consequence.value},
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                **_location(found.path, related.range),
                "message": {"text": well_formed(related.message)},
            }
            for number, related in enumerate(finding.related, 1)
        ]
    if finding.fix is not None:
        result["fixes"] = [_fix(found.path, finding.fix, language)]
    return result


def _logical(finding: Finding) -> _Data:
    if not finding.about:
        return {}
    return {"logicalLocations": [{"fullyQualifiedName": finding.about}]}


def _location(path: str, range_: Range) -> _Data:
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(range_.path or path),
            "region": _region(range_),
        }
    }


def _artifact(path: str) -> _Data:
    if is_absolute(path):
        return {"uri": _uri(path)}
    return {"uri": quote(_bytes(path)), "uriBaseId": _ROOT}


def _uri(path: str) -> str:
    return f"file:///{quote(_bytes(path.removeprefix('/')), safe='/:')}"


def _bytes(path: str) -> bytes:
    """As the system has them; what no name of a file can hold, as it comes."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")


def _region(range_: Range) -> _Data:
    start, end = range_.start, range_.end
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _fix(path: str, fix: Fix, language: Language) -> _Data:
    kind = in_language(FIXES[fix.applicability], language)
    return {
        "description": {"text": f"{well_formed(fix.title)} ({kind})"},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(path),
                "replacements": [
                    {
                        "deletedRegion": _region(edit.range),
                        "insertedContent": {"text": without_surrogates(edit.text)},
                    }
                    for edit in fix.edits
                ],
            }
        ],
    }
