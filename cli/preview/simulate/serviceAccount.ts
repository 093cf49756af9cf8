import { hasUnknown, knownText, UNKNOWN, type WireObject, type WireValue } from "../wire/wireValue";

/**
 * A service account's address, which Google makes from its id and project.
 *
 * Known before creation when both are, as with the real provider.
 * See https://docs.cloud.google.com/iam/docs/service-account-overview
 */
export function accountAddress(accountId: WireValue | undefined, project: WireValue | undefined): WireObject {
  const id = knownText(accountId);
  const projectId = knownText(project);
  // Unknown parts, and domain-scoped projects ("example.com:project"), whose address is spelt another way.
  const tellable = id !== undefined && projectId !== undefined && !projectId.includes(":");
  if (!tellable || hasUnknown(id) || hasUnknown(projectId)) return { email: UNKNOWN, member: UNKNOWN };
  const email = `${id}@${projectId}.iam.gserviceaccount.com`;
  return { email, member: `serviceAccount:${email}` };
}
