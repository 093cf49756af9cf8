import { type Scope, scopeText } from "../../policy/iam/scope";
import type { ErrorFacts } from "../google/errorFacts";
import { grantRemedy, type Purpose, type Setting, shellWord } from "./remedies";
import type { CheckResult } from "./result";

/** What was refused: the permissions that it takes, on what. */
export interface Wanted {
  permissions: readonly string[];
  scope: Scope;
  purpose: Purpose;
  /** The BigQuery ML operation that was tried. */
  operation?: string;
}

/** The part of a result that a refusal decides. */
export type Judgement = Pick<CheckResult, "outcome" | "message" | "permissions" | "remedy">;

/** Says what stands behind an error of Google's: a grant, an API, a policy, a perimeter, a place, a name. */
export function judgeRefusal(facts: ErrorFacts, wanted: Wanted, setting: Setting): Judgement {
  return (
    perimeter(facts, setting) ??
    disabledApi(facts, setting) ??
    constraint(facts) ??
    deadToken(facts, setting) ??
    wrongPlace(facts, setting) ??
    notThere(facts) ??
    denied(facts, wanted, setting) ??
    other(facts)
  );
}

const segmentAddresses = "US 52.25.130.38/32 and 34.223.203.0/28, EU 3.251.148.96/29";

/** https://cloud.google.com/vpc-service-controls/docs/troubleshooting */
function perimeter(facts: ErrorFacts, { email }: Setting): Judgement | undefined {
  const closed =
    facts.violations.some(({ type }) => type === "VPC_SERVICE_CONTROLS") ||
    facts.info === "SECURITY_POLICY_VIOLATED" ||
    facts.reason === "policyViolation";
  if (!closed) return undefined;
  return {
    outcome: "wrong",
    message: `A service perimeter (VPC Service Controls) is in the way from here: ${facts.message}`,
    permissions: [],
    remedy: {
      advice:
        `Let serviceAccount:${email} in by an ingress rule with an access level for Segment's addresses ` +
        `(${segmentAddresses}), and for this machine while you check from it.`,
    },
  };
}

function disabledApi(facts: ErrorFacts, { project }: Setting): Judgement | undefined {
  if (facts.info !== "SERVICE_DISABLED" && facts.reason !== "accessNotConfigured") return undefined;
  const service = facts.metadata["service"] ?? "bigquery.googleapis.com";
  const where = facts.metadata["consumer"]?.replace(/^projects\//, "") ?? project;
  return {
    outcome: "wrong",
    message: `The API ${service} is not enabled in project ${where}.`,
    permissions: [],
    remedy: {
      stackConfig: "segment-bigquery:enableApis: true",
      gcloud: `gcloud services enable ${shellWord(service)} --project=${shellWord(where)}`,
    },
  };
}

/** https://cloud.google.com/resource-manager/docs/organization-policy/overview */
function constraint(facts: ErrorFacts): Judgement | undefined {
  const name =
    facts.violations.find(({ type }) => type.startsWith("constraints/"))?.type ??
    /constraints\/[\w.]+/.exec(facts.message)?.[0];
  if (name === undefined) return undefined;
  return {
    outcome: "wrong",
    message: `The organisation policy ${name} forbids it: ${facts.message}`,
    permissions: [],
    remedy: { advice: `Ask whoever administers ${name} for an exception for this project, or meet it.` },
  };
}

function deadToken(facts: ErrorFacts, { email }: Setting): Judgement | undefined {
  if (facts.status !== 401) return undefined;
  return {
    outcome: "wrong",
    message: `Google no longer takes the access token: ${email} was disabled or deleted while the check ran.`,
    permissions: [],
    remedy: { gcloud: `gcloud iam service-accounts enable ${shellWord(email)}` },
  };
}

function wrongPlace(facts: ErrorFacts, { location }: Setting): Judgement | undefined {
  const match = /(Dataset|Table) (\S+) was not found in location (\S+)/.exec(facts.message);
  if (!match) return undefined;
  return {
    outcome: "wrong",
    message: `${match[1]} ${match[2]} is not in location ${location}, or does not exist: a query runs in one location only.`,
    permissions: [],
    remedy: {
      advice: "Choose the location of the sources as Data Location, or copy the dataset to that location.",
    },
  };
}

function notThere(facts: ErrorFacts): Judgement | undefined {
  if (facts.status !== 404) return undefined;
  const project = /Not found: Project (\S+)/.exec(facts.message)?.[1];
  return {
    outcome: "wrong",
    message: project ? `There is no project ${project}.` : `It does not exist: ${facts.message}`,
    permissions: [],
    remedy: { advice: "Compare the name with the one in the console; project ids, not names or numbers." },
  };
}

function denied(facts: ErrorFacts, wanted: Wanted, setting: Setting): Judgement | undefined {
  if (facts.status !== 403 || facts.reason === "quotaExceeded" || facts.reason === "billingNotEnabled")
    return undefined;
  const permissions = missingPermissions(facts, wanted);
  const needed = permissions.length > 0 ? permissions.join(", ") : "a permission that Google does not name";
  return {
    outcome: "missing",
    message: `serviceAccount:${setting.email} lacks ${needed} on ${scopeText(wanted.scope)}: ${facts.message}`,
    permissions,
    remedy: grantRemedy(setting, wanted.scope, permissions, wanted.purpose, wanted.operation),
  };
}

/** Google mostly names the one permission it looked at; otherwise it is one of those wanted. */
function missingPermissions(facts: ErrorFacts, wanted: Wanted): string[] {
  const named =
    facts.metadata["permission"] ??
    /\b(bigquery\.\w+\.\w+)\b/.exec(facts.message)?.[1] ??
    /\b(resourcemanager\.\w+\.\w+)\b/.exec(facts.message)?.[1];
  return named === undefined ? [...wanted.permissions] : [named];
}

function other(facts: ErrorFacts): Judgement {
  const passing = facts.status === 429 || facts.status >= 500;
  return {
    outcome: passing ? "no answer" : "unknown",
    message: `Google answered ${facts.status}${facts.reason ? ` (${facts.reason})` : ""}: ${facts.message}`,
    permissions: [],
  };
}
