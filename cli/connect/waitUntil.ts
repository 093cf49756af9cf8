/**
 * Looks again and again until something is there.
 *
 * @param limit how long to look, in milliseconds
 * @returns what was last seen, and whether it was what was waited for
 */
export async function waitUntil<T>(
  look: () => Promise<T>,
  isThere: (seen: T) => boolean,
  { pause, limit }: { pause: number; limit: number },
): Promise<{ seen: T; there: boolean }> {
  for (const end = Date.now() + limit; ;) {
    const seen = await look();
    if (isThere(seen)) return { seen, there: true };
    if (Date.now() + pause > end) return { seen, there: false };
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
