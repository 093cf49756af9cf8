import { states, type PermissionCell, type Report } from "../report";
import { type Html, type HtmlPart, safe, stateChip } from "./html";
import { counted } from "../../text";

/** Columns beyond this would not fit any screen or paper. */
const mostScopes = 24;
/** Permissions of one row beyond this are folded. */
const mostNamed = 5;

/** Permissions by scope, one table for each account, with the reason in each cell. */
export function matrix({ permissions }: Report): Html {
  const members = [...new Set(permissions.map(({ member }) => member))];
  if (members.length === 0) return safe`<p>No permission is held or missing.</p>`;
  return safe`<details><summary>${counted(new Set(permissions.map(({ permission }) => permission)).size, "permission")} at ${counted(new Set(permissions.map(({ scope }) => scope)).size, "scope")}</summary>
    ${members.map((member) =>
      accountMatrix(
        member,
        permissions.filter((cell) => cell.member === member),
      ),
    )}</details>`;
}

function accountMatrix(member: string, all: readonly PermissionCell[]): Html {
  const scopes = byWorst(all, ({ scope }) => scope);
  const shown = scopes.slice(0, mostScopes);
  const cells = new Map(all.map((cell) => [JSON.stringify([cell.permission, cell.scope]), cell]));
  const permissions = byWorst(
    all.filter(({ scope }) => shown.includes(scope)),
    ({ permission }) => permission,
  );
  const rows = grouped(permissions, (permission) =>
    shown.map((scope) => cellOf(cells.get(JSON.stringify([permission, scope])))),
  );
  return safe`<h3>${member}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="Permissions of ${member} by scope">
    <table class="matrix">
    <thead><tr><th scope="col">Permission</th>${shown.map((scope) => safe`<th scope="col">${scope}</th>`)}</tr></thead>
    <tbody>
    ${rows.map(({ permissions, row }) => safe`<tr><th scope="row">${named(permissions)}</th>${row}</tr>\n`)}</tbody>
    </table>
    </div>
    ${scopes.length > shown.length && safe`<p class="dim">Left out: ${counted(scopes.length - shown.length, "further scope")}; see the table of grants, or <code>--json</code>.</p>`}`;
}

/** Permissions that are in the same state for the same reasons everywhere share a row. */
function grouped(
  permissions: readonly string[],
  rowOf: (permission: string) => Html[],
): { permissions: string[]; row: Html[] }[] {
  const rows = new Map<string, { permissions: string[]; row: Html[] }>();
  for (const permission of permissions) {
    const row = rowOf(permission);
    const key = row.map(({ markup }) => markup).join("");
    const same = rows.get(key);
    if (same) same.permissions.push(permission);
    else rows.set(key, { permissions: [permission], row });
  }
  return [...rows.values()];
}

function named(permissions: readonly string[]): HtmlPart {
  const lines = permissions.map((permission) => safe`<code>${permission}</code><br>`);
  if (permissions.length <= mostNamed) return lines;
  const first = mostNamed - 1;
  return safe`${lines.slice(0, first)}<details><summary>and ${permissions.length - first} more</summary>${lines.slice(first)}</details>`;
}

function cellOf(cell: PermissionCell | undefined): Html {
  if (cell === undefined) return safe`<td class="none">not held</td>`;
  const { state, reasons, roles } = cell;
  const purpose = `to ${reasons.join("; ")}`;
  const via = roles.length > 0 && state !== "allowed" && `by ${roles.join(", ")}`;
  const why =
    reasons.length === 0
      ? via
      : state === "excess"
        ? `by ${roles.join(", ")}; needed only in a part of it, ${purpose}`
        : purpose;
  return safe`<td>${stateChip(state)}${why && safe`<span class="why">${why}</span>`}</td>`;
}

/** The distinct keys of the cells, those with the worst state first, then by name. */
function byWorst(cells: readonly PermissionCell[], keyOf: (cell: PermissionCell) => string): string[] {
  const worst = new Map<string, number>();
  for (const cell of cells) {
    const key = keyOf(cell);
    worst.set(key, Math.min(worst.get(key) ?? states.length, states.indexOf(cell.state)));
  }
  return [...worst].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([key]) => key);
}
