/** The basic roles that a project's convenience members stand for. */
export type BasicRole = "roles/owner" | "roles/editor" | "roles/viewer";

/**
 * Who a grant is made to. Emails and domains are lower-case: Google compares them without regard to case, but a prefix
 * only as written.
 *
 * See https://cloud.google.com/iam/docs/principal-identifiers
 */
export type Member =
  | { readonly kind: "serviceAccount"; readonly email: string }
  | { readonly kind: "user"; readonly email: string }
  | { readonly kind: "group"; readonly email: string }
  | { readonly kind: "domain"; readonly domain: string }
  | { readonly kind: "allUsers" }
  | { readonly kind: "allAuthenticatedUsers" }
  /** Dead: whoever is made anew under the same name is somebody else. */
  | { readonly kind: "deleted"; readonly text: string }
  /** Everybody with that basic role on the project. */
  | { readonly kind: "projectRole"; readonly role: BasicRole; readonly project: string }
  /** Every service account of the project with that number. */
  | { readonly kind: "projectServiceAccounts"; readonly number: string }
  /** Every service account of every project below. */
  | {
      readonly kind: "ancestorServiceAccounts";
      readonly ancestor: "folder" | "organization";
      readonly number: string;
    }
  /** Identities of a workload or workforce pool; `pool` is `projects/N/…/workloadIdentityPools/P`, or `P.svc.id.goog`. */
  | { readonly kind: "federated"; readonly pool: string; readonly text: string }
  /** What Google refuses, such as a prefix in the wrong case: nobody gets anything. */
  | { readonly kind: "invalid"; readonly text: string }
  /** A form that is not modelled. */
  | { readonly kind: "other"; readonly text: string };

/** The member as an IAM policy spells it. */
export function memberText(member: Member): string {
  switch (member.kind) {
    case "serviceAccount":
    case "user":
    case "group":
      return `${member.kind}:${member.email}`;
    case "domain":
      return `domain:${member.domain}`;
    case "allUsers":
    case "allAuthenticatedUsers":
      return member.kind;
    case "projectRole": {
      const word = member.role.slice("roles/".length);
      return `project${word.charAt(0).toUpperCase()}${word.slice(1)}:${member.project}`;
    }
    case "projectServiceAccounts":
      return `principalSet://cloudresourcemanager.googleapis.com/projects/${member.number}/type/ServiceAccount`;
    case "ancestorServiceAccounts":
      return `principalSet://cloudresourcemanager.googleapis.com/${member.ancestor}s/${member.number}/type/ServiceAccount`;
    case "deleted":
    case "federated":
    case "invalid":
    case "other":
      return member.text;
  }
}
