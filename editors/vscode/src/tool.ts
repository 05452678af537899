// Where spakky-lint is, and what it says when it is asked.

import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

export const SECTION = "spakky-lint";

/** A command line that the arguments of spakky-lint follow. */
export interface Tool {
  readonly command: string;
  readonly args: readonly string[];
  /** What a message calls it. */
  readonly shown: string;
}

interface Answer {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** The environments of the Python extension, as far as they are asked for here. */
interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
    resolveEnvironment(
      environment: { readonly path: string },
    ): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

/** The first place of the order that has something; nothing that lies in a folder that is not trusted. */
export async function findTool(folder: vscode.Uri | undefined): Promise<Tool> {
  const settings = vscode.workspace.getConfiguration(SECTION, folder ?? null);
  const own = settings.get<string>("path", "");
  if (own) {
    return { command: own, args: [], shown: own };
  }
  const interpreter = settings.get<string>("interpreter", "");
  if (interpreter) {
    return ofPython(interpreter);
  }
  if (vscode.workspace.isTrusted) {
    const python = (await chosenPython(folder)) ?? pythonOf(folder);
    if (python) {
      return ofPython(python);
    }
  }
  return { command: "spakky-lint", args: [], shown: "spakky-lint on PATH" };
}

/** -P: it is started in the folder, of which no module may be imported, whatever its name. */
function ofPython(python: string): Tool {
  return { command: python, args: ["-P", "-m", "spakky_lint"], shown: python };
}

/** What the Python extension uses, where there is one that tells. */
async function chosenPython(folder: vscode.Uri | undefined): Promise<string | undefined> {
  try {
    const environments = await pythonEnvironments();
    const found = await environments?.resolveEnvironment(environments.getActiveEnvironmentPath(folder));
    return found?.executable.uri?.fsPath;
  } catch {
    return undefined; // it is there, and does not say
  }
}

async function pythonEnvironments(): Promise<PythonExtension["environments"]> {
  const extension = vscode.extensions.getExtension<PythonExtension>("ms-python.python");
  return (await extension?.activate())?.environments;
}

/** Call back when another environment is chosen in the Python extension; undefined where there is none. */
export async function onChosenPython(changed: () => void): Promise<vscode.Disposable | undefined> {
  try {
    return (await pythonEnvironments())?.onDidChangeActiveEnvironmentPath(changed);
  } catch {
    return undefined;
  }
}

function pythonOf(folder: vscode.Uri | undefined): string | undefined {
  if (folder === undefined) {
    return undefined;
  }
  const inside = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  const python = path.join(folder.fsPath, ".venv", ...inside);
  return fs.existsSync(python) ? python : undefined;
}

/** Ask spakky-lint for something. Findings are no failure: only what it cannot do is. */
export function run(tool: Tool, args: readonly string[], folder?: vscode.Uri, input = ""): Promise<Answer> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 64 * 1024 * 1024, ...(folder && { cwd: folder.fsPath }) };
    const child = execFile(tool.command, [...tool.args, ...args], options, (error, output, errors) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 2;
      resolve({ code, output, errors: errors || (error !== null && code === 2 ? error.message : "") });
    });
    child.stdin?.on("error", () => undefined); // it has ended without reading all
    child.stdin?.end(input);
  });
}

/** A whole session, in which nothing is asked. */
const SESSION = [
  { id: 1, method: "initialize", params: { processId: null, rootUri: null, capabilities: {} } },
  { id: 2, method: "shutdown" },
  { method: "exit" },
]
  .map((message) => JSON.stringify({ jsonrpc: "2.0", ...message }))
  .map((body) => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  .join("");

/** Why the server cannot be started, which may lack its extra; undefined where it can. */
export async function lackOf(tool: Tool): Promise<string | undefined> {
  const answer = await run(tool, ["server"], undefined, SESSION);
  return answer.code === 0 ? undefined : answer.errors.trim() || `${tool.shown} ended with ${answer.code}`;
}

/** One message says what to do: install it, or trust the folder, which may have it. */
export function tellLack(tool: Tool): void {
  const install = "pip install 'spakky-lint[lsp]'";
  const copy = "Copy the command";
  const trust = "Trust the folder";
  const trusted = vscode.workspace.isTrusted;
  const advice = trusted ? "" : " Nothing that lies in this folder is started until you trust it.";
  const message = `spakky-lint cannot be started (${tool.shown}). Install it: ${install}.${advice}`;
  void vscode.window.showErrorMessage(message, ...(trusted ? [copy] : [trust, copy])).then(async (chosen) => {
    if (chosen === copy) {
      await vscode.env.clipboard.writeText(install);
    } else if (chosen === trust) {
      await vscode.commands.executeCommand("workbench.trust.manage");
    }
  });
}
