import { Dataset } from "@pulumi/gcp/bigquery/dataset";
import { KeyMode, SegmentBigQuery } from "../../../components/index";

const access = { project: "acme-analytics", location: "EU", key: { mode: KeyMode.None } };

/** Whose state dataset is granted in one way only. */
new SegmentBigQuery("segment", { ...access, sources: [{ dataset: "crm" }] });

/** Stated beside what a component grants on it. */
const stated = new Dataset("stated", {
  project: "acme-analytics",
  datasetId: "stated",
  location: "EU",
  accesses: [
    { role: "OWNER", specialGroup: "projectOwners" },
    { role: "WRITER", specialGroup: "projectWriters" },
    { role: "READER", specialGroup: "projectReaders" },
  ],
});

new SegmentBigQuery("second", {
  ...access,
  accountId: "segment-second",
  sources: [{ dataset: stated.datasetId, name: "stated" }],
  stateDataset: { datasetId: "state_two" },
});
