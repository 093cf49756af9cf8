import { UsageError } from "../command";

export const regions = ["us", "eu"] as const;

/** Where a workspace lives: https://docs.segmentapis.com/tag/Regional-Segment */
export type Region = (typeof regions)[number];

const addresses: Record<Region, string> = {
  us: "https://api.segmentapis.com",
  eu: "https://eu1.api.segmentapis.com",
};

const variable = "SEGMENT_BIGQUERY_SEGMENT_ENDPOINT";

/**
 * The address of Segment's API, without a slash at the end. `SEGMENT_BIGQUERY_SEGMENT_ENDPOINT` moves it.
 *
 * @throws UsageError where the variable holds no address to which a token may be sent
 */
export function segmentAddress(region: Region, env: NodeJS.ProcessEnv): string {
  const moved = env[variable];
  if (moved === undefined || moved === "") return addresses[region];
  const url = URL.canParse(moved) ? new URL(moved) : undefined;
  const loopback = ["127.0.0.1", "localhost", "[::1]"].includes(url?.hostname ?? "");
  const bare = url !== undefined && !url.username && !url.password && !url.search && !url.hash;
  if (bare && (url.protocol === "https:" || (url.protocol === "http:" && loopback)))
    return moved.replace(/\/+$/, "");
  // Not repeated: it could hold a password.
  throw new UsageError(
    `${variable} is not an address such as ${addresses.us}: https without user, query or fragment (http for loopback only).`,
  );
}
