import { isDefaultProvider } from "../../offline/engine/providers";
import type { PreviewedResource } from "../previewResult";
import { printable, type Style } from "../../terminal";

const remarks: Partial<Record<PreviewedResource["kind"], string>> = {
  remote: "component plugin, parts missing",
  read: "read, not created",
};

/** The resources as a tree of names and types; providers that nobody wrote down are left out. */
export function renderTree(resources: PreviewedResource[], style: Style): string[] {
  const visible = resources.filter((resource) => !isDefaultProvider(resource));
  const known = new Set(visible.map(({ urn }) => urn));
  const children = new Map<string, PreviewedResource[]>();
  for (const resource of visible) {
    const parent = resource.parent !== undefined && known.has(resource.parent) ? resource.parent : "";
    children.set(parent, [...(children.get(parent) ?? []), resource]);
  }
  const lines: string[] = [];
  const visit = (urn: string, indent: string): void => {
    const below = [...(children.get(urn) ?? [])].sort((a, b) =>
      a.name < b.name ? -1 : a.name > b.name ? 1 : 0,
    );
    for (const [index, resource] of below.entries()) {
      const last = index === below.length - 1;
      const branch = urn === "" ? "" : `${indent}${last ? "└─ " : "├─ "}`;
      const remark = remarks[resource.kind];
      lines.push(
        `${style.dim(branch)}${printable(resource.name)}  ${style.dim(shortType(resource.type))}` +
          (remark ? `  ${style.yellow(`(${remark})`)}` : ""),
      );
      visit(resource.urn, urn === "" ? "" : `${indent}${last ? "   " : "│  "}`);
    }
  };
  visit("", "");
  return lines;
}

/** `gcp:projects:IAMMember` for `gcp:projects/iAMMember:IAMMember`. */
export function shortType(type: string): string {
  return printable(type.replace(/\/[^/:]+:/u, ":"));
}
