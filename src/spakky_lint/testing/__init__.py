"""Questions for a project's own tests: when a schedule fires, and who may run a task.

They take the handlers of an application as they were imported, decorated with Spakky's decorators
or with those of `spakky_lint.runtime`, and start nothing: no application, no broker, no beat.
"""

from __future__ import annotations

from spakky_lint.runtime.backend import Backend
from spakky_lint.testing.access import decide, decide_message, effective_auth
from spakky_lint.testing.fires import next_fires

__all__ = ["Backend", "decide", "decide_message", "effective_auth", "next_fires"]
