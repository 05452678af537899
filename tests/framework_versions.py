"""The versions of the framework and of celery that the evidence is run on.

The tests are for the newest. The others have environments of their own (`make evidence-versions`),
in which `ASKED_FOR` names one of them. No other module is needed to read this one: nox does.
"""

from __future__ import annotations

from collections.abc import Mapping

Versions = Mapping[str, str]

ASKED_FOR = "SPAKKY_LINT_EVIDENCE_ON"
"""The environment variable; without it the tests are for the newest."""

_PLUGINS = (
    *("spakky-cache", "spakky-data", "spakky-event"),
    *("spakky-fastapi", "spakky-outbox", "spakky-saga"),
)
"""Those that the wrong code of fixtures uses."""


def _of_spakky(release: str, celery: str) -> Versions:
    names = (*("spakky", "spakky-task", "spakky-auth", "spakky-celery"), *_PLUGINS)
    return dict.fromkeys(names, release) | {"celery": celery}


NEWEST: Versions = _of_spakky("8.5.0", celery="5.7.0")

OLDER: Mapping[str, Versions] = {
    "spakky-6.9": _of_spakky("6.9.0", celery="5.7.0"),
    "celery-5.6": _of_spakky("8.5.0", celery="5.6.3"),
}
