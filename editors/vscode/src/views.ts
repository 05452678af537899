// What is shown beside the code: the pages of spakky-lint.

import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import type { Location } from "vscode-languageclient/node";

import { findTool, run, SECTION } from "./tool";

/** The open pages, by their command: who asks again wants to see the same one, as it is now. */
const panels = new Map<string, vscode.WebviewPanel>();

export function folderOf(document: vscode.TextDocument | undefined): vscode.Uri | undefined {
  const folder = document && vscode.workspace.getWorkspaceFolder(document.uri);
  return (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri;
}

/** The page of `preview` or `auth`, of the whole folder. */
export async function showPage(command: "preview" | "auth", title: string): Promise<void> {
  const folder = folderOf(vscode.window.activeTextEditor?.document);
  if (folder === undefined) {
    void vscode.window.showInformationMessage("Open a folder first: spakky-lint reads its files.");
    return;
  }
  const scratch = await fs.mkdtemp(path.join(os.tmpdir(), "spakky-lint-"));
  const file = path.join(scratch, `${command}.html`);
  try {
    const asked = vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: `spakky-lint ${command}` },
      async () => run(await findTool(folder), [command, "--format", "html", "--output", file], folder),
    );
    const answer = await asked;
    const page = await fs.readFile(file, "utf8").catch(() => undefined);
    if (page === undefined) {
      const reason = answer.errors.trim().split("\n")[0] ?? "";
      void vscode.window.showErrorMessage(`spakky-lint ${command} made no page. ${reason}`);
      return;
    }
    const panel = panels.get(command) ?? newPanel(command, title);
    panel.reveal(undefined, true);
    panel.webview.html = page;
  } finally {
    await fs.rm(scratch, { recursive: true, force: true });
  }
}

function newPanel(command: string, title: string): vscode.WebviewPanel {
  const panel = vscode.window.createWebviewPanel(
    `${SECTION}.${command}`,
    title,
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, retainContextWhenHidden: true, localResourceRoots: [] },
  );
  panels.set(command, panel);
  panel.onDidDispose(() => panels.delete(command));
  return panel;
}

/** Where a task is called, beside the code. */
export async function showCalls(places: readonly Location[]): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return;
  }
  const found = places.map(({ uri, range: { start, end } }) => {
    const range = new vscode.Range(start.line, start.character, end.line, end.character);
    return new vscode.Location(vscode.Uri.parse(uri), range);
  });
  await vscode.commands.executeCommand(
    "editor.action.showReferences",
    editor.document.uri,
    editor.selection.active,
    found,
  );
}

/** The page of a rule: the one that is named, that of a finding under the cursor, or a chosen one. */
export async function explainRule(named?: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const tool = await findTool(folderOf(editor?.document));
  const code = named ?? (editor && codeAt(editor)) ?? (await chosenRule(tool));
  if (code === undefined) {
    return;
  }
  // No file of the user's: closing it asks for nothing.
  await vscode.commands.executeCommand("markdown.showPreviewToSide", vscode.Uri.from({ scheme: SECTION, path: `/${code}.md` }));
}

/** The pages of rules, as documents that nobody can change. */
export const RULE_PAGES: vscode.TextDocumentContentProvider = {
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const tool = await findTool(folderOf(vscode.window.activeTextEditor?.document));
    const { code, output, errors } = await run(tool, ["rule", path.posix.basename(uri.path, ".md"), "--format", "markdown"]);
    return code === 0 ? output : errors.trim();
  },
};

function codeAt(editor: vscode.TextEditor): string | undefined {
  const cursor = editor.selection.active;
  const found = vscode.languages
    .getDiagnostics(editor.document.uri)
    .find((one) => one.source === "spakky-lint" && one.range.contains(cursor));
  const code = found?.code;
  return code === undefined ? undefined : String(typeof code === "object" ? code.value : code);
}

interface Rule {
  readonly code: string;
  readonly name: string;
  readonly summary: string;
}

async function chosenRule(tool: Awaited<ReturnType<typeof findTool>>): Promise<string | undefined> {
  const { code, output, errors } = await run(tool, ["rule", "--format", "json"]);
  if (code !== 0) {
    void vscode.window.showErrorMessage(errors.trim());
    return undefined;
  }
  const rules = (JSON.parse(output) as { readonly rules: readonly Rule[] }).rules;
  const chosen = await vscode.window.showQuickPick(
    rules.map((rule) => ({ label: rule.code, description: rule.name, detail: rule.summary })),
    { matchOnDescription: true, matchOnDetail: true, placeHolder: "A rule" },
  );
  return chosen?.label;
}
