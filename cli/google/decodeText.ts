/**
 * The text of a file in UTF-8 or UTF-16, with or without a byte order mark.
 *
 * PowerShell's `>` writes UTF-16, and many Windows editors put a mark before UTF-8; `JSON.parse` takes neither.
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // JSON begins with an ASCII character, so a zero byte tells UTF-16 without a mark.
  if (first !== undefined && first !== 0 && second === 0) return "utf-16le";
  if (first === 0 && second !== undefined && second !== 0) return "utf-16be";
  return "utf-8";
}
