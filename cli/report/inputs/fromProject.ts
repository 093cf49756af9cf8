import { packConfig } from "../../../policy/access/config";
import { sourceFrom } from "../../../policy/access/readDeclaration";
import { otherProjects } from "../../googleProject/otherProjects";
import { projectResources } from "../../googleProject/projectResources";
import { readProject } from "../../googleProject/readProject";
import { userClient } from "../../googleProject/userClient";
import type { PolicySettings } from "../../judgement/policySettings";
import type { Input } from "../makeReport";

/**
 * Reads a project as it is at Google, with the user's own credentials, and the sources that the config names elsewhere.
 *
 * @throws UsageError without credentials, GoogleRefusal where the project's policy may not be read, NoAnswer
 */
export async function fromProject(
  project: string,
  settings: PolicySettings,
  env: NodeJS.ProcessEnv,
): Promise<Input> {
  const sources = packConfig(settings.access.config).sources ?? [];
  const elsewhere = otherProjects(
    project,
    sources.flatMap((written) => sourceFrom(written) ?? []),
  );
  const google = await readProject(await userClient(env), { project, others: elsewhere.datasets });
  return {
    subject: { kind: "project", name: project },
    resources: projectResources(google),
    settings,
    incomplete: [...google.unread, ...elsewhere.unread].map(({ subject, reason }) => ({ subject, reason })),
  };
}
