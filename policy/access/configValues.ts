import { isServiceAccountEmail } from "../iam/member";
import type { Plain } from "../stack/plain";
import { printable } from "../stack/text";
import { accountAddress } from "./config";
import { connectionFrom, sourceFrom } from "./readDeclaration";

/** A part of the pack's config that cannot mean what its author meant. */
export interface ConfigProblem {
  /** Such as `sources[2]`. */
  readonly key: string;
  readonly problem: string;
  readonly fix: string;
}

export function accountProblem(value: Plain, key: string): ConfigProblem[] {
  if (typeof value !== "string") return [];
  const address = accountAddress(value);
  if (/^\d{15,25}$/.test(address) || mayBeAddress(address)) return [];
  return [
    {
      key,
      problem: `${quoted(value)} matches no service account`,
      fix: "write the account's address, a pattern with * or its unique id",
    },
  ];
}

/** A pattern may end anywhere in the domain that all service accounts have. */
function mayBeAddress(address: string): boolean {
  const end = address.slice(address.lastIndexOf("*") + 1);
  if (/[\s:]/.test(address)) return false;
  if (end === address) return isServiceAccountEmail(address);
  return end.endsWith(accountDomain) || accountDomain.endsWith(end);
}

const accountDomain = "gserviceaccount.com";

/** A token without a type in it matches no resource. */
export function tokenProblem(value: Plain, key: string): ConfigProblem[] {
  if (typeof value !== "string" || /^[a-z][\w.-]*:[^\s*:]*:[^\s*:]+$/.test(value)) return [];
  const problem = `${quoted(value)} is not a type token, and matches no resource`;
  return [{ key, problem, fix: "write the type in full, such as vault:kv/secretV2:SecretV2" }];
}

export function sourceProblem(value: Plain, key: string): ConfigProblem[] {
  if (typeof value !== "string") return [];
  if (sourceFrom(value.trim()) !== undefined) return spelling(value, key);
  return [
    {
      key,
      problem: `${quoted(value)} names nothing`,
      fix: "write project, project.dataset or project.dataset.table",
    },
  ];
}

export function datasetProblem(value: Plain | undefined, key: string): ConfigProblem[] {
  if (typeof value !== "string") return [];
  const source = sourceFrom(value.trim());
  if (source !== undefined && source.table === undefined) return spelling(value, key);
  return [{ key, problem: `${quoted(value)} is not a dataset`, fix: "write dataset or project.dataset" }];
}

export function connectionProblem(value: Plain, key: string): ConfigProblem[] {
  if (typeof value !== "string" || connectionFrom(value.trim(), "") !== undefined) return [];
  return [
    {
      key,
      problem: `${quoted(value)} is not a connection`,
      fix: "write location.connection or project.location.connection",
    },
  ];
}

export function bucketProblem(value: Plain, key: string): ConfigProblem[] {
  if (typeof value !== "string" || /^[a-z0-9][a-z0-9._-]+$/.test(value.trim())) return [];
  return [
    {
      key,
      problem: `${quoted(value)} is not a bucket`,
      fix: "write the bucket's name, without gs:// and a path",
    },
  ];
}

/** `project:dataset` is BigQuery's older spelling; a domain-scoped project has a dot before its colon. */
export function spelling(value: Plain, key: string): ConfigProblem[] {
  if (typeof value !== "string" || !/^[^.:]+:/.test(value.trim())) return [];
  return [
    {
      key,
      problem: `${quoted(value)} is BigQuery's older spelling, which matches nothing here`,
      fix: `write ${quoted(value.trim().replace(":", "."))}`,
    },
  ];
}

export function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString() === `${text}T00:00:00.000Z`;
}

export function quoted(text: string): string {
  return `"${printable(text)}"`;
}
