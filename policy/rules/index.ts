import { allowedSources } from "./allowed-sources";
import { apiKey } from "./api-key";
import { conflictingGrants } from "./conflicting-grants";
import { duplicateGrants } from "./duplicate-grants";
import { duplicateIdentity } from "./duplicate-identity";
import { excess } from "./excess-permissions";
import { hmacKey } from "./hmac-key";
import { impersonableByOthers } from "./impersonable-by-others";
import { impersonating } from "./impersonates-others";
import { indirectAccess } from "./indirect-access";
import { invalidConfiguration } from "./invalid-configuration";
import { keyAge } from "./key-age";
import { keyLeak } from "./key-leak";
import { keyRotation } from "./key-rotation";
import { missing } from "./missing-permissions";
import { privilegeEscalation } from "./privilege-escalation";
import { publicAccess } from "./public-access";
import type { Rule } from "./rule";
import { secretReaders } from "./secret-readers";
import { secretVersions } from "./secret-versions";
import { sharedAccount } from "./shared-account";
import { sourceHygiene } from "./source-hygiene";
import { stateDataset } from "./state-dataset";
import { runsAsSegment } from "./runs-as-segment";
import { unconfiguredAccount } from "./unconfigured-account";
import { undetermined } from "./undetermined";
import { unexplainedMention } from "./unexplained-mention";
import { unfinishedRotation } from "./unfinished-rotation";
import { unknownKeyOwner } from "./unknown-key-owner";
import { unreadableGrant } from "./unreadable-grant";
import { unresolvedRole } from "./unresolved-role";
import { unrestrictedWorkloadPool } from "./unrestricted-workload-pool";
import { uploadedKey } from "./uploaded-key";

export type { Facts, FindingText, Rule, Violation } from "./rule";

/** Every rule of the pack. Ids are deprecated, never reused. */
export const rules: readonly Rule[] = [
  excess,
  privilegeEscalation,
  missing,
  publicAccess,
  unresolvedRole,
  unreadableGrant,
  allowedSources,
  impersonating,
  impersonableByOthers,
  unrestrictedWorkloadPool,
  runsAsSegment,
  unexplainedMention,
  unconfiguredAccount,
  invalidConfiguration(() => rules.map(({ id }) => id)),
  undetermined,
  keyAge,
  unfinishedRotation,
  uploadedKey,
  hmacKey,
  apiKey,
  keyRotation,
  secretReaders,
  secretVersions,
  keyLeak,
  conflictingGrants,
  duplicateGrants,
  duplicateIdentity,
  indirectAccess,
  stateDataset,
  sourceHygiene,
  sharedAccount,
  unknownKeyOwner,
];
