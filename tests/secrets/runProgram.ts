import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

/** What a run of the command-line program left behind. */
export interface ProgramRun {
  code: number | null;
  /** All that it printed, standard output and error. */
  printed: string;
  /** Names and contents of all temporary files and of those in its home that are there after it. */
  left: string;
}

/** Options of a run. */
export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  stdin?: string;
  /** It is killed, as by a power cut, when this promise resolves. */
  killWhen?: Promise<unknown>;
}

let isChecked = false;

/** The compiled program, which starts several times as fast as its sources; refused where it is not what they say. */
function compiledProgram(): string {
  if (!isChecked) execFileSync(process.execPath, [join(root, "scripts/build.mjs"), "--check"]);
  isChecked = true;
  return join(root, "dist/cli/main.js");
}

/** Runs the program as its users do, with a home and temporary files of its own. */
export async function runProgram(argv: string[], options: RunOptions = {}): Promise<ProgramRun> {
  const home = await mkdtemp(join(tmpdir(), "secrets-test-"));
  try {
    const env = { PATH: process.env["PATH"], HOME: home, TMPDIR: home, ...options.env };
    const child = spawn(process.execPath, [compiledProgram(), ...argv], { cwd: root, env });
    let printed = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.stdin ?? "");
    void options.killWhen?.then(() => child.kill("SIGKILL"));
    const code = await new Promise<number | null>((done) => child.on("close", done));
    return { code, printed, left: await contentsOf(home) };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Names and contents of all files below a directory. */
export async function contentsOf(directory: string): Promise<string> {
  const parts: string[] = [];
  for (const name of await readdir(directory, { recursive: true })) {
    const file = join(directory, name);
    parts.push(name);
    if ((await stat(file)).isFile()) parts.push(await readFile(file, "latin1"));
  }
  return parts.join("\n");
}
