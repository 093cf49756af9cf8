import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(__dirname, "../..");

/** The TypeScript files below folders of the project. */
function filesIn(...folders: string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        join(folder, file),
      ),
    )
    .filter((file) => file.endsWith(".ts") && !/\/(dist|node_modules)\//.test(file));
}

/** What each file imports of the others, types included. */
function readImports(files: readonly string[]): Map<string, string[]> {
  const known = new Set(files);
  return new Map(
    files.map((file) => [
      file,
      [...readFileSync(join(root, file), "utf8").matchAll(/^(?:import|export)\b[^;]*? from "(\.[^"]*)"/gm)]
        .map(([, from = ""]) => join(dirname(file), from))
        .flatMap((path) => [`${path}.ts`, `${path}/index.ts`].filter((one) => known.has(one))),
    ]),
  );
}

/** The first circle that is found, from a file back to itself. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const search = (file: string, way: readonly string[]): string[] => {
    const at = way.indexOf(file);
    if (at >= 0) return [...way.slice(at), file];
    if (done.has(file)) return [];
    for (const next of imports.get(file) ?? []) {
      const circle = search(next, [...way, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  return [...imports.keys()].map((file) => search(file, [])).find((circle) => circle.length > 0) ?? [];
}

describe("imports of the product's files", () => {
  it("make no circle, types included", () => {
    const imports = readImports([...filesIn("components", "policy", "cli"), "index.ts", "library.ts"]);
    expect(imports.get("policy/judge.ts")).to.include("policy/rules/index.ts");
    expect(circleIn(imports)).to.deep.equal([]);
  });

  it("would show one", () => {
    const imports = new Map([
      ["a", ["b"]],
      ["b", ["d", "c"]],
      ["c", ["b"]],
      ["d", []],
    ]);
    expect(circleIn(imports)).to.deep.equal(["b", "c", "b"]);
  });
});

describe("files of quick tests", () => {
  const imports = readImports(filesIn("tests"));
  const starting = [...imports.keys()].filter((file) =>
    /from "(?:node:(?:child_process|http)|playwright-core)"/.test(readFileSync(join(root, file), "utf8")),
  );
  const reached = (file: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(file)) return seen;
    seen.add(file);
    for (const next of imports.get(file) ?? []) reached(next, seen);
    return seen;
  };
  /** What a test would start a process, a server or a browser with. */
  const startedBy = (file: string): string[] => [...reached(file)].filter((one) => starting.includes(one));

  it("start no process, server or browser: those are called *.slow.test.ts", () => {
    const quick = [...imports.keys()].filter((file) => /(?<!\.slow)\.test\.ts$/.test(file));
    expect(quick.length).to.be.greaterThan(150);
    const wrong = quick.map((file) => ({ file, startedBy: startedBy(file) }));
    expect(wrong.filter((one) => one.startedBy.length > 0)).to.deep.equal([]);
  });

  it("would be found where they do", () => {
    expect(startedBy("tests/cli/check/check.slow.test.ts")).to.include(
      "tests/fakes/google/startFakeGoogle.ts",
    );
  });
});
