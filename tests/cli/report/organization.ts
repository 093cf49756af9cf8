import type { GoogleSeed } from "../../fakes/google";

export const email = "segment@acme-1.iam.gserviceaccount.com";
export const member = `serviceAccount:${email}`;
export const auditor = "user:ann@acme.example";

/** An organization of so many projects, of which so many, evenly spread, grant Segment something. */
export function organization(projects: number, mattering: number): GoogleSeed {
  const ids = Array.from({ length: projects }, (_, index) => `acme-${index + 1}`);
  return {
    containers: {
      "organizations/1": { bindings: [{ role: "projects/acme-1/roles/auditor", members: [auditor] }] },
      "folders/2": { parent: "organizations/1" },
    },
    projects: Object.fromEntries(
      ids.map((id, index) => [
        id,
        {
          parent: index % 2 === 0 ? "organizations/1" : "folders/2",
          bindings: [
            ...(index % Math.ceil(projects / mattering) === 0
              ? [{ role: "roles/bigquery.dataEditor", members: [member] }]
              : []),
            ...(index === 1 ? [{ role: "roles/viewer", members: [`${member}.example`] }] : []),
          ],
          ...(index === 0 && {
            roles: { auditor: ["cloudasset.assets.searchAllIamPolicies", "resourcemanager.projects.get"] },
            accounts: { segment: {} },
            datasets: { crm: { access: [{ role: "READER", userByEmail: email }] } },
          }),
        },
      ]),
    ),
  };
}
