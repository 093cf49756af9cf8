import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const root = resolve(__dirname, "../../..");

/** A project that has both packages installed from their tarballs and nothing of this one's. */
export interface Installed {
  directory: string;
  /** Runs a program there and returns what it printed; throws with what it said where it fails. */
  run(command: string, ...args: string[]): string;
  write(file: string, content: string): void;
  remove(): void;
}

/** One tarball as `npm pack` makes it of what is built. */
export interface Tarball {
  name: string;
  file: string;
  files: string[];
}

/** Packs a package of this project into a directory. */
export function pack(source: string, into: string): Tarball {
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", into];
  const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
  const [packed] = JSON.parse(execFileSync("npm", args, { cwd: source, encoding: "utf8", stdio })) as [
    { name: string; filename: string; files: { path: string }[] },
  ];
  const { name, filename, files } = packed;
  return { name, file: join(into, filename), files: files.map(({ path }) => path).sort() };
}

/** What a project needs beside the tarballs: the versions that this one is developed with. */
export const developedWith: Readonly<Record<string, string>> = {
  "@pulumi/gcp": "9.37.0",
  "@pulumi/pulumi": "3.248.0",
  "@pulumi/random": "4.21.2",
  typescript: "6.0.3",
  "@types/node": "20.19.43",
};

/** Installs tarballs and these packages in an empty project, as their users do. */
export function install(tarballs: readonly Tarball[], others: Readonly<Record<string, string>>): Installed {
  const directory = mkdtempSync(join(tmpdir(), "packaging-test-"));
  const packed = tarballs.map(({ name, file }) => [name, `file:${file}`] as const);
  const dependencies = { ...others, ...Object.fromEntries(packed) };
  writeFileSync(join(directory, "package.json"), JSON.stringify({ private: true, dependencies }));
  // The versions that this project is locked to, so that npm asks the registry for none.
  for (const file of ["package-lock.json", ".npmrc"]) cpSync(join(root, file), join(directory, file));
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd: directory, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  run(
    "npm",
    "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--loglevel=error",
  );
  return {
    directory,
    run,
    write: (file, content) => writeFileSync(join(directory, file), content),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
