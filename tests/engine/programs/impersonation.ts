import { IAMMember } from "@pulumi/gcp/serviceaccount/iammember";
import * as pulumi from "@pulumi/pulumi";
import { SegmentBigQuery } from "../../../components/index";

const segment = new SegmentBigQuery("segment", {
  project: "acme-analytics",
  location: "EU",
  sources: [{ dataset: "crm" }],
});

/** Lets somebody act as Segment's account. */
new IAMMember("bob-acts-as-segment", {
  serviceAccountId: pulumi.interpolate`projects/acme-analytics/serviceAccounts/${segment.serviceAccountEmail}`,
  role: "roles/iam.serviceAccountTokenCreator",
  member: "user:bob@acme.example",
});
