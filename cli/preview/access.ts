import type { AccessRow } from "../../policy/accessTable";

/** One role that an account holds at one scope, with a verdict in the words of every command. */
export interface AccessLine extends Omit<AccessRow, "needed"> {
  /**
   * - `ok`: nothing of it is in excess
   * - `excess`: something of it is
   * - `undetermined`: what the role allows is unknown
   */
  readonly state: "ok" | "excess" | "undetermined";
  /** Which of its permissions are needed there, and for what. */
  readonly needed: readonly { readonly permission: string; readonly reason: string }[];
}

/** The access table without what only the model itself needs. */
export function accessLines(rows: readonly AccessRow[]): AccessLine[] {
  return rows.map((row) => ({
    ...row,
    state: row.excess.length > 0 ? "excess" : row.permissions.length === 0 ? "undetermined" : "ok",
    needed: row.needed.map(({ permission, reason }) => ({ permission, reason })),
  }));
}
