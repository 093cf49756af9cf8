import { Key } from "@pulumi/gcp/serviceaccount/key";
import { SegmentBigQuery } from "../../../components/index";

const segment = new SegmentBigQuery("segment", {
  project: "acme-analytics",
  location: "EU",
  sources: [{ dataset: "crm" }],
});

const extra = new Key("extra", { serviceAccountId: segment.serviceAccountEmail });

/** What nobody may do; the value is not known before the key is made. */
export const credentials = extra.privateKey;
