import { startFakeGoogle, type FakeGoogle } from "../fakes/google";

/** Who deploys: the owner of all projects. */
const deployer = "user:deployer@acme.example";
const bindings = [{ role: "roles/owner", members: [deployer] }];

/** The imitation of Google's APIs, holding what this project's stacks expect to be there. */
export function startAcme(): Promise<FakeGoogle> {
  const crm = { location: "EU", tables: { contacts: {} } };
  return startFakeGoogle({
    projects: {
      "acme-analytics-dev": { bindings, datasets: { crm } },
      "acme-analytics-staging": {
        bindings,
        datasets: { crm, web: { location: "EU", tables: { page_views: {} } } },
      },
      "acme-analytics": {
        bindings,
        datasets: {
          crm,
          web: { location: "EU", tables: { page_views: {}, sessions: {} } },
          ml: { location: "EU", models: ["churn"] },
        },
      },
      "acme-lake": { bindings, datasets: { profiles_sync: { location: "EU", tables: { users: {} } } } },
    },
  });
}

/**
 * Sends the provider and this project's command-line program there: for the provider, a custom endpoint for each API
 * that it calls.
 *
 * https://registry.terraform.io/providers/hashicorp/google/latest/docs/guides/provider_reference#custom-endpoints
 */
export function environmentFor(google: FakeGoogle): Record<string, string> {
  return {
    ...google.env(),
    GOOGLE_OAUTH_ACCESS_TOKEN: google.tokenFor(deployer),
    GOOGLE_BIG_QUERY_CUSTOM_ENDPOINT: `${google.url}/bigquery/v2/`,
    GOOGLE_IAM_BETA_CUSTOM_ENDPOINT: `${google.url}/v1/`,
    GOOGLE_RESOURCE_MANAGER_CUSTOM_ENDPOINT: `${google.url}/v1/`,
    GOOGLE_SECRET_MANAGER_CUSTOM_ENDPOINT: `${google.url}/v1/`,
    GOOGLE_SERVICE_USAGE_CUSTOM_ENDPOINT: `${google.url}/v1/`,
  };
}
