import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { helpOf } from "./help";
import { tables } from "./tables";

const root = path.resolve(__dirname, "../..");

/** The documents that hold generated parts. */
export const documents: readonly string[] = [
  "README.md",
  "docs/adopt.md",
  "docs/check.md",
  "docs/key.md",
  "docs/profiles.md",
  "docs/preview.md",
  "docs/report.md",
  "docs/rules.md",
];

/** The text with every `<!-- table: NAME -->` or `<!-- help: COMMAND -->` up to `<!-- end -->` filled again. */
export async function embed(text: string): Promise<string> {
  const filled = text.replace(/<!-- table: ([a-z]+) -->[\s\S]*?<!-- end -->/g, (_whole, name: string) => {
    const make = tables[name];
    if (!make) throw new Error(`There is no table "${name}"; there are ${Object.keys(tables).join(", ")}.`);
    return `<!-- table: ${name} -->\n\n${make()}\n\n<!-- end -->`;
  });
  const helped = filled.replace(
    /<!-- help: ([a-z -]+) -->[\s\S]*?<!-- end -->/g,
    (_whole, command: string) =>
      `<!-- help: ${command} -->\n\n\`\`\`text\n${helpOf(command)}\`\`\`\n\n<!-- end -->`,
  );
  const options = await resolveConfig(path.join(root, "README.md"));
  return format(helped, { ...options, parser: "markdown" });
}

/** The document's path and text. */
export function document(name: string): { file: string; text: string } {
  const file = path.join(root, name);
  return { file, text: readFileSync(file, "utf8") };
}

/** Writes every document again: `npm run docs`. */
export async function embedAll(): Promise<void> {
  for (const name of documents) {
    const { file, text } = document(name);
    writeFileSync(file, await embed(text));
  }
}

if (require.main === module) void embedAll();
