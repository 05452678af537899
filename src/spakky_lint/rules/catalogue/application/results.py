"""What the application lacks for the results of its tasks."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.framework_settings import RESULT_BACKEND
from spakky_lint.facts.invocations import deals_with
from spakky_lint.facts.result_backend import may_be_named_by_code
from spakky_lint.facts.task_calls import is_sent
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.results import may_run_in_place
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.settings import Need
from spakky_lint.rules.wording import defined
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.method_calls import MethodCall

_WAITS = ("get", "get_async")


class ResultBackendMissing(Rule[MethodCall]):
    """The result of a task is waited for, and no result backend is configured.

    ## What it does
    Reports `get()` and `get_async()` on the result of a task that is sent, where the settings of
    the project name no `SPAKKY_CELERY__RESULT_BACKEND`.

    What nobody can see proves nothing, so the rule speaks in two cases only. A `.env`, a compose
    file or a Dockerfile of the application sets other `SPAKKY_CELERY__` variables, but not this
    one; or one of them, or `[tool.spakky-lint.environment]`, sets it to nothing:

    ```toml
    [tool.spakky-lint.environment.settings]
    SPAKKY_CELERY__RESULT_BACKEND = ""
    ```

    It is silent where code may name a backend: where the application writes the variable itself,
    mentions `result_backend` or `CeleryConfig`, or imports `Celery`. Handlers, tests and functions
    that mention `NotImplementedError` are left alone. `spakky-lint config` shows what is known.

    ## Why it matters
    The framework keeps no results unless it is told where. The message is sent and the task runs,
    but waiting for it raises `NotImplementedError: No result backend is configured`.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        def total(self) -> int: ...


    def show(reports: Reports) -> None:
        print(reports.total().get())
    ```

    ## Use instead
    Set `SPAKKY_CELERY__RESULT_BACKEND`, or send the task without waiting for it:

    ```python
    @TaskHandler()
    class Reports:
        @task
        def total(self) -> int: ...


    def show(reports: Reports) -> None:
        print(reports.total().task_id)
    ```
    """

    code = "SPK805"
    name = "result-backend-missing"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"
    needs = Need.NO_BACKEND

    def check(self, declaration: MethodCall, module: Module) -> Iterator[Finding]:
        if not is_sent(declaration, module) or may_run_in_place(declaration, module):
            return
        if deals_with("NotImplementedError", declaration.within) or may_be_named_by_code(module):
            return
        method = declaration.method
        for use in declaration.uses:
            if use.name not in _WAITS or use.call is None or use.call.arguments:
                continue
            yield self.finding(
                use.place,
                Message(
                    "no result backend is configured, so '{use}' on the result of '{method}' "
                    "raises NotImplementedError: set {setting}",
                    use=use.name,
                    method=method.name,
                    setting=RESULT_BACKEND,
                ),
                related=(defined(method),),
            )
