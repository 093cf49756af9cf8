import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { packDirectory } from "../../support/packProcess";

/** What a file of the built pack requires, Node's own modules left out. */
function required(file: string): string[] {
  const code = readFileSync(join(packDirectory, "dist", file), "utf8");
  const names = [...code.matchAll(/\brequire\(\s*["']([^"']+)["']\s*\)/g)].map(([, name]) => name ?? "");
  return [...new Set(names)].filter((name) => !name.startsWith("node:")).sort();
}

describe("the built pack", () => {
  it("loads of the SDK what its server uses, never all of it", () => {
    expect(required("index.js")).to.deep.equal([
      "./library.js",
      "@grpc/grpc-js",
      "@pulumi/pulumi/asset",
      "@pulumi/pulumi/output",
      "@pulumi/pulumi/proto/analyzer_grpc_pb",
      "@pulumi/pulumi/proto/analyzer_pb",
      "@pulumi/pulumi/proto/plugin_pb",
      "@pulumi/pulumi/runtime/rpc",
      "google-protobuf/google/protobuf/empty_pb",
      "google-protobuf/google/protobuf/struct_pb",
      "process",
    ]);
  });

  it("has rules and model that load no SDK", () => {
    expect(required("library.js")).to.deep.equal(["shell-quote"]);
  });

  it("names what it holds of others", () => {
    const { version } = JSON.parse(readFileSync(require.resolve("@pulumi/policy/package.json"), "utf8")) as {
      version: string;
    };
    expect(readFileSync(join(packDirectory, "dist/index.js"), "utf8").split("\n")[0]).to.equal(
      `// Holds @pulumi/policy ${version}, Copyright Pulumi Corporation, Apache-2.0: see NOTICE.`,
    );
    expect(readFileSync(join(packDirectory, "NOTICE"), "utf8")).to.contain("@pulumi/policy");
  });
});
