import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { apiPage } from "./apiPage";
import { type PublicName, publicNames } from "./publicNames";

const root = path.resolve(__dirname, "../../..");

interface Source {
  entry: string;
  title: string;
  about: string;
}

const sources: Readonly<Record<string, Source>> = {
  "docs/api/component.md": {
    entry: "components/index.ts",
    title: "pulumi-segment-bigquery",
    about: "What the npm package exports; other languages have the same names in their own spelling.",
  },
  "docs/api/rules.md": {
    entry: "policy/library.ts",
    title: "segment-bigquery-policy/rules",
    about: "The policy pack as a library.",
  },
};

/** The names that the npm package of the component exports. */
export function componentNames(): PublicName[] {
  return publicNames(path.join(root, "components/index.ts"));
}

/** The pages of API documentation as the sources say, by path. */
export async function apiPages(): Promise<Record<string, string>> {
  const options = await resolveConfig(path.join(root, "README.md"));
  const pages: Record<string, string> = {};
  for (const [file, { entry, title, about }] of Object.entries(sources)) {
    const page = apiPage(title, about, publicNames(path.join(root, entry)));
    pages[file] = await format(page, { ...options, parser: "markdown" });
  }
  return pages;
}

/** Writes the pages again. */
export async function writeApiPages(): Promise<void> {
  for (const [file, page] of Object.entries(await apiPages())) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), page);
  }
}

if (require.main === module) void writeApiPages();
