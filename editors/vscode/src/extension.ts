// The language server, and the commands around it.

import * as vscode from "vscode";
import { LanguageClient, type Location, type ServerOptions } from "vscode-languageclient/node";

import { findTool, lackOf, onChosenPython, SECTION, tellLack } from "./tool";
import { explainRule, folderOf, RULE_PAGES, showCalls, showPage } from "./views";

let client: LanguageClient | undefined;
let logs: vscode.LogOutputChannel;
let queue: Promise<void> = Promise.resolve();
let starts = 0; // that are asked for and not done

export function activate(context: vscode.ExtensionContext): Promise<void> {
  logs = vscode.window.createOutputChannel("Spakky Lint", { log: true });
  const commands: Record<string, () => unknown> = {
    restart,
    showLogs: () => logs.show(),
    fixAll: () =>
      vscode.commands.executeCommand("editor.action.codeAction", {
        kind: "source.fixAll.spakky-lint",
        apply: "first",
      }),
    explainRule: () => explainRule(),
    preview: () => showPage("preview", "Schedules"),
    auth: () => showPage("auth", "Who may run what"),
  };
  context.subscriptions.push(
    logs,
    ...Object.entries(commands).map(([name, run]) =>
      vscode.commands.registerCommand(`${SECTION}.${name}`, run),
    ),
    vscode.workspace.onDidChangeConfiguration((event) => {
      const others = ["enable", "interpreter", "path"];
      if (others.some((name) => event.affectsConfiguration(`${SECTION}.${name}`))) {
        void restart();
      }
    }),
    vscode.workspace.registerTextDocumentContentProvider(SECTION, RULE_PAGES),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void restart()),
  );
  void onChosenPython(() => void restart()).then((listening) => listening && context.subscriptions.push(listening));
  return restart();
}

export async function deactivate(): Promise<void> {
  await queue;
  await client?.stop();
}

/** What this editor shows better than the server can; undefined for all else. */
function execute(command: string, args: readonly unknown[]): Thenable<unknown> | undefined {
  switch (command) {
    case "spakky-lint.server.preview":
      return showPage("preview", "Schedules");
    case "spakky-lint.server.explainRule":
      return explainRule(String(args[0]));
    case "spakky-lint.server.showCalls":
      return showCalls(args[0] as readonly Location[]);
    default:
      return undefined;
  }
}

/** One after the other: a server that is still starting cannot be stopped. */
function restart(): Promise<void> {
  starts += 1;
  queue = queue.then(startAnew, startAnew).finally(() => (starts -= 1));
  return queue;
}

async function startAnew(): Promise<void> {
  await client?.stop();
  client = undefined;
  const folder = folderOf(vscode.window.activeTextEditor?.document);
  if (!vscode.workspace.getConfiguration(SECTION).get<boolean>("enable", true)) {
    return;
  }
  const tool = await findTool(folder);
  const lack = await lackOf(tool);
  if (lack !== undefined) {
    logs.error(`server: ${lack}`);
    tellLack(tool);
    return;
  }
  logs.info(`server: ${[tool.command, ...tool.args, "server"].join(" ")}`);
  const server: ServerOptions = { command: tool.command, args: [...tool.args, "server"] };
  const settings = vscode.workspace.getConfiguration(SECTION);
  client = new LanguageClient(SECTION, "Spakky Lint", server, {
    documentSelector: [
      { scheme: "file", language: "python" },
      { scheme: "untitled", language: "python" },
      // For what is said of the codes in them.
      { scheme: "file", pattern: "**/{pyproject,spakky-lint,.spakky-lint}.toml" },
    ],
    synchronize: { configurationSection: SECTION },
    initializationOptions: {
      showSyntaxErrors: settings.get("showSyntaxErrors"),
      inlayHints: settings.get("inlayHints"),
      codeLens: settings.get("codeLens"),
    },
    outputChannel: logs,
    middleware: {
      executeCommand: (command, args, next) => execute(command, args) ?? next(command, args),
      // A server that is about to end is told nothing, and the next one is asked for its settings.
      workspace: { didChangeConfiguration: (sections, next) => (starts > 0 ? Promise.resolve() : next(sections)) },
    },
  });
  await client.start();
}
