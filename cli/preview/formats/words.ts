import type { Finding } from "../finding";

/** A finding in whole sentences: what is wrong, and the fix. */
export function sentences({ summary, fix }: Finding): string {
  const first = ended(summary);
  return fix === undefined ? first : `${first} Fix: ${ended(fix)}`;
}

function ended(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}
