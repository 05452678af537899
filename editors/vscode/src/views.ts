// What is shown beside the code: the pages of spakky-lint.

import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import type { Location } from "vscode-languageclient/node";

import { findTool, run } from "./tool";

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
    const panel = vscode.window.createWebviewPanel(
      `spakky-lint.${command}`,
      title,
      vscode.ViewColumn.Beside,
      { enableScripts: true, retainContextWhenHidden: true, localResourceRoots: [] },
    );
    panel.webview.html = page;
  } finally {
    await fs.rm(scratch, { recursive: true, force: true });
  }
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
  const { code: status, output, errors } = await run(tool, ["rule", code, "--format", "markdown"]);
  if (status !== 0) {
    void vscode.window.showErrorMessage(errors.trim());
    return;
  }
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content: output });
  await vscode.commands.executeCommand("markdown.showPreviewToSide", document.uri);
}

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
