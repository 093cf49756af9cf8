import { visible } from "../../text/words";

/** Markup that is safe to put into a page. Made only by `safe`, and by `trusted` for this program's own texts. */
export class Html {
  constructor(readonly markup: string) {}
}

export type HtmlPart = Html | string | number | false | undefined | readonly HtmlPart[];

/** A template whose inserted texts are escaped; markup and lists of it go in as they are. */
export function safe(parts: TemplateStringsArray, ...values: readonly HtmlPart[]): Html {
  const markup = parts.map((part) => part.replace(/\n\s+/g, "\n"));
  return new Html(markup.reduce((whole, part, index) => whole + markupOf(values[index - 1]) + part));
}

/** A constant of this program as markup: style and script, never anything that was read. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function markupOf(value: HtmlPart): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Html) return value.markup;
  if (typeof value === "object") return value.map(markupOf).join("");
  return escaped(String(value));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for elements and quoted attributes; what would turn the writing direction or is no text becomes visible. */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
