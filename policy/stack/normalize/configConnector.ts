import { isList, isObject, type Plain, text } from "../plain";
import { changed, type Resource } from "../resource";
import * as types from "../types";
import { at, type IamShape, iamToken, type Renamed, normalizeAliases } from "./aliases";
import { connectorNames, type ConnectorNames } from "./connectorNames";
import { targetOf } from "./connectorTargets";

const token = /^kubernetes:([a-z0-9]+)\.cnrm\.cloud\.google\.com\/[a-z0-9]+:([A-Za-z0-9]+?)(?:Patch)?$/;

/** The kind of a Config Connector object, such as `IAMPolicyMember`; undefined for everything else. */
export function connectorKind(type: string): string | undefined {
  return token.exec(type)?.[2];
}

/**
 * Reads Config Connector objects: names refer to other objects of the stack, so all of it is looked through once, when
 * the first one is met.
 *
 * See https://cloud.google.com/config-connector/docs/reference/overview
 */
export function configConnector(resources: readonly Resource[]): (resource: Resource) => Resource {
  let names: ConnectorNames | undefined;
  return (resource) => {
    const kind = connectorKind(resource.type);
    if (kind === undefined) return resource;
    names ??= connectorNames(resources, connectorKind);
    return (rewrites.get(kind) ?? withAddresses)(resource, names);
  };
}

/** Any other object, with the addresses of the accounts that its references name. */
function withAddresses(resource: Resource, names: ConnectorNames): Resource {
  const written = (value: Plain): Plain => {
    if (isList(value)) return value.map(written);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => {
        const isReference = /service_?account_?ref$/i.test(name) && at(part, "name") !== undefined;
        if (!isReference || !isObject(part)) return [name, written(part)];
        return [name, { ...part, external: names.accountEmail(resource, part) ?? null }];
      }),
    );
  };
  const { spec: own } = resource.props;
  return own === undefined
    ? resource
    : changed(resource, { props: { ...resource.props, spec: written(own) } });
}

type Rewrite = (resource: Resource, names: ConnectorNames) => Resource;

const rewritesByKind: Readonly<Record<string, Rewrite>> = {
  IAMPolicyMember: (resource, names) => {
    const member = memberOf(resource, names, spec(resource));
    return iam(resource, names, "Member", {
      role: [spec(resource, "role"), "spec"],
      member: [member, "spec"],
      condition: [spec(resource, "condition"), "spec"],
    });
  },
  IAMPolicy: (resource, names) =>
    iam(resource, names, "Policy", { bindings: [bindingsOf(resource, names), "spec"] }),
  IAMPartialPolicy: (resource, names) =>
    iam(resource, names, "Policy", { bindings: [bindingsOf(resource, names), "spec"] }),
  IAMServiceAccount: (resource, names) =>
    normalizeAliases(resource, types.account, {
      accountId: [names.idOf(resource), "metadata"],
      project: [names.projectOf(resource), "metadata"],
      displayName: [spec(resource, "displayName"), "spec"],
      description: [spec(resource, "description"), "spec"],
      disabled: [spec(resource, "disabled"), "spec"],
      email: [names.emailOf(resource), "metadata"],
    }),
  IAMServiceAccountKey: (resource, names) =>
    normalizeAliases(resource, types.key, {
      serviceAccountId: [names.accountPath(resource, spec(resource, "serviceAccountRef")), "spec"],
      publicKeyData: [spec(resource, "publicKeyData"), "spec"],
      privateKey: [at(resource.props["status"], "privateKey"), "status"],
      validAfter: [at(resource.props["status"], "validAfter"), "status"],
      validBefore: [at(resource.props["status"], "validBefore"), "status"],
    }),
  IAMCustomRole: (resource, names) => {
    const organization = names.annotation(resource, "organization-id");
    return normalizeAliases(
      resource,
      organization === undefined ? types.projectCustomRole : types.organizationCustomRole,
      {
        roleId: [names.idOf(resource), "metadata"],
        permissions: [spec(resource, "permissions"), "spec"],
        stage: [spec(resource, "stage"), "spec"],
        ...(organization === undefined
          ? { project: [names.projectOf(resource), "metadata"] as const }
          : { orgId: [organization, "metadata"] as const }),
      },
    );
  },
  IAMWorkloadIdentityPool: (resource, names) =>
    normalizeAliases(resource, types.workloadPool, {
      workloadIdentityPoolId: [names.idOf(resource), "metadata"],
      project: [names.projectOf(resource), "metadata"],
    }),
  IAMWorkloadIdentityPoolProvider: (resource, names) =>
    normalizeAliases(resource, types.workloadPoolProvider, {
      workloadIdentityPoolId: [
        names.referred(resource, "IAMWorkloadIdentityPool", spec(resource, "workloadIdentityPoolRef")),
        "spec",
      ],
      workloadIdentityPoolProviderId: [names.idOf(resource), "metadata"],
      attributeCondition: [spec(resource, "attributeCondition"), "spec"],
      disabled: [spec(resource, "disabled"), "spec"],
      project: [names.projectOf(resource), "metadata"],
    }),
  BigQueryDataset: (resource, names) =>
    normalizeAliases(resource, types.dataset, {
      ...fields(resource, "location", "defaultTableExpirationMs", "defaultPartitionExpirationMs"),
      accesses: [spec(resource, "access"), "spec"],
      datasetId: [names.idOf(resource), "metadata"],
      project: [names.projectOf(resource), "metadata"],
    }),
  BigQueryTable: (resource, names) =>
    normalizeAliases(resource, types.table, {
      ...fields(resource, "view", "schema"),
      datasetId: [names.referred(resource, "BigQueryDataset", spec(resource, "datasetRef")), "spec"],
      tableId: [names.idOf(resource), "metadata"],
      project: [names.projectOf(resource), "metadata"],
    }),
  BigQueryJob: (resource, names) =>
    normalizeAliases(resource, types.queryJob, {
      query: [spec(resource, "query"), "spec"],
      project: [names.projectOf(resource), "metadata"],
    }),
  BigQueryDataTransferConfig: (resource, names) =>
    normalizeAliases(resource, types.transferConfig, {
      params: [spec(resource, "params"), "spec"],
      project: [names.projectOf(resource), "metadata"],
    }),
  BigQueryRoutine: (resource, names) =>
    normalizeAliases(resource, types.routine, {
      definitionBody: [spec(resource, "definitionBody"), "spec"],
      project: [names.projectOf(resource), "metadata"],
    }),
  Project: (resource, names) =>
    normalizeAliases(resource, types.project, {
      projectId: [names.idOf(resource), "metadata"],
      number: [at(resource.props["status"], "number"), "status"],
    }),
};

const rewrites: ReadonlyMap<string | undefined, Rewrite> = new Map(Object.entries(rewritesByKind));

function spec({ props }: Resource, ...path: readonly string[]): Plain | undefined {
  return at(props["spec"], ...path);
}

function fields(resource: Resource, ...names: readonly string[]): Renamed {
  return Object.fromEntries(names.map((name) => [name, [spec(resource, name), "spec"] as const]));
}

function iam(resource: Resource, names: ConnectorNames, shape: IamShape, renamed: Renamed): Resource {
  const target = targetOf(resource, names, spec(resource, "resourceRef"));
  return normalizeAliases(resource, iamToken(target.kind, shape), { ...target.named, ...renamed });
}

/** Bindings as an IAM policy writes them: a partial policy names each member by an object. */
function bindingsOf(resource: Resource, names: ConnectorNames): Plain | undefined {
  const bindings = spec(resource, "bindings");
  if (!isList(bindings)) return bindings;
  return bindings.map((binding): Plain => {
    if (!isObject(binding)) return binding;
    const members = binding["members"];
    if (!isList(members)) return binding;
    return { ...binding, members: members.map((member) => memberIn(resource, names, member)) };
  });
}

function memberIn(resource: Resource, names: ConnectorNames, member: Plain): Plain {
  return isObject(member) ? (memberOf(resource, names, member) ?? null) : member;
}

/** Who `member`, or `memberFrom`, names. */
function memberOf(resource: Resource, names: ConnectorNames, holder: Plain | undefined): Plain | undefined {
  const own = text(at(holder, "member"));
  if (own !== undefined) return own;
  const from = at(holder, "memberFrom");
  const account = at(from, "serviceAccountRef");
  if (account !== undefined) {
    const email = names.accountEmail(resource, account);
    return typeof email === "string" ? `serviceAccount:${email}` : email;
  }
  const others = isObject(from) ? Object.keys(from) : [];
  return others.length === 0 ? undefined : `memberFrom:${others[0]}`;
}
