import {
  expiryConstraint,
  forbidAccounts,
  forbidKeyCreation,
  forbidKeyUpload,
} from "../../../policy/facts/keyConstraints";
import type { ErrorFacts } from "../../google/errors";

/** The constraint of the organization's policy that a refusal is due to, without `constraints/`, if any. */
export function constraintIn({ message, violations, metadata }: ErrorFacts): string | undefined {
  const places = [
    ...violations.flatMap(({ type, description }) => [type, description]),
    ...Object.values(metadata),
    message,
  ];
  for (const place of places) {
    const [, named] = /(?:constraints\/|\b)(iam\.(?:managed\.)?[a-z]+[A-Z][A-Za-z]+)/.exec(place) ?? [];
    if (named !== undefined && (known.has(named) || place.includes("constraints/"))) return named;
  }
  return undefined;
}

const known = new Set([...forbidKeyCreation, ...forbidKeyUpload, ...forbidAccounts, expiryConstraint]);

/** What can be done about a constraint. */
export function waysOut(constraint: string, project: string): string[] {
  const exempt = constraint.startsWith("iam.managed.")
    ? `Exempt the project, for this one account if possible: somebody with roles/orgpolicy.policyAdmin sets a policy for ${constraint} on project ${project} that does not enforce it.`
    : `Exempt the project: gcloud resource-manager org-policies disable-enforce ${constraint} --project=${project} (needs roles/orgpolicy.policyAdmin).`;
  if (forbidKeyUpload.includes(constraint))
    return [exempt, "Or let Google make the key, if that is not forbidden as well: key.mode google-managed."];
  if (forbidKeyCreation.includes(constraint))
    return [exempt, "Or upload a certificate, if that is not forbidden as well: key.mode uploaded."];
  if (constraint === expiryConstraint)
    return [
      "Make a pair whose certificate ends sooner (key make --days), and rotate before.",
      `Or have ${constraint} relaxed for project ${project}.`,
    ];
  return [exempt];
}
