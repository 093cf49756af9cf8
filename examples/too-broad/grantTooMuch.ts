import { DatasetIamMember } from "@pulumi/gcp/bigquery/datasetIamMember";
import { IAMMember } from "@pulumi/gcp/projects/iammember";
import type { SegmentBigQuery } from "../../components/index";

/**
 * What gets added by hand when a sync fails and nobody knows why: the policy pack rejects all of it.
 *
 * Part of stack `too-broad` only (`npm start -- --stack too-broad`).
 */
export function grantTooMuch({ project, serviceAccountMember: member }: SegmentBigQuery): void {
  new IAMMember("segment-just-make-it-work", { project, role: "roles/bigquery.admin", member });
  new DatasetIamMember("segment-write-crm", {
    project,
    datasetId: "crm",
    role: "roles/bigquery.dataEditor",
    member,
  });
}
