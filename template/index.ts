import * as pulumi from "@pulumi/pulumi";
import { Profile, SegmentBigQuery } from "pulumi-segment-bigquery";

const config = new pulumi.Config("segment");

const segment = new SegmentBigQuery("segment", {
  project: config.require("project"),
  location: config.require("location"),
  profile: Profile.Minimal,
  sources: [{ dataset: config.require("dataset") }],
});

export const { serviceAccountEmail, secretVersionName, segmentForm } = segment;
