import {
  accountMember,
  isServiceAgent,
  projectOfEmail,
  stackAccount,
  type StackAccount,
  stackAccounts,
} from "../iam/account";
import { type Grants, identityOf } from "../iam/grants";
import { knownText } from "../stack/references";
import type { Resource } from "../stack/resource";
import { isWithin, type Stack } from "../stack/stack";
import { glob } from "../stack/text";
import * as types from "../stack/types";
import type { PackConfig } from "./config";
import type { Declaration } from "./declaration";
import { declarationOf } from "./readDeclaration";
import { addressesIn, handedOver, namedAccounts, recognized } from "./recognizedAccounts";

/** One of Segment's accounts, with what is declared that it needs. */
export interface SegmentAccount {
  /** The e-mail address, or the URN while the address is not known. */
  readonly identity: string;
  /** `serviceAccount:EMAIL`, or with the Pulumi name while the address is not known. */
  readonly member: string;
  readonly project?: string;
  /** The account's resource, when the stack makes it. */
  readonly account?: StackAccount;
  /** The component whose account it is. */
  readonly component?: Resource;
  /** Why it counts as Segment's. */
  readonly because: "configured" | "component" | "recognized";
  readonly declared: Declaration;
}

/** An account that may turn out to be Segment's. */
export interface PossibleAccount {
  /** The account, or the grant that names it. */
  readonly urn: string;
  readonly name: string;
  /** What is not known yet: its address, or the dataset on which it holds something. */
  readonly unknown: "address" | "dataset";
}

/** Who is Segment's, and of whom that is unknown before the update. */
export interface SegmentAccounts {
  readonly found: readonly SegmentAccount[];
  readonly possible: readonly PossibleAccount[];
}

/**
 * Segment's accounts: those that the config names, whatever the stack makes of them; those of every `SegmentBigQuery`;
 * and those recognized by their words or by the state dataset. None hides another.
 */
export function segmentAccounts(stack: Stack, grants: Grants, config: PackConfig): SegmentAccounts {
  const made = stackAccounts(stack);
  const byIdentity = new Map(made.map((account) => [account.identity, account]));
  const ofComponent = componentAccounts(stack);
  const named = namedAccounts(stack, grants);
  const why = new Map<string, SegmentAccount["because"]>();
  for (const identity of [...recognized(made, named, grants), ...handedOver(stack)])
    why.set(identity, "recognized");
  for (const identity of ofComponent.keys()) why.set(identity, "component");
  for (const identity of configured(stack, made, named, config)) why.set(identity, "configured");
  const homes = new Map(
    [...why.keys()].map((identity) => {
      const account = byIdentity.get(identity);
      // What no account of the stack has for its identity is an address.
      const email = account === undefined ? identity : account.email;
      return [identity, account?.project ?? (email === undefined ? undefined : projectOfEmail(email))];
    }),
  );
  const projects = new Set(homes.values());
  const isHomeByPattern = homesByPattern(config);
  const found = [...why]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([identity, because]): SegmentAccount => {
      const account = byIdentity.get(identity);
      const component = ofComponent.get(identity);
      const project = homes.get(identity);
      return {
        identity,
        member: account === undefined ? `serviceAccount:${identity}` : accountMember(account),
        project,
        account,
        component,
        because,
        declared: declarationOf(component?.props, config, {
          identity,
          uniqueId: account?.uniqueId,
          projectId: (written) => stack.projectId(written),
          home: project ?? account?.urn ?? "",
          says: account?.says ?? identity.slice(0, identity.indexOf("@")),
          isHomeOfAnother: (id) => id !== project && (projects.has(id) || isHomeByPattern(id)),
        }),
      };
    });
  const others = made.filter(({ identity }) => !why.has(identity));
  const unnamed = others
    .filter((account) => mayBe(account, config))
    .map(({ urn, name }): PossibleAccount => ({ urn, name, unknown: "address" }));
  // In a stack without Segment, any dataset that comes from elsewhere would be a question.
  const placed = found.length === 0 ? [] : onUnknownDatasets(others, why, grants);
  return { found, possible: [...unnamed, ...placed] };
}

/** Tests whether a pattern of the config, which says a part of the project too, has an account in it. */
function homesByPattern(config: PackConfig): (project: string) => boolean {
  const projects = configuredAccounts(config).flatMap((pattern) => {
    const project = /@([^@]*\*[^@]*)\.iam\.gserviceaccount\.com/.exec(pattern)?.[1];
    return project?.replaceAll("*", "") ? [glob(project)] : [];
  });
  return (project) => projects.some((test) => test(project));
}

function componentAccounts(stack: Stack): Map<string, Resource> {
  const found = new Map<string, Resource>();
  for (const component of stack.ofType(types.component)) {
    for (const resource of stack.ofType(types.account))
      if (isWithin(stack, resource, component.urn))
        found.set(stackAccount(stack, resource).identity, component);
    const email = knownText(component.props, "serviceAccountEmail")?.toLowerCase();
    if (email !== undefined) found.set(email, component);
  }
  return found;
}

/** Those that hold something on a dataset of which nothing is known: it may be the one that only Segment has. */
function onUnknownDatasets(
  others: readonly StackAccount[],
  ours: ReadonlyMap<string, unknown>,
  { grants }: Grants,
): PossibleAccount[] {
  const byIdentity = new Map(others.map((account) => [account.identity, account]));
  const found = new Map<string, PossibleAccount>();
  for (const { urn, scope, member, unknown } of grants) {
    const identity = identityOf(member);
    if (!("dataset" in scope) || !unknown.includes("datasetId") || identity === undefined) continue;
    if (ours.has(identity) || isServiceAgent(identity)) continue;
    const account = byIdentity.get(identity);
    found.set(identity, { urn: account?.urn ?? urn, name: account?.name ?? identity, unknown: "dataset" });
  }
  return [...found.values()];
}

function configured(
  stack: Stack,
  made: readonly StackAccount[],
  named: ReadonlySet<string>,
  config: PackConfig,
): string[] {
  const patterns = configuredAccounts(config);
  if (patterns.length === 0) return [];
  const exact = patterns.filter((pattern) => !pattern.includes("*"));
  const wide = patterns.filter((pattern) => pattern.includes("*")).map(glob);
  const byId = new Map(made.flatMap(({ uniqueId, identity }) => (uniqueId ? [[uniqueId, identity]] : [])));
  const all =
    wide.length === 0
      ? []
      : [...made.map(({ identity }) => identity), ...named, ...addressesIn(stack.resources)].filter(
          (identity) => wide.some((test) => test(identity)),
        );
  return [...exact.map((written) => byId.get(written) ?? written), ...all];
}

/** Every account that the config names, at the top or for one environment. */
export function configuredAccounts(config: PackConfig): string[] {
  return [...(config.serviceAccounts ?? []), ...(config.accounts ?? []).map(({ account }) => account)];
}

/** Whether an account whose address is not known may be one that the config names, or one that says so. */
function mayBe({ email, accountId }: StackAccount, config: PackConfig): boolean {
  if (email !== undefined) return false;
  if (accountId === undefined) return true;
  // A star may stand for the @ as well.
  return configuredAccounts(config)
    .map((pattern) => (pattern.includes("@") ? pattern.replace(/@.*/, "") : pattern.replace(/\*.*/, "*")))
    .some((pattern) => glob(pattern)(accountId));
}
