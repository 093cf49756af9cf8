import { isObject, text, UNKNOWN, type Plain, type PlainObject, type Unknown } from "../plain";
import type { Member } from "./member";
import { parseAccount, parseMember } from "./parseMember";

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
