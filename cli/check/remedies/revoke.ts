import { needs } from "../../../policy/access/needs";
import { type Scope, scopeKey } from "../../../policy/iam/scope";
import { shellWord } from "../../text";
import type { Remedy, Setting } from "../result";
import { grantCommands, member, queryCommand, recommendedRoles, sqlName } from "./grant";

/** Roles on a project: which of them are in excess is known only to somebody who can list them. */
export function revokeOnProject(setting: Setting, project: string): Remedy {
  const where = shellWord(project);
  return replaced(
    setting,
    { kind: "project", project },
    {
      ...(setting.declared.profile === "minimal" && { stackConfig: "segment-bigquery:profile: minimal" }),
      list:
        `gcloud projects get-iam-policy ${where} --flatten='bindings[].members' ` +
        `--filter=${shellWord(`bindings.members:serviceAccount:${setting.email}`)} --format='value(bindings.role)'`,
      remove: `gcloud projects remove-iam-policy-binding ${where} --member=${member(setting)} --role=ROLE --all`,
      elsewhere: "a group, a folder or the organization",
    },
  );
}

/** Roles on the account itself. */
export function revokeOnAccount(setting: Setting): Remedy {
  const account = shellWord(setting.email);
  return replaced(setting, undefined, {
    list: `gcloud iam service-accounts get-iam-policy ${account} --flatten='bindings[].members' --filter=${shellWord(`bindings.members:serviceAccount:${setting.email}`)} --format='value(bindings.role)'`,
    remove: `gcloud iam service-accounts remove-iam-policy-binding ${account} --member=${member(setting)} --role=ROLE --all`,
    elsewhere: "the account's project, a folder or the organization",
  });
}

/** Roles on a table; one in excess may also come from above. */
export function revokeOnTable(setting: Setting, scope: Scope & { kind: "table" }): Remedy {
  const name = shellWord(`${scope.project}:${scope.dataset}.${scope.table}`);
  return replaced(setting, scope, {
    list: `bq get-iam-policy --table=true ${name}`,
    remove: `bq remove-iam-policy-binding --member=${member(setting)} --role=ROLE --table=true ${name}`,
    elsewhere: "the dataset or from above",
  });
}

/**
 * Takes roles on a dataset away, once what is needed there is granted otherwise.
 *
 * @param roles those without a condition, which SQL can revoke
 * @param conditional whether there is one with a condition, which SQL cannot name
 */
export function revokeOnDataset(
  setting: Setting,
  scope: Scope & { kind: "dataset" },
  roles: readonly string[],
  conditional: boolean,
): Remedy {
  const from = `ON ${sqlName(scope)} FROM "serviceAccount:${setting.email}"`;
  const revoke = queryCommand(setting, `REVOKE ${roles.map((role) => `\`${role}\``).join(", ")} ${from}`);
  return {
    commands: [
      ...grantCommands(setting, scope, neededAt(setting, scope)),
      ...(roles.length > 0 ? [revoke] : []),
    ],
    ...(conditional && {
      advice: `A grant with a condition cannot be revoked in SQL: remove it from the access list of ${scope.project}.${scope.dataset} in the console.`,
    }),
  };
}

/** Grants what is needed first, so that Segment goes on while the rest is removed. */
function replaced(
  setting: Setting,
  scope: Scope | undefined,
  how: { list: string; remove: string; elsewhere: string; stackConfig?: string },
): Remedy {
  const needed = scope ? neededAt(setting, scope) : [];
  const kept = scope && needed.length > 0 ? recommendedRoles(setting, scope, needed) : [];
  const except = kept.length > 0 ? `, except ${kept.map(({ role }) => role).join(" and ")}` : "";
  return {
    ...(how.stackConfig !== undefined && { stackConfig: how.stackConfig }),
    commands: [...(scope ? grantCommands(setting, scope, needed) : []), how.list, how.remove],
    advice: `Run the last command for each role that the one before it lists${except}. A role that is not listed comes from ${how.elsewhere}.`,
  };
}

/** What Segment needs on exactly that scope. */
function neededAt({ declared }: Setting, scope: Scope): string[] {
  return needs(declared)
    .filter((need) => scopeKey(need.scope) === scopeKey(scope))
    .map(({ permission }) => permission);
}
