/** Shorter parts are no evidence: 20 characters of base64 hold 15 bytes of a key. */
export const shortestFragment = 20;
/** Half of the shortest, so that each part of that length holds one that begins at a multiple of it. */
const gram = shortestFragment / 2;
/** Fewer different characters stand in padding and placeholders. */
const fewest = 5;

interface Place {
  readonly key: number;
  readonly source: string;
  readonly at: number;
}

/**
 * Finds parts of secret texts in other texts, in time proportional to the other text's length.
 *
 * Every ten characters of the secrets are indexed and every tenth place of a text is looked up: whatever has 20 characters in
 * common with a secret has ten of them at such a place.
 */
export class Fragments {
  private readonly places = new Map<string, Place[]>();

  /** @param key what a find of this source tells */
  add(source: string, key: number): void {
    for (let at = 0; at + gram <= source.length; at++) {
      const part = source.slice(at, at + gram);
      if (!isVaried(part)) continue;
      const places = this.places.get(part);
      if (places === undefined) this.places.set(part, [{ key, source, at }]);
      // A text that repeats itself is no key; the limit bounds what a hostile one costs.
      else if (places.length < 4) places.push({ key, source, at });
    }
  }

  /** The key of which the text holds a part. */
  find(text: string): number | undefined {
    if (this.places.size === 0) return undefined;
    for (let at = 0; at + gram <= text.length; at += gram) {
      const places = this.places.get(text.slice(at, at + gram));
      const found = places?.find((place) => overlap(text, at, place) >= shortestFragment);
      if (found !== undefined) return found.key;
    }
    return undefined;
  }
}

function isVaried(part: string): boolean {
  let different = 0;
  for (let at = 0; at < part.length; at++) if (part.indexOf(part[at] as string) === at) different++;
  return different >= fewest;
}

/** How many characters text and source have in common around these places, of which they share the first ten. */
function overlap(text: string, at: number, place: Place): number {
  let before = 0;
  while (at > before && text[at - before - 1] === place.source[place.at - before - 1]) before++;
  let after = gram;
  while (at + after < text.length && text[at + after] === place.source[place.at + after]) after++;
  return before + after;
}
