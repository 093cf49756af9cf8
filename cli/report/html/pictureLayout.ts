import { states, type Report, type State } from "../report";

/** One box of the picture. */
export interface Node {
  id: string;
  column: "account" | "role" | "scope";
  text: string;
  state: State;
  /** Nesting among the scopes: a table below its dataset below its project. */
  depth: number;
  /** Position in its column, from 0; columns are centred on one another by fractions. */
  row: number;
}

/** One line between two boxes; `tree` joins a scope to the one that it lies in. */
export interface Edge {
  from: Node;
  to: Node;
  state: State;
}

export interface Layout {
  nodes: Node[];
  edges: Edge[];
  rows: number;
  /** Lines of the report that the picture leaves out. */
  leftOut: number;
}

/** More than this is no picture any more; what alarms most comes first. */
const mostGrants = 26;

/** Places accounts, roles and scopes in three columns, with a line for each grant. */
export function pictureLayout({ grants, missing }: Pick<Report, "grants" | "missing">): Layout {
  const shownMissing = missing.slice(0, mostGrants / 2);
  const shown = grants.slice(0, mostGrants - shownMissing.length);
  const nodes = new Map<string, Node>();
  const node = (column: Node["column"], text: string, state: State, key = text): Node => {
    const id = JSON.stringify([column, key]);
    const found = nodes.get(id) ?? { id, column, text, state, depth: 0, row: 0 };
    if (states.indexOf(state) < states.indexOf(found.state)) found.state = state;
    nodes.set(id, found);
    return found;
  };
  const edges = new Map<string, Edge>();
  const join = (from: Node, to: Node, state: State): void => {
    const key = `${from.id} ${to.id} ${state}`;
    edges.set(key, { from, to, state });
  };
  for (const { member, role, through, scope, state } of shown) {
    const holder = node("account", member, state);
    const held = node("role", through === undefined ? role : `${role} through ${through}`, state);
    join(holder, held, state);
    join(held, node("scope", scope, state), state);
  }
  for (const { member, scope, state } of shownMissing)
    join(node("account", member, state), node("scope", scope, state), state);
  const rows = placed([...nodes.values()], [...edges.values()]);
  return {
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    rows,
    leftOut: grants.length - shown.length + missing.length - shownMissing.length,
  };
}

/** Gives each node its row: scopes as a tree, roles and accounts beside what they lead to. */
function placed(nodes: readonly Node[], edges: readonly Edge[]): number {
  const scopes = nodes.filter(({ column }) => column === "scope");
  const texts = new Set(scopes.map(({ text }) => text));
  for (const scope of scopes) scope.depth = ancestors(scope.text).filter((one) => texts.has(one)).length;
  const sortKey = (text: string): string => [...ancestors(text), text].map(scopeId).join("\n");
  inOrder(scopes, (a, b) => compare(sortKey(a.text), sortKey(b.text)));
  const roles = nodes.filter(({ column }) => column === "role");
  const target = (role: Node): number =>
    average(edges.filter(({ from }) => from === role).map(({ to }) => to.row));
  inOrder(roles, (a, b) => target(a) - target(b) || compare(a.text, b.text));
  const accounts = nodes.filter(({ column }) => column === "account");
  inOrder(accounts, (a, b) => compare(a.text, b.text));
  const rows = Math.max(scopes.length, roles.length, accounts.length, 1);
  for (const column of [scopes, roles, accounts]) spread(column, rows);
  return rows;
}

function inOrder(column: Node[], by: (a: Node, b: Node) => number): void {
  column.sort(by).forEach((node, index) => (node.row = index));
}

function spread(column: readonly Node[], rows: number): void {
  for (const node of column) node.row += (rows - column.length) / 2;
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);
}

/** The scopes that a dataset or table lies in, outermost first, as `scopeText` spells them. */
export function ancestors(scope: string): string[] {
  const [, kind, id = ""] = /^(dataset|table|routine) (.+)$/.exec(scope) ?? [];
  if (kind === undefined || /[:()]/.test(id.slice(id.indexOf(":") + 1))) return [];
  const dataset = kind === "dataset" ? id : id.slice(0, id.lastIndexOf("."));
  const project = `project ${dataset.slice(0, dataset.lastIndexOf("."))}`;
  return kind === "dataset" ? [project] : [project, `dataset ${dataset}`];
}

function scopeId(scope: string): string {
  return scope.slice(scope.indexOf(" ") + 1);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
