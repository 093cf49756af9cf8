import type { Json } from "./state";

/** An answer that is an error, in the form of the API that gives it. */
export class GoogleError extends Error {
  constructor(
    readonly status: number,
    readonly body: Json,
    readonly headers: Record<string, string> = {},
  ) {
    super(JSON.stringify(body));
  }
}

const statusWords: Record<number, string> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
  412: "FAILED_PRECONDITION",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  501: "UNIMPLEMENTED",
  502: "UNAVAILABLE",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};

/** An error of IAM, Resource Manager, Secret Manager, …: https://cloud.google.com/apis/design/errors#http_mapping */
export function apiError(code: number, message: string, status?: string, details?: Json[]): GoogleError {
  const error: Json = { code, message, status: status ?? statusWords[code] ?? "UNKNOWN" };
  return new GoogleError(code, { error: details ? { ...error, details } : error });
}

const bigQueryStatus: Record<string, number> = {
  accessDenied: 403,
  accessNotConfigured: 403,
  billingNotEnabled: 403,
  quotaExceeded: 403,
  policyViolation: 403,
  rateLimitExceeded: 403,
  notFound: 404,
  duplicate: 409,
  conditionNotMet: 412,
  invalid: 400,
  invalidQuery: 400,
  required: 400,
  resourceInUse: 400,
  backendError: 503,
};

/** An error of BigQuery, with its reason: https://cloud.google.com/bigquery/docs/error-messages */
export function bigQueryError(reason: string, message: string, details?: Json[]): GoogleError {
  const code = bigQueryStatus[reason] ?? 400;
  const errors = [{ message, domain: "global", reason }];
  const error: Json = { code, message, errors, status: statusWords[code] ?? "UNKNOWN" };
  return new GoogleError(code, { error: details ? { ...error, details } : error });
}

/** An error of the token endpoint: https://developers.google.com/identity/protocols/oauth2/service-account */
export function tokenError(error: string, description: string): GoogleError {
  return new GoogleError(error === "invalid_client" ? 401 : 400, { error, error_description: description });
}

/** An API that is not enabled: https://cloud.google.com/apis/docs/getting-started#enabling_apis */
export function serviceDisabled(service: string, title: string, projectNumber: string): GoogleError {
  const activation = `https://console.developers.google.com/apis/api/${service}/overview?project=${projectNumber}`;
  const message =
    `${title} has not been used in project ${projectNumber} before or it is disabled. Enable it by visiting ` +
    `${activation} then retry. If you enabled this API recently, wait a few minutes for the action to propagate.`;
  const details = [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "SERVICE_DISABLED",
      domain: "googleapis.com",
      metadata: { service, consumer: `projects/${projectNumber}`, activationUrl: activation },
    },
  ];
  return service === "bigquery.googleapis.com"
    ? bigQueryError("accessNotConfigured", message, details)
    : apiError(403, message, undefined, details);
}

/** A service perimeter in the way: https://cloud.google.com/vpc-service-controls/docs/troubleshooting */
export function perimeterViolated(service: string, projectNumber: string, inWords: boolean): GoogleError {
  const uid = "XlFLBBM-fake-perimeter-answer";
  const text = `Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: ${uid}`;
  if (inWords) {
    return service === "bigquery.googleapis.com"
      ? bigQueryError("accessDenied", `VPC Service Controls: ${text}`)
      : apiError(403, text);
  }
  const details = [
    {
      "@type": "type.googleapis.com/google.rpc.PreconditionFailure",
      violations: [{ type: "VPC_SERVICE_CONTROLS", description: uid }],
    },
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "SECURITY_POLICY_VIOLATED",
      domain: "googleapis.com",
      metadata: { uid, service, consumer: `projects/${projectNumber}` },
    },
  ];
  return service === "bigquery.googleapis.com"
    ? bigQueryError("policyViolation", `VPC Service Controls: ${text}`, details)
    : apiError(403, text, undefined, details);
}

/** An organization policy in the way: https://cloud.google.com/resource-manager/docs/organization-policy/restricting-service-accounts */
export function constraintViolated(constraint: string, subject: string, description: string): GoogleError {
  return apiError(400, description, "FAILED_PRECONDITION", [
    {
      "@type": "type.googleapis.com/google.rpc.PreconditionFailure",
      violations: [{ type: constraint, subject, description }],
    },
  ]);
}
