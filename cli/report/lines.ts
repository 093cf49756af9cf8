import type { Assessment } from "../../policy/access/assessment";
import { undeterminedFacts } from "../../policy/access/undetermined";
import type { AccessRow } from "../../policy/accessTable";
import { catalogueRole } from "../../policy/facts/roles";
import { stackAccount } from "../../policy/iam/account";
import { scopeText } from "../../policy/iam/scope";
import { UNKNOWN } from "../../policy/stack/plain";
import { knownText } from "../../policy/stack/references";
import type { Resource } from "../../policy/stack/resource";
import { sourcesOf } from "../../policy/stack/stack";
import * as types from "../../policy/stack/types";
import type { MissingLine } from "../judgement/findings";
import { removalOf } from "../judgement/removal";
import { shellWord } from "../text";
import { type GrantLine, type KeyLine, type PermissionCell, type State, states } from "./report";

const order: readonly GrantLine["state"][] = ["excess", "undetermined", "needed", "allowed"];

/** The access table with a state for each row: excess first, then by account, scope and role. */
export function grantLines(
  assessment: Assessment,
  rows: readonly AccessRow[],
  { atGoogle }: { atGoogle: boolean },
): GrantLine[] {
  const open = new Map<string, readonly string[]>();
  for (const question of undeterminedFacts(assessment)) {
    // A grant whose member is unknown belongs to no account; it is among the findings.
    if (!("effective" in question)) continue;
    const { grant, at } = question.effective;
    for (const scope of question.kind === "excessive" ? [question.scope] : at) {
      const key = keyOf(grant.urn, scopeText(scope), question.access.segment.member);
      open.set(key, [...(open.get(key) ?? []), ...(question.kind === "excessive" ? question.possible : [])]);
    }
  }
  return rows
    .map((row): GrantLine => {
      const { member, role, scope, scopeKind, through, why, permissions, needed, excess, urn } = row;
      const uncertain = open.get(keyOf(urn, scope, member));
      const state = grantState(row, uncertain !== undefined);
      const removal = atGoogle && state === "excess" ? removalLine(assessment, row) : undefined;
      return {
        state,
        member,
        role,
        scope,
        scopeKind,
        ...(through !== undefined && { through }),
        why: [...why],
        permissions: [...permissions],
        needed: needed.map(({ permission, reason }) => ({ permission, reason })),
        excess: [...excess],
        uncertain: [...(uncertain ?? [])],
        urn,
        ...(removal !== undefined && { removal }),
      };
    })
    .sort(byState);
}

/** Excess first, then by account, scope and role. */
export function byState(a: GrantLine, b: GrantLine): number {
  return (
    order.indexOf(a.state) - order.indexOf(b.state) ||
    compare(a.member, b.member) ||
    compare(a.scope, b.scope) ||
    compare(a.role, b.role)
  );
}

/** A grant in a stack is removed from the stack; one that was read at Google, by a command. */
function removalLine(
  { accounts, stack }: Assessment,
  { urn, member, excess }: AccessRow,
): string | undefined {
  const effective = accounts
    .filter(({ segment }) => segment.member === member)
    .flatMap(({ effectiveGrants }) => effectiveGrants)
    .find(({ grant }) => grant.urn === urn);
  return effective && removalOf(effective, stack, excess).command?.map(shellWord).join(" ");
}

function grantState({ role, permissions, needed, excess }: AccessRow, open: boolean): GrantLine["state"] {
  // A role that the catalogue holds only in part allows more, whatever its known part is.
  if (excess.length > 0 || catalogueRole(role)?.complete === false) return "excess";
  if (open || permissions.length === 0) return "undetermined";
  return needed.length > 0 ? "needed" : "allowed";
}

function keyOf(...parts: string[]): string {
  return JSON.stringify(parts);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const day = 86_400_000;

/** The keys of Segment's accounts: only names and dates are read. */
export function keyLines(assessment: Assessment, maxAgeDays: number): KeyLine[] {
  const { stack, accounts, now } = assessment;
  const identities = new Set(accounts.map(({ segment }) => segment.identity));
  return stack.ofType(types.key).flatMap((key): KeyLine[] => {
    const account = accountOf(assessment, key);
    // Where even the account is not known, the key may be Segment's.
    if (account !== undefined && !identities.has(account)) return [];
    const validAfter = dateIn(key, "validAfter");
    const validBefore = dateIn(key, "validBefore");
    const ageDays = validAfter && Math.floor((now.getTime() - validAfter.getTime()) / day);
    return [
      {
        account: account?.startsWith("urn:")
          ? account.slice(account.lastIndexOf("::") + 2)
          : (account ?? "not known yet"),
        key: knownText(key.props, "name")?.split("/").at(-1) ?? key.name,
        origin: originOf(key),
        ...(validAfter && { validAfter: validAfter.toISOString() }),
        ...(validBefore && { validBefore: validBefore.toISOString() }),
        ...(ageDays !== undefined && { ageDays }),
        maxAgeDays,
        state: keyState(key, ageDays, validBefore, maxAgeDays, now),
        urn: key.urn,
      },
    ];
  });
}

function accountOf({ stack }: Assessment, key: Resource): string | undefined {
  const written = knownText(key.props, "serviceAccountId");
  const email = written?.slice(written.lastIndexOf("/") + 1).toLowerCase();
  if (email?.includes("@")) return email;
  const made = sourcesOf(stack, key, "serviceAccountId").find(({ type }) => type === types.account);
  return made && stackAccount(stack, made).identity;
}

function originOf(key: Resource): KeyLine["origin"] {
  const uploaded = key.props["publicKeyData"];
  if (uploaded === undefined || uploaded === null || uploaded === "") return "Google";
  return uploaded === UNKNOWN && key.props["privateKey"] !== undefined ? "not known" : "uploaded";
}

function keyState(
  key: Resource,
  ageDays: number | undefined,
  validBefore: Date | undefined,
  maxAgeDays: number,
  now: Date,
): KeyLine["state"] {
  if (validBefore && validBefore <= now) return "expired";
  if (key.props["disabled"] === true) return "disabled";
  if (ageDays === undefined) return "not known";
  return ageDays >= maxAgeDays ? "too old" : "good";
}

function dateIn(key: Resource, property: string): Date | undefined {
  const written = knownText(key.props, property);
  const date = written === undefined ? undefined : new Date(written);
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
}

/** Every permission at every scope where it is held or missing; a permission held twice is one cell. */
export function permissionCells(
  grants: readonly GrantLine[],
  missing: readonly MissingLine[],
): PermissionCell[] {
  const cells = new Map<string, PermissionCell>();
  const cell = (member: string, scope: string, permission: string, state: State): PermissionCell => {
    const key = JSON.stringify([member, scope, permission]);
    const found = cells.get(key) ?? { state, member, scope, permission, reasons: [], roles: [] };
    if (states.indexOf(state) < states.indexOf(found.state)) found.state = state;
    cells.set(key, found);
    return found;
  };
  for (const grant of grants) {
    const excess = new Set(grant.excess);
    const uncertain = new Set(grant.uncertain);
    const needed = new Map<string, string[]>();
    for (const { permission, reason } of grant.needed)
      needed.set(permission, [...(needed.get(permission) ?? []), reason]);
    for (const permission of grant.permissions) {
      const reasons = needed.get(permission) ?? [];
      const state = excess.has(permission)
        ? "excess"
        : uncertain.has(permission)
          ? "undetermined"
          : reasons.length > 0
            ? "needed"
            : "allowed";
      const found = cell(grant.member, grant.scope, permission, state);
      add(found.roles, grant.role);
      for (const reason of reasons) add(found.reasons, reason);
    }
  }
  for (const { member, scope, state, permissions } of missing) {
    for (const { permission, reason } of permissions)
      add(cell(member, scope, permission, state).reasons, reason);
  }
  return [...cells.values()];
}

function add(list: string[], item: string): void {
  if (!list.includes(item)) list.push(item);
}

/** What the verdict says nothing of, as a sentence; no line where everything is looked at. */
export function notReadLine(kinds: readonly string[]): string[] {
  if (kinds.length === 0) return [];
  const all = [kinds.slice(0, -1).join(", "), kinds.at(-1)].filter(Boolean).join(" and ");
  return [`Not read: policies of ${all}. --organization and --folder search them.`];
}
