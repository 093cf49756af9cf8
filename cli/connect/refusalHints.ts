import type { SegmentRefusal } from "../segment/errors";
import type { Region } from "../segment/region";
import { Stopped } from "./outcome";

/** What to do about an error answer of Segment: https://docs.segmentapis.com/tag/Error-Handling */
export function asStopped(error: SegmentRefusal, region: Region): Stopped {
  return new Stopped(error.message, hintsFor(error, region));
}

function hintsFor({ request, facts: { status } }: SegmentRefusal, region: Region): string[] {
  const writes = !request.startsWith("GET ");
  switch (status) {
    case 401:
    case 403:
      return [
        request.includes("/credentials/") && writes
          ? "Segment lets only a token of a Workspace Owner change a credential."
          : "Segment answers 401 to a token that it does not know and to one that lacks the permission: use a token of a Workspace Owner, or one with access to sources.",
        `The request went to the region ${region}: for a workspace elsewhere, give --region ${region === "us" ? "eu" : "us"}.`,
      ];
    case 404:
      return ["Compare the id with Segment, and the region: --region us or eu."];
    case 422:
      return [
        "Segment refuses the settings. If a setting is the wrong one, name it: --credentials-setting, --read-api-setting.",
      ];
    case 429:
      return ["Segment's limit on requests is used up: wait a minute, and run the same again."];
    default:
      return status >= 500
        ? ["Segment failed: run the same again later; it looks first at what is there."]
        : [];
  }
}
