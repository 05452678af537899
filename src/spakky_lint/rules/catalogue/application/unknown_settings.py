"""Settings of the framework in the files of the project: their names and their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spakky_lint.facts.framework_settings import (
    Mistake,
    SettingLine,
    closest_key,
    is_read,
    mistake_in,
)
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.setting_words import ALLOWED
from spakky_lint.syntax.declarations import Module

_WRONG: Mapping[Mistake, str] = {
    Mistake.NO_ZONE: Message("is not a time zone"),
    Mistake.NO_SERIALIZER: Message("is not a serializer that the framework accepts"),
    Mistake.NO_LIST: Message("is not a list of serializers"),
    Mistake.NO_TRUTH: Message("is neither true nor false"),
}


class UnknownSetting(Rule[SettingLine]):
    """A setting has a name or a value that the framework does not know.

    ## What it does
    Reports environment variables in the files of the project whose names begin with
    `SPAKKY_CELERY_` and that no version of spakky-celery reads, and known ones with a value that it
    does not take: no time zone, no serializer, no truth value. It looks at `.env` files, compose
    files, Dockerfiles, `pyproject.toml`, `pytest.ini`, `tox.ini` and `setup.cfg` (`env` of
    pytest-env), and the configuration of GitHub Actions and GitLab CI.

    Values that are put together, such as `${TZ}`, and the values of templates such as
    `.env.example` are left alone. Of variables that are not the framework's nothing is read.

    `spakky-lint check` reports it once a run, with the file that it stands in, when a file of the
    project that has to do with the framework is checked. `per-file-ignores` silences it. A comment
    such as `# noqa` does not: not all that read such files take one behind a value, and for those
    it would be a part of the value. flake8 and editors show findings of Python files only, so
    neither of them shows it.

    ## Why it matters
    A name that is not known is ignored in silence: with `SPAKKY_CELERY__TIMEZON=Asia/Seoul` every
    schedule runs in UTC. A value that is not known ends the start of the application, in
    `InvalidTimezoneError`, `ValidationError` or `SettingsError`.

    ## Example
    ```ini
    SPAKKY_CELERY__TIMEZON=Asia/Seoul
    SPAKKY_CELERY__TIMEZONE=Asia/Soul
    SPAKKY_CELERY__TASK_SERIALIZER=JSON
    ```

    ## Use instead
    ```ini
    SPAKKY_CELERY__TIMEZONE=Asia/Seoul
    SPAKKY_CELERY__TASK_SERIALIZER=json
    ```
    """

    code = "SPK808"
    name = "unknown-setting"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"

    def check(self, declaration: SettingLine, module: Module) -> Iterator[Finding]:
        key, value = declaration.key, declaration.value
        if not is_read(key):
            meant = closest_key(key)
            hint = "" if meant is None else Message(": did you mean {meant}?", meant=meant)
            yield self.finding(
                declaration.key_range,
                Message(
                    "the framework has no setting {key}, and silently ignores it{hint}",
                    key=key,
                    hint=hint,
                ),
                consequence=Consequence.SILENT,
            )
            return
        if value is None or "$" in value or declaration.is_example:
            return
        mistake = mistake_in(key, value)
        if mistake is not None:
            at = declaration.value_range if value else declaration.key_range
            yield self.finding(
                at,
                Message(
                    'the application does not start: "{value}" of {key} {wrong}; {allowed}',
                    value=value,
                    key=key,
                    wrong=_WRONG[mistake],
                    allowed=ALLOWED[mistake],
                ),
            )
