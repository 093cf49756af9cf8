import {
  accountMember,
  projectOfEmail,
  saysSegment,
  stackAccount,
  type StackAccount,
  stackAccounts,
} from "../iam/account";
import type { Grants } from "../iam/grants";
import { glob } from "../stack/glob";
import { knownText } from "../stack/references";
import type { Resource } from "../stack/resource";
import { isWithin, type Stack } from "../stack/stack";
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
  readonly declared: Declaration;
}

/** Segment's accounts: those configured, else those of `SegmentBigQuery`, else those whose words say so. */
export function segmentAccounts(stack: Stack, grants: Grants, config: PackConfig): SegmentAccount[] {
  const made = stackAccounts(stack);
  const components = stack.ofType(types.component);
  const byIdentity = new Map(made.map((account) => [account.identity, account]));
  const ofComponent = new Map<string, Resource>();
  for (const component of components) {
    for (const resource of stack.ofType(types.account))
      if (isWithin(stack, resource, component.urn))
        ofComponent.set(stackAccount(stack, resource).identity, component);
    const email = knownText(component.props, "serviceAccountEmail")?.toLowerCase();
    if (email !== undefined) ofComponent.set(email, component);
  }
  const identities = chosen(made, namedAccounts(grants), ofComponent, config);
  return [...identities].sort().map((identity) => {
    const account = byIdentity.get(identity);
    const component = ofComponent.get(identity);
    // What no account of the stack has for its identity is an address.
    const email = account === undefined ? identity : account.email;
    const project = account?.project ?? (email && projectOfEmail(email));
    return {
      identity,
      member: account === undefined ? `serviceAccount:${identity}` : accountMember(account),
      project,
      account,
      component,
      declared: declarationOf(component?.props, config, project ?? account?.urn ?? ""),
    };
  });
}

function chosen(
  made: readonly StackAccount[],
  named: ReadonlySet<string>,
  ofComponent: ReadonlyMap<string, Resource>,
  config: PackConfig,
): Set<string> {
  if (config.serviceAccounts === undefined && ofComponent.size > 0) return new Set(ofComponent.keys());
  const saying = made.filter(({ says }) => saysSegment(says)).map(({ identity }) => identity);
  if (config.serviceAccounts === undefined) {
    return new Set([
      ...saying,
      ...[...named].filter(
        (email) => saysSegment(email.slice(0, email.indexOf("@"))) && !isNamesake(email, made),
      ),
    ]);
  }
  const tests = config.serviceAccounts.map(glob);
  const all = [...made.map(({ identity }) => identity), ...named];
  // An address that is not known yet cannot be compared with a pattern; then the component, or the words, decide.
  const open = [...ofComponent.keys(), ...saying].filter((identity) => identity.startsWith("urn:"));
  return new Set([...all.filter((identity) => tests.some((test) => test(identity))), ...open]);
}

/** The same account id in another project is somebody else. */
function isNamesake(email: string, made: readonly StackAccount[]): boolean {
  const id = email.slice(0, email.indexOf("@"));
  const same = made.filter(({ accountId }) => accountId === id);
  return same.length > 0 && same.every((account) => account.email !== undefined && account.email !== email);
}

/** The service accounts that the stack's grants name by their address, in scripts that cannot be read as well. */
function namedAccounts({ grants, unreadable }: Grants): Set<string> {
  const emails = new Set(unreadable.flatMap(({ names }) => names ?? []));
  for (const { member } of grants) {
    if (member.kind === "named" && member.member.kind === "serviceAccount") emails.add(member.member.email);
  }
  return emails;
}
