import { cannotTell } from "./cannotTell";
import { excess } from "./excess";
import { missing } from "./missing";
import { publicAccess } from "./publicAccess";
import type { Rule } from "./rule";
import { selfRaising } from "./selfRaising";
import { unknownRole } from "./unknownRole";
import { unreadablePolicy } from "./unreadablePolicy";

export type { Group, Rule, Violation } from "./rule";

/** Every rule of the pack. Ids are deprecated, never reused. */
export const rules: readonly Rule[] = [
  excess,
  selfRaising,
  missing,
  publicAccess,
  unknownRole,
  unreadablePolicy,
  cannotTell,
];
