import type { Assessment } from "../access/assessment";
import { stateDatasetId } from "../facts/roles";
import { stackAccount } from "../iam/account";
import { knownText, projectOf } from "../stack/references";
import type { Resource } from "../stack/resource";
import { isWithin } from "../stack/stack";
import { abridged, printable } from "../stack/text";
import * as types from "../stack/types";
import { keySecrets } from "./keys/keySecrets";
import type { Rule } from "./rule";
import { named } from "./text";

export const duplicateIdentity: Rule = {
  id: "duplicate-identity",
  title: "Nothing of Segment's is created twice",
  description:
    "Rejects two accounts, datasets, secrets or custom roles with one id in one project, of which one is Segment's: the update creates the first and fails at the second.",
  level: "mandatory",
  severity: "medium",
  tags: ["availability"],
  remediation: "Give one of them another id, or use the existing one in both places.",
  url: "https://cloud.google.com/iam/docs/service-accounts-create",
  find: (assessment) =>
    duplicates(assessment).map(({ what, id, resources }) => ({
      urn: resources[0]?.urn,
      text: () => ({
        what: `${abridged(resources.map(({ name }) => named(name)))} create the same ${what}, ${printable(id)}.`,
        why: "The update creates the first and fails at the second.",
        fix: "give one of them another id, or let both use one resource",
      }),
    })),
};

interface Duplicate {
  readonly what: string;
  readonly id: string;
  readonly resources: readonly Resource[];
}

const kinds: readonly (readonly [type: string, what: string, property: string])[] = [
  [types.account, "service account", "accountId"],
  [types.dataset, "dataset", "datasetId"],
  [types.projectCustomRole, "custom role", "roleId"],
  ...types.secrets.map((type) => [type, "secret", "secretId"] as const),
];

function duplicates(assessment: Assessment): Duplicate[] {
  const { stack } = assessment;
  return kinds.flatMap(([type, what, property]) => {
    const byId = new Map<string, Resource[]>();
    for (const resource of stack.ofType(type)) {
      const id = knownText(resource.props, property);
      const project = projectOf(stack, resource);
      const isRegional = type === types.secrets[1];
      const place = knownText(resource.props, "location");
      if (id === undefined || project.unknown || (isRegional && place === undefined)) continue;
      const key = `${project.id}.${id}${isRegional ? ` in ${place}` : ""}`;
      byId.set(key, [...(byId.get(key) ?? []), resource]);
    }
    return [...byId]
      .filter(([, same]) => same.length > 1 && same.some((one) => isSegments(assessment, one)))
      .map(([id, resources]) => ({ what, id, resources }));
  });
}

function isSegments(assessment: Assessment, resource: Resource): boolean {
  const { stack, accounts } = assessment;
  if (stack.ofType(types.component).some(({ urn }) => isWithin(stack, resource, urn))) return true;
  if (resource.type === types.dataset) {
    const id = knownText(resource.props, "datasetId");
    const states = accounts.map(({ segment }) => segment.declared.stateDataset);
    return (
      id === stateDatasetId ||
      states.some(({ project, dataset }) => dataset === id && project === projectOf(stack, resource).id)
    );
  }
  if (resource.type === types.projectCustomRole) return isHeld(assessment, resource);
  if (resource.type !== types.account) return keySecrets(assessment).some(({ ref }) => ref === resource.urn);
  const { identity } = stackAccount(stack, resource);
  return accounts.some(({ segment }) => segment.identity === identity);
}

/** Whether one of Segment's accounts holds the role. */
function isHeld({ stack, accounts }: Assessment, resource: Resource): boolean {
  const name = `projects/${projectOf(stack, resource).id}/roles/${knownText(resource.props, "roleId")}`;
  return accounts.some(({ effectiveGrants }) =>
    effectiveGrants.some(({ grant: { role } }) => "name" in role && role.name === name),
  );
}
