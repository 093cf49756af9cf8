import { type Product, products } from "../facts/products";
import { type Scope, scopeKey } from "../iam/scope";
import { isWithin } from "../stack/stack";
import type { AccountAccess, Assessment } from "./assessment";
import type { EffectiveGrant } from "./effectiveGrants";
import { satisfies } from "./gaps";
import { needs } from "./needs";

/** A role on the project that a product's page once asked for, and that nothing needs. */
export interface Outdated {
  readonly access: AccountAccess;
  readonly effective: EffectiveGrant;
  readonly scope: Scope;
  readonly role: string;
  readonly product: Product;
  readonly droppedOn: string;
}

/**
 * What profile documented accepts, as its page asked for it, and today's page does not.
 *
 * Not what a component of ours grants: its profile documented means the page of that date.
 */
export function outdatedGrants(assessment: Assessment): Outdated[] {
  return assessment.accounts.flatMap((access) => {
    const { declared } = access.segment;
    const project: Scope = { kind: "project", project: declared.project };
    return declared.products.flatMap((name) => {
      const product: Product = products[name];
      return product.grants.flatMap((grant) => {
        if (!("role" in grant) || grant.droppedOn === undefined) return [];
        const { role, droppedOn } = grant;
        return access.effectiveGrants
          .filter((effective) => gives(effective, role, project) && isOwn(assessment, access, effective))
          .filter((effective) => isAccepted(access, effective, project) && isSpare(access, role, project))
          .map((effective) => ({ access, effective, scope: project, role, product, droppedOn }));
      });
    });
  });
}

function gives({ grant, via, condition }: EffectiveGrant, role: string, project: Scope): boolean {
  return (
    grant.role.kind === "known" &&
    grant.role.name === role &&
    via.through === undefined &&
    condition.kind === "none" &&
    grant.unknown.length === 0 &&
    scopeKey(grant.scope) === scopeKey(project)
  );
}

function isOwn({ stack }: Assessment, { segment }: AccountAccess, { grant }: EffectiveGrant): boolean {
  const { component } = segment;
  const resource = stack.get(grant.urn);
  return component === undefined || resource === undefined || !isWithin(stack, resource, component.urn);
}

function isAccepted({ allowance }: AccountAccess, { grant }: EffectiveGrant, project: Scope): boolean {
  const { role } = grant;
  return role.kind === "known" && allowance.excessive(role.name, role.permissions, project).length === 0;
}

/** Whether everything that it is needed for is granted otherwise, too. The same grant made twice is not otherwise. */
function isSpare({ segment, effectiveGrants }: AccountAccess, role: string, project: Scope): boolean {
  const isIt = (effective: EffectiveGrant): boolean => gives(effective, role, project);
  const others = effectiveGrants.filter((effective) => !isIt(effective));
  return needs(segment.declared)
    .filter((need) => effectiveGrants.some((effective) => isIt(effective) && satisfies(effective, need)))
    .every((need) => others.some((effective) => satisfies(effective, need)));
}
