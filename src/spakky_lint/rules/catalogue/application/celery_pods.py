"""Celery applications that a project makes itself."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.celery_pods import CeleryPod, CeleryTrouble, celery_pods
from spakky_lint.facts.startups import startups_at
from spakky_lint.facts.versions import CELERY_OF_THE_PLUGIN
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.lists import listed
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.loading import PluginLoading


class OwnCeleryPod(Rule[PluginLoading]):
    """A Celery pod of the application stops the start, or loses settings of celery.

    ## What it does
    Reports `load_plugins()` of a start with spakky-celery and a `@Pod()` factory that returns
    `Celery`, in each of the three ways that go wrong:

    - the pod is added or scanned after the plugins are loaded;
    - it comes before, and takes `CeleryConfig`, which the start does not add;
    - it comes before, and does not apply a `SPAKKY_CELERY__` variable that a settings file or the
      application's own code sets.

    It reports only where all of the start is seen. A pod that is configured out of sight, by
    `config_from_object()` or a function that is given it, is not said to lose anything.

    ## Why it matters
    Where there is no Celery pod yet, the plugin adds its own, made of `SPAKKY_CELERY__…`. With a
    second one the start ends in `NoUniquePodError`. Where there is one, the plugin adds neither its
    own nor `CeleryConfig`: who takes that ends in `UnexpectedDependencyTypeInjectedError`, and
    nobody reads the variables: with `SPAKKY_CELERY__TIMEZONE=Asia/Seoul`, `at=time(9)` fires at
    09:00 UTC.

    ## Example
    ```python
    import spakky.plugins.celery
    import spakky.task
    from celery import Celery
    from spakky.core.application.application import SpakkyApplication
    from spakky.core.application.application_context import ApplicationContext
    from spakky.core.pod.annotations.pod import Pod


    @Pod()
    def our_celery() -> Celery:
        return Celery("ours", broker="amqp://localhost")


    app = SpakkyApplication(ApplicationContext())
    app.load_plugins(include={spakky.plugins.celery.PLUGIN_NAME, spakky.task.PLUGIN_NAME})
    app.add(our_celery)
    app.start()
    ```

    ## Use instead
    ```python
    import spakky.plugins.celery
    import spakky.task
    from celery import Celery
    from spakky.core.application.application import SpakkyApplication
    from spakky.core.application.application_context import ApplicationContext
    from spakky.core.pod.annotations.pod import Pod


    @Pod()
    def our_celery() -> Celery:
        return Celery("ours", broker="amqp://localhost")


    app = SpakkyApplication(ApplicationContext())
    app.add(our_celery)
    app.load_plugins(include={spakky.plugins.celery.PLUGIN_NAME, spakky.task.PLUGIN_NAME})
    app.start()
    ```
    """

    code = "SPK804"
    name = "own-celery-pod"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    holds = CELERY_OF_THE_PLUGIN

    def check(self, declaration: PluginLoading, module: Module) -> Iterator[Finding]:
        for startup in startups_at(declaration, module):
            for pod in celery_pods(startup, self.settings.environment):
                is_lost = pod.trouble is CeleryTrouble.LOST
                yield self.finding(
                    declaration.place,
                    _message(pod),
                    related=((pod.function.place, Message("the pod is created here")),),
                    consequence=Consequence.SILENT if is_lost else None,
                )


def _message(pod: CeleryPod) -> str:
    name = pod.function.name
    if pod.trouble is CeleryTrouble.SECOND:
        return Message(
            "the plugin registers a Celery pod of its own before '{name}' is added, so "
            "the application stops at start with NoUniquePodError: add '{name}' before "
            "load_plugins",
            name=name,
        )
    if pod.trouble is CeleryTrouble.NO_CONFIG:
        return Message(
            "'{name}' takes a CeleryConfig, and the plugin adds none beside it, so the "
            "application stops at start with UnexpectedDependencyTypeInjectedError: add "
            "CeleryConfig, too",
            name=name,
        )
    return Message(
        "nothing reads {settings}, since '{name}' is added before the plugin: pass the "
        "values to celery in '{name}'",
        settings=listed(pod.lost),
        name=name,
    )
