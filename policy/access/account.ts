import { saysSegment } from "../facts/recognition";
import { stateDatasetId } from "../facts/roles";
import {
  accountMember,
  isServiceAgent,
  accountPath,
  projectOfEmail,
  stackAccount,
  type StackAccount,
  stackAccounts,
} from "../iam/account";
import type { Grants } from "../iam/grants";
import { accountsBehind } from "../iam/grants/memberRefs";
import { memberships } from "../iam/group";
import { glob } from "../stack/glob";
import { isList, isObject, type Plain } from "../stack/plain";
import { knownText } from "../stack/references";
import type { Resource } from "../stack/resource";
import { isWithin, sourcesOf, type Stack } from "../stack/stack";
import * as types from "../stack/types";
import type { PackConfig } from "./config";
import type { Declaration } from "./declaration";
import { declarationOf } from "./readDeclaration";

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

/** Who is Segment's, and of whom that is unknown before the update. */
export interface SegmentAccounts {
  readonly found: readonly SegmentAccount[];
  /** Accounts that may turn out to be Segment's. */
  readonly possible: readonly StackAccount[];
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
  const others = new Set(homes.values());
  const isHomeByPattern = homesByPattern(config);
  const found = [...why].sort(byFirst).map(([identity, because]): SegmentAccount => {
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
        projectId: (written) => stack.projectId(written),
        home: project ?? account?.urn ?? "",
        says: account?.says ?? identity.slice(0, identity.indexOf("@")),
        isHomeOfAnother: (id) => id !== project && (others.has(id) || isHomeByPattern(id)),
      }),
    };
  });
  return { found, possible: made.filter((account) => !why.has(account.identity) && mayBe(account, config)) };
}

/** Tests whether a pattern of the config, which says a part of the project too, has an account in it. */
function homesByPattern(config: PackConfig): (project: string) => boolean {
  const projects = configuredAccounts(config).flatMap((pattern) => {
    const [, project = ""] = /@([^@]*\*[^@]*)\.iam\.gserviceaccount\.com$/.exec(pattern) ?? [];
    return project.replaceAll("*", "") === "" ? [] : [glob(project)];
  });
  return (project) => projects.some((test) => test(project));
}

function byFirst([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
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

/** Those that say so, and whoever holds anything on a dataset that only Segment has. */
function recognized(
  made: readonly StackAccount[],
  named: ReadonlySet<string>,
  { grants }: Grants,
): Set<string> {
  const found = new Set(made.filter(({ says }) => saysSegment(says)).map(({ identity }) => identity));
  for (const email of named)
    if (!isServiceAgent(email) && saysSegment(email.slice(0, email.indexOf("@")))) found.add(email);
  for (const { scope, member } of grants) {
    if (!("dataset" in scope) || scope.dataset !== stateDatasetId) continue;
    if (member.kind === "account") found.add(member.identity);
    if (
      member.kind === "named" &&
      member.member.kind === "serviceAccount" &&
      !isServiceAgent(member.member.email)
    )
      found.add(member.member.email);
  }
  return found;
}

/** Accounts whose key, or address, is in what a resource of Segment's own provider is set to. */
function handedOver(stack: Stack): string[] {
  return stack
    .ofTypes((type) => type.startsWith("segment:"))
    .flatMap((resource) => [
      ...addressesIn([resource]),
      ...Object.keys(resource.propertyDependencies).flatMap((property) =>
        accountsOf(stack, sourcesOf(stack, resource, property)),
      ),
    ]);
}

/** The accounts among the resources, and those whose keys are. */
function accountsOf(stack: Stack, resources: readonly Resource[]): string[] {
  return resources.flatMap((resource) => {
    if (resource.type === types.account) return [stackAccount(stack, resource).identity];
    if (resource.type !== types.key) return [];
    const { written } = accountPath(knownText(resource.props, "serviceAccountId") ?? "");
    if (written.endsWith(domain)) return [written];
    return accountsBehind(stack, resource, "serviceAccountId");
  });
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
  const patterns = configuredAccounts(config);
  if (accountId === undefined) return true;
  return patterns.some((pattern) => glob(pattern.split("@")[0] ?? "")(accountId));
}

/** The service accounts that the stack's grants, targets and memberships name by their address. */
function namedAccounts(stack: Stack, { grants, unreadable }: Grants): Set<string> {
  const emails = new Set(unreadable.flatMap(({ names }) => names ?? []));
  for (const { member, scope } of grants) {
    if (member.kind === "named" && member.member.kind === "serviceAccount") emails.add(member.member.email);
    if (scope.kind === "serviceAccount" && scope.email.includes("@")) emails.add(scope.email);
  }
  for (const { member } of memberships(stack)) if (member?.endsWith(domain)) emails.add(member);
  for (const type of [types.key, ...types.hmacKeys, ...types.apiKeys])
    for (const { props } of stack.ofType(type))
      for (const property of ["serviceAccountId", "serviceAccountEmail"]) {
        const { written } = accountPath(knownText(props, property) ?? "");
        if (written.endsWith(domain) && !written.includes("/")) emails.add(written);
      }
  return emails;
}

const domain = ".iam.gserviceaccount.com";

const address = /[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z0-9.-]{1,60}\.iam\.gserviceaccount\.com/gi;

/** Every address in the resources, wherever it stands. */
function addressesIn(resources: readonly Resource[]): Set<string> {
  const found = new Set<string>();
  const read = (value: Plain): void => {
    if (typeof value === "string") {
      if (value.includes(domain)) for (const one of value.match(address) ?? []) found.add(one.toLowerCase());
    } else if (isList(value)) value.forEach(read);
    else if (isObject(value)) Object.values(value).forEach(read);
  };
  for (const { props } of resources) read(props);
  return found;
}
