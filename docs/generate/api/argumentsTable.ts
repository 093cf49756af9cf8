import { defaultText } from "./apiPage";
import type { PublicName } from "./publicNames";

/** A table of the arguments of one interface: name, type, default and the first sentence of the description. */
export function argumentsTable(names: readonly PublicName[], name = "SegmentBigQueryArgs"): string {
  const found = names.find((one) => one.name === name);
  if (!found) throw new Error(`${name} is not exported.`);
  const rows = found.members.map(({ name: argument, type, optional, doc }) => [
    `\`${argument}\``,
    `\`${type.replace(/pulumi\.Input<(.*)>/, "$1")}\``,
    optional ? defaultText(doc.byDefault ?? "none") : "**required**",
    firstSentence(doc.text),
  ]);
  const lines = [["Argument", "Type", "Default", "What it is"], ["---", "---", "---", "---"], ...rows];
  return lines
    .map((cells) => `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`)
    .join("\n");
}

function firstSentence(text: string): string {
  const [paragraph = ""] = text.split("\n\n");
  const line = paragraph.replace(/\s+/g, " ");
  return /^.*?[.:](?=\s|$)/.exec(line)?.[0].replace(/:$/, ".") ?? line;
}
