import type { BasicRole, Member } from "./member";

const projectPrefixes: Readonly<Record<string, BasicRole>> = {
  projectOwner: "roles/owner",
  projectEditor: "roles/editor",
  projectViewer: "roles/viewer",
};

/** A dataset's words for whoever holds a basic role on its project. */
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
  if (colon < 0) return specialGroup(member, datasetProject) ?? (isMisspelt(member) ? invalid : other);
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

function isMisspelt(member: string): boolean {
  const word = member.trim().toLowerCase();
  return word === "allusers" || word === "allauthenticatedusers" || word === "";
}

function isEmail(address: string): boolean {
  return /^[^@\s[\]?]+@[^@\s[\]?]+$/.test(address);
}

/** Whether the address is a service account's, of a user or of Google: all lie in gserviceaccount.com. */
export function isServiceAccountEmail(email: string): boolean {
  return /@(?:[^@\s]+\.)?gserviceaccount\.com$/i.test(email);
}
