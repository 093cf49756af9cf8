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
