import type { Assessment } from "../access/assessment";
import * as types from "../stack/types";
import { commandKeys, commandOf } from "./keys/commandKeys";
import { boundTo, type OtherCredential } from "./keys/segmentKeys";
import type { Rule } from "./rule";
import { named, naming } from "./text";

export const hmacKey: Rule = {
  id: "hmac-key",
  title: "Segment's account has no HMAC key",
  description:
    "Rejects an HMAC key for Cloud Storage that is bound to Segment's account, and a command that creates one.",
  level: "mandatory",
  severity: "high",
  tags: ["key"],
  remediation: "Set the key's state to `INACTIVE`, then remove it.",
  url: "https://cloud.google.com/storage/docs/authentication/hmackeys",
  find: (assessment) => {
    const names = naming(assessment);
    const why = "Segment does not use it, and it never expires.";
    return [
      ...hmacKeys(assessment).map(({ resource, owner }) => ({
        urn: resource.urn,
        account: owner.identity,
        text: () => ({
          what: `${named(resource.name)} is an HMAC key of ${names.account(owner)} for Cloud Storage.`,
          why,
          fix: "set its state to INACTIVE, then remove it",
        }),
      })),
      ...commandKeys(assessment, "hmac").map((found) => ({
        urn: found.resource.urn,
        account: found.owner.identity,
        text: () => ({
          what: `${commandOf(found)} creates an HMAC key of ${names.account(found.owner)} for Cloud Storage.`,
          why,
          fix: "remove the command, and the key that it has created",
        }),
      })),
    ];
  },
};

/** The HMAC keys with which Segment's accounts could use Cloud Storage. */
export function hmacKeys(assessment: Assessment): OtherCredential[] {
  return boundTo(assessment, types.hmacKeys).filter(
    ({ resource: { props } }) => props["state"] !== "INACTIVE" && props["state"] !== "DELETED",
  );
}
