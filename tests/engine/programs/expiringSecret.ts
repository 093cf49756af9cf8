import { SegmentBigQuery } from "../../../components/index";

const access = { project: "acme-analytics", location: "EU", sources: [{ dataset: "crm" }] };

new SegmentBigQuery("lasting", { ...access, key: { secret: {} } });

new SegmentBigQuery("expiring", {
  ...access,
  accountId: "segment-expiring",
  stateDataset: { datasetId: "state_expiring" },
  key: { secret: { expireTime: "2027-06-01T00:00:00Z" } },
});
