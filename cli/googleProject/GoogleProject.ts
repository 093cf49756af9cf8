import type { JsonRecord } from "../google/json";

/** One role for one member in an IAM policy: https://cloud.google.com/iam/docs/reference/rest/v1/Policy#Binding */
export interface Binding {
  readonly role: string;
  readonly members: readonly string[];
  readonly condition?: JsonRecord;
}

/** Something that could not be read, and why. */
export interface Unread {
  readonly subject: string;
  readonly reason: string;
}

/** A folder or organization above the project. */
export interface Ancestor {
  readonly kind: "folder" | "organization";
  readonly id: string;
  readonly bindings: readonly Binding[];
}

/** A service account of the project; `resource` is what the API answers. */
export interface Account {
  readonly email: string;
  readonly resource: JsonRecord;
  readonly bindings: readonly Binding[];
  /** Metadata of the keys that people have made. */
  readonly keys: readonly JsonRecord[];
}

export interface Table {
  readonly id: string;
  readonly bindings: readonly Binding[];
}

/** A dataset; `resource` is what the API answers, its access list included where it may be read. */
export interface Dataset {
  readonly project: string;
  readonly id: string;
  readonly resource: JsonRecord;
  readonly tables: readonly Table[];
}

/** A secret without its versions' content, which is never asked for. */
export interface Secret {
  readonly id: string;
  readonly resource: JsonRecord;
  readonly bindings: readonly Binding[];
}

/** A group, and those of its members that matter here: accounts, and other groups. No person is kept. */
export interface Group {
  readonly email: string;
  readonly members: readonly string[];
}

/** A project as it is at Google, as far as the caller may read it. */
export interface GoogleProject {
  readonly project: string;
  readonly number?: string;
  readonly bindings: readonly Binding[];
  readonly ancestors: readonly Ancestor[];
  /** Custom roles, of the project and of those organizations whose roles are granted. */
  readonly roles: readonly JsonRecord[];
  readonly accounts: readonly Account[];
  readonly datasets: readonly Dataset[];
  /** Datasets that are named somewhere and were not shown to the caller. */
  readonly unseen: readonly Pick<Dataset, "project" | "id">[];
  readonly secrets: readonly Secret[];
  /** The groups that policies name, and those in them. */
  readonly groups: readonly Group[];
  readonly unread: readonly Unread[];
}
