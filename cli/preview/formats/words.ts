import { type ProductName, products } from "../../../policy/facts/products";
import type { Finding } from "../finding";

/** A finding in whole sentences: what is wrong, and the fix. */
export function sentences({ summary, fix }: Finding): string {
  const first = ended(summary);
  return fix === undefined ? first : `${first} Fix: ${ended(fix)}`;
}

function ended(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}

/** Segment's products in one phrase: `Segment's Reverse ETL and Linked Events`. */
export function judgedFor(names: readonly ProductName[]): string {
  const titles = names.map((name) => products[name].title.replace(/^the /, ""));
  const last = titles.pop() ?? "";
  return `Segment's ${titles.length === 0 ? last : `${titles.join(", ")} and ${last}`}`;
}
