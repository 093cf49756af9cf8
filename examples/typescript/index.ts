import { ModelOperation, Product, Profile, SegmentBigQuery } from "pulumi-segment-bigquery";

const segment = new SegmentBigQuery("segment", {
  project: "acme-analytics",
  location: "EU",
  products: [Product.LinkedEvents, Product.Warehouse],
  profile: Profile.Minimal,
  sources: [
    { dataset: "crm" },
    { dataset: "web", table: "page_views" },
    { project: "acme-lake", dataset: "profiles_sync" },
  ],
  destinations: [{ dataset: "website" }],
  models: [{ dataset: "ml", operations: [ModelOperation.Predict] }],
  key: { secret: { accessors: [{ member: "group:segment-admins@example.com" }] } },
});

export const { serviceAccountEmail, secretVersionName, segmentForm } = segment;
