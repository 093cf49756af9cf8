/** `1 grant`, `2 grants`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Control characters, bidirectional marks and lone surrogates as U+FFFD: a name must not pose as another one. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/gu,
    "\ufffd",
  );
}

/** At most `most` characters, the middle left out: beginnings and ends tell names apart. */
export function shortened(text: string, most: number): string {
  const characters = [...visible(text)];
  if (characters.length <= most) return characters.join("");
  const head = Math.ceil((most - 1) / 2);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (most - 1 - head)).join("")}`;
}

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

/** A word as a POSIX shell reads it back: quoted wherever anything in it could mean something. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Whether a text could break out of its line, or show as something else than it is. */
export function isPlainText(text: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/u.test(text);
}
