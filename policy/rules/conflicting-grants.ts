import type { Assessment } from "../access/assessment";
import { basicRoles, legacyDatasetRoles } from "../facts/roles";
import type { Grant } from "../iam/grants";
import { scopeKey, scopeText, where } from "../iam/scope";
import { abridged, printable } from "../stack/text";
import { type Authorization, authorizations } from "./hygiene/authorizations";
import { same, type StackDataset, stackDatasets } from "./hygiene/datasets";
import { usesAny } from "./hygiene/indirectAccess";
import {
  grantKey,
  keyOf,
  roleKey,
  segmentGrants,
  segmentScopes,
  type Writer,
  writersOn,
} from "./hygiene/writers";
import type { FindingText, Rule } from "./rule";
import { named } from "./text";

export const conflictingGrants: Rule = {
  id: "conflicting-grants",
  title: "Nothing takes Segment's access away later",
  description:
    "Notes two ways of granting on one resource of which one undoes the other: an authoritative binding or policy next to other grants, a dataset's `accesses` next to resources that grant on it, and a binding or policy on a dataset that drops authorized views. What a provider computed into `accesses` counts as nobody's statement.",
  level: "advisory",
  severity: "medium",
  tags: ["iam", "availability"],
  remediation:
    "Grant in one way on each resource: by members, or by one binding, policy or list that holds them all.",
  url: "https://cloud.google.com/bigquery/docs/control-access-to-resources-iam",
  find: (assessment) => {
    return conflicts(assessment).map((found) => ({
      urn: found.kind === "list" ? found.dataset.resource.urn : found.writer.urn,
      scope: scopeText(found.kind === "list" ? found.dataset.scope : found.writer.scope),
      text: () => conflictText(found),
    }));
  },
};

/** Two ways of granting on one scope, of which one will undo the other. */
export type Conflict =
  /** A binding or policy next to other resources that grant there. */
  | { readonly kind: "authoritative"; readonly writer: Writer; readonly others: readonly Writer[] }
  /** A dataset's own access list next to them. */
  | {
      readonly kind: "list";
      readonly dataset: StackDataset;
      readonly others: readonly { readonly name: string }[];
    }
  /** A binding or policy on a dataset with authorized views, datasets or routines. */
  | { readonly kind: "views"; readonly writer: Writer; readonly dropped: readonly Authorization[] };

/** The conflicts that touch what Segment's accounts are granted or read through. */
export function conflicts(assessment: Assessment): Conflict[] {
  if (assessment.accounts.length === 0) return [];
  const allowed = authorizations(assessment.stack);
  const used = allowed.filter((one) => usesAny(assessment, one));
  const scopes = segmentScopes(assessment);
  for (const { on } of used) scopes.add(scopeKey(on));
  const writers = writersOn(assessment, scopes);
  return [
    ...[...writers.values()].flatMap(authoritativeOnes),
    ...stackDatasets(assessment.stack)
      .filter(({ scope }) => scopes.has(scopeKey(scope)))
      .flatMap((dataset) => listConflicts(assessment, dataset, writers, allowed, used)),
    ...[...writers.values()].flatMap((all) => droppedViews(all, allowed, used)),
  ];
}

function authoritativeOnes(writers: readonly Writer[]): Conflict[] {
  return writers.flatMap((writer): Conflict[] => {
    const others = writers.filter((other) => other !== writer && undoes(writer, other));
    return others.length === 0 ? [] : [{ kind: "authoritative", writer, others }];
  });
}

/** Whether one of Segment's is at stake, and the first removes what the second writes. Of two equals the first by URN counts. */
function undoes(writer: Writer, other: Writer): boolean {
  if (writer.shape === "member" || (!writer.segment && !other.segment)) return false;
  if (writer.shape === other.shape && writer.urn > other.urn) return false;
  return writer.shape === "policy" || (other.shape !== "policy" && other.roleKey === writer.roleKey);
}

function listConflicts(
  assessment: Assessment,
  dataset: StackDataset,
  writers: ReadonlyMap<string, readonly Writer[]>,
  allowed: readonly Authorization[],
  used: readonly Authorization[],
): Conflict[] {
  const { urn } = dataset.resource;
  const own = assessment.grants.filter((grant) => grant.urn === urn);
  const granting = writers.get(scopeKey(dataset.scope)) ?? [];
  const authorized = allowed.filter(({ on }) => same(on, dataset.scope));
  const elsewhere = authorized.filter((one) => one.urn !== urn);
  const listed = authorized.filter((one) => one.urn === urn);
  const explained = new Set([...granting.flatMap(({ grants }) => [...grants]), ...elsewhere.map(objectKey)]);
  if (!isStated(dataset, own, listed, explained)) return [];
  const segments = segmentGrants(assessment);
  const ofSegment = own.some((grant) => segments.has(grant));
  const others = [
    ...granting.filter(({ segment }) => segment || ofSegment),
    ...elsewhere.filter((one) => ofSegment || used.includes(one)),
  ];
  return others.length === 0 ? [] : [{ kind: "list", dataset, others }];
}

/**
 * Whether a program states the list: it lacks entries of Google's default, or has others that no resource of the stack
 * explains. A dataset's outputs hold a list even where no program does.
 */
function isStated(
  { scope, resource }: StackDataset,
  own: readonly Grant[],
  listed: readonly Authorization[],
  explained: ReadonlySet<string>,
): boolean {
  if (resource.inputs) return resource.inputs.some((name) => name === "accesses" || name === "access");
  const entries = [...own.map(grantKey), ...listed.map(objectKey)];
  if (entries.length === 0) return false;
  const usual = basicRoles.map(({ memberPrefix, defaultDatasetRole }) =>
    keyOf(legacyDatasetRoles[defaultDatasetRole] ?? "", null, `${memberPrefix}:${scope.project}`),
  );
  if (!usual.every((key) => entries.includes(key))) return true;
  const more = entries.filter((key) => !usual.includes(key) && !explained.has(key));
  // The creator, who is an owner.
  const owners = own.filter(isOwner).map(grantKey);
  return more.length > 1 || more.some((key) => !owners.includes(key));
}

function objectKey({ object }: Authorization): string {
  return scopeKey(object);
}

function isOwner(grant: Grant): boolean {
  const { member } = grant;
  const isOne = member.kind === "named" && ["user", "serviceAccount"].includes(member.member.kind);
  return isOne && roleKey(grant) === owner;
}

const owner = keyOf("roles/bigquery.dataOwner", null);

function droppedViews(
  writers: readonly Writer[],
  allowed: readonly Authorization[],
  used: readonly Authorization[],
): Conflict[] {
  return writers.flatMap((writer): Conflict[] => {
    if (writer.shape === "member") return [];
    const dropped = allowed.filter(
      (one) => same(one.on, writer.scope) && (writer.segment || used.includes(one)),
    );
    return dropped.length === 0 ? [] : [{ kind: "views", writer, dropped }];
  });
}

export function conflictText(found: Conflict): FindingText {
  switch (found.kind) {
    case "authoritative": {
      const { writer, others } = found;
      const what =
        writer.shape === "policy" ? "who holds which role" : `who holds ${printable(writer.roleName)}`;
      return {
        what: `${resource(writer)} alone decides ${what} on ${where(writer.scope)}.`,
        why: `Each update of it removes what ${namesOf(others)} ${others.length === 1 ? "grants" : "grant"} there.`,
        fix: `grant there only by members, or put all grants into ${named(writer.name)}`,
      };
    }
    case "list": {
      const { dataset, others } = found;
      const { name } = dataset.resource;
      return {
        what: `${named(name)} states the accesses of ${where(dataset.scope)}, and ${namesOf(others)} ${others.length === 1 ? "grants" : "grant"} there too.`,
        why: "The next change of the list removes what is not in it.",
        fix: `remove accesses from ${named(name)}, or put all grants of the dataset into it`,
      };
    }
    case "views": {
      const { writer, dropped } = found;
      const objects = abridged([...new Set(dropped.map(({ object }) => where(object)))].sort());
      return {
        what: `${resource(writer)} drops what is authorized on ${where(writer.scope)} (${objects}).`,
        why: "The policy that it writes holds members only, so what is read through the authorization fails.",
        fix: "grant with DatasetIamMember, which keeps authorizations",
      };
    }
  }
}

function resource({ type, name }: Writer): string {
  return `${printable(type)} ${named(name)}`;
}

function namesOf(writers: readonly { readonly name: string }[]): string {
  return abridged([...new Set(writers.map(({ name }) => named(name)))].sort());
}
