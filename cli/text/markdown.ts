import { visible } from "./words";

/** Text in which nothing is markup: no tag, link, mention, emphasis or cell border. */
export function cell(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]<>#|~&]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@/g, "&#64;")
    .replace(/:\/\//g, "&#58;//")
    .replace(/\bwww\./gi, "www&#46;");
}

/** A name in code type, fenced by more backticks than it holds; a bar would end a table's cell even there. */
export function code(text: string): string {
  const shown = visible(text);
  if (shown.includes("|")) return cell(shown);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${fence}${space}${shown}${space}${fence}`;
}
