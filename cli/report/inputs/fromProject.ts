import { liveResources } from "../../live/liveResources";
import { readProject } from "../../live/readProject";
import { userClient } from "../../live/userClient";
import type { Input } from "./input";

/**
 * Reads a project as it is at Google, with the user's own credentials.
 *
 * @throws UsageError without credentials, GoogleRefusal where the project's policy may not be read, NoAnswer
 */
export async function fromProject(project: string, env: NodeJS.ProcessEnv): Promise<Omit<Input, "settings">> {
  const live = await readProject(await userClient(env), { project });
  return {
    subject: { kind: "project", name: project },
    resources: liveResources(live),
    incomplete: live.unread.map(({ subject, reason }) => ({ subject, reason })),
  };
}
