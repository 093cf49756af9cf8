import { sankey, sankeyLeft, type SankeyLink, type SankeyNode } from "d3-sankey";
import { shortened } from "../../text";
import { states, type GrantLine, type Report, type State } from "../report";

/** What the layout needs of a box. */
interface NodeFacts {
  id: string;
  column: Column;
  text: string;
  /** The text, broken so that it fits into the box. */
  lines: readonly string[];
  state: State;
}

/** What the layout needs of a band. */
interface LinkFacts {
  state: State;
  permissions: number;
}

export type Column = 0 | 1 | 2;
export type Node = SankeyNode<NodeFacts, LinkFacts>;
export type Link = SankeyLink<NodeFacts, LinkFacts>;

export interface Layout {
  nodes: Node[];
  links: Link[];
  height: number;
  /** Height of a box that has no more than its text. */
  least: number;
  /** Lines of the report that the picture leaves out. */
  leftOut: number;
}

/** The widths that the picture is made of. */
export const sizes = { width: 1180, box: 300, top: 34, line: 16 };

/** Nobody can read a picture with more than this; the most alarming comes first. */
const mostLines = 26;
/**
 * Places accounts, roles and scopes in three columns. A band is as wide as there are permissions, and what is in excess
 * runs in a band of its own. What is missing runs through a role that says so.
 */
export function sankeyLayout({ grants, missing }: Pick<Report, "grants" | "missing">): Layout {
  const shownMissing = missing.slice(0, mostLines / 2);
  const shown = grants.slice(0, mostLines - shownMissing.length);
  const nodes = new Map<string, NodeFacts>();
  const links = new Map<string, LinkFacts & { source: string; target: string }>();
  const node = (column: Column, text: string, state: State): string => {
    const id = JSON.stringify([column, text]);
    const found = nodes.get(id) ?? { id, column, text, lines: linesOf(text), state };
    if (states.indexOf(state) < states.indexOf(found.state)) found.state = state;
    nodes.set(id, found);
    return id;
  };
  const band = (source: string, target: string, state: State, permissions: number): void => {
    const key = JSON.stringify([source, target, state]);
    const found = links.get(key) ?? { source, target, state, permissions: 0 };
    found.permissions += permissions;
    links.set(key, found);
  };
  const path = (
    member: string,
    role: string,
    scope: string,
    state: State,
    parts: Partial<Record<State, number>>,
  ): void => {
    const [from, over, to] = [node(0, member, state), node(1, role, state), node(2, scope, state)];
    for (const part of states) {
      const permissions = parts[part] ?? 0;
      if (permissions === 0) continue;
      band(from, over, part, permissions);
      band(over, to, part, permissions);
    }
  };
  for (const grant of shown) {
    const { member, role, through, scope, state } = grant;
    path(member, through === undefined ? role : `${role} through ${through}`, scope, state, partsOf(grant));
  }
  for (const { member, scope, state, permissions } of shownMissing) {
    const role = state === "missing" ? "granted by no role" : "perhaps granted";
    path(member, role, scope, state, {
      [state]: new Set(permissions.map(({ permission }) => permission)).size,
    });
  }
  return {
    ...placed([...nodes.values()], [...links.values()]),
    leftOut: grants.length - shown.length + missing.length - shownMissing.length,
  };
}

/** A grant's permissions by what they are; one that is not known counts as one. */
function partsOf({
  state,
  permissions,
  needed,
  excess,
  uncertain,
}: GrantLine): Partial<Record<State, number>> {
  const used = new Set(needed.map(({ permission }) => permission));
  const judged = new Set([...excess, ...uncertain]);
  const needing = [...used].filter((permission) => !judged.has(permission)).length;
  const allowed = permissions.filter((one) => !judged.has(one) && !used.has(one)).length;
  const parts = { excess: excess.length, undetermined: uncertain.length, needed: needing, allowed };
  return Object.values(parts).some((count) => count > 0) ? parts : { [state]: 1 };
}

function placed(
  nodes: NodeFacts[],
  links: (LinkFacts & { source: string; target: string })[],
): Omit<Layout, "leftOut"> {
  const rows = Math.max(
    ...([0, 1, 2] as const).map((column) => nodes.filter((one) => one.column === column).length),
  );
  const least = Math.max(...nodes.map(({ lines }) => lines.length)) * sizes.line + 30;
  const pitch = least + 12;
  const height = (rows - 1) * pitch + Math.min(360, 90 + 16 * links.length);
  const { box, width, top } = sizes;
  // Half of the least height stays free at both ends, where a small box grows beyond its bands.
  const graph = sankey<NodeFacts, LinkFacts>()
    .nodeId(({ id }) => id)
    .nodeAlign(sankeyLeft)
    .nodeWidth(box)
    .nodePadding(pitch)
    .iterations(64)
    .extent([
      [0, top + least / 2],
      [width, top + least / 2 + height],
    ])({ nodes, links: links.map((link) => ({ ...link, value: link.permissions })) });
  return { ...graph, least, height: top + height + least };
}

/** Characters of 13 px that fit next to a box's bar. */
const fitting = Math.floor((sizes.box - 28) / 7.05);

/** A name on at most three lines, broken before a sign that joins its parts; only what is longer still is cut. */
function linesOf(text: string): string[] {
  const lines = [""];
  for (const part of text.replace(/^serviceAccount:/, "").split(/(?=[@./_ -])/)) {
    const line = `${lines.at(-1) ?? ""}${part}`;
    if (line.length <= fitting || lines.length === 3) lines[lines.length - 1] = line;
    else lines.push(part);
  }
  return lines.filter((line) => line !== "").map((line) => shortened(line.trim(), fitting));
}
