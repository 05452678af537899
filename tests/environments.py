"""What applications of tests run on."""

from __future__ import annotations

from spakky_lint.facts.environment import Environment, Setting, Source, SourceKind
from spakky_lint.facts.framework_settings import PROPAGATION
from spakky_lint.rules.settings import Settings

SENDING = Settings(
    environment=Environment(
        settings={PROPAGATION: Setting(PROPAGATION, "true", Source(SourceKind.CONFIGURATION))}
    )
)
"""Messages carry a snapshot of the caller; by default they do not."""
SENDING_IN_CODE = f'import os\n\nos.environ["{PROPAGATION}"] = "true"\n'
"""The same, as a module of the application says it."""
