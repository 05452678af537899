"""The beat schedule of celery, in which the entries of `@schedule` are kept."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Applicability, Consequence, Edit, Finding, Fix, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.beat import BeatScheduleReplacement
from spakky_lint.syntax.comments import has_comment
from spakky_lint.syntax.declarations import Module


class BeatScheduleReplaced(Rule[BeatScheduleReplacement]):
    """The beat schedule of a started application is replaced.

    ## What it does
    Reports `conf.beat_schedule = {...}`, `conf["beat_schedule"] = {...}` and
    `conf.update(beat_schedule={...})`, where the celery application is got from the container of a
    `SpakkyApplication` on which `start()` has been called. It is left alone before the start, on a
    celery application of one's own, where the new schedule may take in the old one, and where it is
    emptied on purpose.

    ## Why it matters
    When the application starts, every `@schedule` becomes an entry of that dict. A new dict in its
    place has none of them: beat sends what the new one says, and no scheduled method runs any more.
    Nothing is reported.

    ## Example
    ```python
    from celery import Celery
    from spakky.core.application.application import SpakkyApplication
    from spakky.core.application.application_context import ApplicationContext

    app = SpakkyApplication(ApplicationContext()).load_plugins().scan().start()
    celery = app.container.get(Celery)
    celery.conf.beat_schedule = {"ping": {"task": "monitor.ping", "schedule": 30.0}}
    ```

    ## Use instead
    ```python
    from celery import Celery
    from spakky.core.application.application import SpakkyApplication
    from spakky.core.application.application_context import ApplicationContext

    app = SpakkyApplication(ApplicationContext()).load_plugins().scan().start()
    celery = app.container.get(Celery)
    celery.conf.beat_schedule.update({"ping": {"task": "monitor.ping", "schedule": 30.0}})
    ```

    ## Fix safety
    Unsafe: the scheduled methods run again, which somebody may have wanted to stop.
    """

    code = "SPK313"
    name = "beat-schedule-replaced"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: BeatScheduleReplacement, module: Module) -> Iterator[Finding]:
        configuration = declaration.configuration.code
        yield self.finding(
            declaration.place,
            Message(
                "the beat schedule of the started application is replaced, so the entries of "
                "every @schedule are gone and beat never sends them: write "
                "{configuration}.beat_schedule.update(...)",
                configuration=configuration,
            ),
            fix=_merged(declaration),
        )


def _merged(declaration: BeatScheduleReplacement) -> Fix | None:
    entries = declaration.entries.text
    rest = declaration.statement.text.replace(entries, "", 1)
    if not declaration.is_simple or has_comment(rest):
        return None  # it does more than that, or a comment would be lost
    configuration = declaration.configuration
    text = f"{configuration.lines.slice(configuration.bracketed)}.beat_schedule.update({entries})"
    edit = Edit(declaration.statement.range, text)
    return Fix(Message("Add the entries to those that are there"), Applicability.UNSAFE, (edit,))
