import { documentedStack, make } from "../../policy/support";
import { key } from "./support";

/** The exported state that the docs report on: the documented set-up, one role too many, one gap, one old key. */
export function docsState(): string {
  const stack = [
    ...documentedStack().filter(({ name }) => name !== "read-crm"),
    make.datasetMember("browse-crm", "crm", "roles/bigquery.metadataViewer"),
    make.datasetMember("quick-fix", "finance", "roles/bigquery.dataEditor"),
    key("first", { validAfter: "2026-01-05T09:00:00Z" }),
  ];
  const resources = stack.map(({ type, name, props }) => ({
    urn: `urn:pulumi:prod::acme::${type}::${name}`,
    type,
    outputs: props,
  }));
  return JSON.stringify({ version: 3, deployment: { resources } });
}

/** The policy config beside it. */
export const docsConfig = { sources: ["acme.crm"] };
