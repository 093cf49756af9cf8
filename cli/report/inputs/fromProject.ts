import { stateDatasetId } from "../../../policy/facts/roles";
import { packConfig } from "../../../policy/access/config";
import { datasetFrom, sourceFrom } from "../../../policy/access/readDeclaration";
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
  const { sources = [], stateDataset = stateDatasetId } = packConfig(settings.config);
  const google = await readProject(await userClient(env), {
    project,
    sources: sources.flatMap((written) => sourceFrom(written) ?? []),
    state: datasetFrom(stateDataset, project),
  });
  return {
    subject: { kind: "project", name: project },
    resources: projectResources(google),
    settings,
    incomplete: google.unread.map(({ subject, reason }) => ({ subject, reason })),
  };
}
