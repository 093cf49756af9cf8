import { modelResources } from "../offline/modelResources";
import { offlinePreview } from "../offline/offlinePreview";
import { type Input, makeReport } from "./makeReport";
import type { Report } from "./report";
import type { Source } from "./options";
import type { PolicySettings } from "../judgement/policySettings";
import { stateDatasetId } from "../../policy/facts/roles";
import { packConfig } from "../../policy/access/config";
import { datasetFrom, sourceFrom } from "../../policy/access/readDeclaration";
import { projectResources } from "../googleProject/projectResources";
import { readProject } from "../googleProject/readProject";
import { callerClient } from "../google/callerClient";
import type { Redactor } from "../google/Redactor";
import { isObject, type Plain } from "../../policy/stack/plain";
import type { Resource } from "../../policy/stack/resource";
import { UsageError } from "../errors";
import { type Container, readInventory } from "../googleProject/readInventory";

/**
 * Previews a stack offline and reports on it; what the program treats as a secret is taken out of the report.
 *
 * @throws UsageError for a directory that cannot be used, PreviewError when the program fails
 */
export async function reportOnStack(
  { directory, stack }: Source & { kind: "stack" },
  { timeoutSeconds }: { timeoutSeconds: number },
  settings: PolicySettings,
  now: Date,
  env: NodeJS.ProcessEnv,
): Promise<Report> {
  // No pack: the report judges by itself.
  const seen = await offlinePreview({ directory, stack, packs: [], timeoutSeconds, env });
  const subject = { kind: "stack", name: `${seen.stack} of ${seen.project}` } as const;
  const resources = modelResources(seen.resources);
  const made = seen.redact(makeReport({ subject, resources, settings, incomplete: [] }, now));
  const incomplete = [...seen.incomplete, ...made.incomplete];
  return {
    ...made,
    subject,
    incomplete,
    verdict: made.verdict === "accepted" && incomplete.length > 0 ? "incomplete" : made.verdict,
  };
}

/**
 * Reads a project as it is at Google, with the user's own credentials, and the sources that the config names elsewhere.
 *
 * @throws UsageError without credentials, GoogleRefusal where the project's policy may not be read, NoAnswer
 */
export async function fromProject(
  project: string,
  settings: PolicySettings,
  env: NodeJS.ProcessEnv,
  redactor: Redactor,
): Promise<Input> {
  const { sources = [], stateDataset = stateDatasetId } = packConfig(settings.config);
  const google = await readProject(await callerClient(env, { redactor }), {
    project,
    sources: sources.flatMap((written) => sourceFrom(written) ?? []),
    state: datasetFrom(stateDataset, project),
  });
  return {
    subject: { kind: "project", name: project },
    resources: projectResources(google),
    settings,
    incomplete: google.unread.map(({ subject, reason }) => ({ subject, reason })),
    notRead: ["routines", "connections", "policy tags", "buckets", "topics", "other projects"],
  };
}

/**
 * Reads what the configured accounts hold anywhere in an organization or a folder, with the user's own credentials.
 *
 * @param all one config for each project, say: each judges the accounts that it names
 * @returns an input for each config
 * @throws UsageError where they name no account, GoogleRefusal where the inventory may not be searched, NoAnswer
 */
export async function fromInventory(
  container: Container,
  all: readonly PolicySettings[],
  env: NodeJS.ProcessEnv,
  redactor: Redactor,
): Promise<Input[]> {
  const named = all.map(({ config }) => accountsIn(config));
  const emails = named.flat();
  const [twice] = emails.filter((email, index) => emails.indexOf(email) !== index);
  const [pattern] = emails.filter((email) => email.includes("*"));
  if (emails.length === 0) {
    throw new UsageError(
      `--${container.kind} searches for accounts by their addresses: name them with serviceAccounts in the file of --policy-config.`,
    );
  }
  if (twice !== undefined)
    throw new UsageError(`${twice} is named in more than one file of --policy-config: leave one.`);
  if (pattern !== undefined)
    throw new UsageError(
      `--${container.kind} searches for addresses, and ${pattern} is a pattern: name the accounts.`,
    );
  const { resources, unread } = await readInventory(await callerClient(env, { redactor }), container, emails);
  return all.flatMap((settings, index) =>
    named[index]?.length === 0
      ? []
      : [
          {
            subject: { kind: container.kind, name: `${container.kind} ${container.id}` },
            resources: resources.filter((one) => !isAnothers(one, emails, named[index] ?? [])),
            settings: { ...settings, config: judgingOnly(settings.config, named[index] ?? []) },
            incomplete: [...unread],
          },
        ],
  );
}

/** A grant to an account, or its membership, that another config judges: the pack would judge every account it sees. */
function isAnothers({ props }: Resource, emails: readonly string[], own: readonly string[]): boolean {
  const key = props["preferredMemberKey"];
  const [member, inGroup] = [props["member"], isObject(key) ? key["id"] : undefined];
  return emails.some(
    (email) => !own.includes(email) && (member === `serviceAccount:${email}` || inGroup === email),
  );
}

function accountsIn(config: Plain): string[] {
  const { serviceAccounts = [], accounts = [] } = packConfig(config);
  return [...new Set([...serviceAccounts, ...accounts.map(({ account }) => account)])];
}

function judgingOnly(config: Plain, serviceAccounts: readonly string[]): Plain {
  return { ...(isObject(config) ? config : {}), serviceAccounts };
}
