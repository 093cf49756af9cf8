// The policy pack as Pulumi starts it: library.js, which holds the rules and the model, and index.js, which serves them and
// holds the server of @pulumi/policy. Two files, for a start spends more on finding 150 files than on reading them; and
// that server asks for all of @pulumi/pulumi, of which it uses two parts.
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";

const { version } = createRequire(import.meta.url)("@pulumi/policy/package.json");

/** What is loaded from the installed packages: their classes must be the host's own, and their fixes reach users at once. */
const installed = ["@grpc/grpc-js", "google-protobuf", "shell-quote"];

const partsOfTheSdk = {
  name: "parts of the SDK",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@pulumi\/pulumi$/ }, () => ({ path: "@pulumi/pulumi", namespace: "parts" }));
    onResolve({ filter: /^@pulumi\/pulumi\// }, () => ({ external: true }));
    onLoad({ filter: /.*/, namespace: "parts" }, () => ({
      contents: `
        exports.asset = require("@pulumi/pulumi/asset");
        exports.Output = require("@pulumi/pulumi/output").Output;`,
    }));
  },
};

const beside = {
  name: "library.js beside index.js",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/library$/ }, () => ({ path: "./library.js", external: true }));
  },
};

/** Bundles the pack's sources into a directory. */
export async function bundlePolicy(sources, into) {
  const options = {
    bundle: true,
    platform: "node",
    target: "node20",
    external: installed,
    logLevel: "warning",
  };
  await build({
    ...options,
    entryPoints: [join(sources, "library.ts")],
    outfile: join(into, "library.js"),
  });
  await build({
    ...options,
    entryPoints: [join(sources, "index.ts")],
    outfile: join(into, "index.js"),
    plugins: [beside, partsOfTheSdk],
    banner: {
      js: `// Holds @pulumi/policy ${version}, Copyright Pulumi Corporation, Apache-2.0: see NOTICE.`,
    },
  });
}
