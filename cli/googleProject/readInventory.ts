import type { Resource } from "../../policy/stack/resource";
import { type GoogleClient, path } from "../google/GoogleClient";
import { type JsonRecord, record, text } from "../google/json";
import type { Group, Unread } from "./GoogleProject";
import { bindingsIn, pool, Reader } from "./Reader";
import { customRole, groupResources, members } from "./projectResources";
import { groupsThatHold } from "./readGroups";

/** An organization or a folder, as the inventory is asked for it. */
export interface Container {
  readonly kind: "organization" | "folder";
  readonly id: string;
}

/** The grants found, as the model's resources, and what they do not show. */
export interface Inventory {
  readonly resources: readonly Resource[];
  readonly unread: readonly Unread[];
}

interface Found {
  readonly name: string;
  readonly assetType: string;
  readonly bindings: ReturnType<typeof bindingsIn>;
}

/**
 * Reads what accounts hold anywhere below a container, by Cloud Asset Inventory: one search answers every allow policy
 * that names one of them, so the requests grow with the policies found and not with the projects.
 *
 * https://cloud.google.com/asset-inventory/docs/reference/rest/v1/TopLevel/searchAllIamPolicies
 *
 * @param emails addresses of accounts
 * @throws GoogleRefusal where the inventory may not be searched, NoAnswer where Google does not answer
 */
export async function readInventory(
  client: GoogleClient,
  { kind, id }: Container,
  emails: readonly string[],
): Promise<Inventory> {
  const reader = new Reader(client);
  const groups = await groupsThatHold(reader, emails);
  const results = await search(client, { kind, id }, [
    ...new Set([...emails, ...groups.map(({ email }) => email)]),
  ]);
  const wanted = new Set([
    ...emails.map((email) => `serviceaccount:${email.toLowerCase()}`),
    ...groups.map(({ email }) => `group:${email}`),
  ]);
  const found = results.map((result): Found => {
    const name = text(result["resource"]) ?? "";
    return {
      name,
      assetType: text(result["assetType"]) ?? "",
      // The search is by words, so a binding may name somebody else whose name only begins alike.
      bindings: reader.judgeable(name, bindingsIn(record(result["policy"]))).flatMap((binding) => {
        const own = binding.members.filter((member) => wanted.has(member.toLowerCase()));
        return own.length === 0 ? [] : [{ ...binding, members: own.map(inLowerCase) }];
      }),
    };
  });
  const relevant = await byProjectId(
    reader,
    found.filter(({ bindings }) => bindings.length > 0),
  );
  const roles = await readRoles(reader, relevant);
  return {
    resources: [
      ...roles.map((role) => customRole(id, role)),
      ...merged(groups).flatMap((group) => groupResources(id, group)),
      ...relevant.flatMap((one) => grantsOf(reader, id, one)),
    ],
    unread: [...reader.unread, ...notShown],
  };
}

/** Addresses in one search, whose query has a limited length. */
const atOnce = 20;

async function search(
  client: GoogleClient,
  { kind, id }: Container,
  emails: readonly string[],
): Promise<JsonRecord[]> {
  const parts = Array.from({ length: Math.ceil(emails.length / atOnce) }, (_, part) =>
    emails.slice(part * atOnce, (part + 1) * atOnce),
  );
  const answers = await pool(parts, 4, (part) =>
    client.list(
      {
        api: "cloudasset",
        path: path`/v1/${`${kind}s`}/${id}:searchAllIamPolicies`,
        query: { query: `policy:(${part.map((email) => `"${email}"`).join(" OR ")})`, pageSize: "500" },
      },
      "results",
    ),
  );
  return answers.flat();
}

/** Each group once, with all the accounts that it holds. */
function merged(groups: readonly Group[]): Group[] {
  return [...new Set(groups.map(({ email }) => email))].map((email) => ({
    email,
    members: groups.filter((group) => group.email === email).flatMap(({ members }) => members),
  }));
}

/** What a search by address cannot answer, whatever the caller may see. */
const notShown: readonly Unread[] = [
  {
    subject: "grants to everybody",
    reason:
      "the inventory is searched for the accounts and the groups that hold them: what allUsers, allAuthenticatedUsers and principal sets hold is not among its answers",
  },
  {
    subject: "grants outside allow policies",
    reason:
      "the inventory holds IAM policies, a few minutes old; authorized views, row access policies, policy tags, deny policies and keys are not among its answers. `segment-bigquery report --project` reads a single project itself",
  },
];

/** The same with projects by their ids, as the config names them, where Google names them by number. */
async function byProjectId(reader: Reader, found: readonly Found[]): Promise<Found[]> {
  const numbers = new Set(found.flatMap(({ name }) => /\/projects\/(\d+)(?=\/|$)/.exec(name)?.[1] ?? []));
  const ids = new Map(
    await pool([...numbers], 4, async (number): Promise<[string, string]> => {
      const answer = await reader.try(
        `the id of project ${number}`,
        reader.client.request({
          api: "cloudresourcemanager",
          method: "GET",
          path: path`/v3/projects/${number}`,
        }),
        {},
      );
      return [number, text(answer["projectId"]) ?? number];
    }),
  );
  return found.map((one) => ({
    ...one,
    name: one.name.replace(/(?<=\/projects\/)\d+(?=\/|$)/, (number) => ids.get(number) ?? number),
  }));
}

/** Custom roles that are granted, each read once. */
async function readRoles(reader: Reader, found: readonly Found[]) {
  const granted = found.flatMap(({ bindings }) => bindings.map(({ role }) => role));
  const names = [...new Set(granted)].filter((role) =>
    /^(?:projects|organizations)\/[^/]+\/roles\/[^/]+$/.test(role),
  );
  const roles = await pool(names, 4, (name) => {
    const [collection = "", owner = "", , role = ""] = name.split("/");
    return reader.try(
      `role ${name}`,
      reader.client.request({
        api: "iam",
        method: "GET",
        path: path`/v1/${collection}/${owner}/roles/${role}`,
      }),
      undefined,
    );
  });
  return roles.filter((role) => role !== undefined);
}

/** Full resource names: https://cloud.google.com/asset-inventory/docs/resource-name-format */
const kinds: readonly (readonly [pattern: RegExp, type: string, what: string])[] = [
  [/\/organizations\/(?<orgId>[^/]+)$/, "gcp:organizations/iAMMember:IAMMember", "organization"],
  [/\/folders\/(?<folder>[^/]+)$/, "gcp:folder/iAMMember:IAMMember", "folder"],
  [
    /^\/\/cloudresourcemanager[^/]+\/projects\/(?<project>[^/]+)$/,
    "gcp:projects/iAMMember:IAMMember",
    "project",
  ],
  [
    /\/projects\/(?<project>[^/]+)\/datasets\/(?<datasetId>[^/]+)\/tables\/(?<tableId>[^/]+)$/,
    "gcp:bigquery/iamMember:IamMember",
    "table",
  ],
  [
    /^\/\/bigquery[^/]+\/projects\/(?<project>[^/]+)\/datasets\/(?<datasetId>[^/]+)$/,
    "gcp:bigquery/datasetIamMember:DatasetIamMember",
    "dataset",
  ],
  [
    /\/(?<serviceAccountId>projects\/[^/]+\/serviceAccounts\/[^/]+)$/,
    "gcp:serviceaccount/iAMMember:IAMMember",
    "service account",
  ],
  [
    /\/projects\/(?<project>[^/]+)\/secrets\/(?<secretId>[^/]+)$/,
    "gcp:secretmanager/secretIamMember:SecretIamMember",
    "secret",
  ],
  [/^\/\/storage[^/]+\/(?<bucket>[^/]+)$/, "gcp:storage/bucketIAMMember:BucketIAMMember", "bucket"],
];

function grantsOf(reader: Reader, container: string, { name, assetType, bindings }: Found): Resource[] {
  for (const [pattern, type, what] of kinds) {
    const at = pattern.exec(name)?.groups;
    if (!at) continue;
    const place = Object.values(at).join(".");
    return members(container, type, `${what} ${place}`, bindings, { ...at });
  }
  reader.note(
    `${bindings.map(({ role }) => role).join(", ")} on ${name}`,
    `grants on ${assetType || "this kind of resource"} are found, but not judged: remove them unless Segment needs them`,
  );
  return [];
}

/** The address's case does not matter at Google, and that of the kind before it does. */
function inLowerCase(member: string): string {
  const colon = member.indexOf(":");
  return member.slice(0, colon) + member.slice(colon).toLowerCase();
}
