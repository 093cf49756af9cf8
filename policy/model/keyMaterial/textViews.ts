/** The text without what wraps, escapes and encodes its characters; `-` and `_` become the `+` and `/` of base64. */
export function plainCharacters(text: string): string {
  // Most texts of a stack are plain already.
  if (!/[\s\0%\\_-]/.test(text)) return text;
  const decoded = text.includes("%")
    ? text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => fromHex(hex))
    : text;
  const unescaped = decoded.includes("\\")
    ? decoded.replace(/\\+(?:u00([0-9a-fA-F]{2})|[nrt])?/g, (_, hex?: string) =>
        hex === undefined ? "" : fromHex(hex),
      )
    : decoded;
  return unescaped
    .replace(/[\s\0]+/g, "")
    .replaceAll("-", "+")
    .replaceAll("_", "/");
}

function fromHex(hex: string): string {
  return String.fromCharCode(parseInt(hex, 16));
}

/**
 * What the encoded parts of a text decode to, byte by byte as characters.
 *
 * A part may be cut out of a longer one: so every offset is tried.
 *
 * @param plain as `plainCharacters` gives it
 */
export function* decodings(plain: string): Generator<string> {
  for (const [run] of plain.matchAll(/[A-Za-z0-9+/]{24,}/g))
    if (threeCapitals.test(run))
      for (let offset = 0; offset < 4; offset++)
        yield Buffer.from(run.slice(offset), "base64").toString("latin1");
  const hexadecimal = /(?:[0-9a-fA-F]{2}:){23}/.test(plain) ? plain.replaceAll(":", "") : plain;
  for (const [run] of hexadecimal.matchAll(/[0-9a-fA-F]{48,}/g))
    for (let offset = 0; offset < 2; offset++) yield Buffer.from(run.slice(offset), "hex").toString("latin1");
}

/** Names and paths have hardly a capital, and of base64 every third character is one. */
const threeCapitals = /(?:[A-Z][^A-Z]*){3}/;

/** Whether decoded bytes may be a text: those of a wrong offset, of keys and of images are not. */
export function isReadable(decoded: string): boolean {
  return /^[\t\n\r\0\x20-\x7e]*$/.test(decoded.slice(0, 48));
}
