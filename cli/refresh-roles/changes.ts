import { joined } from "../../policy/stack/text";
import type { CatalogueContent } from "./catalogueFrom";

type Role = CatalogueContent["roles"][string];

/** What a refresh changes, a sentence for each role that is other than before. */
export function changesByRole(before: CatalogueContent, after: CatalogueContent): string[] {
  const names = [...new Set([...Object.keys(before.roles), ...Object.keys(after.roles)])].sort();
  return names.flatMap((name) => {
    const [old, now] = [before.roles[name], after.roles[name]];
    if (old === undefined) return now === undefined ? [] : [`${name} is new: ${counted(now)}.`];
    if (now === undefined) return [`${name} is gone, or holds nothing here that matters.`];
    const changes = [
      ...changed("gains", lacking(now.permissions, old.permissions)),
      ...changed("loses", lacking(old.permissions, now.permissions)),
      ...(old.stage === now.stage || old.stage === ""
        ? []
        : [`goes from stage ${old.stage} to ${now.stage}`]),
      ...(old.title === now.title || old.title === "" ? [] : [`is now called ${now.title}`]),
    ];
    return changes.length === 0 ? [] : [`${name} ${joined(changes)}.`];
  });
}

function lacking(all: readonly string[], known: readonly string[]): string[] {
  return all.filter((permission) => !known.includes(permission));
}

function changed(verb: string, permissions: readonly string[]): string[] {
  return permissions.length === 0 ? [] : [`${verb} ${permissions.join(", ")}`];
}

function counted({ permissions, complete }: Role): string {
  const one = permissions.length === 1;
  const count = one ? "1 permission" : `${permissions.length} permissions`;
  return complete ? count : `${count} that ${one ? "matters" : "matter"} here`;
}
