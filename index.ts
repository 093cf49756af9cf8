import * as pulumi from "@pulumi/pulumi";
import { SegmentBigQuery } from "./components/index";
import { argsFromConfig } from "./components/stackConfig";

const args = argsFromConfig(pulumi.runtime.allConfig(), {
  namespace: pulumi.getProject(),
  stack: pulumi.getStack(),
  secrets: JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "[]") as string[],
});
const segment = new SegmentBigQuery("segment", args);

export const {
  serviceAccountEmail,
  serviceAccountMember,
  products,
  stateDataset,
  destinations,
  secretName,
  secretVersionName,
  grants,
  keys,
  nextStep,
  segmentForm,
} = segment;
