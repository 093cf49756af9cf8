import type { MissingLine } from "../../judgement/lines";
import { states, type GrantLine, type PermissionCell, type State } from "../report";

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
