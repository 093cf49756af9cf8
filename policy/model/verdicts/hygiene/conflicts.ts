import { basicRoles, legacyDatasetRoles } from "../../../knowledge/basicRoles";
import type { Assessment } from "../../assessment";
import type { Grant } from "../../grants";
import { scopeKey } from "../../scope";
import { authorizations, type Authorization } from "./authorizations";
import { same, stackDatasets, type StackDataset } from "./datasets";
import { usesAny } from "./indirectAccess";
import { grantKey, keyOf, roleKey, segmentGrants, segmentScopes, writersOn, type Writer } from "./writers";

/** Two ways of granting on one scope, of which one will undo the other. */
export type Conflict =
  /** A binding or policy beside other resources that grant there. */
  | { readonly kind: "authoritative"; readonly writer: Writer; readonly beside: readonly Writer[] }
  /** A dataset's own access list beside them. */
  | {
      readonly kind: "list";
      readonly dataset: StackDataset;
      readonly beside: readonly { readonly name: string }[];
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
    const beside = writers.filter((other) => other !== writer && undoes(writer, other));
    return beside.length === 0 ? [] : [{ kind: "authoritative", writer, beside }];
  });
}

/** Whether one of Segment's is at stake, and the first takes away what the second writes. Of two equals the first by URN tells. */
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
  const others = writers.get(scopeKey(dataset.scope)) ?? [];
  const authorized = allowed.filter(({ on }) => same(on, dataset.scope));
  const elsewhere = authorized.filter((one) => one.urn !== urn);
  const listed = authorized.filter((one) => one.urn === urn);
  const explained = new Set([...others.flatMap(({ grants }) => [...grants]), ...elsewhere.map(objectKey)]);
  if (!isStated(dataset, own, listed, explained)) return [];
  const segments = segmentGrants(assessment);
  const ofSegment = own.some((grant) => segments.has(grant));
  const beside = [
    ...others.filter(({ segment }) => segment || ofSegment),
    ...elsewhere.filter((one) => ofSegment || used.includes(one)),
  ];
  return beside.length === 0 ? [] : [{ kind: "list", dataset, beside }];
}

/**
 * Whether a program states the list: it lacks entries of Google's default, or has others that no resource of the stack
 * explains. A dataset's outputs hold a list even where no program does.
 */
function isStated(
  { scope }: StackDataset,
  own: readonly Grant[],
  listed: readonly Authorization[],
  explained: ReadonlySet<string>,
): boolean {
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
