import { accountPath, projectOfEmail, stackAccount, stackAccounts, type StackAccount } from "../accounts";
import { unknownPart } from "../location";
import { text } from "../plain";
import type { Resource } from "../resource";
import { sourcesOf, type Stack } from "../stack";
import * as types from "../types";
import type { Located } from "./iamFamily";

/** The service account on which a resource with `serviceAccountId` grants. */
export function accountScope(stack: Stack, resource: Resource): Located {
  const value = text(resource.props["serviceAccountId"]);
  if (typeof value === "string") return accountNamed(stack, value);
  const [made, ...others] = sourcesOf(stack, resource, "serviceAccountId").filter(
    (owner) => owner.type === types.account,
  );
  if (made && others.length === 0) return onAccount(stackAccount(stack, made));
  const part = unknownPart(resource, "serviceAccountId");
  return { ...on(undefined, part.id), unknown: ["serviceAccountId"] };
}

/** The service account of an address, a number, or a path with one of these, in which a dash may stand for the project. */
export function accountNamed(stack: Stack, value: string): Located {
  const { project, written } = accountPath(value);
  const made = written.includes("@")
    ? undefined
    : stackAccounts(stack).find(({ uniqueId }) => uniqueId === written);
  return made ? onAccount(made) : on(projectOfEmail(written) ?? project, written);
}

function onAccount({ project, identity }: StackAccount): Located {
  return on(project, identity);
}

function on(project: string | undefined, email: string): Located {
  return { scope: { kind: "serviceAccount", project: project ?? "-", email }, unknown: [] };
}
