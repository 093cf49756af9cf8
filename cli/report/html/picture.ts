import { sankeyLinkHorizontal } from "d3-sankey";
import { counted } from "../../text";
import { type Report, states } from "../report";
import { type Html, safe, stateChip, stateClass } from "./html";
import { type Layout, type Link, type Node, sankeyLayout, sizes } from "./sankeyLayout";

const heads = ["Account", "Role", "Scope"];
const gap = (sizes.width - 3 * sizes.box) / 2;
const curve = sankeyLinkHorizontal<{ id: string }, object>();

/** The path from account over roles to project, datasets and tables, drawn, and the same as a list. */
export function picture(report: Report): Html {
  if (report.grants.length + report.missing.length === 0)
    return safe`<p>There is nothing to draw: no account of Segment's holds or lacks anything here.</p>`;
  const layout = sankeyLayout(report);
  const left = layout.leftOut;
  return safe`<figure class="scroll wide" tabindex="0" role="region" aria-label="Picture of the paths">
      ${drawn(layout)}
    </figure>
    <p class="legend wide">${states.filter((state) => layout.links.some((link) => link.state === state)).map((state) => safe`${stateChip(state)} `)}</p>
    ${left > 0 && safe`<p class="dim">Not drawn: ${counted(left, "further line")}; the table below has them all.</p>`}
    <details class="screen">
      <summary>The paths as a list</summary>
      ${asList(report, layout)}
    </details>`;
}

function drawn({ nodes, links, height, least }: Layout): Html {
  const count = (column: number): number => nodes.filter((node) => node.column === column).length;
  return safe`<svg
    viewBox="0 0 ${sizes.width} ${height}"
    role="img"
    aria-label="From ${counted(count(0), "account")} over ${counted(count(1), "role")} to ${counted(count(2), "scope")}; the list below says the same"
  >
    ${heads.map((head, column) => safe`<text class="head" x="${column * (sizes.box + gap)}" y="16">${head}</text>`)}
    ${links.map(band)} ${nodes.map((node) => box(node, least))}
  </svg>`;
}

function band(link: Link): Html {
  const [from, to] = [link.source as Node, link.target as Node];
  return safe`<path
    class="${stateClass(link.state)}"
    d="${curve(link) ?? ""}"
    stroke-width="${Math.max(2, link.width ?? 0).toFixed(1)}"
    ><title>${from.text} to ${to.text}: ${counted(link.permissions, "permission")}, ${link.state}</title></path
  >`;
}

function box(node: Node, least: number): Html {
  const { lines, x0 = 0, x1 = 0, y0 = 0, y1 = 0 } = node;
  const height = Math.max(least, y1 - y0);
  const y = (y0 + y1 - height) / 2;
  const first = y + height / 2 - (lines.length * sizes.line) / 2 + 4;
  return safe`<g class="${stateClass(node.state)}"
    ><title>${node.text}: ${node.state}</title
    ><rect x="${x0}" y="${y.toFixed(1)}" width="${x1 - x0}" height="${height.toFixed(1)}" rx="6" /><rect
      class="bar"
      x="${x0}"
      y="${y.toFixed(1)}"
      width="5"
      height="${height.toFixed(1)}"
      rx="2"
    />${lines.map((text, index) => safe`<text x="${x0 + 16}" y="${(first + index * sizes.line).toFixed(1)}">${text}</text>`)}<text
      class="sub"
      x="${x0 + 16}"
      y="${(first + lines.length * sizes.line).toFixed(1)}"
      >${subtitle(node)}</text
    ></g
  > `;
}

/** State and size, as in `excess, 29 of 60 permissions`. */
function subtitle({ state, column, sourceLinks = [], targetLinks = [] }: Node): string {
  if (column === 0) return state;
  const links = targetLinks.length > 0 ? targetLinks : sourceLinks;
  const all = links.reduce((sum, link) => sum + link.permissions, 0);
  const alike = links.reduce((sum, link) => sum + (link.state === state ? link.permissions : 0), 0);
  return alike === all
    ? `${state}, ${counted(all, "permission")}`
    : `${state}, ${alike} of ${counted(all, "permission")}`;
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
