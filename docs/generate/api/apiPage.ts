import type { Doc, Member, PublicName } from "./publicNames";

/** A page of Markdown that describes every public name, in the order given. */
export function apiPage(title: string, about: string, names: readonly PublicName[]): string {
  return [
    `# ${title}`,
    `${about} Written from the sources' docstrings by \`npm run docs\`.`,
    ...names.map(section),
  ].join("\n\n");
}

function section({ name, kind, signature, doc, members }: PublicName): string {
  const parts = [`## ${name}`, `_${kind}_`, described(doc)];
  if (signature !== undefined) parts.splice(2, 0, `\`\`\`ts\n${signature}\n\`\`\``);
  if (members.length > 0) parts.push(members.map((member) => entry(kind, member)).join("\n"));
  return parts.filter((part) => part !== "").join("\n\n");
}

function entry(kind: PublicName["kind"], { name, type, optional, doc }: Member): string {
  const shape = kind === "enum" ? `\`${name}\` = \`${type}\`` : `\`${name}${optional ? "?" : ""}: ${type}\``;
  return `- ${shape}\n\n  ${described(doc).replace(/\n/g, "\n  ")}\n`;
}

function described({ text, byDefault }: Doc): string {
  const linked = text.replace(/(?<![(<[`])\bhttps?:\/\/[^\s)>]+/g, (url) => `<${url}>`);
  return byDefault === undefined ? linked : `${linked}\n\nDefault: ${defaultText(byDefault)}.`;
}

/** A default that is a value, such as `"EU"`, is shown as code; one in words is not. */
export function defaultText(byDefault: string): string {
  return /^("[^"]*"|true|false|\d+|\w+\.\w+)$/.test(byDefault) ? `\`${byDefault}\`` : byDefault;
}
