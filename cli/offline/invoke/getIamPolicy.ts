import { crc32 } from "node:zlib";
import { hasUnknown, isWireObject, UNKNOWN, type WireObject, type WireValue } from "../wire/wireValue";

interface Binding {
  role: string;
  members: string[];
  condition?: WireObject;
}

/**
 * The answer of `gcp.organizations.getIAMPolicy`, which Google's provider computes without asking anybody.
 *
 * Bindings of one role and condition are joined, then sorted by role and condition, their members by name, and written
 * without blanks, as the provider does (hashicorp/terraform-provider-google, data source `google_iam_policy`, 2026).
 *
 * @returns every part unknown when an argument is; an error when the arguments are not what the provider accepts
 */
export function getIamPolicy(args: WireObject): WireObject | Error {
  if (hasUnknown(args)) return { id: UNKNOWN, policyData: UNKNOWN };
  const bindings = readBindings(args.bindings ?? []);
  if (bindings instanceof Error) return bindings;
  const audits = args.auditConfigs ?? [];
  const document: WireObject = {};
  // In the order of the names, as Google's Go types have them.
  if (Array.isArray(audits) && audits.length > 0) document.auditConfigs = audits.map(sortedKeys);
  if (bindings.length > 0) document.bindings = joined(bindings).map(render);
  const policyData = goJson(document);
  return { ...args, id: String(crc32(policyData)), policyData };
}

function readBindings(value: WireValue): Binding[] | Error {
  if (!Array.isArray(value)) return new Error("bindings must be a list");
  const bindings: Binding[] = [];
  for (const item of value) {
    if (!isWireObject(item) || typeof item.role !== "string")
      return new Error("each binding must name a role");
    const { role, members, condition } = item;
    if (!Array.isArray(members) || !members.every((member) => typeof member === "string")) {
      return new Error(`the binding of ${role} must list its members as texts`);
    }
    const deleted = members.find((member) => member.startsWith("deleted:"));
    if (deleted !== undefined) return new Error(`${deleted} is deleted, and cannot be in a policy`);
    const unique = [...new Set(members)];
    bindings.push({ role, members: unique, ...(isWireObject(condition) ? { condition } : {}) });
  }
  return bindings;
}

function joined(bindings: Binding[]): Binding[] {
  // The provider keeps blocks in a set, so one written twice counts once; a member named in two blocks stays twice.
  const blocks = new Map(
    bindings.map((b) => [JSON.stringify([...sortKey(b), [...b.members].sort(byteOrder)]), b]),
  );
  const byKey = new Map<string, Binding>();
  for (const binding of blocks.values()) {
    const key = JSON.stringify(sortKey(binding));
    const same = byKey.get(key);
    if (same) same.members = [...same.members, ...binding.members];
    else byKey.set(key, { ...binding });
  }
  return [...byKey.values()].sort((a, b) => compareLists(sortKey(a), sortKey(b)));
}

function conditionTexts({ condition }: Binding): string[] {
  if (!condition) return [];
  return [condition.expression, condition.title, condition.description].map((text) =>
    typeof text === "string" ? text : "",
  );
}

/** A binding without a condition stands before those of the same role that have one. */
function sortKey(binding: Binding): string[] {
  return [binding.role, ...conditionTexts(binding)];
}

function compareLists(a: string[], b: string[]): number {
  for (const [index, text] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (text !== other) return byteOrder(text, other);
  }
  return a.length - b.length;
}

function byteOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function render({ role, members, condition }: Binding): WireObject {
  const document: WireObject = {};
  if (condition) {
    const texts = Object.entries(condition).filter(([, text]) => text !== "" && text !== null);
    document.condition = sortedKeys(Object.fromEntries(texts));
  }
  if (members.length > 0) document.members = [...members].sort(byteOrder);
  document.role = role;
  return document;
}

function sortedKeys(value: WireValue): WireValue {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (!isWireObject(value)) return value;
  const entries = Object.entries(value).map(([key, part]): [string, WireValue] => [key, sortedKeys(part)]);
  return Object.fromEntries(entries.sort(([a], [b]) => byteOrder(a, b)));
}

/** Go's JSON escapes what HTML would misread; the text is compared byte by byte, so this must too. */
function goJson(value: WireValue): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
