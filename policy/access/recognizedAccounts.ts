import { saysSegment } from "../facts/recognition";
import { stateDatasetId } from "../facts/roles";
import { accountPath, isServiceAgent, stackAccount, type StackAccount } from "../iam/account";
import { type Grants, identityOf } from "../iam/grants";
import { accountsBehind } from "../iam/grants/grant";
import { memberships } from "../iam/group";
import { isList, isObject, type Plain } from "../stack/plain";
import { knownText } from "../stack/references";
import type { Resource } from "../stack/resource";
import { sourcesOf, type Stack } from "../stack/stack";
import * as types from "../stack/types";

/** Those that say so, and each that holds anything on a dataset that only Segment has. */
export function recognized(
  made: readonly StackAccount[],
  named: ReadonlySet<string>,
  { grants }: Grants,
): Set<string> {
  const found = new Set(made.filter(({ says }) => saysSegment(says)).map(({ identity }) => identity));
  for (const email of named)
    if (!isServiceAgent(email) && saysSegment(email.slice(0, email.indexOf("@")))) found.add(email);
  for (const { scope, member } of grants) {
    if (!("dataset" in scope) || scope.dataset !== stateDatasetId) continue;
    const identity = identityOf(member);
    if (identity !== undefined && !isServiceAgent(identity)) found.add(identity);
  }
  return found;
}

/** Accounts whose key, or address, is in what a resource of Segment's own provider is set to. */
export function handedOver(stack: Stack): string[] {
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

/** The service accounts that the stack's grants, targets and memberships name by their address. */
export function namedAccounts(stack: Stack, { grants, unreadable }: Grants): Set<string> {
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
export function addressesIn(resources: readonly Resource[]): Set<string> {
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
