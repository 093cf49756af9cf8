import { commandKeys } from "../model/verdicts/keys/commandKeys";
import { uploadedKeys } from "../model/verdicts/keys/uploadedKeys";
import { uploadedKeyMessage, commandUploadMessage } from "../model/wording/keys";
import type { Rule } from "./rule";

export const uploadedKey: Rule = {
  id: "uploaded-key",
  group: "keys",
  title: "Google makes Segment's key",
  description:
    "Rejects a key of Segment's account whose public half was uploaded (`publicKeyData`, or a command), unless the config allows it or `SegmentBigQuery` made it in its upload mode.",
  level: "mandatory",
  severity: "high",
  cis: "1.4",
  tags: ["key"],
  remediation: "Let Google make the key, or make it by `SegmentBigQuery` in its upload mode.",
  url: "https://cloud.google.com/iam/docs/keys-upload",
  find: (assessment) => [
    ...uploadedKeys(assessment).map((key) => ({ urn: key.resource.urn, message: uploadedKeyMessage(key) })),
    ...commandKeys(assessment, "upload").map((found) => ({
      urn: found.resource.urn,
      message: commandUploadMessage(found),
    })),
  ],
};
