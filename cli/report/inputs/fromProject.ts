import { packConfig } from "../../../policy/model/config";
import { sourceFrom } from "../../../policy/model/declared";
import { elsewhereOf } from "../../live/elsewhereOf";
import { liveResources } from "../../live/liveResources";
import { readProject } from "../../live/readProject";
import { userClient } from "../../live/userClient";
import type { Input } from "./input";

/**
 * Reads a project as it is at Google, with the user's own credentials, and the sources that the config names elsewhere.
 *
 * @throws UsageError without credentials, GoogleRefusal where the project's policy may not be read, NoAnswer
 */
export async function fromProject(
  project: string,
  settings: Input["settings"],
  env: NodeJS.ProcessEnv,
): Promise<Input> {
  const sources = packConfig(settings.access.config).sources ?? [];
  const elsewhere = elsewhereOf(
    project,
    sources.flatMap((written) => sourceFrom(written) ?? []),
  );
  const live = await readProject(await userClient(env), { project, others: elsewhere.datasets });
  return {
    subject: { kind: "project", name: project },
    resources: liveResources(live),
    settings,
    incomplete: [...live.unread, ...elsewhere.unread].map(({ subject, reason }) => ({ subject, reason })),
  };
}
