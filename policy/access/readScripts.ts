import { accountPath } from "../iam/account";
import { readCommandGrants } from "../iam/commands/readCommandGrants";
import { concerns, identityOf } from "../iam/grants";
import { commandTexts, runsCommands } from "../iam/grants/commandGrants";
import { grouped } from "../stack/grouped";
import type { Resource } from "../stack/resource";
import * as types from "../stack/types";
import type { SegmentAccount } from "./account";
import type { Assessment } from "./assessment";

/**
 * A test for scripts of which every mention of the account is part of a grant or key that was read: as many as the text
 * names it. What was read only in part has an unreadable grant of its own.
 */
export function readScripts({ stack, grants, unreadable }: Assessment) {
  const readIn = new Map<string, number>();
  const count = (urn: string, ...identities: readonly (string | undefined)[]) => {
    for (const identity of identities) {
      const key = `${urn} ${identity}`;
      readIn.set(key, (readIn.get(key) ?? 0) + 1);
    }
  };
  for (const { urn, shape, member, scope } of grants)
    if (shape === "sql" || shape === "command")
      count(urn, identityOf(member), scope.kind === "serviceAccount" ? scope.email : undefined);
  for (const resource of stack.ofTypes(runsCommands))
    for (const account of madeKeys(resource)) count(resource.urn, account);
  const unread = grouped(unreadable, ({ urn }) => urn);
  return ({ urn, type }: Resource, property: string, { identity }: SegmentAccount, text: string): boolean => {
    if (!runsCommands(type) && !scripts.has(type)) return false;
    if (unread.get(urn)?.some((one) => one.property === property && concerns(one, identity))) return true;
    const read = readIn.get(`${urn} ${identity}`) ?? 0;
    const named = withoutHarmless(text, type).split(identity).length - 1;
    if (text !== "" && named === 0) return text.includes(identity);
    // A variable that a command which was read takes its account from.
    return property === "environment" ? read > 0 : named > 0 && named <= read;
  };
}

/** The accounts of which a resource's commands make keys, which have findings of their own. */
function madeKeys(resource: Resource): string[] {
  return commandTexts(resource).flatMap(({ command, environment }) =>
    /\b(?:keys|hmac)\b/.test(command)
      ? readCommandGrants(command, environment).keyCreations.flatMap(({ account }) =>
          typeof account === "string" ? [accountPath(account).written] : [],
        )
      : [],
  );
}

const scripts: ReadonlySet<string> = new Set([types.queryJob, types.transferConfig, types.routine]);

/** In characters; of a longer text every mention counts. */
const longest = 20_000;

function withoutHarmless(text: string, type: string): string {
  if (text.length > longest) return text;
  return text.replace(runsCommands(type) ? harmlessCommands : harmlessSql, "");
}

/** Commands that only look, print or take away: what stands before the verb is no other verb. */
const harmlessCommands =
  /\bgcloud\s(?![^;&|`$()\n]*\s(?:add|set|create|deploy|update|submit|execute|run)[-\s])[^;&|`$()\n]*?\b(?:list|describe|get-iam-policy|get-ancestors-iam-policy|remove-iam-policy-binding|keys\s+(?:delete|disable))\b[^;&|`$()\n]*|(?:^|[\n;&])\s*(?:echo|printf)\s[^|;&`$()<>\n]*(?=$|[;&\n])|\brevoke\s[^;&|]*?\bfrom\s+\S+/g;

/** Statements that only read or take away, and comments. */
const harmlessSql = /\brevoke\s[^;]*|\bselect\s[^;]*|\/\*[\s\S]*?\*\/|--[ \t][^\n]*/g;
