import { make, type TestResource } from "../support";

/** Building blocks of stacks in which accounts can act as others. */
export const tokens = "roles/iam.serviceAccountTokenCreator";

export const accountUser = "roles/iam.serviceAccountUser";

export const keyAdmin = "roles/iam.serviceAccountKeyAdmin";

export const ann = "user:ann@acme.com";

export const address = (id: string, project = "acme") => `${id}@${project}.iam.gserviceaccount.com`;

export const as = (email: string) => `serviceAccount:${email}`;

/** An account that the stack makes under the resource name `id`. */
export const account = (id: string, props: TestResource["props"] = {}): TestResource => ({
  type: "gcp:serviceaccount/account:Account",
  name: id,
  props: { accountId: id, project: "acme", ...props },
});

/** Segment's account, and a loader's. */
export const segment = address("segment");

export const loader = address("loader");

/** What makes both, and a third account. */
export const threeAccounts = [account("segment"), account("loader"), account("ci")];

/** A role for a member on an account. */
export const onAccount = (
  name: string,
  target: unknown,
  role: unknown,
  member: unknown,
  props: TestResource["props"] = {},
): TestResource => ({
  type: "gcp:serviceaccount/iAMMember:IAMMember",
  name,
  props: { serviceAccountId: target, role, member, ...props },
});

/** A role for a member on a project, acme if not said otherwise. */
export const onProject = (
  name: string,
  role: unknown,
  member: unknown,
  props: TestResource["props"] = {},
): TestResource => make.projectMember(name, role, { member, ...props });

export const onFolder = (
  name: string,
  role: unknown,
  member: unknown,
  props: TestResource["props"] = {},
): TestResource => ({
  type: "gcp:folder/iAMMember:IAMMember",
  name,
  props: { folder: "7", role, member, ...props },
});

/** What members may ask for on the project. */
export const entitlement = (name: string, role: string, member: string): TestResource => ({
  type: "gcp:privilegedaccessmanager/entitlement:entitlement",
  name,
  props: {
    eligibleUsers: [{ principals: [member] }],
    privilegedAccess: {
      gcpIamAccess: {
        resource: "//cloudresourcemanager.googleapis.com/projects/acme",
        resourceType: "cloudresourcemanager.googleapis.com/Project",
        roleBindings: [{ role }],
      },
    },
  },
});

export const condition = (expression: unknown) => ({ condition: { title: "t", expression } });

export const expired = condition('request.time < timestamp("2026-01-01T00:00:00Z")');
