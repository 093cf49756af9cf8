import { secretReaders as readers } from "../model/verdicts/keys/secretReaders";
import { secretReaderMessage } from "../model/wording/keySecrets";
import type { Rule } from "./rule";

export const secretReaders: Rule = {
  id: "secret-readers",
  group: "keys",
  title: "The secret with Segment's key is read by its accessors alone",
  description:
    "Rejects a grant by which everybody, or whoever reads every secret of a project, folder or organization, reads the secret that holds the key. Owners and administrators of secrets are left out.",
  level: "mandatory",
  severity: "critical",
  tags: ["key", "secret-manager"],
  remediation: "Grant `roles/secretmanager.secretAccessor` on the one secret.",
  url: "https://cloud.google.com/secret-manager/docs/access-control",
  find: (assessment) =>
    readers(assessment).map((found) => ({ urn: found.grant.urn, message: secretReaderMessage(found) })),
};
