import { mentionKind, type MentionKind } from "../facts/mentions";
import { runsCommands } from "../iam/grants/commandGrants";
import { iamType } from "../iam/grants/iamScope";
import { isList, isObject, type Plain, UNKNOWN } from "../stack/plain";
import { remembered } from "../stack/remembered";
import type { Resource } from "../stack/resource";
import * as types from "../stack/types";
import type { SegmentAccount } from "./account";
import type { AccountAccess, Assessment } from "./assessment";
import { readScripts } from "./readScripts";
import { keepsSecret, openPart } from "./secretPlaces";

/** A place in a resource where one of Segment's accounts stands. */
export interface Mention {
  readonly segment: SegmentAccount;
  readonly resource: Resource;
  /** Names of properties, without the numbers of lists. */
  readonly path: readonly string[];
  readonly kind: Exclude<MentionKind, "harmless">;
  /** True where the value is not known before the update and comes from the account. */
  readonly unknown: boolean;
}

/**
 * Where the stack names Segment's accounts and no reader of grants, keys or memberships explains it: in one pass over
 * every resource.
 */
export const unexplainedMentions = remembered((assessment: Assessment): readonly Mention[] => {
  const { accounts, stack } = assessment;
  const seekers = accounts.map(seekerOf);
  if (seekers.length === 0) return [];
  const read = readScripts(assessment);
  const inResources = stack.resources.flatMap((resource) => {
    if (isExplained(resource)) return [];
    const isSecret = (property: string, seeker: Seeker) => {
      if (!keepsSecret(assessment, resource, property)) return false;
      const open = openPart(resource, resource.props[property] ?? null);
      return typeof open !== "string" || !seeker.isIn(open.toLowerCase());
    };
    const found: Mention[] = [];
    const seen = new Set<string>();
    const add = (seeker: Seeker, path: readonly string[], unknown: boolean, text = ""): void => {
      const { segment } = seeker;
      const kind = mentionKind(resource.type, path, text);
      // A value that is not known yet, where it says nothing of who acts, may be anything of the account's.
      if (unknown && kind === "other") return;
      const key = `${segment.identity} ${path.join(".")}`;
      if (kind === "harmless" || seen.has(key) || isSecret(path[0] ?? "", seeker)) return;
      if (kind !== "runs-as" && read(resource, path[0] ?? "", segment, text)) return;
      seen.add(key);
      found.push({ segment, resource, path: [...path], kind, unknown });
    };
    const isScript = runsCommands(resource.type);
    visit(resource.props, [], (text, path) => {
      const lower = text.toLowerCase();
      const hidden = decodedIn(text);
      for (const seeker of seekers) {
        const isNamed = seeker.isIn(lower) || hidden.some((one) => seeker.isIn(one));
        if (!isNamed && !(isScript && seeker.changesRole(lower))) continue;
        // The key rules judge key files.
        if (isKeyFile(lower) || hidden.some((one) => one.includes(privateKey))) return;
        add(seeker, path, false, isNamed ? lower : "");
      }
    });
    for (const [property, sources] of Object.entries(resource.propertyDependencies)) {
      const path = unknownIn(resource.props[property] ?? null, [property]);
      if (path === undefined) continue;
      for (const seeker of seekers) if (sources.some((urn) => seeker.urn === urn)) add(seeker, path, true);
    }
    return found;
  });
  return [...inResources, ...unreadMembers(assessment, seekers)];
});

/** Members of grants that name the account in a form which no reader knows. */
function unreadMembers({ grants, stack }: Assessment, seekers: readonly Seeker[]): Mention[] {
  return grants.flatMap(({ urn, member }) => {
    const resource = stack.get(urn);
    if (member.kind !== "named" || member.member.kind !== "other" || resource === undefined) return [];
    const text = member.member.text.toLowerCase();
    return seekers
      .filter((seeker) => seeker.isIn(text))
      .map(({ segment }) => ({
        segment,
        resource,
        path: ["member"],
        kind: "actor" as const,
        unknown: false,
      }));
  });
}

interface Seeker {
  readonly segment: SegmentAccount;
  readonly urn?: string;
  isIn(text: string): boolean;
  /** Whether a command names a custom role of the account's. */
  changesRole(text: string): boolean;
}

function seekerOf({ segment, effectiveGrants }: AccountAccess): Seeker {
  const roles = new Set(
    effectiveGrants.flatMap(({ grant: { role } }) =>
      "name" in role && role.name.includes("/roles/")
        ? [role.name.slice(role.name.lastIndexOf("/") + 1).toLowerCase()]
        : [],
    ),
  );
  const { identity, account } = segment;
  const known = identity.startsWith("urn:") ? undefined : identity;
  // Cloud SQL and AlloyDB leave the domain's end out.
  const words = [known?.replace(/\.gserviceaccount\.com$/, ""), account?.uniqueId].filter(
    (word) => word !== undefined,
  );
  // A config may name an account by a text without an @.
  const begun = known?.includes("@") ? known.slice(0, known.indexOf("@") + 1) : undefined;
  return {
    segment,
    urn: account?.urn,
    isIn: (text) =>
      words.some((word) => isWord(text, word)) ||
      (begun !== undefined && (isPutTogether(text, begun) || isInParts(text, begun.slice(0, -1)))),
    changesRole: (text) =>
      /\broles\s+(?:update|create|undelete)\b|includedpermissions/.test(text) &&
      [...roles].some((role) => isWord(text, role)),
  };
}

const privateKey = '"private_key';

function isKeyFile(text: string): boolean {
  return text.includes(privateKey) || text.includes("begin private key");
}

/** What long runs of base64 in a text say, in lower case: a script may be handed over encoded. */
function decodedIn(text: string): string[] {
  if (text.length < 60) return [];
  return (text.match(/[A-Za-z0-9+/]{60,}={0,2}/g) ?? []).map((run) =>
    Buffer.from(run, "base64").toString("latin1").toLowerCase(),
  );
}

/** Whether a text puts the address together, as in `segment@$PROJECT.iam…` or `"segment@" + domain`. */
function isPutTogether(text: string, begun: string): boolean {
  for (let at = text.indexOf(begun); at >= 0; at = text.indexOf(begun, at + 1))
    if (!/[a-z0-9-]/.test(text.charAt(at - 1)) && /["'$%{<]/.test(text.charAt(at + begun.length)))
      return true;
  return false;
}

/** Whether the id stands alone in a text that puts an address together from a variable, or from words of a list. */
function isInParts(text: string, id: string): boolean {
  return hasOpenAddress(text) && isWord(text, id);
}

const domain = "gserviceaccount.com";

/** Whether an address in the text has no written name in front of the domain: `$NAME@…`, or the domain alone. */
function hasOpenAddress(text: string): boolean {
  for (let at = text.indexOf(domain); at >= 0; at = text.indexOf(domain, at + 1)) {
    const before = text.slice(Math.max(0, at - 100), at);
    const sign = before.lastIndexOf("@");
    if (
      sign < 0 ||
      /[\s"'`,;]/.test(before.slice(sign)) ||
      /(?:[^a-z0-9-]|[$%][a-z0-9_]{0,40})$/.test(before.slice(0, sign))
    )
      return true;
  }
  return false;
}

/** Whether the word stands in the text, and not as the end or the beginning of a longer one. */
function isWord(text: string, word: string): boolean {
  if (word === "") return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text.charAt(at - 1);
    // `user-EMAIL` is how Cloud Storage writes it.
    const begins = !/[a-z0-9-]/.test(before) || text.slice(0, at).endsWith("user-");
    if (begins && !/[a-z0-9-]/.test(text.charAt(at + word.length))) return true;
  }
  return false;
}

/** @param path the names around the value; it changes with the place, so who keeps it copies it */
function visit(value: Plain, path: string[], say: (text: string, path: readonly string[]) => void): void {
  if (typeof value === "string") {
    if (value.length >= shortest) say(value, path);
  } else if (isList(value)) for (const item of value) visit(item, path, say);
  else if (isObject(value))
    for (const name of Object.keys(value)) {
      path.push(name);
      if (name.length >= shortest) say(name, path);
      visit(value[name] ?? null, path, say);
      path.pop();
    }
}

/** As long as the shortest text that names an account: an address without the domain's end has at least 17 letters. */
const shortest = 16;

/** The path to a part that is not known; undefined where all is. */
function unknownIn(value: Plain, path: readonly string[]): readonly string[] | undefined {
  if (value === UNKNOWN) return path;
  const parts = isList(value)
    ? value.map((item) => [undefined, item] as const)
    : isObject(value)
      ? Object.entries(value)
      : [];
  for (const [name, part] of parts) {
    const found = unknownIn(part, name === undefined ? path : [...path, name]);
    if (found) return found;
  }
  return undefined;
}

/** Types that a reader understands wholly: what they grant, make or declare is judged by other rules. */
const explained: ReadonlySet<string> = new Set([
  types.account,
  types.key,
  types.component,
  types.dataset,
  types.datasetAccess,
  types.rowAccessPolicy,
  types.entitlement,
  types.groupMembership,
  types.projectCustomRole,
  types.organizationCustomRole,
  ...types.hmacKeys,
  ...types.apiKeys,
]);

/** What takes away, denies, or writes down who did what. */
const takesAway = /(?:IamMemberRemove|AuditConfig|[dD]enyPolicy|AccessBoundaryPolicy)$/;

function isExplained({ type }: Resource): boolean {
  return (
    takesAway.test(type) ||
    explained.has(type) ||
    iamType(type) !== undefined ||
    type === "pulumi:pulumi:Stack"
  );
}
