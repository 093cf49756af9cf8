import { Readable } from "node:stream";
import { runCommand } from "../../../cli/command";
import { command } from "../../../cli/preview/command";
import type { PreviewResult } from "../../../cli/preview/previewResult";

/** What a run of `preview` left behind. */
export interface PreviewRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `preview` through the real hosts, as from a pipe. */
export async function runPreview(argv: string[], env: NodeJS.ProcessEnv = {}): Promise<PreviewRun> {
  const run = { code: -1, stdout: "", stderr: "" };
  run.code = await runCommand(command, argv, {
    stdout: { write: (text) => (run.stdout += text) },
    stderr: { write: (text) => (run.stderr += text) },
    stdin: Readable.from([]),
    env: { ...cleanEnv(), ...env },
    isTTY: false,
  });
  return run;
}

/** Runs `preview --json` and reads what it prints. */
export async function previewJson(argv: string[]): Promise<{ code: number; result: PreviewResult }> {
  const { code, stdout, stderr } = await runPreview([...argv, "--json"]);
  if (stdout === "") throw new Error(`preview printed nothing but: ${stderr}`);
  return { code, result: JSON.parse(stdout) as PreviewResult };
}

/** Whatever project or stack the machine's environment names must not decide a test. */
function cleanEnv(): NodeJS.ProcessEnv {
  const foreign = /^(PULUMI_|GOOGLE_|GCLOUD_|CLOUDSDK_|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
