import type { Assessment } from "../../access/assessment";
import type { KeyCreation } from "../../iam/commands/commandGrant";
import { readCommandGrants } from "../../iam/commands/readCommandGrants";
import { commandTexts, runsCommands } from "../../iam/grants/commandGrants";
import { accountsBehind } from "../../iam/grants/grant";
import { UNKNOWN } from "../../stack/plain";
import type { Resource } from "../../stack/resource";
import { printable } from "../../stack/text";
import { named } from "../text";
import { type KeyOwner, namedOwner } from "./segmentKeys";

/** A command that creates or uploads a key of one of Segment's accounts. */
export interface CommandKey {
  readonly resource: Resource;
  readonly property: string;
  readonly owner: KeyOwner;
}

/** The commands of the stack that create or upload such a key, whether they come to run or not; none that the config allows. */
export function commandKeys(assessment: Assessment, how: KeyCreation["how"]): CommandKey[] {
  if (how === "upload" && assessment.config.uploadedKeys === "allow") return [];
  return assessment.stack.ofTypes(runsCommands).flatMap((resource) =>
    commandTexts(resource).flatMap(({ property, command, environment }) => {
      // Nearly every command holds none of these words, and is not worth reading.
      if (!/keys|hmac/i.test(command)) return [];
      return readCommandGrants(command, environment)
        .keyCreations.filter((made) => made.how === how)
        .flatMap(({ account }) => owners(assessment, resource, property, account))
        .map((owner) => ({ resource, property, owner }));
    }),
  );
}

/** Whose key it is; where that is known only when it runs, whose address the command takes its words from. */
function owners(
  assessment: Assessment,
  resource: Resource,
  property: string,
  account: KeyCreation["account"],
): KeyOwner[] {
  if (account !== UNKNOWN) {
    const owner = namedOwner(assessment, resource, account);
    return owner ? [owner] : [];
  }
  const behind = new Set(accountsBehind(assessment.stack, resource, property));
  return assessment.accounts.flatMap(({ segment }) => (behind.has(segment.identity) ? [segment] : []));
}

/** `` PROPERTY of TYPE `NAME` ``. */
export function commandOf({ resource, property }: CommandKey): string {
  return `${printable(property)} of ${printable(resource.type)} ${named(resource.name)}`;
}
