import { knownText, projectOf } from "../stack/references";
import { remembered } from "../stack/remembered";
import type { Resource } from "../stack/resource";
import type { Stack } from "../stack/stack";
import * as types from "../stack/types";

/** A service account that the stack makes. */
export interface StackAccount {
  readonly urn: string;
  readonly name: string;
  /** The e-mail address in lower case, or the URN while it is not known: equal for equal accounts. */
  readonly identity: string;
  /** Undefined while not known. */
  readonly email?: string;
  readonly project?: string;
  readonly accountId?: string;
  /** The number that Google gives to it. */
  readonly uniqueId?: string;
  readonly says: string;
  readonly disabled: boolean;
}

/** The service accounts that the stack makes. */
export const stackAccounts = remembered((stack: Stack): readonly StackAccount[] => {
  return stack.ofType(types.account).map((resource) => stackAccount(stack, resource));
});

export function stackAccount(stack: Stack, resource: Resource): StackAccount {
  const { props } = resource;
  const accountId = knownText(props, "accountId");
  const where = projectOf(stack, resource);
  const project = where.unknown || where.id === resource.urn ? undefined : where.id;
  const email = (knownText(props, "email") ?? emailOf(accountId, project))?.toLowerCase();
  return {
    urn: resource.urn,
    name: resource.name,
    identity: email ?? resource.urn,
    email,
    project,
    accountId,
    uniqueId: knownText(props, "uniqueId"),
    says: [accountId, knownText(props, "displayName"), knownText(props, "description")]
      .filter(Boolean)
      .join("\n"),
    disabled: props["disabled"] === true,
  };
}

/** The account as a member, or with the Pulumi name while its address is not known. */
export function accountMember({ email, name }: StackAccount): string {
  return `serviceAccount:${email ?? `(address of ${name} not known yet)`}`;
}

/** The address or number that an account is named by, in lower case, and the project of a path around it. */
export function accountPath(value: string): { readonly project?: string; readonly written: string } {
  const path = /^projects\/([^/]+)\/serviceAccounts\/([^/]+)$/.exec(value);
  return { project: path?.[1], written: (path?.[2] ?? value).toLowerCase() };
}

/** The project that an account's e-mail address names, or undefined for Google's own accounts. */
export function projectOfEmail(email: string): string | undefined {
  const domain = /@([^@]+)\.iam\.gserviceaccount\.com$/i.exec(email)?.[1]?.toLowerCase();
  if (domain === undefined) return undefined;
  const dot = domain.indexOf(".");
  return dot < 0 ? domain : `${domain.slice(dot + 1)}:${domain.slice(0, dot)}`;
}

/** The address that Google gives to an account; a domain-scoped project `d:p` becomes `p.d`. */
function emailOf(accountId: string | undefined, project: string | undefined): string | undefined {
  if (accountId === undefined || project === undefined || project.startsWith("urn:")) return undefined;
  const colon = project.indexOf(":");
  const host = colon < 0 ? project : `${project.slice(colon + 1)}.${project.slice(0, colon)}`;
  return `${accountId}@${host}.iam.gserviceaccount.com`;
}

/**
 * Google's own service agents, which act for a service and not for a person: nobody else can make an account in their
 * projects. See https://cloud.google.com/iam/docs/service-agents (read November 2026).
 */
export function isServiceAgent(email: string): boolean {
  return agent.test(email);
}

const agent =
  /^(?:service(?:-org|-folder)?-[0-9]+@(?:gcp-sa-[a-z0-9-]+|compute-system|container-engine-robot|gcf-admin-robot|serverless-robot-prod|dataflow-service-producer-prod|dataproc-accounts|cloudcomposer-accounts|gcp-gae-service|cloud-ml\.google\.com|genomics-api\.google\.com|cloud-filer|cloud-redis|cloud-tpu|container-analysis|containerregistry|dlp-api|firebase-rules|gs-project-accounts|remotebuildexecution|security-center-api|service-consumer-management|service-networking|sourcerepo-service-accounts|[a-z0-9-]+-robot(?:-prod)?)\.iam\.gserviceaccount\.com|(?:service-)?[0-9]+@(?:cloudservices|cloudbuild)\.gserviceaccount\.com|p[0-9]+-[0-9]+@gcp-sa-[a-z0-9-]+\.iam\.gserviceaccount\.com|bq-[0-9]+@bigquery-encryption\.iam\.gserviceaccount\.com|project-[0-9]+@storage-transfer-service\.iam\.gserviceaccount\.com)$/;
