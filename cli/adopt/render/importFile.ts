import type { ImportEntry } from "../adoption";

/**
 * The file for `pulumi import --file`: the component, empty, and below it what is taken over.
 *
 * https://www.pulumi.com/docs/iac/guides/migration/import/#bulk-import-operations
 */
export function importFile(resources: readonly ImportEntry[]): string {
  return `${JSON.stringify({ resources }, undefined, 2)}\n`;
}
