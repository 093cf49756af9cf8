import { execFile } from "node:child_process";
import * as path from "node:path";

/** Runs this project's command-line program and reads the JSON that it prints, whatever its exit code. */
export function runCli(args: string[], env: Record<string, string> = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ["--import", "tsx", "cli/main.ts", ...args, "--json"],
      { cwd: path.resolve(__dirname, "../.."), env: { ...process.env, ...env }, maxBuffer: 2 ** 26 },
      (error, out, err) => {
        try {
          resolve(JSON.parse(out));
        } catch {
          reject(new Error(`${args.join(" ")} printed no JSON:\n${out}${err}`, { cause: error }));
        }
      },
    );
  });
}
