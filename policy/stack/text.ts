/** `a, b and c`. */
export function joined(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

/**
 * Three by name and a count of the rest.
 *
 * @param shown how each that is named is written
 */
export function abridged(words: readonly string[], shown: (word: string) => string = (word) => word): string {
  if (words.length <= 4) return joined(words.map(shown));
  return `${words.slice(0, 3).map(shown).join(", ")} and ${words.length - 3} more`;
}

/**
 * Text from a stack, safe to print: control characters, which a terminal would obey, are replaced, what may be a piece of
 * a key is left out, and nothing is longer than a screen.
 */
export function printable(text: string): string {
  const tame = suspicious.test(text) ? tamed(text) : text;
  return tame.length > 200 ? `${tame.slice(0, 199)}\u2026` : tame;
}

/** Told by one look, for most texts are plain: whatever is replaced holds one of these. */
const suspicious = /[^ -~]|-----BEGIN|(?:[\da-f]{2}:){9}|[\w+/%=-]{20}/i;

function tamed(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, "\ufffd")
    .replace(/-----BEGIN.*$/, "[\u2026]")
    .replace(/(?:[\da-f]{2}:){9,}[\da-f]{2}/gi, "[\u2026]")
    .replace(/[\w+/%=-]{20,}/g, (run) => (isMadeOfWords(run) ? run : "[\u2026]"));
}

/**
 * The 200 pairs of letters that most English words have in common: 89 % of all pairs in the words of Google's
 * documentation, and 30 % of random pairs.
 */
const frequentPairs: ReadonlySet<string> = new Set(
  `
  ab ac ad ag ai al am an ap ar as at au av ay ba be bi bl bo bs bu ca cc ce ch ci ck cl co cr ct cu da
  de di do dr ds ea eb ec ed ee ef eg el em en ep er es et ev ex fa fe ff fi fl fo fu ga ge gi gr ha he
  hi ho ia ib ic id ie if ig il im in io ip ir is it iv iz ke ki ks la ld le li ll lo ls lt lu ly ma me
  mi mo mp mu na nc nd ne nf ng ni nn no ns nt oa oc od og ol om on oo op or os ot ou ov ow pa pe ph pi
  pl po pp pr ps pt pu qu ra rc rd re ri rk rm ro rr rs rt ru rv ry sa sc se sh si so sp ss st su ta tc
  te th ti tl to tr ts tt tu ty ua ub uc ud ue ul um un up ur us ut va ve vi wa we wo yp ze
`.match(/[a-z]{2}/g),
);

/** So many characters of a key are a leak; fewer are not looked at. */
const shortest = 20;

/** Words of a name: capitalised, in capitals, or a number. */
const wordPattern = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g;

/** No name is longer, and what is printed is cut at less. */
const longest = 256;

/**
 * Whether a run of letters, digits and the signs of base64 reads as a name, made of words, or as a piece of a key.
 *
 * Google's own alphabets do not tell them apart: every eighth line of a key is a dataset's id by its letters. But
 * capitals, small letters and digits take turns in a key, and its letters follow each other at random. Every 20
 * characters in a row must read as words. Of 100,000 random pieces of 24 characters 6 do so.
 */
export function isMadeOfWords(run: string): boolean {
  if (/={1,2}$/.test(run)) return false;
  if (run.split(/[^0-9A-Za-z]/).some(isHexOfNoKeyId)) return false;
  // Most names have no capitals; of 100,000 random pieces of 20 characters 3 have none.
  if (!/[a-z]/.test(run) || !/[A-Z]/.test(run)) return true;
  if (run.includes("+") || run.length > longest) return false;
  const words = [...run.matchAll(wordPattern)].map((word) => word.index);
  for (let at = 0; at + shortest <= run.length; at++) {
    const begun = words.filter((start) => start >= at && start < at + shortest);
    if (begun.length > 6 || !hasFrequentPairs(run.slice(at, at + shortest))) return false;
  }
  return true;
}

/** Google numbers keys by 40 digits of hexadecimal; other long ones may be a key in another form. */
function isHexOfNoKeyId(piece: string): boolean {
  return (
    piece.length >= shortest && /^(?=.*\d)(?=.*[a-f])[\da-f]+$/i.test(piece) && !/^[\da-f]{40}$/.test(piece)
  );
}

/** Whether three of five pairs of letters within words are frequent. */
function hasFrequentPairs(part: string): boolean {
  let pairs = 0;
  let frequent = 0;
  for (const [word] of part.matchAll(wordPattern))
    for (let at = 1; at < word.length; at++) {
      const pair = word.slice(at - 1, at + 1).toLowerCase();
      pairs++;
      if (/\d/.test(pair) || frequentPairs.has(pair)) frequent++;
    }
  return frequent >= 0.6 * pairs;
}

/** A test for texts that match a pattern in which `*` stands for any run of characters; no regular expression. */
export function glob(pattern: string): (candidate: string) => boolean {
  const firstStar = pattern.indexOf("*");
  if (firstStar < 0) return (candidate) => candidate === pattern;
  const lastStar = pattern.lastIndexOf("*");
  const start = pattern.slice(0, firstStar);
  const between = pattern.slice(firstStar, lastStar).split("*");
  const end = pattern.slice(lastStar + 1);
  return (candidate) => {
    if (!candidate.startsWith(start)) return false;
    let at = start.length;
    for (const piece of between) {
      const found = candidate.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return candidate.endsWith(end) && candidate.length - end.length >= at;
  };
}

/** The word of a list with the fewest letters to change. */
export function nearest(typed: string, words: readonly string[]): string {
  return ranked(typed, words)[0]?.word ?? "";
}

/** The word of a list that a mistyped one most likely is; undefined where none comes near. */
export function likelyMeant(typed: string, words: readonly string[]): string | undefined {
  const [best] = ranked(typed, words);
  return best && best.edits <= Math.max(1, Math.floor(best.word.length / 3)) ? best.word : undefined;
}

function ranked(typed: string, words: readonly string[]): { word: string; edits: number }[] {
  return words
    .map((word) => ({ word, edits: editDistance(typed.slice(0, 60).toLowerCase(), word.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits);
}

/** How many letters to add, remove or change to turn one word into the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, change));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
