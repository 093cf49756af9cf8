import type { Assessment } from "../access/assessment";
import { readCondition } from "../iam/condition/readCondition";
import type { Grant } from "../iam/grants";
import { runsCommands } from "../iam/grants/commandGrants";
import { type Member, memberText } from "../iam/member";
import type { Role } from "../iam/role";
import { scopeText, where as place } from "../iam/scope";
import { hasProvider, unrestrictedProvider } from "../impersonation/pools";
import { isList, isObject, type Plain, text, UNKNOWN } from "../stack/plain";
import { remembered } from "../stack/remembered";
import type { Resource } from "../stack/resource";
import type { Stack } from "../stack/stack";
import { glob, printable } from "../stack/text";
import { openAwsSecrets } from "./keys/awsSecretPolicies";
import { type KeySecret, keySecrets, secretRefs, type SecretRefs } from "./keys/keySecrets";
import type { FindingText, Rule } from "./rule";
import { capital, named, type Naming, naming, roleText } from "./text";

export const secretReaders: Rule = {
  id: "secret-readers",
  title: "The secret with Segment's key is read by its accessors alone",
  description:
    "Rejects a grant by which everybody, or anyone who reads every secret of a project, folder or organization, reads the secret that holds the key. Owners and administrators of secrets are left out.",
  level: "mandatory",
  severity: "critical",
  tags: ["key", "secret-manager"],
  remediation: "Grant `roles/secretmanager.secretAccessor` on the one secret.",
  url: "https://cloud.google.com/secret-manager/docs/access-control",
  find: (assessment) => {
    const names = naming(assessment);
    return [
      ...keyReaders(assessment)
        .filter(({ unknown }) => unknown === undefined)
        .map((found) => ({
          urn: found.grant.urn,
          account: found.secret.owner.identity,
          role: roleText(found.grant.role),
          scope: scopeText(found.grant.scope),
          text: () => readerText(found, names),
        })),
      ...openingScripts(assessment).map(({ resource, secret }) => ({
        urn: resource.urn,
        account: secret.owner.identity,
        text: () => ({
          what: `${printable(resource.type)} ${named(resource.name)} sets a policy and names everybody and the secret ${named(secret.name)}.`,
          why: `The secret holds the key of ${names.account(secret.owner)}.`,
          fix: "remove the grant, treat the key as compromised, and replace it",
        }),
      })),
      ...openAwsSecrets(assessment)
        .filter(({ unknown }) => unknown === undefined)
        .map(({ urn, secret, owner }) => ({
          urn,
          account: owner.identity,
          text: () => ({
            what: `The policy of the AWS secret ${named(secret)} lets everybody read it.`,
            why: `It holds the key of ${names.account(owner)}.`,
            fix: "name the roles that hand the key to Segment, treat the key as compromised, and replace it",
          }),
        })),
    ];
  },
};

function readerText({ secret, grant, where, everybody }: SecretReader, names: Naming): FindingText {
  const on = where === "secret" ? `the secret ${named(secret.name)}` : place(grant.scope);
  const reads =
    where === "secret"
      ? `it holds the key of ${names.account(secret.owner)}`
      : `the role reaches every secret there, and ${named(secret.name)} holds the key of ${names.account(secret.owner)}`;
  return {
    what: `${named(grant.resourceName)} grants ${reader(grant)} ${roleText(grant.role)} on ${on}.`,
    why: `${capital(reads)}.`,
    fix: everybody
      ? "remove the grant, treat the key as compromised, and replace it"
      : `grant the role on ${named(secret.name)} alone, to those who hand the key to Segment`,
  };
}

function reader({ member }: Grant): string {
  switch (member.kind) {
    case "named":
      return printable(memberText(member.member));
    case "account":
      return `serviceAccount:${printable(member.identity)}`;
    case "unknown":
      return "somebody who is unknown until the update";
  }
}

/** A grant by which more than the secret's own accessors read the key. */
export interface SecretReader {
  readonly secret: KeySecret;
  readonly grant: Grant;
  /** Made on the secret itself, or on something above it. */
  readonly where: "secret" | "above";
  readonly everybody: boolean;
  /** What is not known, and decides whether it is one. */
  readonly unknown?: string;
}

/**
 * Grants by which the key can be read by everybody, or by somebody who reads every secret of a project.
 *
 * Owners of the project and administrators of its secrets are not reported: they could grant themselves access anyway.
 */
export const keyReaders = remembered((assessment: Assessment): readonly SecretReader[] => {
  const secrets = keySecrets(assessment);
  if (secrets.length === 0) return [];
  const refOf = secretRefs(assessment.stack);
  return assessment.grants.flatMap((grant): SecretReader[] => {
    const reading = reads(grant.role);
    if (reading === false || !names(grant)) return [];
    return secrets.flatMap((secret): SecretReader[] => {
      const where = placeOf(assessment, refOf, secret, grant);
      if (where === undefined || isNarrowedAway(assessment, secret, grant.condition)) return [];
      const wide = isWide(assessment, grant);
      // Who reads one secret is its accessor, and an administrator could let himself in.
      const wideOnly = where === "secret" || isAdministrator(grant.role);
      if (wide === false && (wideOnly || reading !== true || where !== "above")) return [];
      const parts = wideOnly ? [reading, where, wide] : [reading, where];
      const unknown = parts.find((part) => typeof part === "object")?.unknown;
      const everybody = wide !== false;
      return [{ secret, grant, where: where === "above" ? "above" : "secret", everybody, unknown }];
    });
  });
});

/** In place of an answer that hangs on a part which is not known. */
interface Open {
  readonly unknown: string;
}

/**
 * What runs a script that sets a policy and names both the secret and everybody: build steps and calls of the API, which
 * no reader of commands understands.
 */
function openingScripts(assessment: Assessment): { resource: Resource; secret: KeySecret }[] {
  const secrets = keySecrets(assessment);
  if (secrets.length === 0) return [];
  const read = new Set(keyReaders(assessment).map(({ grant }) => grant.urn));
  return assessment.stack.ofTypes(runsScripts).flatMap((resource) => {
    const script = read.has(resource.urn) ? "" : JSON.stringify(resource.props);
    if (!setsPolicy.test(script) || !/\ball(?:authenticated)?users\b/i.test(script)) return [];
    const words = new Set(script.split(/[^A-Za-z0-9_-]+/));
    return secrets.flatMap((secret) =>
      secret.id !== undefined && words.has(secret.id) ? [{ resource, secret }] : [],
    );
  });
}

function runsScripts(type: string): boolean {
  return runsCommands(type) || /^gcp:(?:cloudbuild|workflows)\//.test(type);
}

const setsPolicy = /\b(?:add-iam-policy-binding|set-?iam-?policy)\b/i;

const accessor = "roles/secretmanager.secretAccessor";

const administrators: ReadonlySet<string> = new Set(["roles/secretmanager.admin", "roles/owner"]);

const permission = "secretmanager.versions.access";

function isAdministrator(role: Role): boolean {
  return role.kind !== "unknown" && administrators.has(role.name);
}

/** Whether a role holds `secretmanager.versions.access`; of the predefined ones those made for it count. */
function reads(role: Role): boolean | Open {
  if (role.kind === "unknown") return { unknown: role.property };
  if (role.name === accessor || isAdministrator(role)) return true;
  return role.kind === "known" && role.written.some((written) => glob(written)(permission));
}

/** Dead and malformed members are nobody; of a public one in other capitals nobody should have to rely on that. */
function names({ member }: Grant): boolean {
  return (
    member.kind !== "named" ||
    !["deleted", "invalid"].includes(member.member.kind) ||
    isMisspelledPublic(member.member)
  );
}

function isMisspelledPublic(member: Member): boolean {
  return member.kind === "invalid" && /^(?:all(?:authenticated)?users|domain:.*)$/i.test(member.text.trim());
}

/** Everybody, a whole domain or workforce, or everybody that an unrestricted workload identity pool lets in. */
function isWide({ stack }: Assessment, { member: ref }: Grant): boolean | Open {
  if (ref.kind !== "named") return false;
  const { member } = ref;
  switch (member.kind) {
    case "allUsers":
    case "allAuthenticatedUsers":
    case "domain":
      return true;
    case "federated": {
      if (/\/workforcePools\/[^/]+\/\*$/.test(member.text)) return true;
      const provider = unrestrictedProvider(stack, member.pool);
      if (provider?.props["attributeCondition"] === UNKNOWN) return { unknown: "pool's attributeCondition" };
      return provider !== undefined || (isWholePool(stack, member) && { unknown: "pool's provider" });
    }
    default:
      return isMisspelledPublic(member);
  }
}

/** Whether all of a pool is let in, of which another stack says who enters it; into GKE's own nobody else does. */
function isWholePool(stack: Stack, { pool, text: written }: Member & { kind: "federated" }): boolean {
  return (
    /\/workloadIdentityPools\/(?![^/]+\.svc\.id\.goog\/)[^/]+\/\*$/.test(written) && !hasProvider(stack, pool)
  );
}

function placeOf(
  { stack }: Assessment,
  refOf: SecretRefs,
  secret: KeySecret,
  grant: Grant,
): SecretReader["where"] | Open | undefined {
  const { scope, urn } = grant;
  // A stack does not say which organization a project is in: a grant there is taken to reach every one.
  if (scope.kind === "organization" || scope.kind === "folder") return "above";
  if (scope.kind === "project") return scope.project === secret.project ? "above" : undefined;
  if (scope.kind === "other" && grant.shape === "command") {
    const { type, id, project } = scope;
    const same = type === "secrets" && id.slice(id.lastIndexOf("/") + 1) === secret.id;
    return same && (project === undefined || project === secret.project) ? "secret" : undefined;
  }
  const resource = stack.get(urn);
  const ref = resource && refOf(resource, "secretId");
  if (ref === undefined && resource?.props["secretId"] === UNKNOWN) return { unknown: "secretId" };
  return ref !== undefined && ref === secret.ref ? "secret" : undefined;
}

/** Whether a condition never holds, or lets only other secrets through; one that cannot be read narrows nothing. */
function isNarrowedAway({ now }: Assessment, { id }: KeySecret, condition: Plain): boolean {
  if (readCondition(condition, now).kind === "never") return true;
  const only = isList(condition) ? condition[0] : condition;
  const expression = isObject(only) ? text(only["expression"]) : undefined;
  if (typeof expression !== "string" || id === undefined || expression.includes("!")) return false;
  if (!expression.includes("resource.name") || expression.includes("||")) return false;
  const named = [...expression.matchAll(/\/secrets\/([^/"']*)/g)].map(([, begun = ""]) => begun);
  return named.length > 0 && !named.some((begun) => id.startsWith(begun));
}
