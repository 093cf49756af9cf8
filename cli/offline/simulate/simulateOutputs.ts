import { hasUnknown, knownText, secret, UNKNOWN, type WireObject, type WireValue } from "../wire/wireValue";
import { kinds } from "./kinds";

/** Variables that Google's provider takes its project from when it is configured with none, in its order. */
const projectVariables = [
  "GOOGLE_PROJECT",
  "GOOGLE_CLOUD_PROJECT",
  "GCLOUD_PROJECT",
  "CLOUDSDK_CORE_PROJECT",
];

/** The project that a provider's resources fall back to; undefined where nothing names one. */
export function projectOfProvider(inputs: WireObject, env: NodeJS.ProcessEnv): string | undefined {
  if (inputs.project !== undefined) return knownText(inputs.project) ?? UNKNOWN;
  return projectVariables.map((name) => env[name]).find((value) => value !== undefined && value !== "");
}

/**
 * What a resource's outputs are before it exists: its inputs, what the provider can already tell, and unknowns.
 *
 * @param providerProject the project of the resource's provider
 * @param secretOutputs outputs that the program wants treated as secrets
 */
export function simulateOutputs(
  type: string,
  inputs: WireObject,
  providerProject: string | undefined,
  secretOutputs: readonly string[] = [],
): WireObject {
  const kind = kinds[type];
  const outputs: WireObject = { ...inputs };
  if (kind?.project && outputs.project === undefined) outputs.project = providerProject ?? UNKNOWN;
  for (const name of kind?.computed ?? []) outputs[name] ??= UNKNOWN;
  if (type === "gcp:serviceaccount/account:Account") {
    Object.assign(outputs, accountAddress(outputs.accountId, outputs.project));
  }
  for (const name of [...(kind?.secret ?? []), ...secretOutputs]) {
    if (outputs[name] !== undefined) outputs[name] = secret(outputs[name]);
  }
  return outputs;
}

/**
 * A service account's address, which Google makes from its id and project.
 *
 * Known before creation when both are, as with the real provider.
 * See https://docs.cloud.google.com/iam/docs/service-account-overview
 */
export function accountAddress(accountId: WireValue | undefined, project: WireValue | undefined): WireObject {
  const id = knownText(accountId);
  const projectId = knownText(project);
  // Unknown parts, and domain-scoped projects ("example.com:project"), whose address is written another way.
  const tellable = id !== undefined && projectId !== undefined && !projectId.includes(":");
  if (!tellable || hasUnknown(id) || hasUnknown(projectId)) return { email: UNKNOWN, member: UNKNOWN };
  const email = `${id}@${projectId}.iam.gserviceaccount.com`;
  return { email, member: `serviceAccount:${email}` };
}
