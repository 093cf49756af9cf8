import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as path from "node:path";
import { SegmentBigQuery, type SegmentBigQueryArgs } from "../../../components/index";

/** What `writeArguments` wrote, as arguments again. */
function read(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(read);
  if (typeof value !== "object" || value === null) return value;
  if ("$output" in value) return pulumi.output(value.$output);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, read(field)]));
}

const text = fs.readFileSync(path.join(__dirname, "arguments.json"), "utf8");

export const { grants, keys, serviceAccountMember, secretName, nextStep } = new SegmentBigQuery(
  "segment",
  read(JSON.parse(text)) as SegmentBigQueryArgs,
);
