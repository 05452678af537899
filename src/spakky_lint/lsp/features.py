"""What the server does when the client asks, or tells it of something."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcException

from spakky_lint.lsp import actions, commands
from spakky_lint.lsp.client_process import end_with
from spakky_lint.lsp.lenses import lenses, wanted_by, with_calls
from spakky_lint.lsp.options import SECTION, read_options, says_anything
from spakky_lint.lsp.positions import Places
from spakky_lint.lsp.reports import WorkspaceReport, document_report
from spakky_lint.lsp.server import SpakkyServer
from spakky_lint.lsp.shown import (
    completions,
    hints,
    hover_of_codes,
    hover_of_settings,
    hover_of_tasks,
)
from spakky_lint.syntax.source import of_text

WATCHED = (
    "**/*.py",
    "**/{pyproject,spakky-lint,.spakky-lint,pylock}.toml",
    "**/{uv,poetry,pdm}.lock",
    "**/{requirements,constraints}*.txt",
    "**/requirements/*.txt",
    "**/{setup.cfg,pytest.ini,.pytest.ini,tox.ini}",
    "**/{.env,.env.*,*.env}",
    "**/*compose*.{yml,yaml}",
    "**/{Dockerfile,Containerfile}*",
    "**/*.{dockerfile,Dockerfile}",
    "**/.gitlab-ci.{yml,yaml}",
    "**/.github/workflows/*.{yml,yaml}",
)
"""The files on which the findings of others rest."""


def register(server: SpakkyServer) -> None:
    server.feature(types.INITIALIZE)(_initialize)
    server.feature(types.INITIALIZED)(_initialized)
    server.feature(types.SHUTDOWN)(_asked_to_stop)
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(_opened)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(_changed)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(_closed)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_files_changed)
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_folders_changed)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_configured)
    server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(
            code_action_kinds=[actions.QUICK_FIX, actions.FIX_ALL], resolve_provider=True
        ),
    )(_offered)
    server.feature(types.CODE_ACTION_RESOLVE)(_resolved)
    server.feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    server.feature(types.TEXT_DOCUMENT_INLAY_HINT)(_hints)
    server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions(resolve_provider=True))(
        _lenses
    )
    server.feature(types.CODE_LENS_RESOLVE)(_resolved_lens)
    server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=['"', "'"])
    )(_completions)
    server.feature(types.TEXT_DOCUMENT_DEFINITION)(_definition)
    server.command(commands.EXPLAIN_RULE)(_explain_rule)
    server.command(commands.PREVIEW)(_preview)
    server.command(commands.SHOW_CALLS)(_show_calls)


# The session


def _initialize(server: SpakkyServer, params: types.InitializeParams) -> None:
    if params.process_id is not None:
        end_with(params.process_id, server.worker.end)
    server.options, server.problems = read_options(params.initialization_options)
    server.locale = params.locale
    client = params.capabilities
    server.pulls = bool(
        get_capability(client, "text_document.diagnostic")
        # What another file, or a rest, makes of a text cannot be known without being told.
        and get_capability(client, "workspace.diagnostics.refresh_support")
    )
    if server.pulls:
        options = types.DiagnosticOptions(
            identifier=SECTION, inter_file_dependencies=True, workspace_diagnostics=True
        )
        server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(_pulled)
        server.feature(types.WORKSPACE_DIAGNOSTIC)(_pulled_whole)


async def _initialized(server: SpakkyServer, _: types.InitializedParams) -> None:
    for problem in server.problems:
        server.tell(problem)
    server.checks.refresh()  # a configuration may be wrong before anything is open
    await _ask_for_settings(server)
    # To be told of files that change outside the editor, where the editor can do that.
    can = "workspace.did_change_watched_files.dynamic_registration"
    if not get_capability(server.client_capabilities, can):
        return
    watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
    await server.client_register_capability_async(
        types.RegistrationParams(
            [
                types.Registration(
                    "spakky-lint-files",
                    types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                    types.DidChangeWatchedFilesRegistrationOptions(watchers),
                )
            ]
        )
    )


async def _configured(server: SpakkyServer, params: types.DidChangeConfigurationParams) -> None:
    if params.settings and says_anything(params.settings):
        _take(server, params.settings)
    else:
        await _ask_for_settings(server)


async def _ask_for_settings(server: SpakkyServer) -> None:
    """Where the client can tell; else those of the greeting hold."""
    if not get_capability(server.client_capabilities, "workspace.configuration"):
        return
    asked = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
    try:
        told = await server.workspace_configuration_async(asked)
    except JsonRpcException:
        return  # it cannot, all the same
    if told and told[0] is not None:
        _take(server, told[0])


def _take(server: SpakkyServer, settings: object) -> None:
    options, problems = read_options(settings)
    for problem in problems:
        server.tell(problem)
    if options != server.options:
        server.options = options
        server.publishing.show_again()


def _asked_to_stop(server: SpakkyServer, _: None) -> None:
    server.asked_to_stop = True


# The documents


def _opened(server: SpakkyServer, params: types.DidOpenTextDocumentParams) -> None:
    uri = params.text_document.uri
    if server.lints(uri):
        server.checks.open(uri)


def _changed(server: SpakkyServer, params: types.DidChangeTextDocumentParams) -> None:
    server.checks.change(params.text_document.uri)


def _closed(server: SpakkyServer, params: types.DidCloseTextDocumentParams) -> None:
    server.checks.forget(params.text_document.uri)


def _saved(server: SpakkyServer, _: types.DidSaveTextDocumentParams) -> None:
    server.checks.refresh(looks=True)


def _files_changed(server: SpakkyServer, _: types.DidChangeWatchedFilesParams) -> None:
    server.checks.refresh(looks=True)


def _folders_changed(server: SpakkyServer, _: types.DidChangeWorkspaceFoldersParams) -> None:
    server.checks.refresh(looks=True)


# The findings, for a client that asks


async def _pulled(
    server: SpakkyServer, params: types.DocumentDiagnosticParams
) -> types.DocumentDiagnosticReport:
    found = await server.checks.pulled(params.text_document.uri)
    return document_report(found, params.previous_result_id)


async def _pulled_whole(
    server: SpakkyServer, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    previous = {each.uri: each.value for each in params.previous_result_ids}
    told: set[str] = set()

    def tell(token: types.ProgressToken, reports: Sequence[WorkspaceReport]) -> None:
        told.update(each.uri for each in reports)
        part = types.WorkspaceDiagnosticReportPartialResult(list(reports))
        server.protocol.notify(types.PROGRESS, types.ProgressParams(token, part))

    token = params.partial_result_token
    found = await server.whole.reports(previous, None if token is None else partial(tell, token))
    return types.WorkspaceDiagnosticReport([each for each in found if each.uri not in told])


# What is shown besides the findings


async def _hover(server: SpakkyServer, params: types.HoverParams) -> types.Hover | None:
    uri, position = params.text_document.uri, params.position
    if uri.endswith(".toml"):
        is_open = uri in server.workspace.text_documents
        return hover_of_settings(server.places(uri), position) if is_open else None
    insight = await server.answers.insight(uri)
    if insight is None:
        return None
    places = _places(server, insight.text)
    return hover_of_tasks(insight, places, position) or hover_of_codes(
        places.lines.text, places, position
    )


def _places(server: SpakkyServer, text: str) -> Places:
    """In the text that something is said of: the document's may be another one by now."""
    return Places.of(of_text(text), server.workspace.position_codec)


async def _hints(
    server: SpakkyServer, params: types.InlayHintParams
) -> list[types.InlayHint] | None:
    insight = await server.answers.insight(params.text_document.uri)
    if insight is None or not server.options.shows_inlay_hints:
        return None
    places = _places(server, insight.text)
    return list(hints(insight, places, params.range))


async def _completions(
    server: SpakkyServer, params: types.CompletionParams
) -> list[types.CompletionItem] | None:
    found = await server.answers.names(params.text_document.uri, params.position)
    return None if found is None else completions(*found, server.language)


async def _definition(
    server: SpakkyServer, params: types.DefinitionParams
) -> types.Location | None:
    return await server.answers.definition(params.text_document.uri, params.position)


async def _lenses(
    server: SpakkyServer, params: types.CodeLensParams
) -> list[types.CodeLens] | None:
    uri = params.text_document.uri
    calls = await server.answers.calls(uri, with_calls=False)
    if calls is None or not server.options.shows_code_lens:
        return None
    return lenses(uri, calls, _places(server, calls.text), server.language)


async def _resolved_lens(server: SpakkyServer, lens: types.CodeLens) -> types.CodeLens:
    uri = wanted_by(lens)
    calls = None if uri is None else await server.answers.calls(uri, with_calls=True)
    if uri is None or calls is None:
        return lens
    places = _places(server, calls.text)
    return with_calls(lens, calls, places, lambda found: server.location(uri, places, found))


# On command


async def _explain_rule(server: SpakkyServer, code: str) -> None:
    await commands.show_rule(server, server.pages, code, server.language)


async def _preview(server: SpakkyServer, uri: str) -> None:
    folder = server.folder_of(uri)
    if folder is not None:
        await commands.show_preview(server, server.pages, folder, server.language)


async def _show_calls(server: SpakkyServer, places: list[types.Location]) -> None:
    await commands.show_calls(server, places, server.language)


# The fixes


async def _offered(
    server: SpakkyServer, params: types.CodeActionParams
) -> list[types.CodeAction] | None:
    uri, only = params.text_document.uri, params.context.only
    # While somebody types, what is known answers at once.
    analysis = server.checks.latest(uri) or await server.checks.settled(uri)
    if analysis is None:
        return None
    found: list[types.CodeAction] = []
    resolves = _resolves(server)
    if actions.wants(only, actions.QUICK_FIX):
        document = server.described(uri, analysis)
        found.extend(actions.quick_fixes(document, analysis.findings, params.range))
        if resolves:
            found.extend(actions.fixes_of_rules(document, analysis.findings, params.range))
        found.extend(
            actions.silencing(document, analysis.findings, params.range, resolves=resolves)
        )
        if commands.can_show(server):
            found.extend(actions.explaining(document, analysis.findings, params.range))
    # Only when asked for by name: it is for the whole text, wherever the cursor is.
    if only is not None and actions.wants(only, actions.FIX_ALL):
        settled = await server.checks.settled(uri)
        if settled is not None:
            action = actions.fix_all(server.described(uri, settled), settled.findings)
            found.extend(action if resolves else [await _resolved(server, one) for one in action])
    return found


async def _resolved(server: SpakkyServer, action: types.CodeAction) -> types.CodeAction:
    """With the edit of what costs a run of the linter for each round of fixes."""
    wanted = actions.wanted(action.data)
    if wanted is None:
        return action
    if wanted.line is None:
        edits = await server.answers.fixes(wanted.uri, wanted.codes)
    elif wanted.version == server.version_of(wanted.uri):
        edits = await server.answers.silencing(wanted.uri, wanted.line, wanted.codes or ())
    else:
        return action  # it is another line by now
    analysis = server.checks.latest(wanted.uri)
    if analysis is not None and edits:
        action.edit = actions.edit_of(server.described(wanted.uri, analysis), edits)
    return action


def _resolves(server: SpakkyServer) -> bool:
    """Whether the client asks for an edit when it is about to make it."""
    support = "text_document.code_action.resolve_support"
    known = get_capability(server.client_capabilities, support)
    properties: Sequence[str] = () if known is None else known.properties
    return "edit" in properties
