/** Characters looked at together. */
const span = 16;
/** A span with this many pieces of words and numbers is not a name: names have four, base64 has eight. */
const piecesOfRandom = 7;
/** So many random spans in a row are a line of a key, whatever path or name surrounds them. */
const spansOfKey = 20;

/**
 * Whether a text holds a private key, in whole or at least a line of it: as PEM, JSON, base64 or hex, escaped or not.
 *
 * Certain enough to refuse a command: no file's or resource's name is taken for one.
 */
export function looksLikeKey(text: string): boolean {
  return readings(text).some(
    (reading) =>
      /PRIVATE ?KEY|private_key/.test(reading) ||
      hasRandomSpans(reading, spansOfKey) ||
      /[0-9a-fA-F]{100}/.test(reading),
  );
}

/** Whether a text may hold a part of a key, from about 20 characters: a reason not to repeat it. */
export function mayHoldKey(text: string): boolean {
  return (
    looksLikeKey(text) ||
    readings(text).some((reading) => hasRandomSpans(reading, 1) || /[0-9a-fA-F]{80}/.test(reading))
  );
}

/** The text as it is, without escapes, and without what stands between a key's lines. */
function readings(text: string): string[] {
  const unescaped = text
    .replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\+u00([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\+[nrt]/g, "\n");
  return [...new Set([text, unescaped, unescaped.replace(/[\s"'`\\,:|]+/g, "")])];
}

/** Whether so many spans of the text look random: both cases in plenty, and hardly two characters of a kind together. */
function hasRandomSpans(text: string, wanted: number): boolean {
  let count = 0;
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{16,}/g)) {
    for (let at = 0; at + span <= run.length; at++) {
      const part = run.slice(at, at + span);
      const pieces = part.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+/g)?.length ?? 0;
      if (
        pieces >= piecesOfRandom &&
        /(?:[A-Z].*){3}/.test(part) &&
        /(?:[a-z].*){3}/.test(part) &&
        ++count >= wanted
      )
        return true;
    }
  }
  return false;
}
