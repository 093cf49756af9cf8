import type { Report } from "../report";
import { safe, type Html } from "./html";
import { pictureLayout, type Edge, type Layout, type Node } from "./pictureLayout";
import { counted, shortened } from "../../text/words";
import { stateChip, stateClass } from "./words";

const columns = {
  account: { x: 0, width: 270 },
  role: { x: 360, width: 290 },
  scope: { x: 750, width: 370 },
};
const indent = 18;
const pitch = 50;
const boxHeight = 40;
const top = 30;
/** Characters that fit into 100 units at 13 px. */
const fitting = 13.4;

/** The path from account over roles to project, datasets and tables, drawn, and the same as a list. */
export function picture(report: Report): Html {
  if (report.grants.length + report.missing.length === 0)
    return safe`<p>There is nothing to draw: no account of Segment's holds or lacks anything here.</p>`;
  const layout = pictureLayout(report);
  const left = layout.leftOut;
  return safe`<figure class="scroll" tabindex="0" role="region" aria-label="Picture of the paths">
      ${drawn(layout)}
    </figure>
    ${left > 0 && safe`<p class="dim">Not drawn: ${counted(left, "further line")}; the table below has them all.</p>`}
    <details>
      <summary>The picture as text</summary>
      ${asList(report, layout)}
    </details>`;
}

function drawn({ nodes, edges, rows }: Layout): Html {
  const height = top + rows * pitch;
  const roles = nodes.filter(({ column }) => column === "role").length;
  const scopes = nodes.filter(({ column }) => column === "scope").length;
  return safe`<svg
    viewBox="0 0 1120 ${height}"
    role="img"
    aria-label="From account over ${counted(roles, "role")} to ${counted(scopes, "scope")}; the list below says the same"
  >
    <text class="head" x="0" y="14">Account</text>
    <text class="head" x="360" y="14">Role</text>
    <text class="head" x="750" y="14">Scope</text>
    ${edges.map(line)} ${nodes.map(box)}
  </svg>`;
}

function line({ from, to, state }: Edge): Html {
  const x1 = columns[from.column].x + columns[from.column].width;
  const x2 = leftOf(to);
  const [y1, y2] = [middleOf(from), middleOf(to)];
  const bend = Math.min(90, (x2 - x1) / 2);
  return safe`<path
    class="${stateClass(state)}"
    d="M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"
  />`;
}

function box(node: Node): Html {
  const x = leftOf(node);
  const y = middleOf(node) - boxHeight / 2;
  const width = columns[node.column].x + columns[node.column].width - x;
  const most = Math.floor(((width - 22) / 100) * fitting);
  return safe`<g class="${stateClass(node.state)}"
    ><title>${node.text}: ${node.state}</title
    ><rect x="${x}" y="${y}" width="${width}" height="${boxHeight}" rx="5" /><rect
      class="bar"
      x="${x}"
      y="${y}"
      width="5"
      height="${boxHeight}"
      rx="2"
    /><text x="${x + 14}" y="${y + 17}">${shortened(node.text.replace(/^serviceAccount:/, ""), most)}</text
    ><text class="sub" x="${x + 14}" y="${y + 32}">${node.state}</text></g
  > `;
}

function leftOf({ column, depth }: Node): number {
  return columns[column].x + depth * indent;
}

function middleOf({ row }: Node): number {
  return top + row * pitch + pitch / 2;
}

function asList({ grants, missing }: Report, { leftOut }: Layout): Html {
  const most = grants.length + missing.length - leftOut;
  const members = [...new Set([...grants, ...missing].map(({ member }) => member))];
  return safe`<ul>
    ${members.map(
      (member) =>
        safe`<li>
          <code>${member}</code>
          <ul>
            ${grants
              .slice(0, most)
              .filter((grant) => grant.member === member)
              .map(
                ({ role, scope, state, through }) =>
                  safe`<li>
                    <code>${role}</code>${through !== undefined && safe` through ${through}`} on ${scope}:
                    ${stateChip(state)}
                  </li>`,
              )}
            ${missing
              .slice(0, most)
              .filter((gap) => gap.member === member)
              .map(
                ({ scope, state, permissions }) =>
                  safe`<li>
                    ${stateChip(state)} on ${scope}:
                    ${permissions.map(({ permission }) => permission).join(", ")}
                  </li>`,
              )}
          </ul>
        </li>`,
    )}
  </ul>`;
}
