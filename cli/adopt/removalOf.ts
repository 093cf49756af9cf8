import type { EffectiveGrant } from "../../policy/access/effectiveGrants";
import type { Grant } from "../../policy/iam/grants";
import { memberText } from "../../policy/iam/member";
import { scopeText } from "../../policy/iam/scope";
import { isObject, type PlainObject } from "../../policy/stack/plain";
import { knownText } from "../../policy/stack/references";
import { isPlainText } from "../text/shell";
import type { Removal } from "./adoption";

/** How to take a grant away: a command, or advice where none does only that. */
export function removalOf(
  { grant, via }: EffectiveGrant,
  props: PlainObject,
  location: (project: string, dataset: string) => string | undefined,
  beyond: readonly string[],
): Removal {
  const role = grant.role.kind === "unknown" ? "" : grant.role.name;
  const base = {
    role,
    scope: scopeText(grant.scope),
    ...(via.through !== undefined && { through: via.through }),
    beyond,
  };
  if (via.through !== undefined)
    return { ...base, advice: `take the account out of ${via.through}, or the role away from it` };
  const member = grant.member.kind === "named" ? memberText(grant.member.member) : "";
  const command = commandFor(grant, role, member, props, location);
  const byHand = "remove it in the console: no single command takes away this entry and nothing else";
  return command?.every(isPlainText) ? { ...base, command } : { ...base, advice: byHand };
}

function commandFor(
  grant: Grant,
  role: string,
  member: string,
  props: PlainObject,
  location: (project: string, dataset: string) => string | undefined,
): string[] | undefined {
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
        `--location=${location(scope.project, scope.dataset) ?? "US"}`,
        `REVOKE \`${role}\` ON SCHEMA \`${scope.project}\`.\`${scope.dataset}\` FROM "${member}"`,
      ];
    case "table":
      if (!unconditional) return undefined;
      return [
        ...["bq", "remove-iam-policy-binding", `--member=${member}`, `--role=${role}`, "--table=true"],
        `${scope.project}:${scope.dataset}.${scope.table}`,
      ];
    case "other":
      if (scope.type !== "secretmanager/secret") return undefined;
      return [
        ...["gcloud", "secrets", "remove-iam-policy-binding", scope.id],
        ...[`--project=${knownText(props, "project") ?? ""}`, ...binding],
      ];
    case "routine":
    case "connection":
      return undefined;
  }
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
