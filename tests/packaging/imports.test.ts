import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(__dirname, "../..");

/** What each product file imports of the others, types included. */
function readImports(): Map<string, string[]> {
  const files = ["components", "policy", "cli"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        join(folder, file),
      ),
    )
    .concat("index.ts", "library.ts")
    .filter((file) => file.endsWith(".ts") && !/\/(dist|node_modules)\//.test(file));
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
    const imports = readImports();
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
