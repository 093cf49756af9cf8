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
const given = read(JSON.parse(text)) as Record<string, SegmentBigQueryArgs>;
const components = Object.entries(given).map(([name, args]) => new SegmentBigQuery(name, args));

/** Those of the first component, and of all by name. */
export const { grants, keys, serviceAccountMember, secretName, secretVersionName, nextStep } =
  components[0] as SegmentBigQuery;
