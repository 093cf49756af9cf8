import { scopeText } from "../../policy/iam/scope";
import type { ErrorFacts } from "../google/errors";
import { shellWord } from "../text";
import { judgeOtherObject, judgeQueryError } from "./judgeOtherObject";
import { grantRemedy } from "./remedies/grant";
import type { Attempted, Judgement, Setting } from "./result";

/** Says what is behind an error of Google's: a grant, an API, a policy, a perimeter, a location, a name, a bill. */
export function judgeRefusal(facts: ErrorFacts, attempted: Attempted, setting: Setting): Judgement {
  return (
    perimeter(facts, setting) ??
    disabledApi(facts, setting) ??
    constraint(facts) ??
    deadToken(facts, setting) ??
    wrongLocation(facts, setting) ??
    judgeOtherObject(facts, attempted, setting) ??
    notThere(facts) ??
    denied(facts, attempted, setting) ??
    judgeQueryError(facts, setting)
  );
}

const segmentAddresses = "US 52.25.130.38/32 and 34.223.203.0/28, EU 3.251.148.96/29";

/** By detail or in words only: https://cloud.google.com/vpc-service-controls/docs/troubleshooting */
function perimeter(facts: ErrorFacts, { email }: Setting): Judgement | undefined {
  const closed =
    facts.violations.some(({ type }) => type === "VPC_SERVICE_CONTROLS") ||
    facts.info === "SECURITY_POLICY_VIOLATED" ||
    facts.reason === "policyViolation" ||
    /vpcServiceControlsUniqueIdentifier|VPC Service Controls/i.test(facts.message);
  if (!closed) return undefined;
  return {
    outcome: "failed",
    message: `A service perimeter (VPC Service Controls) blocks requests from here: ${facts.message}`,
    permissions: [],
    remedy: {
      advice:
        `Let serviceAccount:${email} in by an ingress rule with an access level for Segment's addresses ` +
        `(${segmentAddresses}), and for this machine while you check from it.`,
    },
  };
}

/** Google's own project, against which requests of people without a quota project are counted. */
const gcloudProject = "764086051850";

function disabledApi(facts: ErrorFacts, { project }: Setting): Judgement | undefined {
  if (facts.info !== "SERVICE_DISABLED" && facts.reason !== "accessNotConfigured") return undefined;
  const service = facts.metadata["service"] ?? "bigquery.googleapis.com";
  const where = facts.metadata["consumer"]?.replace(/^projects\//, "") ?? project;
  if (where === gcloudProject) {
    return {
      outcome: "failed",
      message: `Google counts the request against its own project ${where}, because the credentials name no quota project.`,
      permissions: [],
      remedy: {
        commands: [`gcloud auth application-default set-quota-project ${shellWord(project)}`],
      },
    };
  }
  return {
    outcome: "failed",
    message: `The API ${service} is not enabled in project ${where}.`,
    permissions: [],
    remedy: {
      stackConfig: "segment-bigquery:enableApis: true",
      commands: [`gcloud services enable ${shellWord(service)} --project=${shellWord(where)}`],
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
    outcome: "failed",
    message: `The organization policy ${name} forbids it: ${facts.message}`,
    permissions: [],
    remedy: {
      advice: `Ask the administrator of ${name} for an exception for this project, or comply with it.`,
    },
  };
}

function deadToken(facts: ErrorFacts, { email }: Setting): Judgement | undefined {
  if (facts.status !== 401) return undefined;
  return {
    outcome: "failed",
    message: `Google no longer accepts the access token: ${email} was disabled or deleted while the check ran.`,
    permissions: [],
    remedy: { commands: [`gcloud iam service-accounts enable ${shellWord(email)}`] },
  };
}

function wrongLocation(facts: ErrorFacts, { location }: Setting): Judgement | undefined {
  const match = /(Dataset) (\S+) was not found in location (\S+)/.exec(facts.message);
  if (!match) return undefined;
  return {
    outcome: "failed",
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
    outcome: "failed",
    message: project ? `There is no project ${project}.` : `It does not exist: ${facts.message}`,
    permissions: [],
    remedy: {
      advice: "Compare the name with the one in the console: a project's id, not its name or number.",
    },
  };
}

/** The reasons of a 403 that are about a permission; every other one is about something else. */
const permissionReasons = [undefined, "accessDenied", "forbidden", "PERMISSION_DENIED"];

function denied(facts: ErrorFacts, attempted: Attempted, setting: Setting): Judgement | undefined {
  const ofPermission =
    facts.info === "IAM_PERMISSION_DENIED" ||
    (facts.info === undefined && permissionReasons.includes(facts.reason));
  if (facts.status !== 403 || !ofPermission) return undefined;
  const candidates = missingPermissions(facts, attempted);
  const permissions = candidates.filter((permission) => !attempted.held?.includes(permission));
  if (permissions.length < candidates.length) return undefined;
  const needed = permissions.length > 0 ? permissions.join(", ") : "a permission that Google does not name";
  const { scope, purpose, operation } = attempted;
  return {
    outcome: "missing",
    message: `serviceAccount:${setting.email} lacks ${needed} on ${scopeText(scope)}: ${facts.message}`,
    permissions,
    remedy: grantRemedy(setting, scope, permissions, purpose, operation),
  };
}

/** Google mostly names the one permission it looked at; otherwise it is one of those that the request takes. */
function missingPermissions(facts: ErrorFacts, attempted: Attempted): string[] {
  const named =
    facts.metadata["permission"] ?? /\b((?:bigquery|resourcemanager)\.\w+\.\w+)\b/.exec(facts.message)?.[1];
  return named === undefined ? [...attempted.permissions] : [named];
}
