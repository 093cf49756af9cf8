import { isObject, type Plain, type PlainObject, text, UNKNOWN, type Unknown } from "../stack/plain";

const projectPrefixes: Readonly<Record<string, BasicRole>> = {
  projectOwner: "roles/owner",
  projectEditor: "roles/editor",
  projectViewer: "roles/viewer",
};

/** A dataset's words for the holders of a basic role on its project. */
const specialGroups: Readonly<Record<string, BasicRole>> = {
  projectOwners: "roles/owner",
  projectWriters: "roles/editor",
  projectReaders: "roles/viewer",
};

const prefixes = new Set([
  ...["user", "serviceAccount", "group", "domain", "deleted", "iamMember", "specialGroup"],
  ...Object.keys(projectPrefixes),
]);

const lowerCasePrefixes = new Set([...prefixes].map((prefix) => prefix.toLowerCase()));

/**
 * Reads a member as IAM policies, dataset IAM resources and `GRANT` statements spell it.
 *
 * @param datasetProject the project of the dataset that `projectOwners`, `projectWriters` and `projectReaders` refer to;
 *   without it they are `other`
 */
export function parseMember(member: string, datasetProject?: string): Member {
  const other: Member = { kind: "other", text: member };
  const invalid: Member = { kind: "invalid", text: member };
  if (member === "allUsers" || member === "allAuthenticatedUsers") return { kind: member };
  if (member.startsWith("principal://") || member.startsWith("principalSet://"))
    return parsePrincipal(member);
  const colon = member.indexOf(":");
  if (colon < 0) return specialGroup(member, datasetProject) ?? (isMisspelled(member) ? invalid : other);
  const prefix = member.slice(0, colon);
  const rest = member.slice(colon + 1);
  if (!prefixes.has(prefix)) return lowerCasePrefixes.has(prefix.trim().toLowerCase()) ? invalid : other;
  if (rest === "" || rest !== rest.trim()) return invalid;
  const role = Object.hasOwn(projectPrefixes, prefix) ? projectPrefixes[prefix] : undefined;
  if (role !== undefined) return { kind: "projectRole", role, project: rest };
  switch (prefix) {
    case "deleted":
      return { kind: "deleted", text: member };
    case "domain":
      return { kind: "domain", domain: rest.toLowerCase() };
    case "iamMember":
      // How a dataset IAM resource spells any other member; it does not nest.
      return rest.startsWith("iamMember:") ? invalid : parseMember(rest, datasetProject);
    case "specialGroup":
      if (rest === "allUsers" || rest === "allAuthenticatedUsers") return { kind: rest };
      return specialGroup(rest, datasetProject) ?? other;
    case "group":
      return isEmail(rest) ? { kind: "group", email: rest.toLowerCase() } : invalid;
    default:
      return prefix === "serviceAccount" && rest.endsWith("]")
        ? gkeIdentity(member, rest)
        : parseAccount(prefix, rest, invalid);
  }
}

/** `user:` and `serviceAccount:`; BigQuery stores both as one field, so that `user:` reaches a service account as well. */
export function parseAccount(prefix: string, address: string, invalid: Member): Member {
  // By its unique id Google may know an account; no reader here does.
  if (/^\d{15,25}$/.test(address)) return { kind: "other", text: `${prefix}:${address}` };
  if (!isEmail(address)) return invalid;
  const email = address.toLowerCase();
  return prefix === "serviceAccount" || isServiceAccountEmail(email)
    ? { kind: "serviceAccount", email }
    : { kind: "user", email };
}

/** `serviceAccount:PROJECT.svc.id.goog[NAMESPACE/NAME]`: a Kubernetes service account, not one of Google's. */
function gkeIdentity(member: string, rest: string): Member {
  const bracket = rest.indexOf("[");
  if (bracket <= 0) return { kind: "invalid", text: member };
  return { kind: "federated", pool: rest.slice(0, bracket), text: member };
}

const ofAccounts =
  /^principalSet:\/\/cloudresourcemanager\.googleapis\.com\/(projects|folders|organizations)\/([^/\s]+)\/type\/ServiceAccount$/;

const ofPool =
  /^principal(?:Set)?:\/\/iam\.googleapis\.com\/((?:projects\/[^/\s]+\/)?locations\/[^/\s]+\/work(?:load|force)(?:Identity)?Pools\/[^/\s]+)\/./;

/** How the IAM v2 API, deny policies among others, spells the members that have a prefix elsewhere. */
const ofDenyPolicy =
  /^principal(?:Set)?:\/\/(?:goog\/(subject|group)|iam\.googleapis\.com\/projects\/-\/(serviceAccounts))\/([^/\s]+@[^/\s]+)$/;

function parsePrincipal(member: string): Member {
  const accounts = ofAccounts.exec(member);
  if (accounts !== null) {
    const [, holder, number = ""] = accounts;
    if (holder === "projects") return { kind: "projectServiceAccounts", number };
    return {
      kind: "ancestorServiceAccounts",
      ancestor: holder === "folders" ? "folder" : "organization",
      number,
    };
  }
  const pool = ofPool.exec(member)?.[1];
  if (pool !== undefined) return { kind: "federated", pool, text: member };
  const named = ofDenyPolicy.exec(member);
  if (named !== null) {
    const email = (named[3] ?? "").toLowerCase();
    if (named[1] === "group") return { kind: "group", email };
    return {
      kind: named[2] === undefined && !isServiceAccountEmail(email) ? "user" : "serviceAccount",
      email,
    };
  }
  if (member === "principalSet://goog/public:all") return { kind: "allUsers" };
  return { kind: "other", text: member };
}

function specialGroup(word: string, project: string | undefined): Member | undefined {
  if (project === undefined || !Object.hasOwn(specialGroups, word)) return undefined;
  return { kind: "projectRole", role: specialGroups[word] as BasicRole, project };
}

function isMisspelled(member: string): boolean {
  const word = member.trim().toLowerCase();
  return word === "allusers" || word === "allauthenticatedusers" || word === "";
}

function isEmail(address: string): boolean {
  return /^[^@\s[\]?]+@[^@\s[\]?]+$/.test(address);
}

/** Whether the address is a service account's, of a user or of Google: all end in gserviceaccount.com. */
export function isServiceAccountEmail(email: string): boolean {
  return /@(?:[^@\s]+\.)?gserviceaccount\.com$/i.test(email);
}

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
  /** Dead: an account created again under the same name is another account. */
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
  /** A form that is not modeled. */
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

/** Who a dataset access entry names: nobody, which opens it to everybody; another dataset, view or routine; a member. */
export type AccessPrincipal = Member | "nobody" | "authorized" | Unknown;

/**
 * Reads who an entry of a dataset's `accesses`, or a `DatasetAccess`, is for.
 *
 * See https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets#Dataset.FIELDS.access
 *
 * @returns UNKNOWN where the only principal named is not known yet, or hidden
 */
export function parseAccessEntry(entry: PlainObject, datasetProject: string): AccessPrincipal {
  let hidden = false;
  for (const [property, read] of Object.entries(principalProperties)) {
    const value = named(entry[property]);
    if (value === UNKNOWN) hidden = true;
    else if (value !== undefined) return read(value, datasetProject);
  }
  if (authorizedProperties.some((property) => isPresent(entry[property]))) return "authorized";
  return hidden ? UNKNOWN : "nobody";
}

const principalProperties: Readonly<Record<string, (value: string, project: string) => Member>> = {
  userByEmail: (email) => parseAccount("user", email, { kind: "invalid", text: `user:${email}` }),
  iamMember: (member, project) => parseMember(member, project),
  groupByEmail: (email) => parseMember(`group:${email}`),
  domain: (domain) => parseMember(`domain:${domain}`),
  specialGroup: (group, project) => parseMember(`specialGroup:${group}`, project),
};

const authorizedProperties = ["view", "routine", "dataset", "authorizedDataset"];

/** What `pulumi stack export` leaves of a secret. */
const hiddenSecret = "[secret]";

function named(value: Plain | undefined): string | Unknown | undefined {
  const name = text(value);
  if (name === hiddenSecret) return UNKNOWN;
  if (name !== undefined || value === undefined || value === null || value === "") return name;
  return "(not a text)";
}

/** An output holds absent blocks as null or with nothing in them. */
function isPresent(value: Plain | undefined): boolean {
  if (isObject(value)) return Object.values(value).some((part) => part !== null && part !== "");
  return value !== undefined && value !== null && value !== "" && value !== false;
}
