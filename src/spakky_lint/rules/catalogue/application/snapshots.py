"""The snapshots of callers that a worker asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spakky_lint.facts.auth import auth_of
from spakky_lint.facts.framework_settings import PROPAGATION
from spakky_lint.facts.paths import PathState
from spakky_lint.facts.propagation import CONFIG, is_known_off, propagation_of
from spakky_lint.facts.requirements import asked_of
from spakky_lint.facts.task_calls import is_sent
from spakky_lint.facts.versions import AUTH_IN_WORKERS
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.results import may_run_in_place
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.settings import Need
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.method_calls import MethodCall
from spakky_lint.syntax.spelling import named


class SnapshotsNotSent(Rule[MethodCall]):
    """A protected task is dispatched without an auth snapshot of the caller.

    ## What it does
    Reports the call of a task with a requirement, its own or that of its class, where the project
    dispatches its tasks and snapshots of the caller are known not to be sent:

    - a settings file, `[tool.spakky-lint]` or the application's own code sets
      `SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED` to false;
    - or nothing sets it, no enabled `AuthSnapshotPropagationConfig` pod is there, and the settings
      of the project are known: its files or its code set others, such as
      `SPAKKY_CELERY__BROKER_URL`.

    Files for tests and CI, and templates such as `.env.example`, tell nothing of it. Where the
    settings of the project are nowhere to be seen, or a file of them is not there, is encrypted or
    cannot be read, whoever runs it may set them.

    ## Why it matters
    The worker asks for a signed snapshot of the caller's `AuthContext`, and by default messages
    carry none. The dispatch succeeds, and every run ends in `AuthRequirementDeniedError`, a
    CHALLENGE with the reason SNAPSHOT_MISSING: the body never runs, whoever calls.

    ## Example
    ```python
    import os

    os.environ["SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED"] = "false"


    @TaskHandler()
    class Reports:
        @task
        @require_role("editor")
        def weekly(self) -> None: ...


    def send(reports: Reports) -> None:
        reports.weekly()
    ```

    ## Use instead
    ```python
    import os

    os.environ["SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED"] = "true"


    @TaskHandler()
    class Reports:
        @task
        @require_role("editor")
        def weekly(self) -> None: ...


    def send(reports: Reports) -> None:
        reports.weekly()
    ```
    """

    code = "SPK803"
    name = "snapshots-not-sent"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"
    needs = Need.DISPATCH
    holds = AUTH_IN_WORKERS

    def check(self, declaration: MethodCall, module: Module) -> Iterator[Finding]:
        if not is_sent(declaration, module) or may_run_in_place(declaration, module):
            return
        method, handler = declaration.method, declaration.receiver_class
        home = declaration.owner.reader.home
        auth = auth_of(method, declaration.owner, handler, home)
        if auth.paths.queue.state is not PathState.ENFORCED:
            return
        environment = self.settings.environment
        propagation = propagation_of(module, environment)
        if not is_known_off(propagation, module, environment):
            return
        asked = asked_of(method, handler, home)
        yield self.finding(
            declaration.place,
            Message(
                "the worker refuses every run of '{method}' (CHALLENGE SNAPSHOT_MISSING), "
                "since no auth snapshot of the caller is sent: {remedy}",
                method=method.name,
                remedy=_REMEDIES[propagation.by_environment],
            ),
            related=(
                (asked[0].place, Message("{requirement} requires it", requirement=named(asked[0]))),
            ),
        )


_REMEDIES: Mapping[bool, str] = {
    True: Message("set {setting}=true", setting=PROPAGATION),
    False: Message("register a pod {config}(enabled=True)", config=CONFIG),
}
"""By whether the variable switches them on."""
