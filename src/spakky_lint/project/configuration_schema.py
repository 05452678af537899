"""The JSON schema of a configuration: of ``[tool.spakky-lint]``, and of ``spakky-lint.toml``."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.facts.environment import Package
from spakky_lint.facts.framework_settings import KEYS as SETTINGS
from spakky_lint.project.configuration_keys import KEYS, OUTPUT_FORMATS
from spakky_lint.project.configuration_reference import MEANINGS
from spakky_lint.rules import documentation
from spakky_lint.rules.finding import Severity
from spakky_lint.rules.registry import RULES
from spakky_lint.runtime.backend import Backend

Schema = Mapping[str, object]

_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_CODES: Schema = {"type": "array", "items": {"$ref": "#/definitions/code"}}
_CODES_OF_FILES: Schema = {"type": "object", "additionalProperties": _CODES}


def configuration_schema() -> Schema:
    """Draft 7, which editors of TOML read."""
    url = documentation.documentation_url
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **({} if url is None else {"$id": f"{url}/spakky-lint.schema.json"}),
        "title": "The configuration of spakky-lint",
        "type": "object",
        "additionalProperties": False,
        "properties": {key: {**_SHAPES[key], **_words(key)} for key in KEYS},
        "definitions": {"code": {"enum": _prefixes()}},
    }


def _words(key: str) -> Schema:
    told = MEANINGS[key]
    return {"description": f"{told.meaning} Without it: {told.without}."}


def _prefixes() -> list[str]:
    """All that selects a rule."""
    return sorted({code[:length] for code in RULES for length in range(1, len(code) + 1)})


_SHAPES: Mapping[str, Schema] = {
    "extend": _TEXT,
    "select": _CODES,
    "extend-select": _CODES,
    "ignore": _CODES,
    "fixable": _CODES,
    "unfixable": _CODES,
    "extend-safe-fixes": _CODES,
    "extend-unsafe-fixes": _CODES,
    "severity": {
        "type": "object",
        "propertyNames": {"$ref": "#/definitions/code"},
        "additionalProperties": {"enum": [each.value for each in Severity]},
    },
    "include": _TEXTS,
    "exclude": _TEXTS,
    "extend-exclude": _TEXTS,
    "force-exclude": _FLAG,
    "respect-gitignore": _FLAG,
    "per-file-ignores": _CODES_OF_FILES,
    "extend-per-file-ignores": _CODES_OF_FILES,
    "src": _TEXTS,
    "output-format": {"enum": [*OUTPUT_FORMATS]},
    "required-version": _TEXT,
    "backend": {"enum": [each.value for each in Backend]},
    "timezone": _TEXT,
    "python": _TEXT,
    "environment": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **{str(package): _TEXT for package in Package},
            "dependencies": _TEXTS,
            "settings": {
                "type": "object",
                "properties": {key: {"type": ["string", "boolean"]} for key in SETTINGS},
                # Names are read whatever their case, and a schema has no such word.
                "additionalProperties": {"type": ["string", "boolean"]},
            },
        },
    },
    "max-file-size": {"type": "number", "exclusiveMinimum": 0},
    "baseline": {"type": "string", "minLength": 1},
    "cache-dir": {"type": "string", "minLength": 1},
}
