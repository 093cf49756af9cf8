import { DatasetIamMember } from "@pulumi/gcp/bigquery/datasetIamMember";
import { SegmentBigQuery } from "../../../components/index";

const segment = new SegmentBigQuery("segment", {
  project: "acme-analytics",
  location: "EU",
  sources: [{ dataset: "crm" }],
});

/** Too wide, and cut down it would be the component's own grant once more. */
new DatasetIamMember("by-hand", {
  project: "acme-analytics",
  datasetId: "crm",
  role: "roles/bigquery.dataEditor",
  member: segment.serviceAccountMember,
});
