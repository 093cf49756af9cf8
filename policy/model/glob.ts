/** A test for texts that match a pattern in which `*` stands for any run of characters; no regular expression. */
export function glob(pattern: string): (candidate: string) => boolean {
  const pieces = pattern.split("*");
  if (pieces.length === 1) return (candidate) => candidate === pattern;
  return (candidate) => matches(candidate, pieces);
}

/** Whether the pieces between the stars stand in the text in order, the first at its start and the last at its end. */
function matches(candidate: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? "";
  const last = pieces[pieces.length - 1] ?? "";
  if (!candidate.startsWith(first) || candidate.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = candidate.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return candidate.endsWith(last) && candidate.length - last.length >= at;
}
