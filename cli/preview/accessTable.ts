import type { StackResource } from "./engine/stackResource";

/** One line of the access table: a member's role at a scope. */
export interface AccessRow {
  member: string;
  scope: string;
  role: string;
  permissions: string[];
  why: string;
}
export type AccessSection = AccessRow[];

/** Who may do what where; null until the policy model can tell. */
export const accessTable: (resources: StackResource[]) => AccessSection | null = () => null;
