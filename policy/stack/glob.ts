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
