import { execFile } from "node:child_process";
import * as path from "node:path";
import type { PreviewResult } from "../../cli/preview/previewResult";

/** What `npm start -- --stack …` says of one of this project's stacks, as JSON. */
export function previewOffline(stack: string): Promise<PreviewResult> {
  const args = ["--import", "tsx", "cli/main.ts", "preview", "--json", "--stack", stack];
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      args,
      { cwd: path.resolve(__dirname, "../.."), maxBuffer: 2 ** 26 },
      (error, out, err) => {
        // Exit code 1 is a verdict, and the JSON holds it.
        if (error && error.code !== 1)
          reject(new Error(`The offline preview failed:\n${out}${err}`, { cause: error }));
        else resolve(JSON.parse(out) as PreviewResult);
      },
    );
  });
}
