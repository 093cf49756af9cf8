import type { SegmentAccount } from "../access/account";
import type { Assessment } from "../access/assessment";
import { text, UNKNOWN } from "../stack/plain";
import { knownText, lastPart, projectOf } from "../stack/references";
import { remembered } from "../stack/remembered";
import type { Resource } from "../stack/resource";
import { sourcesOf, type Stack } from "../stack/stack";
import * as types from "../stack/types";
import { administeringMembers } from "./administrators";
import { impersonators, scopeOf } from "./incoming";

/** A provider that admits everybody it can authenticate to a pool that can act as Segment's account. */
export interface UnrestrictedPool {
  readonly segment: SegmentAccount;
  readonly provider: Resource;
  readonly pool: string;
  /** True while its condition is not known. */
  readonly unknown: boolean;
}

export const unrestrictedPools = remembered((assessment: Assessment): readonly UnrestrictedPool[] => {
  const { stack } = assessment;
  const providers = stack.ofType(types.workloadPoolProvider).filter(isOpen);
  if (providers.length === 0) return [];
  const found = new Map<string, UnrestrictedPool>();
  const administrating = administeringMembers(assessment.grants);
  const entering = [
    ...impersonators(assessment),
    ...assessment.accounts.flatMap(({ segment }) =>
      administrating(scopeOf(segment)).map((ref) => ({ segment, ref })),
    ),
  ];
  for (const { segment, ref } of entering) {
    if (ref.kind !== "named" || ref.member.kind !== "federated") continue;
    const pool = poolOf(stack, ref.member.pool);
    if (pool === undefined) continue;
    for (const provider of providers) {
      if (!isProviderOf(stack, provider, pool)) continue;
      const unknown = provider.props["attributeCondition"] === UNKNOWN;
      found.set(`${provider.urn} ${segment.identity}`, { segment, provider, pool: pool.id, unknown });
    }
  }
  return [...found.values()];
});

/** A provider that admits everybody its issuer knows to a member's pool; undefined if the stack shows none. */
export function unrestrictedProvider(stack: Stack, pool: string): Resource | undefined {
  return providersOf(stack, pool).find(isOpen);
}

/** Whether the stack makes a provider of the pool of a member. */
export function hasProvider(stack: Stack, pool: string): boolean {
  return providersOf(stack, pool).length > 0;
}

function providersOf(stack: Stack, pool: string): Resource[] {
  const found = poolOf(stack, pool);
  if (!found) return [];
  return stack.ofType(types.workloadPoolProvider).filter((provider) => isProviderOf(stack, provider, found));
}

/** Whether a provider admits anyone it can authenticate: with a public issuer that is everybody. */
function isOpen({ props }: Resource): boolean {
  if (props["disabled"] === true || props["state"] === "DELETED") return false;
  const condition = text(props["attributeCondition"]);
  return typeof condition === "string" ? /^[\s(]*(?:true)?[\s)]*$/.test(condition) : true;
}

interface Pool {
  readonly id: string;
  readonly project?: string;
  readonly urn?: string;
}

/** The pool that a member is of: by its path, or the stack's own while the path is not known. */
function poolOf(stack: Stack, pool: string): Pool | undefined {
  const made = stack.get(pool);
  if (made) {
    const id = lastPart(made, "workloadIdentityPoolId");
    const project = projectOf(stack, made);
    return { id: id.id, project: project.unknown ? undefined : project.id, urn: made.urn };
  }
  const [, holder = "", id] =
    /projects\/([^/]+)\/locations\/[^/]+\/workloadIdentityPools\/([^/]+)/.exec(pool) ?? [];
  if (id === undefined) return undefined;
  const project = stack.projectId(holder);
  // A number that nothing explains may be any project's; an id begins with a letter.
  return { id, project: /^[0-9]/.test(project) ? undefined : project };
}

function isProviderOf(stack: Stack, provider: Resource, pool: Pool): boolean {
  const sources = sourcesOf(stack, provider, "workloadIdentityPoolId").filter(
    ({ type }) => type === types.workloadPool,
  );
  if (sources.some(({ urn }) => urn === pool.urn)) return true;
  const own = lastPart(provider, "workloadIdentityPoolId");
  const [source] = sources;
  const id = own.unknown && source ? knownText(source.props, "workloadIdentityPoolId") : own.id;
  if (id !== pool.id) return false;
  const project = projectOf(stack, provider);
  return project.unknown || pool.project === undefined || project.id === pool.project;
}
