import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as ts from "typescript";

const root = resolve(__dirname, "../../..");
const args = join(root, "components/args");

interface Manifest {
  license: string;
  keywords: string[];
  homepage: string;
  repository: { url: string };
}

/** The part of a Pulumi package schema that is completed here; the rest passes through. */
export interface PackageSchema {
  types: Record<string, object>;
}

/**
 * The schema that the plugin serves, with what Pulumi's Registry shows beside it. The SDK's schema reader fills in name,
 * version and description alone, and leaves out what is said of a type as a whole.
 *
 * https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/ (read 2026-11-28)
 */
export function registrySchema(served: PackageSchema): object {
  const { license, keywords, homepage, repository } = manifest();
  const address = repository.url.replace(/^git\+|\.git$/g, "");
  const said = typeDescriptions();
  const types = Object.fromEntries(
    Object.entries(served.types).map(([token, type]) => [
      token,
      { description: said.get(token.split(":")[2] ?? ""), ...type },
    ]),
  );
  return {
    ...served,
    displayName: "Segment on BigQuery",
    publisher: address.split("/").at(-2),
    keywords: [...keywords, "kind/component", "category/infrastructure"],
    homepage,
    license,
    repository: address,
    types,
  };
}

function manifest(): Manifest {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
}

/** What the docstring of each exported interface and enum of the arguments says, by its name. */
function typeDescriptions(): Map<string, string> {
  const said = new Map<string, string>();
  for (const file of readdirSync(args)) {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(args, file), "utf8"),
      ts.ScriptTarget.Latest,
      true,
    );
    for (const node of source.statements) {
      if (!ts.isInterfaceDeclaration(node) && !ts.isEnumDeclaration(node)) continue;
      const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
      const text = ts.getTextOfJSDocComment(doc?.comment);
      if (text) said.set(node.name.text, text);
    }
  }
  return said;
}
