import { allowed, projectResource } from "./access";
import { apiError, serviceDisabled } from "./errors";
import { titles } from "./router";
import type { GoogleState } from "./state";

/** Google's own project, against which requests of people without a quota project are counted. */
const gcloudProject = "764086051850";

/**
 * Whether the project that a person's request is counted against takes it.
 *
 * https://cloud.google.com/docs/authentication/troubleshoot-adc#user-creds-client-based
 */
export function checkQuotaProject(
  state: GoogleState,
  caller: string,
  service: string,
  named: string | undefined,
): void {
  const title = titles[service] ?? service;
  if (named === undefined) {
    // BigQuery counts against the project of the path.
    if (!state.quotaProjectWanted || service === "bigquery.googleapis.com") return;
    throw serviceDisabled(service, title, gcloudProject);
  }
  const project = state.projects.get(named);
  const on = projectResource(state, named);
  if (!project || !allowed(state, caller, "serviceusage.services.use", on)) {
    throw apiError(
      403,
      `Caller does not have required permission to use project ${named}. Grant the caller the roles/serviceusage.serviceUsageConsumer role, or a custom role with the serviceusage.services.use permission.`,
      undefined,
      [
        {
          "@type": "type.googleapis.com/google.rpc.ErrorInfo",
          reason: "USER_PROJECT_DENIED",
          domain: "googleapis.com",
          metadata: { service, consumer: `projects/${named}` },
        },
      ],
    );
  }
  if (!project.services.has(service)) throw serviceDisabled(service, title, project.number);
}
