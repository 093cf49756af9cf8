import { visible } from "../../text";
import type { State } from "../report";

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

/** Text for elements and quoted attributes; characters that turn the writing direction or are not text become visible. */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** What each state means, for the legend. */
export const meanings: Readonly<Record<State, string>> = {
  excess: "allows more than Segment needs there",
  missing: "Segment needs it, and nothing grants it",
  undetermined: "not known yet, or nobody has declared whether Segment needs it",
  needed: "Segment needs it there, and it allows no more than the profile does",
  allowed: "not needed there, yet the profile allows it",
};

/** A line of shell, with a button that copies it where scripts run. */
export function command(line: string): Html {
  return safe`<div class="command"><code>${line}</code><button type="button" class="copy" hidden>Copy</button></div>`;
}

/** A state as a colored word; the sign before it tells it apart without color. */
export function stateChip(state: State): Html {
  return safe`<span class="chip ${stateClass(state)}">${state}</span>`;
}

export function stateClass(state: State): string {
  return `is-${state}`;
}

/** A resource's URN as its name and type. */
export function resourceText(urn: string): string {
  const parts = urn.split("::");
  const type = parts[2]?.split("$").at(-1);
  const name = parts.slice(3).join("::");
  if (type === undefined || name === "") return urn;
  // What was read at Google has a name that says what it is.
  return urn.startsWith("urn:pulumi:google::") ? name : `${name} (${type})`;
}
