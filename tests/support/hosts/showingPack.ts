import type { PreviewResult } from "../../../cli/preview/previewResult";
import { packOf } from "./projectDirectory";

/** What a stack policy was shown of a resource; unknown parts are `<unknown>`. */
export interface Shown {
  urn: string;
  type: string;
  name: string;
  props: Record<string, unknown>;
  opts: Record<string, unknown>;
  provider?: { name: string; props: Record<string, unknown> };
  parent?: string;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
}

const policy = `{
  name: "show",
  description: "Shows what it is shown.",
  enforcementLevel: "advisory",
  validateStack: ({ resources }, report) => {
    const copy = (holder, key) => {
      let value;
      try { value = holder[key]; } catch { return "<unknown>"; }
      if (Array.isArray(value)) return Array.from({ length: value.length }, (_, i) => copy(value, i));
      if (value === null || typeof value !== "object") return value;
      return Object.fromEntries(Object.keys(value).map((name) => [name, copy(value, name)]));
    };
    const names = (list) => list.map((resource) => resource.name).sort();
    for (const { urn, type, name, opts, provider, parent, dependencies, propertyDependencies, ...rest } of resources) {
      report(JSON.stringify({
        urn, type, name, opts, props: copy(rest, "props"),
        provider: provider && { name: provider.name, props: copy(provider, "props") },
        parent: parent && parent.name,
        dependencies: names(dependencies),
        propertyDependencies: Object.fromEntries(Object.entries(propertyDependencies).map(([k, v]) => [k, names(v)])),
      }), urn);
    }
  },
}`;

/** A policy pack that reports every resource as it sees it. */
export function showingPack(): string {
  return packOf(policy);
}

/** What the showing pack saw, by resource name. */
export function shownBy(result: PreviewResult): Record<string, Shown> {
  const shown = result.violations
    .filter((violation) => violation.policy === "show")
    .map((violation) => JSON.parse(violation.message) as Shown);
  return Object.fromEntries(shown.map((resource) => [resource.name, resource]));
}
