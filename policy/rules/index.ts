import { allowedSources } from "./allowedSources";
import { apiKey } from "./apiKey";
import { borrowable } from "./borrowable";
import { borrowing } from "./borrowing";
import { bothSlots } from "./bothSlots";
import { cannotTell } from "./cannotTell";
import { conflict } from "./conflict";
import { excess } from "./excess";
import { hmacKey } from "./hmacKey";
import { indirectAccess } from "./indirectAccess";
import { keyAge } from "./keyAge";
import { keyLeak } from "./keyLeak";
import { keyRotation } from "./keyRotation";
import { missing } from "./missing";
import { openKey } from "./openKey";
import { publicAccess } from "./publicAccess";
import type { Rule } from "./rule";
import { secretReaders } from "./secretReaders";
import { secretVersions } from "./secretVersions";
import { selfRaising } from "./selfRaising";
import { sharedAccount } from "./sharedAccount";
import { sourceHygiene } from "./sourceHygiene";
import { stateDataset } from "./stateDataset";
import { unknownRole } from "./unknownRole";
import { unreadablePolicy } from "./unreadablePolicy";
import { uploadedKey } from "./uploadedKey";
import { workloadIdentity } from "./workloadIdentity";

export type { Group, Rule, Violation } from "./rule";

/** Every rule of the pack. Ids are deprecated, never reused. */
export const rules: readonly Rule[] = [
  excess,
  selfRaising,
  missing,
  publicAccess,
  unknownRole,
  unreadablePolicy,
  allowedSources,
  borrowing,
  borrowable,
  workloadIdentity,
  cannotTell,
  keyAge,
  bothSlots,
  uploadedKey,
  hmacKey,
  apiKey,
  keyRotation,
  secretReaders,
  secretVersions,
  keyLeak,
  conflict,
  indirectAccess,
  stateDataset,
  sourceHygiene,
  sharedAccount,
  openKey,
];
