/** A service account, taken from its email. */
export interface AccountName {
  email: string;
  /** The part before the @. */
  id: string;
  project: string;
}

const emailShape =
  /^([a-z](?:[a-z0-9-]{4,28}[a-z0-9]))@([a-z0-9-]+)((?:\.[a-z0-9-]+)*)\.iam\.gserviceaccount\.com$/;

/** The account that an email names, or undefined where it is none of a project's own accounts. */
export function accountNamed(email: string): AccountName | undefined {
  const [, id, project, domain = ""] = emailShape.exec(email) ?? [];
  if (id === undefined || project === undefined) return undefined;
  // The project acme.example:data has accounts at data.acme.example.iam.gserviceaccount.com.
  return { email, id, project: domain === "" ? project : `${domain.slice(1)}:${project}` };
}

/** A key, taken from its full name. */
export interface KeyName {
  name: string;
  account: AccountName;
  id: string;
}

/** The key that `projects/…/serviceAccounts/…/keys/…` names, or undefined if it does not name a key. */
export function keyNamed(name: string): KeyName | undefined {
  const [, project, email = "", id] =
    /^projects\/([^/]+)\/serviceAccounts\/([^/]+)\/keys\/([0-9a-zA-Z]{8,64})$/.exec(name) ?? [];
  const account = accountNamed(email);
  if (id === undefined || !account || (project !== "-" && project !== account.project)) return undefined;
  return { name: fullName(account, id), account, id };
}

/** A key's full name. */
export function fullName({ project, email }: AccountName, id: string): string {
  return `projects/${project}/serviceAccounts/${email}/keys/${id}`;
}
