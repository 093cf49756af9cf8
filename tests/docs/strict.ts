import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");
const compiler = path.join(root, "node_modules/typescript-native/bin/tsc");

/**
 * What the compiler says of a program of somebody else's, in strict mode, who has installed our packages.
 *
 * @param packages source files that stand for the packages' entries, relative to the repository
 */
export function problemsOf(program: string, packages: Readonly<Record<string, string>>): string[] {
  // Within the repository, so that what it imports is found in its node_modules.
  const directory = mkdtempSync(path.join(root, "tests/docs/.strict-"));
  const write = (name: string, content: string): void => writeFileSync(path.join(directory, name), content);
  const paths = Object.entries(packages).map(([name, entry]) => [name, [path.join(root, entry)]] as const);
  const options = {
    extends: path.join(root, "tsconfig.json"),
    compilerOptions: { types: ["node"], paths: Object.fromEntries(paths) },
    files: ["program.ts"],
    include: [],
  };
  try {
    write("program.ts", program);
    write("tsconfig.json", JSON.stringify(options));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [compiler, "-p", directory, "--pretty", "false"],
      {
        cwd: directory,
        encoding: "utf8",
      },
    );
    const errors = stdout.split("\n").filter((line) => / error TS\d+: |^error /.test(line));
    const elsewhere = errors.filter((line) => !line.startsWith("program.ts("));
    if (elsewhere.length > 0 || (status !== 0 && errors.length === 0))
      throw new Error(`The compiler failed (${status}): ${stdout}${stderr}`);
    return errors.map((line) => line.replace(/^.*?: error TS\d+: /, ""));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
