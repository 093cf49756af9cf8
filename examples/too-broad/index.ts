import { DatasetIamMember } from "@pulumi/gcp/bigquery/datasetIamMember";
import { IAMMember } from "@pulumi/gcp/projects/iammember";
import * as pulumi from "@pulumi/pulumi";
import { SegmentBigQuery } from "../../components/index";

const config = new pulumi.Config();
const project = config.require("project");

const segment = new SegmentBigQuery("segment", {
  project,
  location: config.require("location"),
  sources: [{ dataset: "crm" }],
});

// What people add by hand when a sync fails and nobody knows why. The policy pack rejects both grants.
const member = segment.serviceAccountMember;
new IAMMember("segment-just-make-it-work", { project, role: "roles/bigquery.admin", member });
new DatasetIamMember("segment-write-crm", {
  project,
  datasetId: "crm",
  role: "roles/bigquery.dataEditor",
  member,
});
