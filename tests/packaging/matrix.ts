import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seamsOf } from "../cli/offline/support/seamsOf";
import { developedWith, install, pack, root } from "./support/installed";

/** Both ends of what the packages claim to work with; `npm run test:matrix` tries each in an empty project. */
const rows = [
  { node: "20", "@pulumi/pulumi": "3.248.0", "@pulumi/gcp": "9.35.0", "@pulumi/random": "4.16.0" },
  { node: "22", "@pulumi/pulumi": "3.276.0", "@pulumi/gcp": "9.37.0", "@pulumi/random": "4.21.2" },
  { node: "24", "@pulumi/pulumi": "3.276.0", "@pulumi/gcp": "9.37.0", "@pulumi/random": "4.21.2" },
] as const;

/** What later SDKs no longer load at all. */
const gone: Readonly<Record<string, readonly string[]>> = {
  "3.276.0": ["@npmcli/arborist", "fdir"].map((name) => `runtime/closure/codePaths.js: require("${name}")`),
};

const program = `const { SegmentBigQuery } = require("pulumi-segment-bigquery");
for (const profile of ["documented", "minimal"])
  new SegmentBigQuery(profile, {
    project: "acme-analytics", location: "EU", accountId: "segment-" + profile, profile,
    stateDataset: { datasetId: "state_" + profile },
    key: { secret: { secretId: profile } },
  });
`;

/** Node itself as a package: what `npx -p node@22` gets. */
const nodePackage = `node-${process.platform}-${process.arch}`;

const tarballs = mkdtempSync(join(tmpdir(), "matrix-tarballs-"));
try {
  const packed = [pack(root, tarballs), pack(join(root, "policy"), tarballs)];
  for (const { node, ...peers } of rows) {
    const project = install(packed, { ...developedWith, ...peers, [nodePackage]: node });
    try {
      project.write(
        "Pulumi.yaml",
        "name: shop\nmain: index.js\nruntime: { name: nodejs, options: { typescript: false } }\n",
      );
      project.write("index.js", program);
      const binary = join(
        project.directory,
        "node_modules",
        `node-${process.platform}-${process.arch}`,
        "bin/node",
      );
      const cli = join(project.directory, "node_modules/pulumi-segment-bigquery/dist/cli/main.js");
      const version = project.run(binary, "--version").trim();
      const args = [cli, "preview", "--json"];
      let output: string;
      try {
        output = execFileSync(binary, args, { cwd: project.directory, encoding: "utf8", stdio: "pipe" });
      } catch (error) {
        // A verdict is an answer too: two accounts share a project here.
        output = (error as { stdout?: string }).stdout ?? "";
      }
      const { resources } = JSON.parse(output) as { resources: unknown[] };
      const ends = Object.entries(peers).map(([name, range]) => `${name} ${range}`);
      process.stdout.write(`Node ${version}, ${ends.join(", ")}: ${resources.length} resources previewed\n`);
      if (resources.length < 20) process.exitCode = 1;
      const missing = seamsOf(join(project.directory, "node_modules/@pulumi/pulumi"))
        .filter(({ isThere }) => !isThere)
        .map(({ file, text }) => `${file}: ${text}`);
      const expected = gone[peers["@pulumi/pulumi"]] ?? [];
      if (missing.join() === expected.join()) continue;
      process.stdout.write(`  not in this SDK as expected:\n    ${missing.join("\n    ")}\n`);
      process.exitCode = 1;
    } finally {
      project.remove();
    }
  }
} finally {
  rmSync(tarballs, { recursive: true, force: true });
}
