import type { Assessment } from "../../access/assessment";
import type { Resource } from "../../stack/resource";
import * as types from "../../stack/types";
import { keyOwner, type KeyOwner } from "./segmentKeys";

/** A credential of another kind than a JSON key, bound to one of Segment's accounts. */
export interface OtherCredential {
  readonly resource: Resource;
  readonly owner: KeyOwner;
}

/** The HMAC keys with which Segment's accounts could use Cloud Storage. */
export function hmacKeys(assessment: Assessment): OtherCredential[] {
  return boundTo(assessment, types.hmacKeys).filter(
    ({ resource: { props } }) => props["state"] !== "INACTIVE" && props["state"] !== "DELETED",
  );
}

/** The API keys that act as one of Segment's accounts. */
export function apiKeys(assessment: Assessment): OtherCredential[] {
  return boundTo(assessment, types.apiKeys);
}

function boundTo(assessment: Assessment, tokens: readonly string[]): OtherCredential[] {
  return tokens.flatMap((type) =>
    assessment.stack.ofType(type).flatMap((resource): OtherCredential[] => {
      const owner = keyOwner(assessment, resource, "serviceAccountEmail");
      return owner ? [{ resource, owner }] : [];
    }),
  );
}
