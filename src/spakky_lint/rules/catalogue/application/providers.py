"""The auth providers of an application."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from spakky_lint.facts.application import giving
from spakky_lint.facts.providers import providers_at
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.lists import listed
from spakky_lint.rules.rule import Beside, Rule
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.loading import PluginLoading
from spakky_lint.syntax.ranges import Placed


class MissingAuthProvider(Rule[PluginLoading]):
    """No auth provider supplies what the tasks of an application require.

    ## What it does
    Reports `load_plugins()` of a start whose tasks ask for a capability that no provider gives:
    neither a plugin that is loaded, nor an `AuthProviderContribution` pod of the application.

    It reports only where all of the start is seen: what it scans and adds, what the pods that
    contribute list, and which plugins it loads, by `include=` or by the dependencies of the
    project. A plugin of somebody else's may contribute anything: where one is loaded, or where
    nobody can tell because other packages are asked for and none is installed, it says nothing.

    ## Why it matters
    With spakky-auth loaded, every capability that is asked for needs exactly one provider. Without
    one the start ends in `AuthStartupCapabilityValidationError`.

    - Every requirement asks for `AUTHENTICATION`: spakky-oidc gives it.
    - `require_permission`, `require_role`, `require_scope` and `require_policy` ask for
      `PERMISSION_CHECK`, `ROLE_CHECK`, `SCOPE_CHECK` and `POLICY_EVALUATION`: spakky-policy gives
      them.
    - `require_relation` asks for `RELATION_CHECK`: spakky-openfga gives it.
    - Snapshots that are sent ask for `SNAPSHOT_SIGN` and `SNAPSHOT_VERIFY`: spakky-cryptography
      gives them.

    ## Example
    ```python
    import spakky.auth
    import spakky.task
    from spakky.auth import AuthCapability, AuthProviderContribution, require_role
    from spakky.core.application.application import SpakkyApplication
    from spakky.core.application.application_context import ApplicationContext
    from spakky.core.pod.annotations.pod import Pod


    @TaskHandler()
    class Reports:
        @task
        @require_role("admin")
        def weekly(self) -> None: ...


    app = SpakkyApplication(ApplicationContext())
    app.load_plugins(include={spakky.auth.PLUGIN_NAME, spakky.task.PLUGIN_NAME})
    app.add(Reports)
    app.start()
    ```

    ## Use instead
    ```python
    import spakky.auth
    import spakky.task
    from spakky.auth import AuthCapability, AuthProviderContribution, require_role
    from spakky.core.application.application import SpakkyApplication
    from spakky.core.application.application_context import ApplicationContext
    from spakky.core.pod.annotations.pod import Pod


    @TaskHandler()
    class Reports:
        @task
        @require_role("admin")
        def weekly(self) -> None: ...


    @Pod()
    def our_auth() -> AuthProviderContribution:
        return AuthProviderContribution(
            provider_id="ours",
            capabilities=frozenset({AuthCapability.AUTHENTICATION, AuthCapability.ROLE_CHECK}),
        )


    app = SpakkyApplication(ApplicationContext())
    app.load_plugins(include={spakky.auth.PLUGIN_NAME, spakky.task.PLUGIN_NAME})
    app.add(Reports).add(our_auth)
    app.start()
    ```
    """

    code = "SPK801"
    name = "missing-auth-provider"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"

    def check(self, declaration: PluginLoading, module: Module) -> Iterator[Finding]:
        providers = providers_at(declaration, module, self.settings.environment)
        missing = providers.missing
        if not missing:
            return
        plugins = dict.fromkeys(name for each in missing for name in giving(each)[:1])
        yield self.finding(
            declaration.place,
            Message(
                "no auth provider supplies {capabilities}, so the application stops at start "
                "with AuthStartupCapabilityValidationError: load {plugins}, or contribute it "
                "from a provider of your own",
                capabilities=listed([*missing]),
                plugins=listed([*plugins]),
            ),
            related=_related(providers.asked_at(missing), _requires),
        )


class RepeatedAuthProvider(Rule[PluginLoading]):
    """Two auth providers supply the same capability.

    ## What it does
    Reports `load_plugins()` of a start whose tasks ask for a capability that several providers
    give: plugins that are loaded, or `AuthProviderContribution` pods of the application. What no
    task asks for may be given twice.

    ## Why it matters
    With spakky-auth loaded, every capability that is asked for needs exactly one provider. With two
    the start ends in `AuthStartupCapabilityValidationError`: spakky-policy and spakky-openfga both
    give `POLICY_EVALUATION`.

    ## Example
    ```python
    from spakky.auth import AuthCapability, AuthProviderContribution, protected
    from spakky.core.application.application import SpakkyApplication
    from spakky.core.application.application_context import ApplicationContext
    from spakky.core.pod.annotations.pod import Pod


    @TaskHandler()
    class Reports:
        @task
        @protected
        def weekly(self) -> None: ...


    @Pod()
    def sessions() -> AuthProviderContribution:
        return AuthProviderContribution(
            provider_id="sessions", capabilities=frozenset({AuthCapability.AUTHENTICATION})
        )


    @Pod()
    def tokens() -> AuthProviderContribution:
        return AuthProviderContribution(
            provider_id="tokens", capabilities=frozenset({AuthCapability.AUTHENTICATION})
        )


    app = SpakkyApplication(ApplicationContext()).load_plugins()
    app.add(Reports).add(sessions).add(tokens).start()
    ```

    ## Use instead
    ```python
    from spakky.auth import AuthCapability, AuthProviderContribution, protected
    from spakky.core.application.application import SpakkyApplication
    from spakky.core.application.application_context import ApplicationContext
    from spakky.core.pod.annotations.pod import Pod


    @TaskHandler()
    class Reports:
        @task
        @protected
        def weekly(self) -> None: ...


    @Pod()
    def sessions() -> AuthProviderContribution:
        return AuthProviderContribution(
            provider_id="sessions", capabilities=frozenset({AuthCapability.AUTHENTICATION})
        )


    app = SpakkyApplication(ApplicationContext()).load_plugins()
    app.add(Reports).add(sessions).start()
    ```
    """

    code = "SPK802"
    name = "repeated-auth-provider"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"

    def check(self, declaration: PluginLoading, module: Module) -> Iterator[Finding]:
        providers = providers_at(declaration, module, self.settings.environment)
        repeated = providers.repeated
        if not repeated:
            return
        clauses = [
            Message(
                "{capability} is supplied by {providers}",
                capability=each,
                providers=listed([one.name for one in providers.of(each)]),
            )
            for each in repeated
        ]
        yield self.finding(
            declaration.place,
            Message(
                "{clauses}, so the application stops at start with "
                "AuthStartupCapabilityValidationError: keep one provider of each",
                clauses=listed(clauses),
            ),
            related=(
                *_related(providers.given_at(repeated), _contributes),
                *_related(providers.asked_at(repeated), _requires),
            ),
        )


def _related(places: Mapping[str, Placed], words: Callable[[str], Message]) -> tuple[Beside, ...]:
    return tuple((place, words(name)) for name, place in places.items())


def _requires(task: str) -> Message:
    return Message("{task} requires it", task=task)


def _contributes(provider: str) -> Message:
    return Message("{provider} contributes it", provider=provider)
