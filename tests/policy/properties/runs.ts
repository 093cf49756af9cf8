/** How often a property is tried: `PROPERTY_RUNS` times the usual number, which takes a few seconds. */
export function runs(usual: number): number {
  return usual * Number(process.env["PROPERTY_RUNS"] ?? 1);
}
