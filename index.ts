import * as pulumi from "@pulumi/pulumi";
import { SegmentBigQuery } from "./components/index";
import { argsFromConfig } from "./components/stackConfig";
import { checkArgs } from "./components/validate/validate";

const place = {
  namespace: pulumi.getProject(),
  stack: pulumi.getStack(),
  secrets: JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "[]") as string[],
};
const args = argsFromConfig(pulumi.runtime.allConfig(), place, (stated) => checkArgs(stated).problems);
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
