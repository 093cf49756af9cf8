import type { EffectiveGrant } from "../../policy/access/effectiveGrants";
import type { Grant } from "../../policy/iam/grants";
import { memberText } from "../../policy/iam/member";
import { scopeText } from "../../policy/iam/scope";
import { isObject } from "../../policy/stack/plain";
import { knownText } from "../../policy/stack/references";
import type { Stack } from "../../policy/stack/stack";
import * as types from "../../policy/stack/types";
import { isPlainText } from "../text";

/** A grant that is not wanted, and how to be rid of it. */
export interface Removal {
  readonly role: string;
  readonly scope: string;
  /** The group or public member that it comes through, where it is not granted to the account itself. */
  readonly through?: string;
  /** Permissions in excess; none where the grant is only of no use. */
  readonly excess: readonly string[];
  /** Words for one line of shell; undefined if only a person can do it. */
  readonly command?: readonly string[];
  /** What to do where there is no command. */
  readonly advice?: string;
}

/** How to take a grant away: a command, or advice where none does only that. */
export function removalOf({ grant, via }: EffectiveGrant, stack: Stack, excess: readonly string[]): Removal {
  const role = grant.role.kind === "unknown" ? "" : grant.role.name;
  const base = {
    role,
    scope: scopeText(grant.scope),
    ...(via.through !== undefined && { through: via.through }),
    excess,
  };
  if (via.through !== undefined)
    return { ...base, advice: `take the account out of ${via.through}, or the role away from it` };
  const member = grant.member.kind === "named" ? memberText(grant.member.member) : "";
  const command = commandFor(grant, role, member, stack);
  const byHand = "remove it in the console: no single command removes this entry and nothing else";
  return command?.every(isPlainText) ? { ...base, command } : { ...base, advice: byHand };
}

function commandFor(grant: Grant, role: string, member: string, stack: Stack): string[] | undefined {
  const { scope } = grant;
  const condition = conditionFlag(grant);
  const binding = [`--member=${member}`, `--role=${role}`, ...(condition === undefined ? [] : [condition])];
  if (condition === undefined) return undefined;
  const unconditional = grant.condition === null;
  switch (scope.kind) {
    case "project":
      return ["gcloud", "projects", "remove-iam-policy-binding", scope.project, ...binding];
    case "folder":
      return ["gcloud", "resource-manager", "folders", "remove-iam-policy-binding", scope.folder, ...binding];
    case "organization":
      return ["gcloud", "organizations", "remove-iam-policy-binding", scope.organization, ...binding];
    case "serviceAccount":
      return [
        ...["gcloud", "iam", "service-accounts", "remove-iam-policy-binding", scope.email],
        ...[`--project=${scope.project}`, ...binding],
      ];
    case "dataset":
      // What is granted by SQL's REVOKE has no condition, and ids of datasets need no escaping.
      if (!unconditional || !/^\w+$/.test(scope.dataset)) return undefined;
      return [
        ...["bq", "query", `--project_id=${scope.project}`, "--use_legacy_sql=false"],
        `--location=${locationOf(stack, scope.project, scope.dataset) ?? "US"}`,
        `REVOKE \`${role}\` ON SCHEMA \`${scope.project}\`.\`${scope.dataset}\` FROM "${member}"`,
      ];
    case "table":
      if (!unconditional) return undefined;
      return [
        ...["bq", "remove-iam-policy-binding", `--member=${member}`, `--role=${role}`, "--table=true"],
        `${scope.project}:${scope.dataset}.${scope.table}`,
      ];
    case "other":
      if (scope.type !== "secretmanager secret") return undefined;
      return [
        ...["gcloud", "secrets", "remove-iam-policy-binding", scope.id],
        ...[`--project=${knownText(stack.get(grant.urn)?.props ?? {}, "project") ?? ""}`, ...binding],
      ];
    case "routine":
    case "connection":
      return undefined;
  }
}

/** A statement runs where the dataset is. */
function locationOf(stack: Stack, project: string, dataset: string): string | undefined {
  const found = stack
    .ofType(types.dataset)
    .find(({ props }) => props["project"] === project && props["datasetId"] === dataset);
  return found && knownText(found.props, "location");
}

/** gcloud removes only the binding with the very same condition; undefined where it cannot be said in a flag. */
function conditionFlag({ condition }: Grant): string | undefined {
  if (condition === null) return "--condition=None";
  if (!isObject(condition)) return undefined;
  const fields = ["expression", "title", "description"].flatMap((name) => {
    const value = condition[name];
    return typeof value === "string" && value !== "" ? [`${name}=${value}`] : [];
  });
  // A comma would end the field.
  return fields.some((field) => field.includes(",")) ? undefined : `--condition=${fields.join(",")}`;
}
