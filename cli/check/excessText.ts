import { escalates } from "../../policy/facts/permissions";

/** Everything that escalates by name, of the rest three and a count; the whole list is in the result's permissions. */
export function excessText(excess: readonly string[]): string {
  const raising = excess.filter(escalates);
  const others = excess.filter((permission) => !escalates(permission));
  const rest = others.length > 3 ? ` and ${others.length - 3} more` : "";
  const parts = [
    ...(raising.length > 0 ? [`${raising.join(", ")} (with which it can raise itself)`] : []),
    ...(others.length > 0 ? [`${others.slice(0, 3).join(", ")}${rest}`] : []),
  ];
  return parts.join(", ");
}
