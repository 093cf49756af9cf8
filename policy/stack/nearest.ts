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
