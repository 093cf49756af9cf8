import { DatasetIamMember } from "@pulumi/gcp/bigquery/datasetIamMember";
import { IamMember } from "@pulumi/gcp/bigquery/iamMember";
import { IAMMember } from "@pulumi/gcp/projects/iammember";
import type * as pulumi from "@pulumi/pulumi";
import type { PlannedGrant } from "../plan/plan";
import type { Children } from "./children";

/** A grant to make, its role resolved. */
export interface Granting extends Pick<PlannedGrant, "part" | "place"> {
  readonly role: pulumi.Input<string>;
  readonly member: pulumi.Input<string>;
}

/**
 * Adds one member to one role: never a binding or a policy, which would take away what others have granted, and never
 * a dataset's access list, which an update of the dataset would write again.
 */
export function makeGrant(
  children: Children,
  { part, place, role, member }: Granting,
  dependsOn: pulumi.Resource[],
): pulumi.CustomResource {
  const name = children.nameOf(part);
  const options = children.options(part, { dependsOn });
  const project = place.project.id;
  switch (place.kind) {
    case "project":
      return new IAMMember(name, { project, role, member }, options);
    case "dataset":
      return new DatasetIamMember(name, { project, datasetId: place.dataset, role, member }, options);
    case "table":
      return new IamMember(
        name,
        { project, datasetId: place.dataset, tableId: place.table, role, member },
        options,
      );
  }
}
