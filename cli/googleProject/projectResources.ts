import { isObject, toPlain, UNKNOWN } from "../../policy/stack/plain";
import type { Resource } from "../../policy/stack/resource";
import * as types from "../../policy/stack/types";
import { isRecord, type JsonRecord, record, records, text } from "../google/json";
import type { Account, Binding, Dataset, GoogleProject, Group, Secret } from "./GoogleProject";

/**
 * What was read at Google as the policy model's resources, as if a stack had made it all: one for each role and member,
 * each dataset with its access list.
 */
export function projectResources(google: GoogleProject): Resource[] {
  const { project, number } = google;
  return [
    resource(project, "gcp:organizations/project:Project", `project ${project}`, {
      projectId: project,
      number,
    }),
    ...members(project, "gcp:projects/iAMMember:IAMMember", `project ${project}`, google.bindings, {
      project,
    }),
    ...google.ancestors.flatMap(({ kind, id, bindings }) =>
      kind === "folder"
        ? members(project, "gcp:folder/iAMMember:IAMMember", `folder ${id}`, bindings, { folder: id })
        : members(project, "gcp:organizations/iAMMember:IAMMember", `organization ${id}`, bindings, {
            orgId: id,
          }),
    ),
    ...google.roles.map((role) => customRole(project, role)),
    ...google.accounts.flatMap((account) => accountResources(project, account)),
    ...google.datasets.flatMap((dataset) => datasetResources(project, dataset)),
    ...google.unseen.map(({ project: owner, id }) =>
      resource(project, "gcp:bigquery/dataset:Dataset", `dataset ${owner}.${id}`, {
        project: owner,
        datasetId: id,
        accesses: [UNKNOWN],
      }),
    ),
    ...google.secrets.flatMap((secret) => secretResources(project, secret)),
    ...google.groups.flatMap((group) => groupResources(project, group)),
  ];
}

export function members(
  project: string,
  type: string,
  where: string,
  bindings: readonly Binding[],
  at: JsonRecord,
): Resource[] {
  let entry = 0;
  return bindings.flatMap(({ role, members: all, condition }) =>
    all.map((member) =>
      resource(project, type, `entry ${++entry} of the IAM policy of ${where}`, {
        ...at,
        role,
        member,
        condition,
      }),
    ),
  );
}

export function customRole(project: string, role: JsonRecord): Resource {
  const name = text(role["name"]) ?? "";
  const [collection, owner, , roleId] = name.split("/");
  const ofProject = collection === "projects";
  return resource(
    project,
    ofProject ? "gcp:projects/iAMCustomRole:IAMCustomRole" : "gcp:organizations/iAMCustomRole:IAMCustomRole",
    `role ${name}`,
    {
      ...(ofProject ? { project: owner } : { orgId: owner }),
      roleId,
      name,
      title: role["title"],
      stage: role["stage"],
      deleted: role["deleted"] === true,
      permissions: role["includedPermissions"] ?? [],
    },
  );
}

function accountResources(project: string, account: Account): Resource[] {
  const { email, resource: held, bindings, keys } = account;
  const name = `projects/${project}/serviceAccounts/${email}`;
  return [
    resource(project, "gcp:serviceaccount/account:Account", `service account ${email}`, {
      accountId: email.slice(0, email.indexOf("@")),
      project,
      email,
      member: `serviceAccount:${email}`,
      name,
      displayName: held["displayName"],
      description: held["description"],
      disabled: held["disabled"] === true,
      uniqueId: held["uniqueId"],
    }),
    ...members(project, "gcp:serviceaccount/iAMMember:IAMMember", `service account ${email}`, bindings, {
      serviceAccountId: name,
    }),
    ...keys.map((key) =>
      resource(project, "gcp:serviceaccount/key:Key", text(key["name"])?.split("/").at(-1) ?? "", {
        serviceAccountId: name,
        name: key["name"],
        validAfter: key["validAfterTime"],
        validBefore: key["validBeforeTime"],
        disabled: key["disabled"] === true,
        // Which certificate was uploaded does not matter here, only that one was.
        publicKeyData: key["keyOrigin"] === "USER_PROVIDED" ? "uploaded" : undefined,
      }),
    ),
  ];
}

function datasetResources(project: string, dataset: Dataset): Resource[] {
  const { project: owner, id, resource: held, tables } = dataset;
  const encryption = held["defaultEncryptionConfiguration"];
  return [
    resource(project, "gcp:bigquery/dataset:Dataset", `dataset ${owner}.${id}`, {
      project: owner,
      datasetId: id,
      location: held["location"],
      description: held["description"],
      labels: held["labels"],
      // Who may use it is not known where the list could not be read: unseen is not absent.
      accesses: held["access"] === undefined ? [UNKNOWN] : undefined,
      defaultTableExpirationMs: milliseconds(held["defaultTableExpirationMs"]),
      defaultPartitionExpirationMs: milliseconds(held["defaultPartitionExpirationMs"]),
      defaultEncryptionConfiguration: isRecord(encryption) ? encryption : undefined,
    }),
    // Each entry is a grant of its own, judged and removed on its own.
    ...records(held["access"]).map(({ dataset: authorizedDataset, ...entry }, index) =>
      resource(
        project,
        "gcp:bigquery/datasetAccess:DatasetAccess",
        `entry ${index + 1} of the access list of dataset ${owner}.${id}`,
        { project: owner, datasetId: id, ...entry, authorizedDataset },
      ),
    ),
    ...tables.flatMap((table) =>
      members(
        project,
        "gcp:bigquery/iamMember:IamMember",
        `table ${owner}.${id}.${table.id}`,
        table.bindings,
        {
          project: owner,
          datasetId: id,
          tableId: table.id,
        },
      ),
    ),
  ];
}

/** A group and its members; the name is made from the address, which Google's own ids would only hide. */
export function groupResources(project: string, { email, members }: Group): Resource[] {
  const name = `groups/${email}`;
  return [
    resource(project, types.group, `group ${email}`, { name, groupKey: { id: email } }),
    ...members.map((member) =>
      resource(project, types.groupMembership, `member ${member} of group ${email}`, {
        group: name,
        preferredMemberKey: { id: member },
      }),
    ),
  ];
}

function secretResources(project: string, secret: Secret): Resource[] {
  const { id, resource: held, bindings } = secret;
  return [
    resource(project, "gcp:secretmanager/secret:Secret", `secret ${id}`, {
      project,
      secretId: id,
      name: held["name"],
      replication: record(held["replication"]),
      labels: held["labels"],
    }),
    ...members(project, "gcp:secretmanager/secretIamMember:SecretIamMember", `secret ${id}`, bindings, {
      project,
      secretId: id,
    }),
  ];
}

/** The API writes 64-bit numbers as text. */
function milliseconds(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function resource(project: string, type: string, name: string, props: JsonRecord): Resource {
  const given = Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
  const plain = toPlain(given);
  return {
    urn: `urn:pulumi:google::${project}::${type}::${name}`,
    type,
    name,
    props: isObject(plain) ? plain : {},
    dependencies: [],
    propertyDependencies: {},
  };
}
