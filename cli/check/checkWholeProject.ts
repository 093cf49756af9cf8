import { browseSource, readTables } from "../../policy/facts/purposes";
import type { SourceRef } from "../../policy/access/declaration";
import { sourceScope } from "../../policy/access/needs";
import { path } from "../google/GoogleClient";
import { attempt } from "./attempt";
import type { CheckContext } from "./CheckContext";
import { grantRemedy } from "./remedies/grantRemedy";
import { testPermissions } from "./testPermissions";

/**
 * Whether a source that is a whole project can be read as a whole.
 *
 * Its first dataset says little about the others: what is granted on the project itself says all.
 */
export async function checkWholeProject(context: CheckContext, source: SourceRef): Promise<void> {
  const { client, reporter, setting, declared } = context;
  const { project } = source;
  const needed = [...browseSource, ...readTables];
  const subject = {
    id: "source.permissions",
    target: project,
    tried: "projects.testIamPermissions",
  } as const;
  const wanted = { permissions: needed, scope: sourceScope(source), purpose: "source" } as const;
  const on = {
    api: "cloudresourcemanager",
    path: path`/v1/projects/${project}` + ":testIamPermissions",
  } as const;
  const known = project === declared.project ? context.heldOnProject : undefined;
  const asked = await attempt(known ? Promise.resolve(known) : testPermissions(client, on, needed));
  const held = reporter.judge(subject, asked, wanted, (answer) =>
    needed.every((permission) => answer.has(permission))
      ? `The key may read all of project ${project}.`
      : undefined,
  );
  const missing = held ? needed.filter((permission) => !held.has(permission)) : [];
  if (missing.length === 0) return;
  const message = `serviceAccount:${setting.email} lacks ${missing.join(", ")} on project ${project}.`;
  const remedy = grantRemedy(setting, wanted.scope, missing, "source");
  reporter.add(subject, "missing", message, { permissions: missing, remedy });
}
